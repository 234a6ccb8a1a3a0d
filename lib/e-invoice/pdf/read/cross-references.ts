import type { Budget } from './budget';
import { Lexer } from './lexer';
import { damaged } from './pdf-error';
import { PdfDictionary, PdfName, PdfReference, PdfStream, type PdfValue } from './values';

/** Where an object is: its place in the file, or its number within an object stream. */
export type Place = { at: number } | { stream: number; index: number };

/** What a PDF says of its objects, the newest update first. */
export interface CrossReferences {
	places: Map<number, Place>;
	trailer: PdfDictionary;
}

/** Objects of a file; readers take 8 million at most. */
const MOST_OBJECTS = 2_000_000;
const MOST_UPDATES = 10_000;
/** Entries between two turns of the event loop. */
const STEP = 4096;

interface Reading {
	bytes: Buffer;
	budget: Budget;
	turn: () => Promise<void>;
	/** Content of a cross-reference stream, which is never encrypted. */
	contentOf: (stream: PdfStream) => Promise<Buffer>;
}

/**
 * Follows `startxref` through the tables and streams of all updates (ISO 32000-1, 7.5.4 to 7.5.8); a newer place wins.
 * @throws EInvoiceError where that leads nowhere
 */
export async function readCrossReferences(reading: Reading): Promise<CrossReferences> {
	const { bytes, budget } = reading;
	const tail = Math.max(0, bytes.length - 4096);
	const word = bytes.subarray(tail).lastIndexOf('startxref');
	const first = word < 0 ? null : new Lexer(bytes, budget, tail + word + 'startxref'.length).integer();
	if (first === null) throw damaged('its end is missing');
	const places = new Map<number, Place>();
	const seen = new Set<number>();
	const waiting = [first];
	let trailer: PdfDictionary | null = null;
	for (let at = waiting.shift(); at !== undefined; at = waiting.shift()) {
		if (seen.has(at) || seen.size > MOST_UPDATES) continue;
		seen.add(at);
		await reading.turn();
		const section = await readSection(reading, at, places);
		trailer ??= section;
		for (const key of ['XRefStm', 'Prev']) {
			const next = section.get(key);
			if (typeof next === 'number') waiting.push(next);
		}
	}
	if (!(trailer?.get('Root') instanceof PdfReference)) throw damaged('it does not say where it begins');
	return { places, trailer };
}

async function readSection(reading: Reading, at: number, places: Map<number, Place>): Promise<PdfDictionary> {
	const { bytes, budget } = reading;
	if (at >= bytes.length) throw damaged('it points beyond its own end');
	const lexer = new Lexer(bytes, budget, at);
	if (lexer.takes('xref')) return await readTable(lexer, reading, places);
	const stream = objectAt(bytes, budget, at)?.value;
	if (!(stream instanceof PdfStream) || nameOf(stream.dictionary.get('Type')) !== 'XRef') throw damaged('its list of objects is missing');
	await readStream(await reading.contentOf(stream), stream.dictionary, reading, places);
	return stream.dictionary;
}

async function readTable(lexer: Lexer, { turn }: Reading, places: Map<number, Place>): Promise<PdfDictionary> {
	while (!lexer.takes('trailer')) {
		const start = lexer.integer();
		const count = lexer.integer();
		if (start === null || count === null) throw damaged('its list of objects cannot be read');
		for (let index = 0; index < count; index++) {
			if (index % STEP === 0) await turn();
			const at = lexer.integer();
			const generation = lexer.integer();
			const used = lexer.takes('n');
			if (at === null || generation === null || (!used && !lexer.takes('f'))) throw damaged('its list of objects cannot be read');
			if (used) keep(places, start + index, { at });
		}
	}
	const trailer = lexer.value();
	if (!(trailer instanceof PdfDictionary)) throw damaged('its trailer is missing');
	return trailer;
}

async function readStream(content: Buffer, dictionary: PdfDictionary, { turn }: Reading, places: Map<number, Place>): Promise<void> {
	const widths = numbersOf(dictionary.get('W'));
	const [kindWidth = 0, secondWidth = 0, thirdWidth = 0] = widths;
	const length = kindWidth + secondWidth + thirdWidth;
	if (widths.some((width) => width < 0 || width > 6) || length < 1) throw damaged('its list of objects cannot be read');
	const given = numbersOf(dictionary.get('Index'));
	const sections = given.length >= 2 ? given : [0, Math.floor(content.length / length)];
	const number = (from: number, width: number): number => (width === 0 ? 0 : content.readUIntBE(from, width));
	let at = 0;
	for (let section = 0; section + 1 < sections.length; section += 2) {
		const [start = 0, count = 0] = sections.slice(section, section + 2);
		for (let index = 0; index < count && at + length <= content.length; index++, at += length) {
			if (index % STEP === 0) await turn();
			const kind = kindWidth === 0 ? 1 : number(at, kindWidth);
			const second = number(at + kindWidth, secondWidth);
			if (kind === 1) keep(places, start + index, { at: second });
			else if (kind === 2) keep(places, start + index, { stream: second, index: number(at + kindWidth + secondWidth, thirdWidth) });
		}
	}
}

function keep(places: Map<number, Place>, number: number, place: Place): void {
	if (places.has(number)) return;
	if (places.size >= MOST_OBJECTS) throw damaged(`it has more than ${MOST_OBJECTS.toLocaleString('en')} objects`);
	places.set(number, place);
}

/** The object `7 0 obj …` that stands at a place; null where none does. */
export function objectAt(bytes: Buffer, budget: Budget, at: number): { self: PdfReference; value: PdfValue } | null {
	const lexer = new Lexer(bytes, budget, at);
	const number = lexer.integer();
	const generation = lexer.integer();
	if (number === null || generation === null || !lexer.takes('obj')) return null;
	const self = new PdfReference(number, generation);
	const value = lexer.value();
	if (!(value instanceof PdfDictionary) || !lexer.takes('stream')) return { self, value };
	const start = lexer.at + (bytes[lexer.at] === 13 ? (bytes[lexer.at + 1] === 10 ? 2 : 1) : bytes[lexer.at] === 10 ? 1 : 0);
	return { self, value: new PdfStream(value, start, self) };
}

const nameOf = (value: PdfValue): string => (value instanceof PdfName ? value.text : '');

function numbersOf(value: PdfValue): number[] {
	return Array.isArray(value) ? (value.filter((one) => typeof one === 'number' && Number.isSafeInteger(one)) as number[]) : [];
}
