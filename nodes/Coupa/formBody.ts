import { randomUUID } from 'node:crypto';

import type { FormPart } from '../../lib/coupa';

/**
 * A multipart/form-data body as bytes (RFC 7578, names as browsers escape them). Put together by hand: through FormData and
 * Response each file would be in memory four times over, here it is there once more.
 */
export function formBody(parts: FormPart[]): { content: Buffer; contentType: string } {
	const boundary = `form-${randomUUID()}`;
	const pieces = parts.flatMap((part) => [Buffer.from(`--${boundary}\r\n${head(part)}\r\n\r\n`), bytesOf(part), Buffer.from('\r\n')]);
	return {
		content: Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`)]),
		contentType: `multipart/form-data; boundary=${boundary}`,
	};
}

function head({ name, content, fileName, mimeType }: FormPart): string {
	const disposition = `Content-Disposition: form-data; name="${escaped(name)}"`;
	if (typeof content === 'string' && fileName === undefined) return disposition;
	return `${disposition}; filename="${escaped(fileName ?? 'file')}"\r\nContent-Type: ${mimeType ?? 'application/octet-stream'}`;
}

function bytesOf({ content }: FormPart): Buffer {
	return typeof content === 'string' ? Buffer.from(content) : content;
}

/** WHATWG HTML, multipart/form-data encoding algorithm. */
function escaped(name: string): string {
	return name.replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('"', '%22');
}
