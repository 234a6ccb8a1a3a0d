/** Texts of one column that are remembered: units, currencies, accounts, prices of the same article. */
const MOST_TEXTS = 500;
/** Characters of the longest one. */
const LONGEST_TEXT = 60;

/** Gives equal cells of a column one and the same text: a file repeats most of them line by line, and each copy would be held. */
export class KnownTexts {
	private readonly texts = new Map<string, string>();

	same(text: string): string {
		if (text.length > LONGEST_TEXT) return text;
		const known = this.texts.get(text);
		if (known !== undefined) return known;
		if (this.texts.size < MOST_TEXTS) this.texts.set(text, text);
		return text;
	}
}
