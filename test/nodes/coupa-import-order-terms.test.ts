import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { CoupaRecord } from '../../lib/core';
import { backed, captured } from './support/captured';
import { flow, flowPerFile } from './support/current-flow';
import { level } from './support/coupa-import';
import { detailsOf, itemsOf } from './support/flow';
import { putOrder } from './support/orders';

/** Checks on dates and terms that need no look-up of their own: what they compare with comes with supplier and order. */
flowPerFile();

let serial = 0;

async function found(code: string, change: CoupaRecord, options: IDataObject = {}): Promise<[outcome: unknown, ...messages: string[]]> {
	serial += 1;
	const items: INodeExecutionData[] = [captured(`OT-${serial}`, change)];
	const [item] = itemsOf(await flow.import(items, { imageRequired: false, ...options }, { validateOnly: true }));
	const told = detailsOf(item).problems.filter((problem) => problem.code === code);
	return [item?.json.outcome, ...told.map(({ column, value, message }) => `${column ?? ''} ${value ?? ''}: ${message}`)];
}

const PERIOD = { 'start-date': '2026-04-01T00:00:00-07:00', 'end-date': '2026-04-30T00:00:00-07:00' };
const EUROPE = { id: 4201, code: '20-6200-BE', 'account-type': { id: 4, name: 'Demo Chart Europe' } };

beforeAll(() => {
	putOrder(flow.coupa, 76001, [
		{ description: 'A', price: '1.00', quantity: '10', period: PERIOD },
		{ description: 'B', price: '1.00', quantity: '10', currency: { id: 2, code: 'EUR' }, account: EUROPE },
		{ description: 'C', price: '1.00', quantity: '10', account: null, 'account-allocations': [{ pct: '100', account: EUROPE }] },
		{ description: 'D', price: '1.00', quantity: '10', currency: null, account: null },
	]);
});

const lines = (...numbers: string[]) => ({ 'invoice-lines': numbers.map((line, at) => backed('76001', line, { 'line-num': at + 1 })) });

describe('currency of the PO', () => {
	test('that differs keeps a draft, told once for an order', async () => {
		expect(await found('poCurrency', { ...lines('1', '3'), currency: { code: 'EUR' } })).toEqual([
			'wouldHoldAsDraft',
			'Currency EUR: The invoice is in EUR, but line 1 of purchase order 76001 was ordered in USD: check the currency on the page image, or have the buyer change the order.',
		]);
		expect(await found('poCurrency', lines('2'))).toEqual(['wouldHoldAsDraft', expect.stringContaining('ordered in EUR')]);
	});

	test('that is the same, or that the order does not show, passes; the currency of a line goes before that of the invoice', async () => {
		expect(await found('poCurrency', lines('1', '4'), level('poChart', 'off'))).toEqual(['wouldImport']);
		const own = { 'invoice-lines': [backed('76001', '2', { currency: { code: 'eur' } })] };
		expect(await found('poCurrency', own, level('poChart', 'off'))).toEqual(['wouldImport']);
	});

	test.each([
		['error', 'wouldRefuse'],
		['needsBuyer', 'wouldNeedBuyer'],
		['warning', 'wouldImport'],
	])('at the level %s', async (set, outcome) => {
		const told = await found('poCurrency', { ...lines('1'), currency: { code: 'EUR' } }, level('poCurrency', set));
		expect(told).toEqual([outcome, expect.any(String)]);
	});
});

describe('chart of accounts of the PO', () => {
	test.each(['2', '3'])('that differs keeps a draft (line %s)', async (line) => {
		expect(await found('poChart', lines(line), level('poCurrency', 'off'))).toEqual([
			'wouldHoldAsDraft',
			`Chart of Accounts Demo Chart: The invoice names the chart of accounts "Demo Chart", but line ${line} of purchase order 76001 is booked in "Demo Chart Europe": name that chart, or check the purchase order number.`,
		]);
	});

	test.each(['1', '4'])('that is the same, or that the order does not show, passes (line %s)', async (line) => {
		expect(await found('poChart', lines(line))).toEqual(['wouldImport']);
	});
});

describe('service period of the PO', () => {
	const period = (start: string | null, end: string | null, line = '1') => ({
		'invoice-lines': [backed('76001', line, { 'start-date': start, 'end-date': end })],
	});

	test.each([
		['2026-03-31', '2026-04-30'],
		['2026-04-01', '2026-05-01'],
		['2026-05-01', null],
		[null, '2026-03-31'],
	])('%s to %s lies outside', async (start, end) => {
		expect(await found('servicePeriod', period(start, end))).toEqual([
			'wouldImport',
			expect.stringMatching(/lies outside that of line 1 of purchase order 76001, 2026-04-01 to 2026-04-30/),
		]);
	});

	test.each([
		['2026-04-01', '2026-04-30', '1'],
		['2026-04-10T00:00:00+02:00', null, '1'],
		['soon', '2026-04-30', '1'],
		['2020-01-01', '2020-01-31', '2'],
		[null, null, '1'],
	])('%s to %s of line %s is taken', async (start, end, line) => {
		const [, ...told] = await found('servicePeriod', period(start, end, line));
		expect(told).toEqual([]);
	});
});

describe('age of the invoice', () => {
	const inDays = (days: number) => new Date(Date.now() + days * 24 * 60 * 60_000).toISOString().slice(0, 10);
	const JUDGED = level('invoiceAge', 'warning');

	test.each([
		[-357, 'days back'],
		[-4_000, 'days back'],
		[181, 'days ahead'],
	])('%i days from today is told', async (days, words) => {
		expect(await found('invoiceAge', { 'invoice-date': inDays(days) }, JUDGED)).toEqual([
			'wouldImport',
			expect.stringContaining(`${Math.abs(days)} ${words}: check the year`),
		]);
	});

	test.each([-355, 0, 179])('%i days from today is taken', async (days) => {
		expect(await found('invoiceAge', { 'invoice-date': inDays(days) }, JUDGED)).toEqual(['wouldImport']);
	});

	test('that cannot be read is left to the check of dates', async () => {
		expect(await found('invoiceAge', { 'invoice-date': 'soon' }, JUDGED)).toEqual(['wouldRefuse']);
	});
});

describe('payment term of the supplier', () => {
	test.each([
		[
			'NET60',
			[
				'wouldImport',
				'Payment Terms NET60: The invoice names the payment term NET60, but NET30 is agreed with the supplier in Coupa: check which of the two is right.',
			],
		],
		[' net30 ', ['wouldImport']],
		[null, ['wouldImport']],
	])('%s', async (code, told) => {
		expect(await found('paymentTerm', { 'payment-term': code === null ? null : { code } })).toEqual(told);
	});

	test('costs no call', async () => {
		await found('paymentTerm', { 'payment-term': { code: 'NET60' }, ...lines('1') });
		const asked = flow.coupa.requests().filter(({ operation }) => operation !== 'token');
		expect(asked.map(({ path }) => path).sort()).toEqual(['/api/invoices', '/api/purchase_orders', '/api/suppliers']);
	});
});
