import type { AttachmentSource, Json } from '../../core';
import type { ExtraColumn, ReadRow } from '../read-row';
import { shownValue } from '../shown-value';
import { cellOf } from '../sort-rows';
import { invoiceHeaderRows } from '../tables/invoices';
import type { FileInvoice } from './invoice-file';

/** How many attachments the file has columns for. */
export const ATTACHMENT_COLUMNS = invoiceHeaderRows.columns.filter(({ name }) => /^Attachment \d+$/.test(name)).map(({ name }) => name);

/**
 * What the header row says about submitting, the page image and attachments. A page image link that cannot be followed is left
 * out and reported; what the import has no use for is kept among `extraColumns`.
 */
export function loadCells(header: ReadRow, extraColumns: ExtraColumn[]): Pick<FileInvoice, 'submit' | 'imageScan' | 'attachments'> {
	const { raw, problems } = header;
	const textOf = (column: string): string => String(header.values?.get(column) ?? '');
	const submit: Json | undefined = header.values?.get('Submit For Approval?');
	const keep = (column: string): void => void extraColumns.push({ row: raw.row, rowKind: raw.rowKind, column, value: cellOf(raw, column) });
	if (cellOf(raw, 'Status') !== '') keep('Status');
	const fileName = textOf('Image Scan Filename');
	const url = textOf('Image Scan URL');
	if (url !== '' && fileName !== '') keep('Image Scan URL');
	const isLink = /^https?:\/\/\S+$/i.test(url);
	if (url !== '' && !isLink) {
		problems.push({
			severity: 'error',
			code: 'imageUrl',
			row: raw.row,
			column: 'Image Scan URL',
			path: 'image-scan',
			value: shownValue(url),
			message: '“Image Scan URL” must be a link that starts with http:// or https://. Correct it, or send the image in the ZIP.',
		});
	}
	return {
		submit: typeof submit === 'boolean' ? submit : null,
		imageScan: fileName !== '' ? { fileName } : isLink ? { url } : null,
		attachments: ATTACHMENT_COLUMNS.filter((column) => textOf(column) !== '').map((column) => ({
			column,
			source: attachmentSource(textOf(column)),
		})),
	};
}

/** What an `Attachment` cell means (csv/invoices_import.json, `zip`): a file of the ZIP, a link, or a text. */
function attachmentSource(cell: string): AttachmentSource {
	if (/^file:\/\//i.test(cell)) return { kind: 'file', fileName: cell.slice('file://'.length), binary: null };
	return /^https?:\/\//i.test(cell) ? { kind: 'link', url: cell } : { kind: 'text', text: cell };
}

/** The cell that `attachmentSource` reads back. */
export function attachmentCell(source: AttachmentSource): string {
	return source.kind === 'file' ? `file://${source.fileName}` : source.kind === 'link' ? source.url : source.text;
}
