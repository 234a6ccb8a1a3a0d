import { onlyFit } from '../../../lib/coupa/import/order-line-fit';
import type { CoupaRecord } from '../../../lib/core';
import { cpuSeconds } from '../../../tools/harness/cpu';

const COUNT = 4_000;
const orderWith = (line: (at: number) => CoupaRecord): CoupaRecord => ({
	'order-lines': Array.from({ length: COUNT }, (_, at) => ({
		'line-num': String(at + 1),
		type: 'OrderQuantityLine',
		quantity: '1',
		...line(at),
	})),
});

/** Thousands of lines on both sides: what is compared is found by keys, not line by line. */
test.each<[string, (at: number) => CoupaRecord]>([
	['descriptions and prices of their own', (at) => ({ description: `Part ${at}`, price: `${at}.5` })],
	['one description and price', () => ({ description: 'Part', price: '1' })],
	['one period', () => ({ description: 'Part', price: '1', period: { 'start-date': '2026-01-01', 'end-date': '2026-01-31' } })],
])('an invoice and an order of thousands of lines with %s are compared in linear time', (_name, of) => {
	const order = orderWith(of);
	const comparing = (): void => {
		for (let at = 0; at < COUNT; at += 1)
			onlyFit({ description: `Item ${at}`, quantity: '2', price: '1', 'start-date': '2026-02-01', 'source-part-num': `X${at}` }, order);
	};
	expect(cpuSeconds(comparing)).toBeLessThan(10);
});
