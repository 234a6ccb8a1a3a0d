import type { AttachmentSource, CoupaRecord, FileEncoding, Problem } from '../../core';
import type { BoundHeader } from '../bind-header';
import type { DateFormat } from '../dates';
import type { ExtraColumn } from '../read-row';
import type { RawRow } from '../sort-rows';

/** One invoice of a file. Its record holds what could be read: a value that could not is left out and reported in `problems`. */
export interface FileInvoice {
	/** Ready for POST /api/invoices. */
	record: CoupaRecord;
	/** `Submit For Approval?`; null when blank. */
	submit: boolean | null;
	/** The page image its row names, with the column that names it. */
	imageScan: { fileName: string } | { url: string } | null;
	attachments: Array<{ column: string; source: AttachmentSource }>;
	extraColumns: ExtraColumn[];
	/** 1-based rows of the file, as a spreadsheet numbers them. */
	rows: number[];
	/** Row of each part of the record by its path: `` for the header, `invoice-lines[0]`, `invoice-lines[0].tax-lines[1]`… */
	rowOf: Record<string, number>;
	/** The same rows verbatim. */
	rawRows: RawRow[];
	/** An error keeps the invoice out of Coupa, unless the import is set to judge it otherwise (docs/checks.md). */
	problems: Problem[];
}

/** Rows that belong to no invoice of the file. */
export interface StrayRows {
	rows: number[];
	rawRows: RawRow[];
	problems: Problem[];
}

/** A whole Invoices Import file. With an error among `fileProblems` there are neither invoices nor strays: nothing in it can be trusted. */
export interface InvoiceFile {
	encoding: FileEncoding | null;
	dateFormat: DateFormat;
	/** Header rows verbatim, in file order. */
	headers: BoundHeader[];
	invoices: FileInvoice[];
	strays: StrayRows[];
	fileProblems: Problem[];
}
