import { isUtf8 } from 'node:buffer';
import type { Problem } from './problem';
import { atOnce, type Sliced } from './slices';

/** How the bytes of a file are read: `auto` takes UTF-8 (with or without BOM) and, where the bytes are none, Windows-1252. */
export type EncodingChoice = 'auto' | 'utf-8' | 'windows-1252';

/** What the text of a file turned out to be written in. */
export type FileEncoding = 'utf-8' | 'utf-16' | 'windows-1252';

/** The text of a file without its BOM, or why it is not text. */
export type Decoded = { text: string; encoding: FileEncoding } | { problem: Problem };

/** The same piece by piece: a large file is never one text, which no engine makes without a pause. */
export type OpenedText = { pieces: () => Generator<string, void, undefined>; encoding: FileEncoding } | { problem: Problem };

/** Bytes that become text at a time. */
const PIECE_BYTES = 256 * 1024;

/** Bytes that Windows-1252 leaves free. */
const NOT_WINDOWS_1252 = [0x81, 0x8d, 0x8f, 0x90, 0x9d];

/** More NULs than one in so many characters are UTF-16 without BOM or a binary file; fewer are damage of single cells. */
const CHARACTERS_PER_NUL = 10;

/** Windows-1252 from 0x80 to 0x9F; everywhere else it is Latin-1 (WHATWG Encoding, index windows-1252). */
const BEYOND_LATIN_1 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/**
 * Turns file bytes into text (csv/_conventions.json: UTF-8 without BOM; older capture systems send Windows-1252, spreadsheets
 * UTF-16 with BOM). A file with NUL characters is refused. In one go, so for files that are known to be small.
 */
export function decode(bytes: Buffer, choice: EncodingChoice = 'auto'): Decoded {
	const decoded = decodeCells(bytes, choice);
	return 'text' in decoded && decoded.text.includes('\0') ? notText() : decoded;
}

/** The same for a file of cells: single NULs are damage of theirs and stay in the text. */
export function decodeCells(bytes: Buffer, choice: EncodingChoice = 'auto'): Decoded {
	const opened = atOnce(openText(bytes, choice));
	return 'problem' in opened ? opened : { text: [...opened.pieces()].join(''), encoding: opened.encoding };
}

/** The same for a file of any size, in slices. */
export function* openText(bytes: Buffer, choice: EncodingChoice = 'auto'): Sliced<OpenedText> {
	if (isUtf16(bytes)) return yield* checked(bytes, 'utf-16');
	if (choice !== 'windows-1252') {
		if (isUtf8(bytes)) return yield* checked(bytes, 'utf-8');
		yield;
		if (choice === 'utf-8') {
			return refused(
				'The encoding is set to UTF-8, but the file contains bytes that are not valid UTF-8. Save it as UTF-8, or set the encoding to Windows-1252.',
			);
		}
		if (yield* isBrokenUtf8(bytes)) {
			return refused(
				'Most of the file is UTF-8, but some bytes in it are damaged. Save it as CSV UTF-8 again; if it is in fact Windows-1252, set that encoding.',
			);
		}
	}
	for (const byte of NOT_WINDOWS_1252) {
		yield;
		if (bytes.includes(byte)) return notText();
	}
	return yield* checked(bytes, 'windows-1252');
}

/** Whether the bytes are valid UTF-8 text, found out without making the text. */
export function isUtf8Text(bytes: Buffer): boolean {
	return isUtf8(bytes) && !bytes.includes(0);
}

/** Text of bytes in Windows-1252; null where a byte has no character in it. */
export function windows1252(bytes: Buffer): string | null {
	return NOT_WINDOWS_1252.some((byte) => bytes.includes(byte)) ? null : textOf(bytes, 'windows-1252');
}

/** Whether a file says with its BOM that it is UTF-16. */
function isUtf16(bytes: Buffer): boolean {
	return bytes.length % 2 === 0 && (isBigEndian(bytes) || (bytes[0] === 0xff && bytes[1] === 0xfe));
}

function isBigEndian([first, second]: Buffer): boolean {
	return first === 0xfe && second === 0xff;
}

function* piecesOf(bytes: Buffer, encoding: FileEncoding): Generator<string, void, undefined> {
	const isBig = encoding === 'utf-16' && isBigEndian(bytes);
	const bom = encoding === 'utf-16' ? 2 : encoding === 'utf-8' && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
	for (let start = bom; start < bytes.length;) {
		const end = endOfPiece(bytes, start, encoding);
		const part = bytes.subarray(start, end);
		yield textOf(isBig ? Buffer.from(part).swap16() : part, encoding);
		start = end;
	}
}

/** A piece ends between two characters. Halves of a UTF-16 pair find each other again when their pieces are put together. */
function endOfPiece(bytes: Buffer, start: number, encoding: FileEncoding): number {
	const full = start + PIECE_BYTES;
	if (full >= bytes.length) return bytes.length;
	if (encoding !== 'utf-8') return full;
	let end = full;
	while (full - end < LONGEST_TAIL && isTail(bytes[end])) end--;
	return end;
}

/** Bytes that follow the first one of a UTF-8 character at most. */
const LONGEST_TAIL = 3;

function isTail(byte = 0): boolean {
	return (byte & 0xc0) === 0x80;
}

/** By hand for Windows-1252: the TextDecoder of Node 22 takes it for Latin-1, so that "€" would be lost in silence. */
function textOf(bytes: Buffer, encoding: FileEncoding): string {
	if (encoding === 'utf-8') return bytes.toString('utf8');
	if (encoding === 'utf-16') return bytes.toString('utf16le');
	return bytes.toString('latin1').replace(/[\u0080-\u009f]/g, (character) => BEYOND_LATIN_1[character.charCodeAt(0) - 0x80] ?? character);
}

/**
 * Characters beyond ASCII that are sound UTF-8 seldom arise in Windows-1252 (a capital umlaut before a dash or quote):
 * where they are no fewer than the damaged ones, reading it that way would turn them to garbage.
 */
function* isBrokenUtf8(bytes: Buffer): Sliced<boolean> {
	let [damaged, sound] = [0, 0];
	for (const piece of piecesOf(bytes, 'utf-8')) {
		for (let at = 0; at < piece.length; at++) {
			const code = piece.charCodeAt(at);
			if (code === REPLACEMENT) damaged++;
			else if (code > 0x7f && (code & 0xfc00) !== LOW_SURROGATES) sound++;
		}
		yield;
	}
	return sound > 0 && sound >= damaged;
}

const REPLACEMENT = 0xfffd;
const LOW_SURROGATES = 0xdc00;

function* checked(bytes: Buffer, encoding: FileEncoding): Sliced<OpenedText> {
	const opened: OpenedText = { encoding, pieces: () => piecesOf(bytes, encoding) };
	if (!bytes.includes(0)) return opened;
	let [nuls, length] = [0, 0];
	for (const piece of opened.pieces()) {
		for (let at = piece.indexOf('\0'); at >= 0; at = piece.indexOf('\0', at + 1)) nuls++;
		length += piece.length;
		yield;
	}
	return nuls * CHARACTERS_PER_NUL <= length ? opened : notText();
}

function notText(): { problem: Problem } {
	return refused(
		'The file is not readable text: it is neither UTF-8 nor Windows-1252 (perhaps UTF-16, or not a CSV at all). Save it as CSV UTF-8 and send it again.',
	);
}

function refused(message: string): { problem: Problem } {
	return { problem: { severity: 'error', code: 'encoding', message } };
}
