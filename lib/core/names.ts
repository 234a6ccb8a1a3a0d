/**
 * Characters that nobody sees, or that turn the order of the others: controls, line and paragraph ends, direction marks and
 * overrides, halves of a character. `invoice\u202Efdp.exe` is shown as `invoiceexe.pdf`.
 */
const UNSEEN = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;
const EVERY_UNSEEN = new RegExp(UNSEEN.source, 'gu');
/** Further ones that show nothing: two names may differ in nothing else. */
const EVERY_BLANK = /[\u00ad\u200b\u2060-\u2064\ufeff\ufff9-\ufffb]/g;

/** Runs of blanks, line ends and characters that show nothing. */
const EVERY_GAP = /[\s\p{C}\p{Zl}\p{Zp}]+/gu;

/** Characters of a name, or of another outside text in a sentence, that are shown. */
const MOST_SHOWN = 160;
/** Characters of its end among them: where a file name has its extension. */
const SHOWN_END = 40;
/** Characters of a line of outside text that are shown. */
const MOST_IN_LINE = 300;
/** Of a line so many times as much is looked at before its gaps are closed. */
const LOOKED_AT = 7;
/** File systems allow 255 bytes in a name; what is put before or behind one needs room. */
const MOST_BYTES = 200;
/** An extension that is longer is none. */
const LONGEST_EXTENSION = 20;

/** Whether a name has no character that a person would not see, or see in another place. */
export function isPlainName(name: string): boolean {
	return !UNSEEN.test(name);
}

/**
 * A name, or another text from outside, as a person is shown it: on one line, every character visible and in its own place
 * (others become `\ufffd`), and at most `most` characters, the middle left out.
 */
export function shownName(name: string, most = MOST_SHOWN): string {
	const end = Math.min(SHOWN_END, Math.floor(most / 4));
	const bounded = name.length > most ? `${name.slice(0, most - end - 1)}…${name.slice(-end)}` : name;
	return bounded.replace(EVERY_UNSEEN, '\ufffd').replace(EVERY_BLANK, '\ufffd');
}

/** The first names of a list as a person is shown them, and how many more there are. */
export function shownNames(names: string[], most = 5): string {
	const shown = names.slice(0, most).map((name) => shownName(name));
	return names.length > most ? `${shown.join(', ')} and ${names.length - most} more` : shown.join(', ');
}

/**
 * A sentence or more that may repeat what others wrote: unseen characters become `\ufffd` (line ends and tabs stay), and
 * beyond `most` characters it is cut.
 */
export function shownText(text: string, most: number): string {
	const bounded = text.length > most ? `${text.slice(0, most)}…` : text;
	return bounded
		.replaceAll('\r\n', '\n')
		.replace(EVERY_UNSEEN, (character) => (character === '\n' || character === '\t' ? character : '\ufffd'));
}

/** A text from outside as part of a sentence: in one line, without characters that cannot be seen, and at most `most` characters. */
export function shownLine(text: string, most = MOST_IN_LINE): string {
	const looked = most * LOOKED_AT;
	const plain = text.slice(0, looked).replace(EVERY_GAP, ' ').trim();
	return plain.length > most || text.length > looked ? `${plain.slice(0, most)}…` : plain;
}

/**
 * A file name that every server and file system takes: the last part of a path, characters that show nothing as `_`, at most `mostBytes`
 * bytes, its extension kept. A sound name stays as it is.
 *
 * @param fallback what a name of which nothing is left becomes
 */
export function storedName(name: string, fallback = 'file', mostBytes = MOST_BYTES): string {
	const plain = lastPart(name).replace(EVERY_UNSEEN, '_').replace(EVERY_BLANK, '_').trim();
	if (plain === '' || plain === '.' || plain === '..') return fallback;
	if (Buffer.byteLength(plain) <= mostBytes) return plain;
	const dot = plain.lastIndexOf('.');
	const extension = dot > 0 && plain.length - dot <= LONGEST_EXTENSION ? plain.slice(dot) : '';
	return cutToBytes(plain, mostBytes - Buffer.byteLength(extension)) + extension;
}

function lastPart(path: string): string {
	return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

/** The beginning of a text, of so many bytes of UTF-8 at most; no character is divided. */
export function cutToBytes(text: string, bytes: number): string {
	// No character takes less than a byte.
	const encoded = Buffer.from(text.slice(0, bytes + 1));
	if (encoded.length <= bytes) return text;
	let end = Math.max(0, bytes);
	while (end > 0 && ((encoded[end] ?? 0) & 0xc0) === 0x80) end--;
	return encoded.toString('utf8', 0, end);
}
