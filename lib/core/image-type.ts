import { fileTypeFromBuffer } from 'file-type/core';
import { isUtf8Text } from './decode';

/** What Coupa takes as a page image, by MIME type (rules.md §9, Image scan). */
export const IMAGE_TYPES: readonly string[] = ['application/pdf', 'image/tiff', 'image/png', 'image/jpeg'];

/** Largest page image in bytes where no setting says otherwise; Coupa names no limit for REST. */
export const LARGEST_IMAGE = 50 * 1024 * 1024;

/** MIME type by content, never by name; null where the content shows none. */
export async function knownTypeOf(bytes: Buffer): Promise<string | null> {
	return (await fileTypeFromBuffer(bytes))?.mime ?? (isLatePdf(bytes) ? 'application/pdf' : null);
}

/** PDF readers accept up to 1,024 bytes before the header (PDF 1.7, implementation note 13). */
function isLatePdf(bytes: Buffer): boolean {
	const at = bytes.subarray(0, 1024 + '%PDF-'.length).indexOf('%PDF-');
	return at > 0 && /^%PDF-\d/.test(bytes.toString('latin1', at, at + 6)) && bytes.includes('%%EOF', at);
}

/** MIME type by content; text without a signature is text/plain, anything else unknown application/octet-stream. */
export async function mimeTypeOf(bytes: Buffer): Promise<string> {
	return (await knownTypeOf(bytes)) ?? (bytes.length > 0 && isUtf8Text(bytes) ? 'text/plain' : 'application/octet-stream');
}
