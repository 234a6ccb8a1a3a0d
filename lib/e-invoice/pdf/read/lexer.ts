import type { Budget } from './budget';
import { damaged } from './pdf-error';
import { PdfDictionary, PdfName, PdfReference, PdfString, type PdfValue } from './values';

/** Levels of arrays and dictionaries in one object. */
const DEEPEST = 60;
/** Bytes of one object: it is read without a pause. A page tree with all pages in one list has 10 bytes for each. */
const LARGEST_OBJECT = 1024 * 1024;

const WHITE: ReadonlySet<number> = new Set([0, 9, 10, 12, 13, 32]);
const DELIMITERS: ReadonlySet<number> = new Set(Buffer.from('()<>[]{}/%'));
const ESCAPES: ReadonlyMap<number, number> = new Map([
	[0x6e, 10],
	[0x72, 13],
	[0x74, 9],
	[0x62, 8],
	[0x66, 12],
]);
const REFERENCE = /^[\0\t\n\f\r ]{1,8}(\d{1,5})[\0\t\n\f\r ]{1,8}R(?![^\0\t\n\f\r ()<>[\]{}/%])/;

/** Reads the values of a PDF, one after the other, from a place in its bytes. */
export class Lexer {
	private end: number;

	constructor(
		private readonly bytes: Buffer,
		private readonly budget: Budget,
		public at = 0,
	) {
		this.end = bytes.length;
	}

	/** The value at this place. @throws EInvoiceError where there is none, or it is out of all bounds */
	value(): PdfValue {
		const from = this.at;
		this.end = Math.min(this.bytes.length, from + LARGEST_OBJECT);
		try {
			return this.anyValue(0);
		} finally {
			this.budget.search(this.at - from);
			this.end = this.bytes.length;
		}
	}

	/** Takes a word such as `obj`, `stream` or `R` if it stands here. */
	takes(word: string): boolean {
		this.skipWhite();
		if (this.bytes.toString('latin1', this.at, this.at + word.length) !== word) return false;
		this.at += word.length;
		return true;
	}

	/** A whole number that stands here; null and nothing taken where none does. */
	integer(): number | null {
		this.skipWhite();
		const digits = /^\d{1,15}/.exec(this.bytes.toString('latin1', this.at, this.at + 16))?.[0];
		if (digits === undefined) return null;
		this.at += digits.length;
		return Number(digits);
	}

	skipWhite(): void {
		const from = this.at;
		this.toVisible();
		if (this.at - from > 64) this.budget.search(this.at - from);
	}

	private toVisible(): void {
		for (; this.at < this.end; this.at++) {
			const byte = this.bytes[this.at] ?? 0;
			if (byte === 0x25) while (this.at < this.end && this.bytes[this.at] !== 10 && this.bytes[this.at] !== 13) this.at++;
			else if (!WHITE.has(byte)) return;
		}
	}

	private anyValue(depth: number): PdfValue {
		this.budget.value();
		if (depth > DEEPEST) throw damaged(`an object is nested more than ${DEEPEST} levels deep`);
		this.skipWhite();
		const byte = this.bytes[this.at] ?? 0;
		if (this.at >= this.end) throw damaged('it breaks off in the middle of an object');
		const two = this.bytes[this.at + 1];
		if (byte === 0x3c && two === 0x3c) return this.dictionary(depth);
		if (byte === 0x3c) return this.hexString();
		if (byte === 0x28) return this.literalString();
		if (byte === 0x5b) return this.array(depth);
		if (byte === 0x2f) return this.name();
		return this.numberOrWord();
	}

	private dictionary(depth: number): PdfDictionary {
		this.at += 2;
		const dictionary = new PdfDictionary();
		for (;;) {
			this.skipWhite();
			if (this.bytes[this.at] === 0x3e && this.bytes[this.at + 1] === 0x3e) {
				this.at += 2;
				return dictionary;
			}
			const key = this.anyValue(depth + 1);
			if (!(key instanceof PdfName)) throw damaged('a dictionary has a key that is no name');
			dictionary.entries.set(key.text, this.anyValue(depth + 1));
		}
	}

	private array(depth: number): PdfValue[] {
		this.at++;
		const values: PdfValue[] = [];
		for (;;) {
			this.skipWhite();
			if (this.bytes[this.at] === 0x5d) {
				this.at++;
				return values;
			}
			values.push(this.anyValue(depth + 1));
		}
	}

	private name(): PdfName {
		const text = this.word(this.at + 1);
		this.at += 1 + text.length;
		return new PdfName(text.replace(/#([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))));
	}

	/** The characters from a place up to the next white space or delimiter. */
	private word(from: number): string {
		let to = from;
		for (; to < this.end; to++) {
			const byte = this.bytes[to] ?? 0;
			if (WHITE.has(byte) || DELIMITERS.has(byte)) break;
		}
		return this.bytes.toString('latin1', from, to);
	}

	private numberOrWord(): PdfValue {
		const word = this.word(this.at);
		this.at += word.length;
		if (word === 'true' || word === 'false') return word === 'true';
		if (word === 'null') return null;
		const number = /^[+-]*(?:\d+(?:\.\d*)?|\.\d+)$/.test(word) ? Number(word.replace(/^[+-]*-[+-]*/, '-').replace(/^\++/, '')) : NaN;
		if (word === '' || Number.isNaN(number)) throw damaged(`“${word.slice(0, 20)}” stands where a value should`);
		if (!/^\d+$/.test(word)) return number;
		const reference = REFERENCE.exec(this.bytes.toString('latin1', this.at, this.at + 24));
		if (!reference) return number;
		this.at += reference[0].length;
		return new PdfReference(number, Number(reference[1]));
	}

	private hexString(): PdfString {
		const to = this.bytes.subarray(0, this.end).indexOf('>', this.at);
		if (to < 0) throw damaged('a string has no end');
		const digits = this.bytes.toString('latin1', this.at + 1, to).replace(/[^\da-f]/gi, '');
		this.at = to + 1;
		return new PdfString(Buffer.from(digits.length % 2 === 0 ? digits : `${digits}0`, 'hex'));
	}

	private literalString(): PdfString {
		const bytes: number[] = [];
		let open = 1;
		for (this.at++; this.at < this.end; this.at++) {
			const byte = this.bytes[this.at] ?? 0;
			if (byte === 0x5c) {
				this.escape(bytes);
				continue;
			}
			if (byte === 0x28) open++;
			else if (byte === 0x29 && --open === 0) {
				this.at++;
				return new PdfString(Buffer.from(bytes));
			}
			bytes.push(byte);
		}
		throw damaged('a string has no end');
	}

	/** What follows a backslash; ends on its last byte. */
	private escape(bytes: number[]): void {
		const octal = /^[0-7]{1,3}/.exec(this.bytes.toString('latin1', this.at + 1, this.at + 4))?.[0];
		if (octal !== undefined) {
			bytes.push(parseInt(octal, 8) & 0xff);
			this.at += octal.length;
			return;
		}
		const byte = this.bytes[++this.at] ?? 0;
		if (byte === 13 && this.bytes[this.at + 1] === 10) this.at++;
		else if (byte !== 10 && byte !== 13) bytes.push(ESCAPES.get(byte) ?? byte);
	}
}
