import { ownValue, type Problem } from '../../core';
import type { EmbeddedFile } from './mapped-invoice';
import type { Part } from './part';

/** Endings of file names by MIME code (EN 16931, code list for BT-125-1), where a file comes without a name. */
const ENDINGS: Readonly<Record<string, string>> = {
	'application/pdf': '.pdf',
	'image/png': '.png',
	'image/jpeg': '.jpg',
	'image/tiff': '.tif',
	'text/csv': '.csv',
	'text/xml': '.xml',
	'application/xml': '.xml',
	'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': '.xlsx',
	'application/vnd.oasis.opendocument.spreadsheet': '.ods',
};

/** Formats without MIME codes name the file only. */
function typeByName(fileName: string): string | undefined {
	return Object.entries(ENDINGS).find(([, ending]) => fileName.toLowerCase().endsWith(ending))?.[0];
}

const BASE64 = /^[A-Za-z0-9+/\s]*(?:=\s*){0,2}$/;

/** The files that the invoice holds and those it links to (BG-24). A reference that is neither stays among what is left. */
export function supportingDocuments(header: Part): { embedded: EmbeddedFile[]; links: string[]; problems: Problem[] } {
	const embedded: EmbeddedFile[] = [];
	const links: string[] = [];
	const problems: Problem[] = [];
	for (const part of header.many('BG-24')) {
		const file = part.take('BT-125');
		const link = part.term('BT-124');
		if (link !== undefined && /^https?:\/\//i.test(link.value)) {
			part.took(link);
			links.push(link.value);
			if (file === undefined) continue;
		}
		if (file === undefined) continue;
		const bytes = BASE64.test(file.value) ? Buffer.from(file.value, 'base64') : Buffer.alloc(0);
		if (bytes.length === 0) {
			problems.push({
				severity: 'warning',
				code: 'damagedFile',
				column: 'BT-125',
				path: file.path,
				message: `The attached document ${file.fileName ?? part.text('BT-122') ?? ''} (BT-125) is empty or not in Base64: it cannot be attached in Coupa.`,
			});
			continue;
		}
		part.pass('BT-122', 'BT-123');
		const mimeType = file.mimeType ?? typeByName(file.fileName ?? '') ?? 'application/octet-stream';
		embedded.push({
			fileName:
				file.fileName ?? `${part.text('BT-122') ?? `attachment-${embedded.length + 1}`}${ownValue(ENDINGS, mimeType.toLowerCase()) ?? ''}`,
			mimeType,
			bytes,
			description: part.text('BT-123') ?? null,
		});
	}
	return { embedded, links, problems };
}
