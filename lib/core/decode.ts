import { isUtf8 } from 'node:buffer';
import type { Problem } from './problem';

/** How the bytes of a file are read: `auto` takes UTF-8 (with or without BOM) and, where the bytes are none, Windows-1252. */
export type EncodingChoice = 'auto' | 'utf-8' | 'windows-1252';

/** What the text of a file turned out to be written in. */
export type FileEncoding = 'utf-8' | 'utf-16' | 'windows-1252';

/** The text of a file without its BOM, or why it is not text. */
export type Decoded = { text: string; encoding: FileEncoding } | { problem: Problem };

/** Bytes that Windows-1252 leaves free. */
const NOT_WINDOWS_1252 = /[\u0081\u008d\u008f\u0090\u009d]/;

/** More NULs than one in so many characters are UTF-16 without BOM or a binary file; fewer are damage of single cells. */
const CHARACTERS_PER_NUL = 10;

/** Windows-1252 from 0x80 to 0x9F; everywhere else it is Latin-1 (WHATWG Encoding, index windows-1252). */
const BEYOND_LATIN_1 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/**
 * Turns file bytes into text (csv/_conventions.json: UTF-8 without BOM; older capture systems send Windows-1252, spreadsheets
 * UTF-16 with BOM). A file with NUL characters is refused.
 */
export function decode(bytes: Buffer, choice: EncodingChoice = 'auto'): Decoded {
	const decoded = decodeCells(bytes, choice);
	return 'text' in decoded && decoded.text.includes('\0') ? notText() : decoded;
}

/** The same for a file of cells: single NULs are damage of theirs and stay in the text. */
export function decodeCells(bytes: Buffer, choice: EncodingChoice = 'auto'): Decoded {
	const wide = utf16(bytes);
	if (wide !== null) return checked(wide, 'utf-16');
	if (choice !== 'windows-1252') {
		const text = strictUtf8(bytes);
		if (text !== null) return checked(text, 'utf-8');
		if (choice === 'utf-8') {
			return refused(
				'The encoding is set to UTF-8, but the file contains bytes that are not valid UTF-8. Save it as UTF-8, or set the encoding to Windows-1252.',
			);
		}
		if (isBrokenUtf8(bytes)) {
			return refused(
				'Most of the file is UTF-8, but some bytes in it are damaged. Save it as CSV UTF-8 again; if it is in fact Windows-1252, set that encoding.',
			);
		}
	}
	const text = windows1252(bytes);
	return text === null ? notText() : checked(text, 'windows-1252');
}

/** Whether the bytes are valid UTF-8 text, found out without making the text. */
export function isUtf8Text(bytes: Buffer): boolean {
	return isUtf8(bytes) && !bytes.includes(0);
}

/** Text of a file that says with its BOM that it is UTF-16; null for any other. */
function utf16(bytes: Buffer): string | null {
	const [first, second] = bytes;
	const isBigEndian = first === 0xfe && second === 0xff;
	if (bytes.length % 2 !== 0 || !(isBigEndian || (first === 0xff && second === 0xfe))) return null;
	const text = bytes.subarray(2);
	return (isBigEndian ? Buffer.from(text).swap16() : text).toString('utf16le');
}

/**
 * Text of bytes in Windows-1252; null where a byte has no character in it. By hand: the TextDecoder of Node 22 takes
 * Windows-1252 for Latin-1, so that "€" would be lost in silence.
 */
export function windows1252(bytes: Buffer): string | null {
	const text = bytes
		.toString('latin1')
		.replace(/[\u0080-\u009f]/g, (character) => BEYOND_LATIN_1[character.charCodeAt(0) - 0x80] ?? character);
	return NOT_WINDOWS_1252.test(text) ? null : text;
}

function strictUtf8(bytes: Buffer): string | null {
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		return null;
	}
}

/**
 * Characters beyond ASCII that are sound UTF-8 seldom arise in Windows-1252 (a capital umlaut before a dash or quote):
 * where they are no fewer than the damaged ones, reading it that way would turn them to garbage.
 */
function isBrokenUtf8(bytes: Buffer): boolean {
	const text = new TextDecoder('utf-8').decode(bytes);
	const damaged = text.match(/\ufffd/g)?.length ?? 0;
	const sound = text.match(/[^\u0000-\u007f\ufffd]/gu)?.length ?? 0;
	return sound > 0 && sound >= damaged;
}

function checked(text: string, encoding: FileEncoding): Decoded {
	const nuls = text.includes('\0') ? text.split('\0').length - 1 : 0;
	return nuls * CHARACTERS_PER_NUL <= text.length ? { text, encoding } : notText();
}

function notText(): Decoded {
	return refused(
		'The file is not readable text: it is neither UTF-8 nor Windows-1252 (perhaps UTF-16, or not a CSV at all). Save it as CSV UTF-8 and send it again.',
	);
}

function refused(message: string): Decoded {
	return { problem: { severity: 'error', code: 'encoding', message } };
}
