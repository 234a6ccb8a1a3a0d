/** Feeds every reader and formatter of lib/ 1 MB of each repeated piece, and of each pair of pieces: none takes longer than linear time. */
import { PIECES } from '../untrusted/texts';
import { slowCalls } from '../untrusted/time';

/** Characters of one piece, and of two in turn. */
const ALONE = 1_000_000;
const PAIRED = 100_000;
/** Milliseconds: ten times those of the quick form for ten times the text. */
const MOST_ALONE_MS = 2_000;
const MOST_PAIRED_MS = 200;

async function main(): Promise<void> {
	let passed = 0;
	let failed = 0;
	const check = async (name: string, piece: string, length: number, mostMs: number): Promise<void> => {
		const slow = await slowCalls(piece, length, mostMs);
		if (slow.length === 0) passed++;
		else {
			failed++;
			console.log(`FAILED ${name}: ${slow.join(', ')}`);
		}
	};
	for (const [name, piece] of PIECES) await check(name, piece, ALONE, MOST_ALONE_MS);
	for (const [first, piece] of PIECES)
		for (const [second, other] of PIECES)
			if (first !== second) await check(`${first} and ${second}`, piece + other, PAIRED, MOST_PAIRED_MS);
	console.log(`${passed} passed, ${failed} failed`);
	process.exitCode = failed === 0 ? 0 : 1;
}

void main();
