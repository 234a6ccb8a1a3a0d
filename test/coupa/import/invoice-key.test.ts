import type { CoupaRecord } from '../../../lib/core';
import { invoiceKey, type KeySource } from '../../../lib/coupa/import/invoice-key';

const KEY = 'a'.repeat(64);
const invoice: CoupaRecord = {
	'invoice-number': 'NB-77123',
	'invoice-date': '2026-05-04',
	supplier: { number: 'V-20011', name: 'Nordbolt' },
};
const keyOf = (source: Partial<KeySource> = {}) => invoiceKey({ invoice, deliveryKey: KEY, problems: [], numbersReused: false, ...source });
const error = (code: string) => ({ severity: 'error' as const, code, message: '' });

test('supplier and number as they are compared, whatever else a correction changes', () => {
	expect(keyOf()).toBe('v-20011 nb-77123');
	const corrected = {
		'invoice-number': ' nb–77123',
		'invoice-date': '2027-01-01',
		'supplier-total': '9',
		supplier: { number: 'V-20011', name: 'Other' },
	};
	expect(keyOf({ invoice: corrected, deliveryKey: 'b'.repeat(64), problems: [error('controlTotal')] })).toBe('v-20011 nb-77123');
});

test('a supplier without a number goes by name; another supplier, another row', () => {
	expect(keyOf({ invoice: { ...invoice, supplier: { name: 'Nord  Bolt' } } })).toBe('nordbolt nb-77123');
	expect(keyOf({ invoice: { ...invoice, supplier: { number: 'V-20012' } } })).toBe('v-20012 nb-77123');
});

test('the delivery stands for itself where it names no number or no supplier', () => {
	expect(keyOf({ invoice: null })).toBe(KEY);
	expect(keyOf({ invoice: { supplier: { number: 'V-1' } } })).toBe(KEY);
	expect(keyOf({ invoice: { 'invoice-number': 'N-1' } })).toBe(KEY);
	expect(keyOf({ invoice: { 'invoice-number': '\u200b ', supplier: { number: 'V-1' } } })).toBe(KEY);
});

test.each(['duplicateInFile', 'duplicateInPackage', 'duplicate', 'numberReused'])(
	'refused as the second one with its number (%s), it leaves the row of the first alone',
	(code) => {
		expect(keyOf({ problems: [error(code)] })).toBe(KEY);
		expect(keyOf({ problems: [{ ...error(code), severity: 'warning' }] })).toBe('v-20011 nb-77123');
	},
);

test('where a supplier may use a number again, each calendar year has its own row', () => {
	expect(keyOf({ numbersReused: true })).toBe('v-20011 nb-77123 2026');
	expect(keyOf({ numbersReused: true, invoice: { ...invoice, 'invoice-date': 'soon' } })).toBe('v-20011 nb-77123');
});

test('a key that is too long for a cell is shortened, still one for each invoice', () => {
	const long = (end: string) => keyOf({ invoice: { ...invoice, 'invoice-number': `${'9'.repeat(10_000)}${end}` } });
	expect(long('1')).toMatch(/^[0-9a-f]{64}$/);
	expect(long('1')).not.toBe(long('2'));
});
