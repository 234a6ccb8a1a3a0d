import { turning } from '../../../core';
import { EInvoiceError } from '../../e-invoice-error';
import { Budget } from './budget';
import { objectAt, type Place, readCrossReferences } from './cross-references';
import { Encryption } from './encryption';
import { decoded } from './filters';
import { findObjects } from './find-objects';
import { Lexer } from './lexer';
import { damaged } from './pdf-error';
import { PdfDictionary, PdfName, PdfReference, PdfStream, PdfString, type PdfValue } from './values';

/** References that lead to references, and filters of one stream. */
const MOST_STEPS = 20;

/**
 * Objects of a PDF, each read when it is asked for: nothing is kept but the object streams. Where the list of objects is missing or wrong,
 * the whole file is looked through for them, once.
 */
export class PdfFile {
	readonly budget: Budget;
	readonly turn: () => Promise<void>;
	private readonly bytes: Buffer;
	private places = new Map<number, Place>();
	private trailer = new PdfDictionary();
	private encryption: Encryption | null = null;
	private readonly packs = new Map<number, Promise<Pack>>();
	private mended = false;

	private constructor(bytes: Buffer, signal?: AbortSignal) {
		this.bytes = bytes;
		this.budget = new Budget(bytes.length);
		this.turn = turning(signal);
	}

	/** @throws EInvoiceError for what is no PDF, damaged beyond reading, or protected by a password */
	static async open(bytes: Buffer, signal?: AbortSignal): Promise<PdfFile> {
		const start = bytes.subarray(0, 1024 + 5).indexOf('%PDF-');
		if (start < 0) throw new EInvoiceError('notAPdf', 'The file is not a PDF. Have it made and sent again.');
		const file = new PdfFile(bytes.subarray(start), signal);
		try {
			const { budget, turn } = file;
			const contentOf = async (stream: PdfStream): Promise<Buffer> => await file.content(stream);
			({ places: file.places, trailer: file.trailer } = await readCrossReferences({ bytes: file.bytes, budget, turn, contentOf }));
			await file.decrypt();
			if (!((await file.root()).get('Pages') instanceof PdfReference)) throw damaged('it has no pages');
		} catch (error) {
			if (!(error instanceof EInvoiceError) || error.code !== 'pdfDamaged') throw error;
			await file.mend();
		}
		return file;
	}

	/** The catalog, which all else hangs on. */
	async root(): Promise<PdfDictionary> {
		const root = await this.follow(this.trailer.get('Root'));
		if (!(root instanceof PdfDictionary)) throw damaged('it does not say where it begins');
		return root;
	}

	/** The value itself where `value` is a reference to it; null where it leads nowhere. */
	async follow(value: PdfValue): Promise<PdfValue> {
		let found = value;
		for (let steps = 0; found instanceof PdfReference; steps++) {
			if (steps >= MOST_STEPS) throw damaged('its objects point at each other without end');
			found = await this.object(found.number);
		}
		return found;
	}

	async dictionary(value: PdfValue): Promise<PdfDictionary | null> {
		const found = await this.follow(value);
		if (found instanceof PdfStream) return found.dictionary;
		return found instanceof PdfDictionary ? found : null;
	}

	async array(value: PdfValue): Promise<PdfValue[]> {
		const found = await this.follow(value);
		return Array.isArray(found) ? found : [];
	}

	/** Bytes of a string, readable. @param holder the object that it stands in, null for one of an object stream: those are open already */
	async text(value: PdfValue, holder: PdfReference | null): Promise<Buffer | null> {
		const found = await this.follow(value);
		if (!(found instanceof PdfString)) return null;
		const self = value instanceof PdfReference ? value : holder;
		if (this.encryption === null || self === null || this.isPacked(self.number)) return found.bytes;
		return await this.encryption.open(found.bytes, 'string', self);
	}

	private isPacked(number: number): boolean {
		return 'stream' in (this.places.get(number) ?? {});
	}

	private async object(number: number): Promise<PdfValue> {
		await this.turn();
		const place = this.places.get(number);
		if (place === undefined) return null;
		try {
			if ('stream' in place) return (await this.pack(place.stream)).value(number, place.index);
			const object = place.at === 0 && !this.mended ? null : objectAt(this.bytes, this.budget, place.at);
			if (object?.self.number === number) return object.value;
			throw damaged('an object is not where it says');
		} catch (error) {
			if (this.mended || !(error instanceof EInvoiceError) || error.code !== 'pdfDamaged') throw error;
			await this.mend();
			return await this.object(number);
		}
	}

	private async pack(number: number): Promise<Pack> {
		const known = this.packs.get(number);
		if (known) return await known;
		const reading = this.readPack(number);
		this.packs.set(number, reading);
		return await reading;
	}

	private async readPack(number: number): Promise<Pack> {
		const place = this.places.get(number);
		const object = place && 'at' in place ? objectAt(this.bytes, this.budget, place.at) : null;
		if (!(object?.value instanceof PdfStream) || object.self.number !== number) throw damaged('an object is not where it says');
		const { dictionary } = object.value;
		const first = await this.follow(dictionary.get('First'));
		const count = await this.follow(dictionary.get('N'));
		if (typeof first !== 'number' || typeof count !== 'number') throw damaged('a stream of objects does not say what it holds');
		return await Pack.read(await this.content(object.value), first, count, this);
	}

	private async decrypt(): Promise<void> {
		const dictionary = await this.dictionary(this.trailer.get('Encrypt'));
		if (dictionary === null) return;
		const [first] = await this.array(this.trailer.get('ID'));
		const id = await this.follow(first ?? null);
		const whole = new PdfDictionary();
		for (const [key, value] of dictionary.entries) whole.entries.set(key, await this.follow(value));
		this.encryption = new Encryption(whole, id instanceof PdfString ? id.bytes : Buffer.alloc(0));
	}

	/** Content of a stream, decrypted and with its filters undone. */
	async content(stream: PdfStream, kind: 'stream' | 'file' = 'stream'): Promise<Buffer> {
		const { dictionary, self } = stream;
		const filters = await this.listed(dictionary.get('Filter') ?? dictionary.get('F'));
		const parameters = await this.listed(dictionary.get('DecodeParms') ?? dictionary.get('DP'));
		const names = filters.map((filter) => (filter instanceof PdfName ? filter.text : ''));
		if (names.length > MOST_STEPS) throw damaged('something in it is packed over and over again');
		let bytes = await this.raw(stream);
		const type = dictionary.get('Type');
		const isOpen = names[0] === 'Crypt' || (type instanceof PdfName && type.text === 'XRef');
		if (this.encryption && !isOpen) bytes = await this.encryption.open(bytes, kind, self);
		for (const [index, name] of names.entries()) {
			await this.turn();
			const own = parameters[index];
			bytes = await decoded(bytes, name, own instanceof PdfDictionary ? own : new PdfDictionary(), this);
		}
		return bytes;
	}

	/** One value or a list of them, references followed. */
	private async listed(value: PdfValue): Promise<PdfValue[]> {
		const found = await this.follow(value);
		if (found === null) return [];
		const all = Array.isArray(found) ? found.slice(0, MOST_STEPS + 1) : [found];
		return await Promise.all(all.map(async (one) => await this.follow(one)));
	}

	/** The bytes between `stream` and `endstream`; where the length is wrong, up to where the word stands. */
	private async raw({ dictionary, start }: PdfStream): Promise<Buffer> {
		const length = await this.follow(dictionary.get('Length'));
		if (typeof length === 'number' && length >= 0 && start + length <= this.bytes.length) {
			const behind = this.bytes.toString('latin1', start + length, start + length + 16);
			if (/^[\0\t\n\f\r ]{0,4}endstream/.test(behind)) return this.bytes.subarray(start, start + length);
		}
		const end = this.bytes.indexOf('endstream', start);
		this.budget.search((end < 0 ? this.bytes.length : end) - start);
		if (end < 0) throw damaged('it breaks off in the middle of its content');
		const before = this.bytes.toString('latin1', end - 2, end);
		return this.bytes.subarray(start, Math.max(start, end - (before === '\r\n' ? 2 : /[\r\n]$/.test(before) ? 1 : 0)));
	}

	/** Finds the objects by looking through the whole file. */
	private async mend(): Promise<void> {
		this.mended = true;
		this.packs.clear();
		const found = await findObjects(this.bytes, this.budget, this.turn);
		this.places = new Map([...found.places].map(([number, at]) => [number, { at }]));
		this.trailer = new PdfDictionary();
		for (const trailer of found.trailers) for (const [key, value] of trailer.entries) this.trailer.entries.set(key, value);
		for (const number of found.starts) {
			const value = await this.readable(number);
			const dictionary = value instanceof PdfStream ? value.dictionary : value;
			if (!(dictionary instanceof PdfDictionary)) continue;
			const type = dictionary.get('Type');
			const isCatalog = type instanceof PdfName && type.text === 'Catalog';
			if (isCatalog && !this.trailer.entries.has('Root')) this.trailer.entries.set('Root', new PdfReference(number, 0));
			if (isCatalog || !dictionary.entries.has('Root')) continue;
			for (const key of ['Root', 'Encrypt', 'ID']) if (dictionary.entries.has(key)) this.trailer.entries.set(key, dictionary.get(key));
		}
		await this.decrypt();
		for (const stream of new Set(found.objectStreams)) {
			const numbers = await this.pack(stream).then(
				(pack) => pack.numbers,
				() => [],
			);
			for (const [index, number] of numbers.entries()) if (!found.places.has(number)) this.places.set(number, { stream, index });
		}
		await this.root();
	}

	private async readable(number: number): Promise<PdfValue> {
		return await this.object(number).catch((error: unknown) => {
			if (error instanceof EInvoiceError && error.code === 'pdfDamaged') return null;
			throw error;
		});
	}
}

/** The content of an object stream. */
class Pack {
	private constructor(
		readonly numbers: number[],
		private readonly starts: number[],
		private readonly bytes: Buffer,
		private readonly budget: Budget,
	) {}

	static async read(bytes: Buffer, first: number, count: number, { budget, turn }: PdfFile): Promise<Pack> {
		const lexer = new Lexer(bytes, budget);
		const numbers: number[] = [];
		const starts: number[] = [];
		for (let index = 0; index < count; index++) {
			if (index % 4096 === 0) await turn();
			const number = lexer.integer();
			const start = lexer.integer();
			if (number === null || start === null) break;
			numbers.push(number);
			starts.push(first + start);
		}
		return new Pack(numbers, starts, bytes, budget);
	}

	/** @param index where the object should be; some writers count wrong */
	value(number: number, index: number): PdfValue {
		const at = this.starts[this.numbers[index] === number ? index : this.numbers.indexOf(number)];
		if (at === undefined) throw damaged('an object is not in the stream that should hold it');
		return new Lexer(this.bytes, this.budget, at).value();
	}
}
