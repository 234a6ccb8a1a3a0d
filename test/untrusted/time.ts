import { CALLS, NOT_LINEAR_YET } from './exports';
import { textsOf } from './texts';

/** Milliseconds that a call may take of 50 kB: linear ones take a few tens at most. */
export const MOST_MS = 400;

/** Milliseconds of a call, at best of three: others use the machine as well. A refusal is an answer. */
async function millisecondsOf(call: (text: string) => unknown, text: string, most: number): Promise<number> {
	let best = Infinity;
	for (let attempt = 0; attempt < 3 && best > most; attempt++) {
		const started = performance.now();
		try {
			await call(text);
		} catch (error) {
			if (error instanceof RangeError && /call stack/i.test(error.message)) throw error;
		}
		best = Math.min(best, performance.now() - started);
	}
	return best;
}

/** The calls that take too long of a piece repeated to so many characters: `core.decode: 312 ms`. */
export async function slowCalls(
	piece: string,
	length: number,
	mostMs: number,
	names = Object.keys(CALLS).filter((name) => !NOT_LINEAR_YET.has(name)),
): Promise<string[]> {
	const slow: string[] = [];
	for (const name of names) {
		for (const text of textsOf(piece, length)) {
			const milliseconds = await millisecondsOf(CALLS[name] ?? (() => undefined), text, mostMs);
			if (milliseconds > mostMs) slow.push(`${name}: ${Math.round(milliseconds)} ms`);
		}
	}
	return [...new Set(slow)];
}
