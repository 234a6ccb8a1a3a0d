import type { AttachmentSource, CoupaRecord, EncodingChoice, Problem } from '../core';
import type { DateFormat } from './dates';
import type { ExtraColumn } from './convert-row';
import type { HeaderRow, RawRow } from './raw-rows';
import type { CustomFieldColumn } from './table';

/** How an Invoices Import file is read. */
export interface ReadOptions {
	/** Default `auto`: UTF-8, else Windows-1252. */
	encoding?: EncodingChoice;
	/** Spelling of dates beside ISO 8601. Default `ISO`: nothing beside it. */
	dateFormat?: DateFormat;
	/** Columns of the customer's own that fill custom fields of the invoice or its lines. */
	customFields?: CustomFieldColumn[];
}

/** One invoice of a file. An error among `problems` keeps it out of Coupa; the record then holds what could be read. */
export interface FileInvoice {
	/** Ready for POST /api/invoices. */
	record: CoupaRecord;
	/** `Submit For Approval?`; null when blank. */
	submit: boolean | null;
	/** The page image its row names, with the column that names it. */
	imageScan: { fileName: string } | { url: string } | null;
	attachments: Array<{ column: string; source: AttachmentSource }>;
	extraColumns: ExtraColumn[];
	/** 1-based lines of its rows in the file. */
	rows: number[];
	/** Row of each part of the record by its path: `` for the header, `invoice-lines[0]`, `invoice-lines[0].tax-lines[1]`… */
	rowOf: Record<string, number>;
	/** The same rows verbatim. */
	rawRows: RawRow[];
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
	encoding: 'utf-8' | 'windows-1252' | null;
	dateFormat: DateFormat;
	/** Header rows verbatim, in file order. */
	headers: HeaderRow[];
	invoices: FileInvoice[];
	strays: StrayRows[];
	fileProblems: Problem[];
}
