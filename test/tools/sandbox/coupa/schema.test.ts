import type { Json } from '../../../../lib/core';
import { schemaProblems } from '../../../../tools/sandbox/coupa';
import { definitionOf } from '../../../../lib/coupa/schema';
import { invoiceBody, lineBody } from './company';

it('finds nothing wrong with a body as Coupa documents it', () => {
	const body = invoiceBody({
		'supplier-total': '270.35',
		'line-level-taxation': true,
		'bill-to-address': { id: 300 },
		'invoice-charges': [{ type: 'InvoiceShippingCharge', 'line-num': 1, total: '0.00', currency: { code: 'USD' } }],
		'invoice-lines': [
			lineBody({
				'order-line-id': 881001,
				account: { code: '10-6200-HS', 'account-type': { name: 'Demo Chart' } },
				'tax-lines': [{ type: 'TaxLine', amount: '20.60', rate: '8.25', 'tax-code': { code: 'STD', country: { code: 'US' } } }],
			}),
		],
	});
	expect(schemaProblems(body, 'InvoiceHeader')).toEqual([]);
});

it('names the place and the fault', () => {
	const body = invoiceBody({
		colour: 'red',
		id: 1,
		'is-credit-note': 'No',
		'invoice-lines': [lineBody(), lineBody({ price: '1e3', 'po-number': '7' }), 'x'],
	});
	expect(schemaProblems(body, 'InvoiceHeader')).toEqual([
		'invoice-lines[1].price is not a number',
		'invoice-lines[1].po-number is output only',
		'invoice-lines[2] is not an object',
		'colour is not an attribute of InvoiceHeader',
		'id is output only',
		'is-credit-note is not true or false',
	]);
	expect(schemaProblems('x', 'InvoiceHeader')).toEqual(['is not an object']);
});

it('lets owned records name themselves in an update, and PO numbers where they are accepted', () => {
	const lines = { 'invoice-lines': [{ id: 5, 'order-header-num': '70315', 'tax-lines': [{ id: 6 }] }] };
	expect(schemaProblems(lines, 'InvoiceHeader')).toHaveLength(2);
	expect(schemaProblems(lines, 'InvoiceHeader', { mode: 'update', alsoAccepts: ['order-header-num'] })).toEqual([]);
	expect(schemaProblems({ id: 1 }, 'InvoiceHeader', { mode: 'update' })).toEqual(['id is output only']);
});

it.each([
	['2026-04-25', true],
	['2026-04-25T10:00:00+02:00', true],
	['2026-04-25T10:00:00Z', true],
	['2026-02-29', false],
	['2026-04-25T10:00:00', false],
	['25.04.2026', false],
	['', false],
])('takes the date "%s": %s', (date, taken) => {
	expect(schemaProblems({ 'invoice-date': date }, 'InvoiceHeader')).toHaveLength(taken ? 0 : 1);
});

it.each([
	['12.5', true],
	['-0.000001', true],
	[12.5, true],
	['0.0000001', false],
	['1'.repeat(24), true],
	['1'.repeat(25), false],
	['1,5', false],
	['', false],
	[true, false],
])('takes the quantity %s: %s', (quantity, taken) => {
	expect(schemaProblems({ 'invoice-lines': [{ quantity }] }, 'InvoiceHeader')).toHaveLength(taken ? 0 : 1);
});

it('counts characters, not code units, and is not fooled by names of the language', () => {
	expect(schemaProblems({ 'invoice-number': '😀'.repeat(40) }, 'InvoiceHeader')).toEqual([]);
	expect(schemaProblems({ 'invoice-number': '😀'.repeat(41) }, 'InvoiceHeader')).toHaveLength(1);
	expect(schemaProblems(JSON.parse('{"constructor": 1, "__proto__": 2}') as Json, 'InvoiceHeader')).toHaveLength(2);
});

it('keeps the input flags of the current tables where release 39 differs', () => {
	expect(definitionOf('InvoiceHeader')['origin-currency-net']).toMatchObject({ readOnly: true });
	expect(definitionOf('InvoiceHeader')['is-credit-note']).toEqual({ type: 'boolean', writeOnly: true });
	expect(definitionOf('InvoiceHeader')['amount-of-advance-payment']).not.toHaveProperty('readOnly');
	expect(definitionOf('InvoiceLine')['order-line-id']).toEqual({ type: 'integer' });
	expect(definitionOf('InvoiceLine')['order-header-num']).toMatchObject({ readOnly: true });
	expect(definitionOf('InvoiceLine').price).toEqual({ type: 'decimal', precision: 46, scale: 20 });
});
