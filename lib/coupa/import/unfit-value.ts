import { codePointOf, ownValue } from '../../core';
import { entryAt } from '../entries';
import { definitionOf } from '../schema';

/**
 * Longest address of a look-up, in bytes from its path on. Nginx and Apache take 8 kB for the whole request line, IIS and many
 * gateways 4,096 bytes; beyond their limit they answer 414.
 */
export const LONGEST_TARGET = 4_000;

/** Characters no text field holds: controls, and halves of a character (surrogates), which cannot even be sent. */
const NO_TEXT = /[\p{Cc}\p{Cs}]/u;

/** A field that records are looked up by. */
interface LookUpField {
	/** Of the list, e.g. `/api/suppliers`. */
	path: string;
	field: string;
	/** What the analyst calls it, e.g. `supplier number`. */
	label: string;
	/** True where it may be longer than Coupa documents. */
	anyLength?: boolean;
}

/**
 * Why no record of Coupa can have that value in the field, as a sentence for the analyst; null where one may. Lengths are those of
 * Coupa's definitions (lib/coupa/schema), in characters.
 *
 * @param mostBytes what an address has left for it, encoded
 */
export function unfitReason({ path, field, label, anyLength }: LookUpField, value: string, mostBytes = LONGEST_TARGET): string | null {
	const attribute = ownValue(definitionOf(entryAt(path)?.definition ?? ''), field);
	const noText = NO_TEXT.exec(value)?.[0];
	if (noText !== undefined) return `The ${label} contains a character that is not text (${codePointOf(noText)}): check what was captured.`;
	if (attribute?.type === 'integer' && !/^\d{1,18}$/.test(value)) return `The ${label} is not a whole number, as Coupa's IDs are.`;
	const length = Array.from(value).length;
	const most = anyLength === true ? undefined : attribute?.max;
	if (most !== undefined && length > most) return `The ${label} has ${length} characters; Coupa stores ${most}. Check what was captured.`;
	if (encodeURIComponent(value).length <= mostBytes) return null;
	return `The ${label} has ${length} characters (${Buffer.byteLength(value)} bytes), too many to look it up in Coupa. Check what was captured.`;
}
