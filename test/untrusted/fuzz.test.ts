import { CALLS, NO_OUTSIDE_TEXT, ROOMS } from './exports';
import { PIECES } from './texts';
import { MOST_MS, slowCalls } from './time';

/** The longest text of the quick form; the long one is test/e2e/fuzz.e2e.ts. */
const LENGTH = 100_000;

test.each(Object.entries(ROOMS))('%s: each function that it exports is fed, or listed as taking no text from outside', (room, exported) => {
	const functions = Object.entries(exported).flatMap(([name, value]) => (typeof value === 'function' ? [name] : []));
	const known = [
		...(NO_OUTSIDE_TEXT[room] ?? []),
		...Object.keys(CALLS).flatMap((name) => (name.startsWith(`${room}.`) ? [name.slice(room.length + 1)] : [])),
	];
	expect(functions.filter((name) => !known.includes(name))).toEqual([]);
});

test.each(PIECES)('100 kB of %s take no function long', async (_, piece) => {
	expect(await slowCalls(piece, LENGTH, MOST_MS)).toEqual([]);
});
