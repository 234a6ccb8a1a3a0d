import { recordsAt, textAt } from '../../lib/core';
import { computeTotals } from '../../lib/coupa/import/amounts';
import { checkEInvoice, type EInvoice, type MappedInvoice, toCoupa } from '../../lib/e-invoice';
import { only, plain, plainGroup } from './support/plain';

const money = (amount: string): string => `<Money currency="USD">${amount}</Money>`;

interface Request {
	attributes?: string;
	/** In the header. */
	header?: string;
	orders: string;
	summary: string;
}

const request = ({ attributes = 'purpose="standard" operation="new"', header = '', orders, summary }: Request): string =>
	`<cXML version="1.2"><Header><From><Credential domain="DUNS"><Identity>12-345</Identity></Credential></From><To><Credential domain="DUNS"><Identity>Coupa</Identity></Credential></To></Header><Request><InvoiceDetailRequest><InvoiceDetailRequestHeader invoiceID="I-1" invoiceDate="2026-03-01T11:00:00-07:00" ${attributes}><InvoiceDetailHeaderIndicator/><InvoiceDetailLineIndicator/>${header}</InvoiceDetailRequestHeader>${orders}<InvoiceDetailSummary>${summary}</InvoiceDetailSummary></InvoiceDetailRequest></Request></cXML>`;

const item = (number: number, amount: string, more = ''): string =>
	`<InvoiceDetailItem invoiceLineNumber="${number}" quantity="1"><UnitOfMeasure>EA</UnitOfMeasure><UnitPrice>${money(amount)}</UnitPrice><InvoiceDetailItemReference lineNumber="${number}"><Description>Item</Description></InvoiceDetailItemReference><SubtotalAmount>${money(amount)}</SubtotalAmount>${more}</InvoiceDetailItem>`;

const order = (reference: string, ...items: string[]): string =>
	`<InvoiceDetailOrder><InvoiceDetailOrderInfo>${reference}</InvoiceDetailOrderInfo>${items.join('')}</InvoiceDetailOrder>`;

const ORDER = '<OrderReference><DocumentReference payloadID="4500"/></OrderReference>';

const detail = (
	amount: string,
	{ rate, base, more = '', attributes = '' }: { rate?: string; base?: string; more?: string; attributes?: string } = {},
): string =>
	`<TaxDetail${rate === undefined ? '' : ` percentageRate="${rate}"`}${attributes === '' ? ' category="sales"' : ` ${attributes}`}>${base === undefined ? '' : `<TaxableAmount>${money(base)}</TaxableAmount>`}<TaxAmount>${money(amount)}</TaxAmount><TaxLocation>CA</TaxLocation>${more}</TaxDetail>`;

const tax = (amount: string, ...details: string[]): string =>
	`<Tax>${money(amount)}<Description>total tax</Description>${details.join('')}</Tax>`;

async function balanced(written: Request): Promise<{ invoice: EInvoice; mapped: MappedInvoice }> {
	const invoice = await only(request(written));
	const mapped = toCoupa(invoice);
	const accepted = computeTotals(mapped.record)?.accepted.map((total) => total.toFixed(2));
	expect(accepted).toContain(Number(textAt(mapped.record, 'supplier-total')).toFixed(2));
	return { invoice, mapped };
}

const codes = ({ problems }: { problems: Array<{ code: string }> }): string[] => problems.map(({ code }) => code);

const taxLines = ({ record }: MappedInvoice) => recordsAt(record, 'invoice-lines').map((line) => recordsAt(line, 'tax-lines'));

const SUBTOTAL = `<SubtotalAmount>${money('100.00')}</SubtotalAmount>`;
const ORDERS = order(ORDER, item(1, '100.00'));

describe('orders and contracts', () => {
	test('are named by the message reference where nothing else names them', async () => {
		const contract = '<MasterAgreementReference><DocumentReference payloadID="2257"/></MasterAgreementReference>';
		const { mapped, invoice } = await balanced({
			orders: ORDERS + order(contract, item(2, '10.00')),
			summary: `<SubtotalAmount>${money('110.00')}</SubtotalAmount><NetAmount>${money('110.00')}</NetAmount>`,
		});
		expect(recordsAt(mapped.record, 'invoice-lines')).toMatchObject([
			{ 'order-header-num': '4500', 'order-line-num': '1' },
			{ contract: { number: '2257' } },
		]);
		expect(invoice.unread).toEqual([]);
		expect(mapped.left.map(({ name }) => name)).not.toContainEqual(expect.stringContaining('(BT-13)'));
	});

	test('that have a number of their own are not named by the message', async () => {
		const { document } = await only(
			request({
				orders: order('<OrderReference orderID="77"><DocumentReference payloadID="x@y"/></OrderReference>', item(1, '100.00')),
				summary: SUBTOTAL,
			}),
		);
		expect([document.text('BT-13'), document.many('BG-25')[0]?.text('XT-line-order')]).toEqual(['77', '77']);
	});
});

test('the sender is the seller where no partner is', async () => {
	const { mapped } = await balanced({ orders: ORDERS, summary: `${SUBTOTAL}<NetAmount>${money('100.00')}</NetAmount>` });
	expect(mapped.facts.seller.identifiers).toMatchObject([{ kind: 'electronicAddress', value: '12-345' }]);
});

describe('the total', () => {
	const charges = `<ShippingAmount>${money('30')}</ShippingAmount>`;

	test.each([
		['empty', `<NetAmount>${money('')}</NetAmount>`, ['totalComputed']],
		['nought', `<NetAmount>${money('0')}</NetAmount>`, ['totalComputed']],
		['that of the gross amount', `<GrossAmount>${money('138.00')}</GrossAmount><NetAmount>${money('')}</NetAmount>`, []],
		['that which is due', `<NetAmount>${money('')}</NetAmount><DueAmount>${money('138.00')}</DueAmount>`, []],
	])('is %s', async (_, stated, expected) => {
		const { mapped } = await balanced({
			orders: ORDERS,
			summary: `${SUBTOTAL}${tax('8.00', detail('8.00', { rate: '8', base: '100.00' }))}${charges}${stated}`,
		});
		expect(Number(mapped.record['supplier-total'])).toBe(138);
		expect(codes(mapped)).toEqual(expected);
	});
});

describe('taxes', () => {
	const net = (amount: string) => `<NetAmount>${money(amount)}</NetAmount>`;

	test('of the summary without any detail are the lines’', async () => {
		const { mapped } = await balanced({ orders: ORDERS, summary: `${SUBTOTAL}${tax('8.00')}${net('108.00')}` });
		expect(taxLines(mapped)).toMatchObject([[{ amount: '8.00' }]]);
	});

	test('on the same amount are one with the sum of their rates', async () => {
		const { mapped, invoice } = await balanced({
			orders: ORDERS,
			summary: `${SUBTOTAL}${tax('8.00', detail('6.00', { rate: '6', base: '100.00' }), detail('2.00', { rate: '2', base: '100.00' }))}<ShippingAmount>${money('5.00')}</ShippingAmount>${net('113.00')}`,
		});
		expect(taxLines(mapped)).toMatchObject([[{ amount: '8', rate: '8' }]]);
		expect(recordsAt(mapped.record, 'invoice-charges')).toMatchObject([{ total: '5.00' }]);
		expect(codes(mapped)).toEqual([]);
		expect(invoice.unread).toEqual([]);
	});

	test('on different amounts that no line names are shared out, which is told', async () => {
		const { mapped } = await balanced({
			orders: order(ORDER, item(1, '100.00'), item(2, '50.00')),
			summary: `<SubtotalAmount>${money('150.00')}</SubtotalAmount>${tax('25.00', detail('20.00', { rate: '20', base: '100.00' }), detail('5.00', { rate: '10', base: '50.00' }))}${net('175.00')}`,
		});
		expect(codes(mapped)).toEqual(['taxesShared']);
	});

	test('of a line, one on top of the other, are one', async () => {
		const { mapped, invoice } = await balanced({
			orders: order(
				ORDER,
				item(1, '100.00', tax('14.98', detail('5.00', { rate: '5' }), detail('9.98', { rate: '9.975' }))),
				item(2, '10.00'),
			),
			summary: `<SubtotalAmount>${money('110.00')}</SubtotalAmount>${tax('14.98', detail('5.00', { rate: '5' }), detail('9.98', { rate: '9.975' }))}${net('124.98')}`,
		});
		expect(taxLines(mapped)).toMatchObject([[{ amount: '14.98', rate: '14.975' }], [{ amount: '0.00' }]]);
		expect(invoice.document.many('BG-23').map(plain)).toEqual([{ 'BT-116': '100', 'BT-117': '14.98', 'BT-118': 'S', 'BT-119': '14.975' }]);
	});

	test('of shipping go with its charge', async () => {
		const { mapped } = await balanced({
			orders: order(ORDER, item(1, '100.00', tax('13.00', detail('13.00', { rate: '13' })))),
			summary: `${SUBTOTAL}${tax('14.30', detail('13.00', { rate: '13' }), detail('1.30', { rate: '13', attributes: 'purpose="shippingTax" category="HST"' }))}<ShippingAmount>${money('10.00')}</ShippingAmount>${net('124.30')}`,
		});
		expect(recordsAt(mapped.record, 'invoice-charges')).toMatchObject([{ total: '10.00', 'tax-lines': [{ amount: '1.30', rate: '13' }] }]);
	});

	test.each([
		['its lines name none', ''],
		['its lines name theirs', tax('13.00', detail('13.00', { rate: '13' }))],
	])('of shipping in a summary are not shared out among the lines: %s', async (_, ofLine) => {
		const { mapped, invoice } = await balanced({
			orders: order(ORDER, item(1, '100.00', ofLine)),
			summary: `${SUBTOTAL}${tax('13.50', detail('13.00', { rate: '13' }), detail('0.50', { rate: '5', attributes: 'purpose="shippingTax" category="GST"' }))}<ShippingAmount>${money('10.00')}</ShippingAmount>${net('123.50')}`,
		});
		expect(taxLines(mapped)).toMatchObject([[{ amount: '13.00', rate: '13' }]]);
		expect(recordsAt(mapped.record, 'invoice-charges')).toMatchObject([{ 'tax-lines': [{ amount: '0.50', rate: '5' }] }]);
		expect(checkEInvoice(invoice)).not.toContainEqual(expect.objectContaining({ code: 'BR-CO-14' }));
	});

	test('of a summary that has those of the lines stay as they are, allowances counted', async () => {
		const { mapped } = await balanced({
			orders: order(ORDER, item(1, '100.00', tax('20.00', detail('20.00', { rate: '20' })))),
			summary: `${SUBTOTAL}${tax('18.00', detail('18.00', { rate: '20', base: '90.00' }))}<InvoiceDetailDiscount>${money('10.00')}</InvoiceDetailDiscount>${net('108.00')}`,
		});
		expect(mapped.problems).toEqual([]);
		expect(taxLines(mapped)).toMatchObject([[{ amount: '20.00', rate: '20' }], [{ amount: '-2.00', rate: '20' }]]);
	});

	test('that a line is exempt from have their reason', async () => {
		const { mapped } = await balanced({
			orders: order(
				ORDER,
				item(
					1,
					'100.00',
					tax('0', detail('0', { rate: '0', attributes: 'category="VAT Exempt"', more: '<Description>art. 13</Description>' })),
				),
			),
			summary: `${SUBTOTAL}${tax('0')}${net('100.00')}`,
		});
		expect(recordsAt(mapped.record, 'invoice-lines')).toMatchObject([{ 'line-tax-exempt': 't', 'line-tax-description': 'art. 13' }]);
	});
});

describe('what is no invoice', () => {
	test.each(['purpose="standard" operation="delete"', 'purpose="standard" isInformationOnly="yes"'])('%s', async (attributes) => {
		const { problems } = await only(request({ attributes, orders: ORDERS, summary: SUBTOTAL }));
		expect(problems).toContainEqual(expect.objectContaining({ severity: 'error', code: 'noInvoice', column: 'BT-3' }));
	});
});

test('a credit memo names the invoice by Coupa’s fields', async () => {
	const field = (name: string, value: string) =>
		`<Extrinsic name="CustomFields"><IdReference identifier="${name}" domain="CustomField"><Description>${value}</Description></IdReference></Extrinsic>`;
	const { mapped } = await balanced({
		attributes: 'purpose="creditMemo" operation="new"',
		header: field('original_invoice', 'I-0') + field('original_invoice_date', '2026-02-01T01:24:51-07:00'),
		orders: order(ORDER, item(1, '-100.00')),
		summary: `<SubtotalAmount>${money('-100.00')}</SubtotalAmount><NetAmount>${money('-100.00')}</NetAmount>`,
	});
	expect(mapped.record).toMatchObject({
		'is-credit-note': true,
		'original-invoice-number': 'I-0',
		'original-invoice-date': '2026-02-01',
		'supplier-total': '-100.00',
	});
});

test('fields of the supplier’s own are kept with their names', async () => {
	const { document, unread } = await only(
		request({
			header: '<Extrinsic name="Case Code">A1</Extrinsic>',
			orders: order(ORDER, item(1, '100.00', '<Extrinsic name="MatchReference">M1</Extrinsic>')),
			summary: SUBTOTAL,
		}),
	);
	expect(plainGroup(document, 'BG-1')).toEqual({ 'BT-22': 'Case Code: A1' });
	expect(plainGroup(document.many('BG-25')[0], 'BG-32')).toEqual({ 'BT-160': 'MatchReference', 'BT-161': 'M1' });
	expect(unread).toEqual([]);
});

test.each([
	['<PaymentTerm payInNumberOfDays="10"><Discount><DiscountPercent percent="2"/></Discount></PaymentTerm>', ['2', '10'], []],
	[
		'<PaymentTerm payInNumberofDays="30"><Discount><DiscountPercent percent="2"/><DiscountDueDays>20</DiscountDueDays></Discount><NetDueDays>30</NetDueDays></PaymentTerm>',
		['2', '20'],
		['30 days'],
	],
	['<InvoiceDetailPaymentTerm payInNumberOfDays="030" percentageRate="000000"/>', [undefined, undefined], ['030 days']],
	['<InvoiceDetailPaymentTerm payInNumberOfDays="40" percentageRate="-1.5"/>', [undefined, undefined], ['-1.5 % within 40 days']],
	[
		`<PaymentTerm payInNumberOfDays="10"><Discount><DiscountAmount>${money('12.50')}</DiscountAmount></Discount></PaymentTerm>`,
		[undefined, undefined],
		['discount of 12.50 within 10 days'],
	],
])('payment terms: %s', async (header, discount, words) => {
	const { document } = await only(request({ header, orders: ORDERS, summary: SUBTOTAL }));
	expect([document.text('XT-discount-percent'), document.text('XT-discount-days')]).toEqual(discount);
	expect(document.all('BT-20').map(({ value }) => value)).toEqual(words);
});
