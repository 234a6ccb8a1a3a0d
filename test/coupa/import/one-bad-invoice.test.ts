import type { CoupaRecord, Json } from '../../../lib/core';
import { input, World } from './support/world';

let world: World;
beforeEach(async () => {
	world = await World.start();
});
afterEach(async () => {
	await world.stop();
});

const named = (number: string, invoice: CoupaRecord = {}) => input({ invoice: { 'invoice-number': number, ...invoice } });

/** An invoice that cannot be read any more from the given look at its supplier on: stands for any fault that one invoice brings out. */
function failingFrom(look: number): ReturnType<typeof named> {
	const bad = named('BAD');
	const supplier: Json | undefined = bad.invoice?.supplier;
	let looks = 0;
	Object.defineProperty(bad.invoice ?? {}, 'supplier', {
		enumerable: true,
		get: () => {
			looks += 1;
			if (looks >= look) throw new TypeError('no such thing');
			return supplier;
		},
	});
	return bad;
}

test.each([1, 2, 3, 4, 5, 6, 8, 12])('one that fails at look %i: it is undecided with the reason, its neighbours go in', async (look) => {
	const results = await world.import([named('A-1'), failingFrom(look), named('A-2')], { validateOnly: true });
	expect(results.map(({ outcome }) => outcome)).toEqual(['imported', 'undecided', 'imported']);
	expect(results[1]?.reason).toContain('no such thing');
});

test('alone it is undecided, too', async () => {
	expect(await world.import([failingFrom(2)], { validateOnly: true })).toMatchObject([{ outcome: 'undecided' }]);
});

const LONG = 'ß'.repeat(20_000);
test.each([
	['half a character in the supplier', { supplier: { name: 'Müller \ud800 GmbH' } }],
	['half a character in the chart', { 'account-type': { name: 'a\udfff' } }],
	['20,000 characters in the supplier', { supplier: { number: LONG } }],
	['20,000 characters in the chart', { 'account-type': { name: LONG } }],
	['20,000 characters in the number', { 'invoice-number': LONG }],
	['20,000 characters in the currency', { currency: { code: LONG } }],
	['half a character in the payment term', { 'payment-term': { code: '\ud800' } }],
] as Array<[string, CoupaRecord]>)('%s: the others of its run go in', async (_, bad) => {
	const results = await world.import([named('B-1'), named('BAD', bad), named('B-2')], { validateOnly: true });
	expect([results[0]?.outcome, results[2]?.outcome]).toEqual(['imported', 'imported']);
	expect(results[1]?.reason.length).toBeLessThan(3_000);
});
