import { cpuSecondsOf } from '../../tools/harness/cpu';
import { CALLS } from './calls';
import { textsOf } from './texts';

/** Attempts of a call that takes too long: the collector of garbage, and the compiler, take their share of one or the other. */
const ATTEMPTS = 3;

/** Milliseconds of CPU that a call takes, at best of three. A refusal is an answer. */
async function millisecondsOf(call: (text: string) => unknown, text: string, most: number): Promise<number> {
	let best = Infinity;
	for (let attempt = 0; attempt < ATTEMPTS && best > most; attempt++)
		best = Math.min(best, 1000 * (await cpuSecondsOf(() => ended(call, text))));
	return best;
}

async function ended(call: (text: string) => unknown, text: string): Promise<void> {
	try {
		await call(text);
	} catch (error) {
		if (error instanceof RangeError && /call stack/i.test(error.message)) throw error;
	}
}

/** The calls that take more than so many milliseconds of CPU for a piece repeated to so many characters: `core.decode: 312 ms`. */
export async function slowCalls(piece: string, length: number, mostMs: number): Promise<string[]> {
	const slow: string[] = [];
	for (const [name, call] of Object.entries(CALLS)) {
		for (const text of textsOf(piece, length)) {
			const milliseconds = await millisecondsOf(call, text, mostMs);
			if (milliseconds > mostMs) slow.push(`${name}: ${Math.round(milliseconds)} ms`);
		}
	}
	return [...new Set(slow)];
}
