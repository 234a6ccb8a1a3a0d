import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import type { InvoiceFacts } from '../dataset';
import { invoicesCsv } from './delivery-csv';
import type { CsvLayout } from './delivery-csv';
import { pageImage } from './page-image';

/** A file as it lies in the lock-box. */
export interface DeliveryFile {
	fileName: string;
	content: Buffer;
}

/** Local time in any time zone: ZIP directories hold the wall clock, so the bytes are the same everywhere. */
const PACKED_AT = new Date(2026, 4, 5, 6, 30, 0);

/** Entries as a ZIP; the same entries give the same bytes. */
export async function zipOf(entries: DeliveryFile[]): Promise<Buffer> {
	const zip = new ZipFile();
	for (const { fileName, content } of entries)
		zip.addBuffer(content, fileName, { mtime: PACKED_AT, mode: 0o100644, forceDosTimestamp: true });
	zip.end();
	return await buffer(zip.outputStream);
}

/** What goes into an invoice's package beside the CSV: its page image, unless it was left out, and its attached files. */
export async function filesOf(invoice: InvoiceFacts): Promise<DeliveryFile[]> {
	const image = invoice.image.leftOut
		? []
		: [{ fileName: invoice.image.fileName, content: invoice.image.content ?? (await pageImage(invoice)) }];
	const attached = (invoice.attachments ?? []).flatMap((attachment) =>
		attachment.kind === 'file' ? [{ fileName: attachment.path, content: attachment.content }] : [],
	);
	return [...image, ...attached];
}

/** An invoice with the files that travel beside its rows. */
export interface PackedInvoice {
	invoice: InvoiceFacts;
	files: DeliveryFile[];
}

/** Invoices as Scan One delivers them: one CSV at the top level with the page images and attachments beside it. */
export async function packageOf(
	fileName: string,
	invoices: InvoiceFacts[],
	layout: CsvLayout,
): Promise<DeliveryFile & { packed: PackedInvoice[] }> {
	const packed: PackedInvoice[] = [];
	for (const invoice of invoices) packed.push({ invoice, files: await filesOf(invoice) });
	const csv = { fileName: fileName.replace(/\.zip$/, '.csv'), content: invoicesCsv(invoices, layout) };
	return { fileName, content: await zipOf([csv, ...packed.flatMap(({ files }) => files)]), packed };
}
