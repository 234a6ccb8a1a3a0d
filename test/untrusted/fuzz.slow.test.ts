import { sample } from '../sample';
import { CALLS } from './calls';
import { NO_OUTSIDE_TEXT, ROOMS } from './exports';
import { PIECES } from './texts';
import { slowCalls } from './time';

/** The quick form: what takes the square of a text takes seconds at this length. The long one is test/e2e/fuzz.e2e.ts. */
const LENGTH = 100_000;
/** Milliseconds of CPU: the slowest linear one takes some 200. */
const MOST_MS = 600;

test.each(Object.entries(ROOMS))('%s: each function that it exports is fed, or listed as taking no text from outside', (room, exported) => {
	const functions = Object.entries(exported).flatMap(([name, value]) => (typeof value === 'function' ? [name] : []));
	const known = [
		...(NO_OUTSIDE_TEXT[room] ?? []),
		...Object.keys(CALLS).flatMap((name) => (name.startsWith(`${room}.`) ? [name.slice(room.length + 1)] : [])),
	];
	expect(functions.filter((name) => !known.includes(name))).toEqual([]);
	expect(NO_OUTSIDE_TEXT[room]?.filter((name) => !functions.includes(name))).toEqual([]);
});

test.each(sample(PIECES, 3))('100 kB of %s take no function long', async (_, piece) => {
	expect(await slowCalls(piece, LENGTH, MOST_MS)).toEqual([]);
});
