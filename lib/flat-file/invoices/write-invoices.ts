import { recordsAt, textAt, valueAt, type AttachmentSource, type CoupaRecord } from '../../core';
import type { ChosenRows } from '../choose-columns';
import { toCsv } from '../csv';
import { fitsInRow, headerRows, inlinedPaths, lineOf, rowMaker, type OutRow } from '../out-rows';
import { leafPaths, pathText, type Step } from '../record-path';
import { columnsOf, type Column, type CustomFieldColumn, type RowKind } from '../table';
import { invoiceChargeRows, invoiceHeaderRows, invoiceLineRows, invoicesImport } from '../tables/invoices';
import { ATTACHMENT_COLUMNS, attachmentCell } from './load-cells';

/** An invoice to write; a `DeliveredInvoice` with an invoice is one, too. */
export interface WritableInvoice {
	record: CoupaRecord;
	submit?: boolean | null;
	imageScan?: { fileName: string } | { url: string } | null;
	/** The first ten are written: the file has no more columns. */
	attachments?: AttachmentSource[];
}

export interface InvoiceWriteOptions {
	customFields?: CustomFieldColumn[];
	/** Puts `'` before cells that a spreadsheet would run as formulas: only for files that people open, the text is changed. */
	defuseFormulas?: boolean;
}

/** The written file, and the record places that the flat file has no column for. */
export interface WrittenInvoiceFile {
	csv: Buffer;
	leftOut: Array<{ invoice: number; path: string }>;
}

/**
 * Writes records as an Invoices Import file, the inverse of `readInvoiceFile`: what has a column comes back equal. One header
 * row for each used row kind on top, and of its columns the required and the used ones.
 */
export function writeInvoiceFile(invoices: WritableInvoice[], options: InvoiceWriteOptions = {}): WrittenInvoiceFile {
	const chosen = invoicesImport.rowKinds.map((kind) => ({ kind, columns: writableColumns(kind, options.customFields ?? []) }));
	const rowsOf = rowMaker(invoicesImport, chosen);
	const rows = invoices.map((invoice) => rowsOf(invoice.record).map((row) => withLoadCells(row, invoice)));
	return {
		csv: toCsv(usedPart(chosen, rows.flat()), { defuseFormulas: options.defuseFormulas }),
		leftOut: invoices.flatMap((invoice, index) => {
			const covered = new Set([...(rows[index] ?? []).flatMap(writtenPaths), ...impliedPaths(invoice.record)]);
			const surplus = (invoice.attachments ?? []).slice(ATTACHMENT_COLUMNS.length);
			return [
				...leafPaths(invoice.record).filter((path) => !covered.has(path)),
				...surplus.map((_, extra) => `attachments[${ATTACHMENT_COLUMNS.length + extra}]`),
			].map((path) => ({ invoice: index, path }));
		}),
	};
}

/** Columns that carry something of their own: of two spellings of one place only the first. */
function writableColumns(kind: RowKind, customFields: CustomFieldColumn[]): Column[] {
	const places = new Set<string>();
	return columnsOf(kind, customFields).filter(({ use, level, path }) => {
		if (use === 'control') return true;
		const place = `${level} ${path ?? ''}`;
		if (path === null || places.has(place)) return false;
		places.add(place);
		return true;
	});
}

/** Header rows and data rows, without the columns that are neither required nor filled in any row. */
function usedPart(chosen: ChosenRows[], rows: OutRow[]): string[][] {
	const used = new Map(chosen.map((of) => [of, of.columns.map(({ required }) => required)]));
	for (const { rows: of, cells } of rows) {
		const flags = used.get(of) ?? [];
		cells.forEach((cell, place) => (flags[place] ||= cell !== ''));
	}
	const cut = <Entry>(of: ChosenRows, entries: Entry[]): Entry[] => entries.filter((_, place) => used.get(of)?.[place] === true);
	const present = new Set(rows.map((row) => row.rows));
	const kinds = chosen.filter((of) => present.has(of)).map((of): ChosenRows => ({ kind: of.kind, columns: cut(of, of.columns) }));
	return [...headerRows(invoicesImport, kinds), ...rows.map((row) => lineOf(invoicesImport, { ...row, cells: cut(row.rows, row.cells) }))];
}

/** The header row with what steers the load. */
function withLoadCells(row: OutRow, { submit, imageScan, attachments }: WritableInvoice): OutRow {
	if (row.rows.kind !== invoiceHeaderRows) return row;
	const cells = new Map<string, string>();
	if (typeof submit === 'boolean') cells.set('Submit For Approval?', submit ? 'Yes' : 'No');
	if (imageScan && 'fileName' in imageScan) cells.set('Image Scan Filename', imageScan.fileName);
	if (imageScan && 'url' in imageScan) cells.set('Image Scan URL', imageScan.url);
	ATTACHMENT_COLUMNS.forEach((column, index) => {
		const source = attachments?.[index];
		if (source) cells.set(column, attachmentCell(source));
	});
	return { ...row, cells: row.rows.columns.map(({ name }, place) => cells.get(name) ?? row.cells[place] ?? '') };
}

/** Places of the record that a row carries, as problem paths. */
function writtenPaths({ rows, home, places, cells }: OutRow): string[] {
	const at: Step[] = home.lists.flatMap((list, level) => [list, (places[level] ?? 1) - 1]);
	return rows.columns.filter(({ use }, place) => use === 'field' && cells[place] !== '').map(({ steps }) => pathText([...at, ...steps]));
}

/** Places that the reader fills by itself, or whose absence says the same: line class, tax type, the chart of an account, the currency of a charge. */
function impliedPaths(record: CoupaRecord): Set<string> {
	const implied = new Set<string>(record['is-credit-note'] === false ? ['is-credit-note'] : []);
	const chart = textAt(record, 'account-type', 'name');
	const add = (kind: RowKind | null, at: Step[], target: CoupaRecord): void => {
		if (chart !== undefined && textAt(target, 'account', 'account-type', 'name') === chart)
			implied.add(pathText([...at, 'account', 'account-type', 'name']));
		if (kind && fitsInRow(invoicesImport, inlinedPaths(invoicesImport, kind), target))
			implied.add(pathText([...at, 'tax-lines', 0, 'type']));
	};
	recordsAt(record, 'invoice-lines').forEach((line, index) => {
		const at: Step[] = ['invoice-lines', index];
		add(invoiceLineRows, at, line);
		if (line.type === (line.quantity === undefined ? 'InvoiceAmountLine' : 'InvoiceQuantityLine')) implied.add(pathText([...at, 'type']));
		recordsAt(line, 'account-allocations').forEach((allocation, place) => {
			add(null, [...at, 'account-allocations', place], allocation);
		});
	});
	recordsAt(record, 'invoice-charges').forEach((charge, index) => {
		const at: Step[] = ['invoice-charges', index];
		add(invoiceChargeRows, at, charge);
		if (valueAt(charge, 'currency', 'code') === valueAt(record, 'currency', 'code')) implied.add(pathText([...at, 'currency', 'code']));
	});
	return implied;
}
