import { amountsOf } from '../../lib/reconciliation';
import { inCoupa, reconciled, row } from './support/world';

test('amounts are exact, by currency, and what has none is counted apart', () => {
	const priced = (total: string | null, currency: string | null) => ({ total, currency });
	expect(
		amountsOf([
			priced('0.10', 'USD'),
			priced('0.20', 'usd '),
			priced('12345678901234567.89', 'EUR'),
			priced(null, 'USD'),
			priced('1', null),
		]),
	).toEqual([
		{ currency: '', count: 1, amount: '1', withoutAmount: 0 },
		{ currency: 'EUR', count: 1, amount: '12345678901234567.89', withoutAmount: 0 },
		{ currency: 'USD', count: 3, amount: '0.3', withoutAmount: 1 },
	]);
});

test('the standings together are what came in, per currency', () => {
	const rows = [
		row('A', { total: '10.10' }),
		row('B', { total: '20.20', position: 2 }),
		row('C', { total: '5', currency: 'EUR', position: 3 }),
		row('D', { total: null, position: 4 }),
	];
	const total = { 'gross-total': '10.1', 'supplier-total': null };
	const { sums, checks, received } = reconciled(rows, { api: [inCoupa(1, 'A', 'approved', total)] });
	expect(
		sums.map(({ standing, count, amounts }) => [standing, count, amounts.map(({ currency, amount }) => `${currency} ${amount}`)]),
	).toEqual([
		['approved', 1, ['USD 10.1']],
		['missing', 3, ['EUR 5', 'USD 20.2']],
	]);
	expect(received).toEqual([
		{ currency: 'EUR', count: 1, amount: '5', withoutAmount: 0 },
		{ currency: 'USD', count: 3, amount: '30.3', withoutAmount: 1 },
	]);
	expect(checks.map(({ isRight }) => isRight)).toEqual([true, true, true, true]);
});

describe('what does not add up', () => {
	const failing = (...given: Parameters<typeof reconciled>) =>
		reconciled(...given)
			.checks.filter(({ isRight }) => !isRight)
			.map(({ detail }) => detail);
	const received = { packages: 1, items: 2, amounts: [{ currency: 'USD', count: 2, amount: '200.20', withoutAmount: 0 }] };

	test('an item that got lost on the way', () => {
		expect(failing([row('A')], { account: { received } })).toEqual([
			'read: 2, here: 1',
			'read: USD 200.20; here: USD 100.10; difference: USD -100.10',
			'came in: 2, standings: 1',
		]);
	});

	test('an amount that was changed on the way by a cent', () => {
		const one = { ...received, items: 1, amounts: [{ currency: 'USD', count: 1, amount: '100.09', withoutAmount: 0 }] };
		expect(failing([row('A')], { account: { received: one } })).toEqual([
			'read: USD 100.09; here: USD 100.10; difference: USD 0.01',
			'USD 100.10',
		]);
	});

	test('a package that could not be read', () => {
		const unread = [{ file: 'b.zip', place: 'archive' as const, reason: 'Permission denied.' }];
		expect(failing([row('A')], { account: { unread } })).toEqual(['1 could not be read: their invoices are in no figure']);
	});
});
