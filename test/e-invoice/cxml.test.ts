import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { readEInvoiceXml, toCoupa } from '../../lib/e-invoice';
import { only, plain } from './support/plain';

const sample = (name: string): string => readFileSync(join(__dirname, 'samples', name), 'utf8');
const XML = sample('cxml.xml');
const changed = (from: string, to: string): string => {
	if (!XML.includes(from)) throw new Error(`The sample has no ${from}`);
	return XML.replace(from, to);
};

test('reads all that the sample says into terms', async () => {
	const invoice = await only(XML);
	expect(plain(invoice.document)).toEqual(JSON.parse(sample('cxml.terms.json')));
	expect(invoice).toMatchObject({ syntax: 'cXML', profile: '1.2.020', problems: [] });
});

test.each([
	['creditMemo', '381'],
	['lineLevelCreditMemo', '381'],
	['debitMemo', '383'],
])('gives the purpose %s as type %s', async (purpose, code) => {
	expect((await only(changed('purpose="standard"', `purpose="${purpose}"`))).document.text('BT-3')).toBe(code);
});

test('gives each line the order that it stands below', async () => {
	const [, order = ''] = /(<InvoiceDetailOrder>.*<\/InvoiceDetailOrder>)/s.exec(XML) ?? [];
	const { document } = await only(
		changed(order, order + order.replace('orderID="4500"', 'orderID="4600"').replace('invoiceLineNumber="1"', 'invoiceLineNumber="2"')),
	);
	expect(document.many('BG-25').map((line) => [line.text('BT-126'), line.text('XT-line-order')])).toEqual([
		['1', '4500'],
		['2', '4600'],
	]);
});

test('reads an invoice of an order as a whole as one line', async () => {
	const [, order = ''] = /(<InvoiceDetailOrder>.*<\/InvoiceDetailOrder>)/s.exec(XML) ?? [];
	const whole =
		'<InvoiceDetailHeaderOrder><InvoiceDetailOrderInfo><OrderIDInfo orderID="4700"/></InvoiceDetailOrderInfo><InvoiceDetailOrderSummary invoiceLineNumber="1"><SubtotalAmount><Money currency="USD">20.00</Money></SubtotalAmount></InvoiceDetailOrderSummary></InvoiceDetailHeaderOrder>';
	const { document } = await only(changed(order, whole));
	expect(document.many('BG-25').map(plain)).toEqual([
		{ 'BT-126': '1', 'BT-131': '20.00', 'XT-line-order': '4700', 'BG-31': [{ 'BT-153': 'Order 4700' }] },
	]);
});

test('says where a date is none', async () => {
	const { document, problems } = await only(changed('invoiceDate="2026-03-18T12:00:00-05:00"', 'invoiceDate="18.03.2026"'));
	expect(document.text('BT-2')).toBeUndefined();
	expect(problems).toEqual([expect.objectContaining({ code: 'notADate', column: 'BT-2', value: '18.03.2026' })]);
});

test.each([
	['with declarations of its own', '<!DOCTYPE cXML SYSTEM "http://xml.cxml.org/schemas/cXML/1.2.020/InvoiceDetail.dtd" [<!ENTITY a "b">]>'],
	['that names another place', '<!DOCTYPE cXML SYSTEM "file:///etc/passwd">'],
	['of another root', '<!DOCTYPE html>'],
])('refuses a document type declaration %s', async (_, declaration) => {
	const xml = changed('<!DOCTYPE cXML SYSTEM "http://xml.cxml.org/schemas/cXML/1.2.020/InvoiceDetail.dtd">', declaration);
	await expect(readEInvoiceXml(Buffer.from(xml))).rejects.toMatchObject({ code: 'xmlDoctype' });
});

test('goods and services stand in the order of their lines, with the period of a service', async () => {
	const [, item = ''] = /(<InvoiceDetailItem .*<\/InvoiceDetailItem>)/s.exec(XML) ?? [];
	const service =
		'<InvoiceDetailServiceItem invoiceLineNumber="1" quantity="1"><InvoiceDetailServiceItemReference lineNumber="1"><Description xml:lang="en">Fitting</Description></InvoiceDetailServiceItemReference><SubtotalAmount><Money currency="USD">5.00</Money></SubtotalAmount><Period startDate="2026-03-01T00:00:00-05:00" endDate="2026-03-31T00:00:00-05:00"/></InvoiceDetailServiceItem>';
	const { document, problems } = await only(changed(item, item.replace('invoiceLineNumber="1"', 'invoiceLineNumber="2"') + service));
	expect(problems).toEqual([]);
	expect(document.many('BG-25').map((line) => [line.text('BT-126'), line.group('BG-31')?.text('BT-153')])).toEqual([
		['1', 'Fitting'],
		['2', 'Bolt'],
	]);
	expect(
		document
			.many('BG-25')
			.map((line) => line.group('BG-26'))
			.map((period) => period && plain(period)),
	).toEqual([{ 'BT-134': '2026-03-01', 'BT-135': '2026-03-31' }, undefined]);
});

test('the first discount has terms of its own, others are named, and one of nothing says when payment is due', async () => {
	const term = (days: string, percent: string) =>
		`<PaymentTerm payInNumberOfDays="${days}"><Discount><DiscountPercent percent="${percent}"/></Discount></PaymentTerm>`;
	const { document } = await only(changed('<PaymentTerm payInNumberofDays="30"/>', term('30', '0') + term('10', '2') + term('20', '1')));
	expect([document.text('XT-discount-percent'), document.text('XT-discount-days')]).toEqual(['2', '10']);
	expect(document.all('BT-20').map(({ value }) => value)).toEqual(['30 days', '1 % within 20 days']);
});

test('of several orders none is that of lines without one', async () => {
	const [, order = ''] = /(<InvoiceDetailOrder>.*<\/InvoiceDetailOrder>)/s.exec(XML) ?? [];
	const none = order
		.replace(/<OrderReference.*<\/OrderReference>/s, '<SupplierOrderInfo orderID="SO-1"/>')
		.replace('invoiceLineNumber="1"', 'invoiceLineNumber="2"');
	const { record } = toCoupa(await only(changed(order, order + none)));
	expect(record['invoice-lines']).toMatchObject([
		{ 'order-header-num': '4500' },
		expect.not.objectContaining({ 'order-header-num': '4500' }),
	]);
});
