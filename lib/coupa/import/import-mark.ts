import { textAt, type CoupaRecord } from '../../core';

/**
 * The import mark: an invoice of ours carries `scan-one:<key>` in its internal note (design §4), and `scan-one-replaced:<key>` for each
 * earlier version of it that a corrected resend took the place of, so that the old package delivered again is known.
 */
const CURRENT = /(?:^|\s)scan-one:([0-9a-f]{8,})(?=\s|$)/gi;
const REPLACED = /(?:^|\s)scan-one-replaced:([0-9a-f]{8,})(?=\s|$)/gi;

/** Keys of the delivered invoices that an invoice in Coupa was made from. */
export function keysOf(invoice: CoupaRecord): { current: string[]; replaced: string[] } {
	const note = textAt(invoice, 'internal-note') ?? '';
	return { current: captures(note, CURRENT), replaced: captures(note, REPLACED) };
}

/** The note with the import mark below what the file says. */
export function noteWithMark(note: string | undefined, key: string, replacedKeys: string[] = []): string {
	const own = (note ?? '').trimEnd();
	const replaced = [...new Set(replacedKeys)].filter((other) => other !== key.toLowerCase()).map((other) => `scan-one-replaced:${other}`);
	return [...(own === '' ? [] : [own]), `scan-one:${key}`, ...replaced].join('\n');
}

function captures(note: string, pattern: RegExp): string[] {
	return [...note.matchAll(pattern)].map((match) => (match[1] ?? '').toLowerCase());
}
