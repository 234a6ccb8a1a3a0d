import { recordsAt, textAt } from '../../../lib/core';
import { toCoupa } from '../../../lib/e-invoice';
import { TYPE_CODES } from '../../../lib/e-invoice/to-coupa/type-codes';
import { balanced, codesOf, mapped } from './mapped';
import { changed, eInvoice, INVOICE, LINE, type Written } from './document';

const PRECEDING: Written = { 'BT-25': 'R-0', 'BT-26': '2026-03-01' };
const CREDIT = changed(INVOICE, { 'BT-3': '381', 'BG-3': PRECEDING });

/** The same amounts with the other sign, as some write a credit. */
const negative = (written: Written): Written =>
	changed(written, {
		'BG-22': { 'BT-112': '-119.00', 'BT-115': '-119.00' },
		'BG-23': { 'BT-116': '-100.00', 'BT-117': '-19.00', 'BT-118': 'S', 'BT-119': '19' },
		'BG-25': changed(LINE, { 'BT-129': '-10', 'BT-131': '-100.00' }),
	});

const EXPECTED = {
	'is-credit-note': true,
	'document-type': 'Credit Note',
	'original-invoice-number': 'R-0',
	'original-invoice-date': '2026-03-01',
	'supplier-total': '-119.00',
	'invoice-lines': [
		{
			'line-num': 1,
			type: 'InvoiceQuantityLine',
			price: '10.00',
			quantity: '-10',
			'tax-lines': [{ type: 'TaxLine', amount: '-19.00', rate: '19' }],
		},
	],
};

describe('a credit note is negative in Coupa', () => {
	it.each([
		['381 with positive amounts, as the standard writes it', CREDIT],
		['381 with negative amounts', negative(CREDIT)],
		['380 with a negative total', negative(changed(CREDIT, { 'BT-3': '380' }))],
		['384 with a negative total', negative(changed(CREDIT, { 'BT-3': '384' }))],
		['no type code and a negative total', negative(changed(CREDIT, { 'BT-3': undefined }))],
	])('%s', (_, written) => {
		expect(balanced(written).record).toMatchObject(EXPECTED);
	});

	it('UBL CreditNote without a type code', () => {
		const invoice = eInvoice(changed(CREDIT, { 'BT-3': undefined }));
		const document = Object.assign(Object.create(Object.getPrototypeOf(invoice.document) as object), invoice.document, {
			path: '/CreditNote',
		}) as typeof invoice.document;
		expect(toCoupa({ ...invoice, document }).record).toMatchObject(EXPECTED);
	});

	it('an amount line has the negative amount as its price', () => {
		const { record } = balanced(changed(CREDIT, { 'BG-25': changed(LINE, { 'BT-129': undefined, 'BT-130': undefined }) }));
		expect(recordsAt(record, 'invoice-lines')[0]).toMatchObject({ type: 'InvoiceAmountLine', price: '-100.00' });
	});

	it('allowances, charges, payments and withheld tax turn with it', () => {
		const { record } = balanced(
			changed(CREDIT, {
				'BG-20': { 'BT-92': '10.00', 'BT-95': 'S', 'BT-96': '19', 'BT-97': 'Discount' },
				'BG-21': { 'BT-99': '20.00', 'BT-102': 'S', 'BT-103': '19', 'BT-104': 'Freight', 'BT-105': 'FC' },
				'BG-22': { 'BT-112': '130.90', 'BT-113': '50.00', 'BT-115': '75.90' },
				'BG-23': { 'BT-116': '110.00', 'BT-117': '20.90', 'BT-118': 'S', 'BT-119': '19' },
				'XG-withholding': { 'XT-withholding-amount': '5.00', 'XT-withholding-rate': '5' },
			}),
		);
		expect(recordsAt(record, 'invoice-lines').map(({ price }) => price)).toEqual(['10.00', '10.00']);
		expect(recordsAt(record, 'invoice-charges').map(({ total }) => total)).toEqual(['-20.00']);
		expect(record).toMatchObject({
			'supplier-total': '-130.90',
			'advance-payment-received-amount': '-50.00',
			'withholding-tax-lines': [{ type: 'WithholdingTaxLine', amount: '-5.00', rate: '5' }],
		});
	});
});

describe('type codes', () => {
	it.each(Object.entries(TYPE_CODES).filter(([, { kind }]) => kind === 'credit'))('%s is a credit note', (code) => {
		expect(balanced(changed(CREDIT, { 'BT-3': code })).record).toMatchObject({ ...EXPECTED, 'type-of-receipt': code });
	});

	it.each(Object.entries(TYPE_CODES).filter(([, { kind }]) => kind === 'invoice'))('%s is an invoice', (code) => {
		const { record, problems } = balanced(changed(INVOICE, { 'BT-3': code }));
		expect(record).toMatchObject({ 'supplier-total': '119.00', 'type-of-receipt': code });
		expect(record['is-credit-note']).toBeUndefined();
		expect(problems).toEqual([]);
	});

	it.each(Object.entries(TYPE_CODES).filter(([, { kind }]) => kind === 'noInvoice'))(
		'%s is refused: it asks for no payment',
		(code, { name }) => {
			expect(mapped(changed(INVOICE, { 'BT-3': code })).problems).toEqual([
				{
					severity: 'error',
					code: 'noInvoice',
					column: 'BT-3',
					path: '/BT-3',
					value: code,
					message: `Invoice type code (BT-3) ${code} means “${name}”, which asks for no payment: it is not taken as an invoice. Send the invoice itself.`,
				},
			]);
		},
	);

	it('384 names the invoice that it corrects and stays a draft', () => {
		const { record, problems } = balanced(changed(INVOICE, { 'BT-3': '384', 'BG-3': PRECEDING }));
		expect(record).toMatchObject({ 'supplier-total': '119.00', 'original-invoice-number': 'R-0', 'original-invoice-date': '2026-03-01' });
		expect(record['is-credit-note']).toBeUndefined();
		expect(problems).toMatchObject([{ severity: 'warning', code: 'correctedInvoice', keepsDraft: true, column: 'BT-3' }]);
	});

	it.each(['389', '261', '527'])('%s is self-billed', (code) => {
		expect(textAt(balanced(changed(CREDIT, { 'BT-3': code })).record, 'self-billing-reference')).toBe('Self-billing');
	});

	it.each(['999', 'TD01', 'valueOf', '__proto__'])('%s is not known: told, and taken by its total', (code) => {
		const result = balanced(changed(INVOICE, { 'BT-3': code }));
		expect(codesOf(result)).toEqual(['unknownTypeCode']);
		expect(result.record['is-credit-note']).toBeUndefined();
	});
});

describe('preceding invoices', () => {
	it('of an ordinary invoice are listed: Coupa has room for them on credit notes', () => {
		const { record, left } = mapped(changed(INVOICE, { 'BG-3': PRECEDING }));
		expect(record['original-invoice-number']).toBeUndefined();
		expect(left).toEqual([{ name: 'Preceding invoice reference (BG-3)', value: 'R-0, 2026-03-01' }]);
	});

	it('beyond the first are listed and told', () => {
		const result = mapped(changed(CREDIT, { 'BG-3': [PRECEDING, { 'BT-25': 'R-00' }] }));
		expect(result.record['original-invoice-number']).toBe('R-0');
		expect(result.left).toEqual([{ name: 'Preceding invoice reference (BG-3)', value: 'R-00' }]);
		expect(codesOf(result)).toEqual(['severalPreceding']);
	});

	it('with a number that is too long are listed and told', () => {
		const result = mapped(changed(CREDIT, { 'BG-3': { 'BT-25': 'R'.repeat(41) } }));
		expect(result.record['original-invoice-number']).toBeUndefined();
		expect(result.left).toEqual([{ name: 'Preceding invoice reference (BG-3)', value: 'R'.repeat(41) }]);
		expect(codesOf(result)).toEqual(['tooLong']);
	});
});
