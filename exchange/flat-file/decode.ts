import type { Problem } from '../../record';

/** How the bytes of a file are read: `auto` takes UTF-8 (with or without BOM) and, where the bytes are none, Windows-1252. */
export type EncodingChoice = 'auto' | 'utf-8' | 'windows-1252';

/** The text of a file without its BOM, or why it is none. */
export type Decoded = { text: string; encoding: 'utf-8' | 'windows-1252' } | { problem: Problem };

/** Control characters that no captured text holds: NUL stands for UTF-16 or a binary file, C1 for bytes that Windows-1252 leaves free. */
const NOT_TEXT = /[\u0000-\u0008\u0080-\u009f]/;

/** Turns file bytes into text (csv/_conventions.json: UTF-8 without BOM; older capture systems send Windows-1252). */
export function decode(bytes: Buffer, choice: EncodingChoice = 'auto'): Decoded {
	if (choice !== 'windows-1252') {
		const text = strictUtf8(bytes);
		if (text !== null) return checked(text, 'utf-8');
		if (choice === 'utf-8') {
			return refused('The file is set to be UTF-8 but holds bytes that are not. Save it as UTF-8, or set the encoding to Windows-1252.');
		}
	}
	return checked(new TextDecoder('windows-1252').decode(bytes), 'windows-1252');
}

function strictUtf8(bytes: Buffer): string | null {
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		return null;
	}
}

function checked(text: string, encoding: 'utf-8' | 'windows-1252'): Decoded {
	if (!NOT_TEXT.test(text)) return { text, encoding };
	return refused('The file is no readable text: it is neither UTF-8 nor Windows-1252 (perhaps UTF-16, or not a CSV at all). Save it as CSV UTF-8 and send it again.');
}

function refused(message: string): Decoded {
	return { problem: { severity: 'error', code: 'encoding', message } };
}
