import { textAt, type CoupaRecord } from './record';

/**
 * The import mark: an invoice of ours carries `scan-one:<key>` in its internal note (design §4), and `scan-one-replaced:<key>` for each
 * earlier version of it that a corrected resend took the place of, so that the old package delivered again is known. Keys are sha256 in
 * hexadecimal: exactly 64 digits. `scan-one-image:<sha256>` is the page image, by which later runs know it again. `scan-one-review:` begins the line that keeps a correction a draft.
 */
const CURRENT = /(?:^|\s)scan-one:([0-9a-f]{64})(?=\s|$)/gi;
const REPLACED = /(?:^|\s)scan-one-replaced:([0-9a-f]{64})(?=\s|$)/gi;
const IMAGE = /(?:^|\s)scan-one-image:([0-9a-f]{64})(?=\s|$)/gi;
const REVIEW = /^scan-one-review:/im;
/** Whatever looks like one of them, in a note that somebody else wrote. */
const FOREIGN = /scan-one(?:-\w{1,20})?:\S*/gi;

/** Text of every mark, for a search in notes. */
export const MARK_TEXT = 'scan-one:';

/** Keys of the delivered invoices that an invoice in Coupa was made from. */
export function keysOf(invoice: CoupaRecord): { current: string[]; replaced: string[] } {
	const note = textAt(invoice, 'internal-note') ?? '';
	return { current: captures(note, CURRENT), replaced: captures(note, REPLACED) };
}

/** Sha-256 of the page image that an invoice in Coupa was made with; null where its note has none. */
export function imageHashOf(invoice: CoupaRecord): string | null {
	return captures(textAt(invoice, 'internal-note') ?? '', IMAGE)[0] ?? null;
}

/** Whether somebody has to look at a correction before it is submitted. */
export function isUnderReview(invoice: CoupaRecord): boolean {
	return REVIEW.test(textAt(invoice, 'internal-note') ?? '');
}

/** The note with the import mark below what the file says. What looks like a mark in the file's own words is left out. */
export function noteWithMark(note: string | undefined, key: string, replacedKeys: string[] = [], imageHash: string | null = null): string {
	const own = withoutMarks(note ?? '').note.trimEnd();
	const replaced = [...new Set(replacedKeys)].filter((other) => other !== key.toLowerCase()).map((other) => `scan-one-replaced:${other}`);
	const image = imageHash === null ? [] : [`scan-one-image:${imageHash}`];
	return [...(own === '' ? [] : [own]), `scan-one:${key}`, ...replaced, ...image].join('\n');
}

/** The note with one more line, which keeps the draft for review (`isUnderReview`). */
export function noteForReview(note: string, why: string): string {
	return `${note}\nscan-one-review: ${why}`;
}

/** A captured note without the marks it brings, and these. */
export function withoutMarks(note: string): { note: string; marks: string[] } {
	const marks = note.match(FOREIGN) ?? [];
	return marks.length === 0 ? { note, marks: [] } : { note: note.replace(FOREIGN, '').trim(), marks: [...marks] };
}

function captures(note: string, pattern: RegExp): string[] {
	return [...note.matchAll(pattern)].map((match) => (match[1] ?? '').toLowerCase());
}
