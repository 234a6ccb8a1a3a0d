import type { Budget } from './budget';
import { Lexer } from './lexer';
import { PdfDictionary } from './values';

/** Occurrences between two turns of the event loop. */
const STEP = 512;

/** What is found in a PDF whose list of objects is missing or wrong. */
export interface FoundObjects {
	/** The last place of each object. */
	places: Map<number, number>;
	/** Objects that look like streams of objects, in the order of the file. */
	objectStreams: number[];
	/** Dictionaries behind the word `trailer`, in the order of the file. */
	trailers: PdfDictionary[];
	/** Objects that look like cross-reference streams or catalogs, which do what a trailer does. */
	starts: number[];
}

/** Looks through a whole file for objects, as readers do with a damaged one. */
export async function findObjects(bytes: Buffer, budget: Budget, turn: () => Promise<void>): Promise<FoundObjects> {
	const found: FoundObjects = { places: new Map(), objectStreams: [], trailers: [], starts: [] };
	budget.search(bytes.length);
	let count = 0;
	for (let at = bytes.indexOf('obj'); at >= 0; at = bytes.indexOf('obj', at + 3)) {
		if (++count % STEP === 0) await turn();
		const before = bytes.toString('latin1', Math.max(0, at - 24), at);
		const header = /(?:^|\D)(\d{1,10})[\0\t\n\f\r ]{1,4}\d{1,5}[\0\t\n\f\r ]{0,4}$/.exec(before);
		if (!header) continue;
		const number = Number(header[1]);
		found.places.set(number, at - before.length + header.index + (/^\d/.test(header[0]) ? 0 : 1));
		const begins = bytes.toString('latin1', at, at + 400).split('endobj', 1)[0] ?? '';
		if (/\/ObjStm(?!\w)/.test(begins)) found.objectStreams.push(number);
		if (/\/(?:XRef|Catalog)(?!\w)/.test(begins)) found.starts.push(number);
	}
	for (let at = bytes.indexOf('trailer'); at >= 0; at = bytes.indexOf('trailer', at + 7)) {
		await turn();
		const trailer = dictionaryAt(bytes, budget, at + 'trailer'.length);
		if (trailer) found.trailers.push(trailer);
	}
	return found;
}

function dictionaryAt(bytes: Buffer, budget: Budget, at: number): PdfDictionary | null {
	try {
		const value = new Lexer(bytes, budget, at).value();
		return value instanceof PdfDictionary ? value : null;
	} catch {
		// The word stood in a text.
		return null;
	}
}
