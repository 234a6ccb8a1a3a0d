import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { readEInvoiceXml } from '../../lib/e-invoice';
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
