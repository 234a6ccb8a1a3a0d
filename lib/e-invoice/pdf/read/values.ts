/** What a PDF is made of (ISO 32000-1, 7.3). Names and strings differ, so each has a class. */
export type PdfValue = null | boolean | number | PdfName | PdfString | PdfReference | PdfValue[] | PdfDictionary | PdfStream;

export class PdfName {
	constructor(readonly text: string) {}
}

export class PdfString {
	constructor(readonly bytes: Buffer) {}
}

export class PdfReference {
	constructor(
		readonly number: number,
		readonly generation: number,
	) {}
}

export class PdfDictionary {
	readonly entries = new Map<string, PdfValue>();

	get(key: string): PdfValue {
		return this.entries.get(key) ?? null;
	}
}

/** A stream whose bytes are found when they are asked for: its length may be an object of its own. */
export class PdfStream {
	constructor(
		readonly dictionary: PdfDictionary,
		/** First byte of the content in the file. */
		readonly start: number,
		/** The object that the stream is, which its key is made of where the file is encrypted. */
		readonly self: PdfReference,
	) {}
}
