/**
 * Feeds every reader and formatter of lib/ 200 kB of each repeated piece, and 15 kB of each pair of pieces: none takes longer than
 * linear time. What takes the square of a text takes seconds at these lengths.
 */
import { PIECES } from '../untrusted/texts';
import { slowCalls } from '../untrusted/time';

/** Characters of one piece, and of two in turn. */
const ALONE = 200_000;
const PAIRED = 15_000;
/** Milliseconds of CPU: some three times what the slowest linear call takes. */
const MOST_ALONE_MS = 1_500;
const MOST_PAIRED_MS = 300;

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
	// Which of the two comes first makes no difference once they alternate.
	for (const [index, [first, piece]] of PIECES.entries())
		for (const [second, other] of PIECES.slice(index + 1)) await check(`${first} and ${second}`, piece + other, PAIRED, MOST_PAIRED_MS);
	console.log(`${passed} passed, ${failed} failed`);
	process.exitCode = failed === 0 ? 0 : 1;
}

void main();
