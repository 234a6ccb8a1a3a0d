import { fileTypeFromBuffer } from 'file-type/core';

/** What Coupa takes as a page image (rules.md §9, Image scan). */
export const imageTypes: readonly string[] = ['application/pdf', 'image/tiff', 'image/png', 'image/jpeg'];

/** MIME type by content, never by name; text without a signature is text/plain. */
export async function mimeTypeOf(bytes: Buffer): Promise<string> {
	const type = await fileTypeFromBuffer(bytes);
	if (type) return type.mime;
	return isText(bytes) ? 'text/plain' : 'application/octet-stream';
}

function isText(bytes: Buffer): boolean {
	if (bytes.length === 0 || bytes.includes(0)) return false;
	try {
		new TextDecoder('utf-8', { fatal: true }).decode(bytes);
		return true;
	} catch {
		return false;
	}
}
