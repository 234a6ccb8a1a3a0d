import { Budget } from '../../lib/core';

/** Work that ends when told. */
function workOf(budget: Budget, cost: number, begun: string[], name: string): { end: () => void; done: Promise<void> } {
	let end = () => {};
	const ended = new Promise<void>((resolve) => (end = resolve));
	const done = budget.spend(cost, async () => {
		begun.push(name);
		await ended;
	});
	return { end, done };
}

test('work begins in order as long as its costs fit; what costs more than all goes alone, and keeps nobody waiting for ever', async () => {
	const budget = new Budget(10);
	const begun: string[] = [];
	const [a, b, huge, c, d] = [
		['a', 4],
		['b', 6],
		['huge', 100],
		['c', 1],
		['d', 9],
	].map(([name, cost]) => workOf(budget, Number(cost), begun, String(name)));
	await Promise.resolve();
	expect(begun).toEqual(['a', 'b']);
	a?.end();
	await a?.done;
	expect(begun).toEqual(['a', 'b']);
	b?.end();
	await b?.done;
	expect(begun).toEqual(['a', 'b', 'huge']);
	huge?.end();
	await huge?.done;
	expect(begun).toEqual(['a', 'b', 'huge', 'c', 'd']);
	c?.end();
	d?.end();
	await Promise.all([c?.done, d?.done]);
});

test('work that fails gives its share back and throws', async () => {
	const budget = new Budget(1);
	await expect(budget.spend(1, async () => await Promise.reject(new Error('no')))).rejects.toThrow('no');
	expect(await budget.spend(1, async () => await Promise.resolve('yes'))).toBe('yes');
});
