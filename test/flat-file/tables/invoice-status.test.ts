import { createFlatFileWriter, invoiceStatus } from '../../../lib/flat-file';
import type { CoupaRecord } from '../../../lib/core';
import { referenceRows } from '../../../tools/demo/reference-data';

function cells(invoice: CoupaRecord): Record<string, string> {
	const writer = createFlatFileWriter(invoiceStatus);
	const bytes = Buffer.concat([writer.write([{ id: 7, 'invoice-number': 'NB-1', status: 'ap_hold', ...invoice }]), writer.end()]);
	return referenceRows(invoiceStatus, bytes)[0]?.cells ?? {};
}

const failed = (code: string, change: CoupaRecord = {}): CoupaRecord => ({ id: 1, code, resolved: false, ...change });

describe('hold reasons', () => {
	test.each([
		['quantity_percentage', 'Quantity %'],
		['QuantityPercent', 'Quantity %'],
		['line_qty_pct', 'Quantity %'],
		['price_amount', 'Price amount'],
		['unit_price_%', 'Price %'],
		['PRICE_PERCENT_EXCEEDED', 'Price %'],
		['unbacked_line_amount', 'Line amount'],
		['invoice_line_total', 'Line amount'],
		['total_amount', 'Total amount'],
		['extras_amount', 'Extras amount'],
		['charges_pct', 'Extras %'],
		['supplier_created_price_amount', 'Price amount'],
		['receiving_quantity_pct', 'Receiving quantity %'],
		['receiving_amount_percent', 'Receiving amount %'],
		// What nobody knows stands as it is.
		['ACME_SPECIAL', 'ACME_SPECIAL'],
		['price', 'price'],
		['contract_price_amount', 'contract_price_amount'],
		['', ''],
	])('the code %p is told as %p', (code, words) => {
		expect(cells({ 'failed-tolerances': [failed(code)] })['hold-reasons']).toBe(words);
	});

	test('with line, figures and limit; of an unknown code with what Coupa says; those of header and line once', () => {
		const price = failed('price_percent', { 'breach-amount': '12.5', 'breach-limit': '10', 'failable-id': 71, 'breach-detail-1': 'told' });
		const other = failed('X1', { id: 2, 'breach-detail-1': 'needs two signatures' });
		const resolved = failed('total_amount', { id: 3, resolved: true });
		const invoice: CoupaRecord = {
			'failed-tolerances': [price, other, resolved],
			'invoice-lines': [
				{ id: 70, 'line-num': 1 },
				{ id: 71, 'line-num': 2, 'failed-tolerances': [price] },
			],
		};
		expect(cells(invoice)['hold-reasons']).toBe('Price % on line 2: 12.5, limit 10; X1 (needs two signatures)');
	});

	test("without a list Coupa's own summary; blank when all is resolved or the invoice is settled", () => {
		expect(cells({ 'tolerance-failures': 'Quantity of line 1' })['hold-reasons']).toBe('Quantity of line 1');
		expect(cells({ 'failed-tolerances': [failed('total', { resolved: true })], 'tolerance-failures': 'Total' })['hold-reasons']).toBe('');
		for (const status of ['approved', 'voided', 'abandoned', 'rejected'])
			expect(cells({ status, 'failed-tolerances': [failed('total')] })['hold-reasons']).toBe('');
	});
});

test.each([
	['ap_hold', 'AP Hold'],
	['on_hold', 'On Hold'],
	['pending_receipt', 'Pending Receipt'],
	['voided', 'Voided'],
	['some_new_state', 'Some New State'],
	['', ''],
])('the status %p in words: %p', (status, words) => {
	expect(cells({ status })).toMatchObject({ status, 'status-in-words': words });
});

test('dispute and abandon reasons by description, else by code; comments as they are', () => {
	expect(
		cells({
			status: 'disputed',
			'dispute-reasons': [{ code: 'QTY', description: 'Wrong quantity' }, { code: 'PRICE' }],
			'abandon-reason': { code: 'DUP', description: null },
			comments: 'Please send a credit note',
		}),
	).toMatchObject({ 'dispute-reasons': 'Wrong quantity; PRICE', 'abandon-reason': 'DUP', comments: 'Please send a credit note' });
});

test('payments: the exact sum, the latest date, Yes or No', () => {
	const payments = [
		{ 'amount-paid': '0.1', 'payment-date': '2026-05-20T00:00:00-07:00' },
		{ 'amount-paid': '12345678901234567.2', 'payment-date': '2026-05-22T00:00:00-07:00' },
	];
	expect(cells({ paid: true, payments })).toMatchObject({
		paid: 'Yes',
		'amount-paid': '12345678901234567.3',
		'payment-date': '2026-05-22T00:00:00-07:00',
	});
	expect(cells({ paid: false, payments: [] })).toMatchObject({ paid: 'No', 'amount-paid': '', 'payment-date': '' });
	expect(cells({ payments: [{ 'amount-paid': '5' }, {}] })['amount-paid']).toBe('');
});

test('the key of the delivery is that of our mark, not of an earlier version or of text that only looks like it', () => {
	const [key, old] = ['a'.repeat(64), 'b'.repeat(64)];
	const note = `As ordered, see scan-one:short\nscan-one:${key}\nscan-one-replaced:${old}`;
	expect(cells({ 'internal-note': note })['delivery-key']).toBe(key);
	expect(cells({ 'internal-note': 'by hand' })['delivery-key']).toBe('');
});
