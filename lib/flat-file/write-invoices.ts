import { recordsAt, textAt, valueAt, type AttachmentSource, type CoupaRecord } from '../core';
import {
	accountAllocationRows,
	invoiceChargeRows,
	invoiceHeaderRows,
	invoiceLineRows,
	invoiceTaxLineRows,
	tagRows,
} from './invoice-columns';
import { leafPaths, pathText, type Step } from './record-path';
import { writeRows, type OutRow, type WriteRowsOptions } from './write-rows';

/** An invoice to write; a `DeliveredInvoice` with an invoice is one, too. */
export interface WritableInvoice {
	record: CoupaRecord;
	submit?: boolean | null;
	imageScan?: { fileName: string } | { url: string } | null;
	/** The first ten are written: the file has no more columns. */
	attachments?: AttachmentSource[];
}

/** The written file, and the record places that the flat file has no column for. */
export interface WrittenInvoiceFile {
	csv: Buffer;
	leftOut: Array<{ invoice: number; path: string }>;
}

/** Writes records as an Invoices Import file, the inverse of `readInvoiceFile`: what has a column comes back equal. */
export function writeInvoiceFile(invoices: WritableInvoice[], options: WriteRowsOptions = {}): WrittenInvoiceFile {
	const rows = invoices.map(rowsOf);
	const { csv, written } = writeRows(rows.flat(), options);
	let first = 0;
	const leftOut = invoices.flatMap((invoice, index) => {
		const count = rows[index]?.length ?? 0;
		const covered = new Set([...written.slice(first, first + count).flat(), ...impliedPaths(invoice.record)]);
		first += count;
		const surplus = (invoice.attachments ?? []).slice(10).map((_, extra) => `attachments[${10 + extra}]`);
		return [...leafPaths(invoice.record).filter((path) => !covered.has(path)), ...surplus].map((path) => ({ invoice: index, path }));
	});
	return { csv, leftOut };
}

function rowsOf(invoice: WritableInvoice): OutRow[] {
	const { record } = invoice;
	const number = textAt(record, 'invoice-number') ?? '';
	const keys = {
		'Invoice Number': number,
		'Supplier Name': textAt(record, 'supplier', 'name') ?? '',
		'Supplier Number': textAt(record, 'supplier', 'number') ?? '',
	};
	const lines = recordsAt(record, 'invoice-lines');
	const charges = recordsAt(record, 'invoice-charges');
	return [
		{ kind: invoiceHeaderRows, at: [], part: record, cells: steeringCells(invoice) },
		...lines.map((line, index): OutRow => ({
			kind: invoiceLineRows,
			at: ['invoice-lines', index],
			part: withInlineTax(line),
			cells: keys,
		})),
		...charges.map((charge, index): OutRow => ({
			kind: invoiceChargeRows,
			at: ['invoice-charges', index],
			part: withInlineTax(charge),
			cells: keys,
		})),
		...lines.flatMap((line, index) => detailRows(line, ['invoice-lines', index], number, lineNumberCell(line, index))),
		...charges.flatMap((charge, index) =>
			taxRows(charge, 'tax-lines', ['invoice-charges', index], number, { 'Invoice Charge Number': String(index + 1) }),
		),
		...taxRows(record, 'tax-lines', [], number, {}),
		...taxRows(record, 'withholding-tax-lines', [], number, {}),
		...tags(record, [], number, {}),
	];
}

function steeringCells({ submit, imageScan, attachments }: WritableInvoice): Record<string, string> {
	const cells: Record<string, string> = {};
	if (typeof submit === 'boolean') cells['Submit For Approval?'] = submit ? 'Yes' : 'No';
	if (imageScan && 'fileName' in imageScan) cells['Image Scan Filename'] = imageScan.fileName;
	if (imageScan && 'url' in imageScan) cells['Image Scan URL'] = imageScan.url;
	(attachments ?? []).slice(0, 10).forEach((source, index) => {
		cells[`Attachment ${index + 1}`] =
			source.kind === 'file' ? `file://${source.fileName}` : source.kind === 'link' ? source.url : source.text;
	});
	return cells;
}

const lineNumberCell = (line: CoupaRecord, index: number): string => textAt(line, 'line-num') ?? String(index + 1);

function detailRows(line: CoupaRecord, at: Step[], number: string, lineNumber: string): OutRow[] {
	return [
		...recordsAt(line, 'account-allocations').map((part, index): OutRow => ({
			kind: accountAllocationRows,
			at: [...at, 'account-allocations', index],
			part,
			cells: { 'Invoice Number': number, 'Invoice Line Number': lineNumber },
		})),
		...taxRows(line, 'tax-lines', at, number, { 'Invoice Line Number': lineNumber }),
		...taxRows(line, 'withholding-tax-lines', at, number, { 'Invoice Line Number': lineNumber }),
		...tags(line, at, number, { 'Line Number': lineNumber }),
	];
}

/** Tax rows for what does not stand in the line or charge row itself. */
function taxRows(
	target: CoupaRecord,
	list: 'tax-lines' | 'withholding-tax-lines',
	at: Step[],
	number: string,
	keys: Record<string, string>,
): OutRow[] {
	const inline = list === 'tax-lines' && at.length > 0 && hasInlineTax(target) ? 1 : 0;
	return recordsAt(target, list).flatMap((taxLine, index): OutRow[] => {
		if (index < inline) return [];
		const part = { type: list === 'tax-lines' ? 'TaxLine' : 'WithholdingTaxLine', ...taxLine };
		return [{ kind: invoiceTaxLineRows, at: [...at, list, index], part, cells: { 'Invoice Number': number, ...keys } }];
	});
}

function tags(target: CoupaRecord, at: Step[], number: string, keys: Record<string, string>): OutRow[] {
	return recordsAt(target, 'taggings').map((part, index): OutRow => ({
		kind: tagRows,
		at: [...at, 'taggings', index],
		part,
		cells: { 'Object Number': number, ...keys },
	}));
}

const inlineTax = new Set(
	[...invoiceLineRows.columns, ...invoiceChargeRows.columns].flatMap(({ path }) =>
		path?.startsWith('tax-lines.0.') ? [pathText(path.split('.').slice(2))] : [],
	),
);

/** Whether the first tax line fits into the cells of the line or charge row. */
function hasInlineTax(target: CoupaRecord): boolean {
	const first = recordsAt(target, 'tax-lines')[0];
	if (!first || (first.type ?? 'TaxLine') !== 'TaxLine') return false;
	const paths = leafPaths(first).filter((path) => path !== 'type');
	return paths.length > 0 && paths.every((path) => inlineTax.has(path));
}

function withInlineTax(target: CoupaRecord): CoupaRecord {
	return hasInlineTax(target) ? target : { ...target, 'tax-lines': null };
}

/** Places that the reader fills by itself, or whose absence says the same: line class, tax type, the chart of an account, the currency of a charge. */
function impliedPaths(record: CoupaRecord): Set<string> {
	const implied = new Set<string>(record['is-credit-note'] === false ? ['is-credit-note'] : []);
	const chart = textAt(record, 'account-type', 'name');
	const add = (at: Step[], target: CoupaRecord): void => {
		if (chart !== undefined && textAt(target, 'account', 'account-type', 'name') === chart)
			implied.add(pathText([...at, 'account', 'account-type', 'name']));
		if (hasInlineTax(target)) implied.add(pathText([...at, 'tax-lines', 0, 'type']));
	};
	recordsAt(record, 'invoice-lines').forEach((line, index) => {
		const at: Step[] = ['invoice-lines', index];
		add(at, line);
		if (line.type === (line.quantity === undefined ? 'InvoiceAmountLine' : 'InvoiceQuantityLine')) implied.add(pathText([...at, 'type']));
		recordsAt(line, 'account-allocations').forEach((allocation, place) => {
			add([...at, 'account-allocations', place], allocation);
		});
	});
	recordsAt(record, 'invoice-charges').forEach((charge, index) => {
		const at: Step[] = ['invoice-charges', index];
		add(at, charge);
		if (valueAt(charge, 'currency', 'code') === valueAt(record, 'currency', 'code')) implied.add(pathText([...at, 'currency', 'code']));
	});
	return implied;
}
