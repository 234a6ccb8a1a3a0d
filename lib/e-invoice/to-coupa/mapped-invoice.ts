import type { CoupaRecord, EInvoiceFacts, Problem } from '../../core';

/** A file that the invoice holds (BG-24, BT-125). */
export interface EmbeddedFile {
	fileName: string;
	mimeType: string;
	bytes: Buffer;
	description: string | null;
}

/** An e-invoice in Coupa's terms. */
export interface MappedInvoice {
	/** Ready for the import, as the flat file's reader makes it (DeliveredInvoice.invoice); supplier and tax codes are looked up by `facts`. */
	record: CoupaRecord;
	facts: EInvoiceFacts;
	problems: Problem[];
	embedded: EmbeddedFile[];
	/** Addresses of supporting documents that lie elsewhere (BT-124). */
	links: string[];
	/** What has no place of its own in the record, in document order: it is listed in the note or custom field of the settings. */
	left: Array<{ name: string; value: string }>;
}
