import Big from 'big.js';

import type { CoupaRecord } from '../../../lib/core';
import { isTolerated, NO_BANDS, toleranceText, type OrderBands } from '../../../lib/coupa/import/order-bands';
import { billedBy, judgeUse, matchingOf, type OrderLineUse } from '../../../lib/coupa/import/order-line-use';

/** How lines of an invoice stand to one PO line, in exact decimals, without Coupa. */
const units = (change: CoupaRecord = {}): CoupaRecord => ({
	id: 1,
	type: 'OrderQuantityLine',
	quantity: '10.0',
	price: '2.50',
	total: '25.00',
	received: '10.0',
	invoiced: '0.0',
	'match-type': '3-way',
	currency: { code: 'USD' },
	uom: { code: 'EA' },
	...change,
});

const amounts = (change: CoupaRecord = {}): CoupaRecord =>
	units({ type: 'OrderAmountLine', quantity: null, uom: null, price: '100.00', total: '100.00', received: '100.00', ...change });

const line = (quantity: string | null, price: string | null = '2.50', more: CoupaRecord = {}): CoupaRecord => ({
	quantity,
	price,
	uom: { code: 'EA' },
	...more,
});

const found = (orderLine: CoupaRecord, lines: CoupaRecord[], bands: Partial<OrderBands> = {}, more: Partial<OrderLineUse> = {}) =>
	judgeUse(
		{ order: {}, orderLine, lines, isCreditNote: false, currency: 'USD', inRun: { billed: new Big(0), numbers: [] }, ...more },
		{ ...NO_BANDS, ...bands },
	).map(({ outcome, line: at, message }) => `${at} ${outcome}: ${message}`);

describe('quantity lines', () => {
	test('all that was ordered and received is within', () => {
		expect(found(units(), [line('10')])).toEqual([]);
		expect(found(units({ invoiced: '4.000' }), [line('6.000000')])).toEqual([]);
		expect(found(units({ received: '0', quantity: '0' }), [line('0')])).toEqual([]);
	});

	test('one thousandth too much is over', () => {
		expect(found(units(), [line('10.001')])).toEqual([
			'0 overReceived: bills 10.001, but 10 were received: over received by 0.001 (no tolerance)',
			'0 overOrdered: bills 10.001, but 10 were ordered: over ordered by 0.001 (no tolerance)',
		]);
	});

	test('what is invoiced already and what the run bills count with it', () => {
		const inRun = { billed: new Big('3'), numbers: ['A-1', 'A-2'] };
		expect(found(units({ received: '8.5', invoiced: '4' }), [line('2')], {}, { inRun })).toEqual([
			'0 overReceived: bills 2, together with 4 invoiced before and 3 of this run (A-1, A-2) 9, but 8.5 were received: over received by 0.5 (no tolerance)',
		]);
	});

	test('lines on one PO line are added up and told at the last that adds; credits reduce', () => {
		expect(found(units(), [line('6'), line('6')])).toEqual([
			expect.stringContaining('1 overReceived: bills 12, but 10'),
			expect.stringContaining('1 overOrdered'),
		]);
		expect(found(units(), [line('6'), line('6'), line('-2')])).toEqual([]);
		expect(found(units(), [line('12'), line('2', '-2.50')])).toEqual([]);
		expect(found(units(), [line('12')], {}, { inRun: { billed: new Big(-2), numbers: ['CN-1'] } })).toEqual([]);
	});

	test('a credit note is never over', () => {
		expect(found(units({ invoiced: '50' }), [line('-3', '99')], {}, { isCreditNote: true })).toEqual([]);
		expect(found(units({ invoiced: '50' }), [line('3', '-2.50')], {}, { isCreditNote: true })).toEqual([]);
	});

	test('nothing received is over received, with quantity 0 as well', () => {
		expect(found(units({ received: '0.0' }), [line('1')])).toEqual([expect.stringContaining('but 0 were received: over received by 1 ')]);
		expect(found(units({ quantity: '0', received: '0' }), [line('1')], { quantityPercent: '50' })).toHaveLength(2);
	});
});

describe('amount lines compare totals', () => {
	test('within, and over by a cent', () => {
		expect(found(amounts({ invoiced: '60.00' }), [line(null, '40.00')])).toEqual([]);
		expect(found(amounts({ invoiced: '60.00' }), [line(null, '40.01')])).toEqual([
			'0 overReceived: bills 40.01 USD, together with 60 USD invoiced before 100.01 USD, but 100 USD was received: over received by 0.01 USD (no tolerance)',
			'0 overOrdered: bills 40.01 USD, together with 60 USD invoiced before 100.01 USD, but 100 USD was ordered: over ordered by 0.01 USD (no tolerance)',
		]);
	});

	test('the price is the total where that is not shown; a quantity of 1 changes nothing', () => {
		expect(found(amounts({ total: null }), [line('1', '100.00')])).toEqual([]);
	});

	test('another currency cannot be compared', () => {
		expect(found(amounts(), [line(null, '40')], {}, { currency: 'EUR' })).toEqual(['0 notCompared: it is in EUR, but was ordered in USD']);
	});
});

describe('match types', () => {
	test.each([
		['3-way', 'receipts'],
		['3-way-fifo', 'receipts'],
		['direct_matching', 'receipts'],
		['2-way', 'order'],
		['none', 'none'],
		['4-way', null],
		['constructor', null],
	])('%s', (type, matching) => {
		expect(matchingOf({ 'match-type': type, 'receipt-required': true })).toBe(matching);
	});

	test('receipts are not asked for two-way, nothing for none', () => {
		expect(found(units({ received: '0', 'match-type': '2-way' }), [line('10')])).toEqual([]);
		expect(found(units({ received: null, 'match-type': '2-way' }), [line('11')])).toEqual([expect.stringContaining('overOrdered')]);
		expect(found(units({ 'match-type': 'none' }), [line('99', '99')])).toEqual([]);
	});

	test('where it is not shown, whether a receipt is required says the same', () => {
		expect(found(units({ 'match-type': null, 'receipt-required': false, received: '0' }), [line('10')])).toEqual([]);
		expect(found(units({ 'match-type': null, 'receipt-required': true, received: '0' }), [line('10')])).toHaveLength(1);
		expect(found(units({ 'match-type': null, received: '0' }), [line('10')])).toEqual(['0 notCompared: Coupa does not show match-type']);
	});
});

describe('prices', () => {
	test('higher is over, lower and equal are not', () => {
		expect(found(units(), [line('1', '2.5001'), line('1', '2.5000'), line('1', '2')])).toEqual([
			'0 overPrice: has the price 2.5001, but 2.5 was ordered: over price by 0.0001 USD (no tolerance)',
		]);
		expect(found(units({ price: '0' }), [line('1', '0.01')], { pricePercent: '10' })).toHaveLength(1);
		expect(found(units({ price: '0' }), [line('1', '0')])).toEqual([]);
	});

	test('that are missing or in another currency or unit are not compared', () => {
		expect(found(units(), [line('1', null)])).toEqual(['0 notCompared: the invoice gives no price']);
		expect(found(units(), [line(null, '2.50')])).toEqual(['0 notCompared: the invoice gives no quantity']);
		expect(found(units(), [line('1', '9.99')], {}, { currency: 'EUR' })).toEqual(['0 notCompared: it is in EUR, but was ordered in USD']);
		expect(found(units(), [line('99', '9.99', { uom: { code: 'BX' } })])).toEqual(['0 notCompared: it is in BX, but was ordered in EA']);
	});
});

test('figures that Coupa does not show are named, and the others still compared', () => {
	const shown = Object.fromEntries(Object.entries(units()).filter(([key]) => !['received', 'invoiced', 'price'].includes(key)));
	expect(found(shown, [line('11')])).toEqual([
		'0 overOrdered: bills 11, but 10 were ordered: over ordered by 1 (no tolerance)',
		'0 notCompared: Coupa does not show received, invoiced, price',
	]);
	expect(found({ id: 1, type: 'OrderAmountLine' }, [line(null, '5')])).toEqual([
		'0 notCompared: Coupa does not show total, invoiced, match-type',
	]);
});

describe('tolerances', () => {
	test.each([
		['5', {}, '10.5', 0],
		['5', {}, '10.51', 2],
		['', { USD: '5.00' }, '12', 0],
		['', { USD: '5.00' }, '12.01', 2],
		// Both are set: it has to be inside each.
		['50', { USD: '5.00' }, '12.01', 2],
		['5', { USD: '500' }, '10.51', 2],
		['50', { USD: '5.00' }, '12', 0],
		// Of another currency there is none.
		['', { EUR: '500' }, '10.01', 2],
		['0', {}, '10.01', 2],
	])('%s %% and %j let %s in', (quantityPercent, bands, quantity, count) => {
		expect(found(units(), [line(quantity)], { quantityPercent, amounts: bands })).toHaveLength(count);
	});

	test('of a price: percent of it, or what the line costs more', () => {
		expect(found(units(), [line('4', '2.75')], { pricePercent: '10' })).toEqual([]);
		expect(found(units(), [line('4', '2.76')], { pricePercent: '10' })).toHaveLength(1);
		expect(found(units(), [line('4', '2.75')], { amounts: { USD: '1.00' } })).toEqual([]);
		expect(found(units(), [line('4', '2.76')], { amounts: { USD: '1.00' } })).toEqual([
			'0 overPrice: has the price 2.76, but 2.5 was ordered: over price by 0.26 USD (tolerance 1.00 USD)',
		]);
	});

	test('an amount forgives nothing where the price is not known', () => {
		expect(
			isTolerated({ excess: new Big('0.1'), base: new Big(1), price: null }, { percent: '', currency: 'USD', amounts: { USD: '9' } }),
		).toBe(false);
		expect(toleranceText({ percent: '5', currency: 'USD', amounts: { USD: '9.00' } })).toBe('tolerance 5 % and 9.00 USD');
	});
});

test('what a line takes of its PO line', () => {
	const sign = (given: CoupaRecord, isCredit = false) => billedBy(given, units(), isCredit)?.toFixed() ?? null;
	expect([sign(line('3')), sign(line('-3')), sign(line('3', '-1')), sign(line('3'), true), sign(line(null)), sign(line('x'))]).toEqual([
		'3',
		'-3',
		'-3',
		'-3',
		null,
		null,
	]);
	expect(billedBy(line('2', '5.10'), amounts(), false)?.toFixed()).toBe('10.2');
});
