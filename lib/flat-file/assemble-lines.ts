import { recordsAt, textAt, valueAt, type CoupaRecord, type Json } from '../core';
import type { RowContent } from './convert-row';

/** What an invoice's lines, charges and details share while the invoice is put together. */
export interface Surroundings {
	/** Chart of accounts of the invoice. */
	chart: string | undefined;
	/** Currency of the invoice. */
	currency: string | undefined;
}

/** An invoice line: with a quantity it is InvoiceQuantityLine, else InvoiceAmountLine (rules.md §9). */
export function invoiceLine(content: RowContent, around: Surroundings): CoupaRecord {
	finishAccount(content, around.chart);
	finishTax(content.part);
	tellPoLine(content);
	return { type: content.part.quantity === undefined ? 'InvoiceAmountLine' : 'InvoiceQuantityLine', ...content.part };
}

/** An invoice charge, in the currency of the invoice (rules.md §9). */
export function invoiceCharge(content: RowContent, around: Surroundings): CoupaRecord {
	finishAccount(content, around.chart);
	finishTax(content.part);
	return { ...content.part, ...(around.currency === undefined ? {} : { currency: { code: around.currency } }) };
}

/** An account allocation of a line. */
export function accountAllocation(content: RowContent, around: Surroundings): CoupaRecord {
	finishAccount(content, around.chart);
	return content.part;
}

/** Fills the account's code from its segments where it is blank, and names its chart. */
function finishAccount(content: RowContent, chart: string | undefined): void {
	const fromSegments = codeFromSegments(content);
	const code = textAt(content.part, 'account', 'code');
	if (fromSegments !== null && code !== undefined && fromSegments !== code) {
		tell(
			content,
			'conflictingCells',
			'Account Code',
			code,
			`The account segments give ${fromSegments}, “Account Code” says ${code}. Fill only one of them, or make them agree.`,
		);
	}
	const account: CoupaRecord = { ...objectAt(content.part, 'account') };
	if (code === undefined && fromSegments !== null) account.code = fromSegments;
	if (Object.keys(account).length === 0) return;
	content.part.account = chart === undefined ? account : { ...account, 'account-type': { name: chart } };
}

/** Segments joined with `-` (csv/invoices_import.json, `rules`); null where there are none or one is left out in between. */
function codeFromSegments(content: RowContent): string | null {
	if (content.segments.size === 0) return null;
	const last = Math.max(...content.segments.keys());
	const segments = Array.from({ length: last }, (_, index) => content.segments.get(index + 1));
	const blank = segments.indexOf(undefined);
	if (blank === -1) return segments.join('-');
	tell(
		content,
		'accountSegments',
		`Account Segment ${blank + 1}`,
		undefined,
		`“Account Segment ${blank + 1}” is empty while a later segment is filled, so the account code is not complete. Fill it, or send “Account Code”.`,
	);
	return null;
}

/** The tax in the row itself is a tax line of Coupa's type TaxLine (rules.md §9). */
function finishTax(part: CoupaRecord): void {
	const taxLines = recordsAt(part, 'tax-lines');
	if (taxLines.length > 0) part['tax-lines'] = taxLines.map((taxLine) => ({ type: 'TaxLine', ...taxLine }));
}

function tellPoLine(content: RowContent): void {
	const po = textAt(content.part, 'order-header-num');
	if (po === undefined || content.part['order-line-num'] !== undefined || content.part['source-part-num'] !== undefined) return;
	tell(
		content,
		'poLineMissing',
		'PO Line Number',
		undefined,
		`The line names purchase order ${po}, but neither “PO Line Number” nor “Supplier Part Number” says which of its lines. Fill one of them.`,
	);
}

function tell(content: RowContent, code: string, column: string, value: string | undefined, message: string): void {
	content.problems.push({ severity: 'error', code, row: content.raw.row, column, ...(value === undefined ? {} : { value }), message });
}

function objectAt(record: CoupaRecord, key: string): CoupaRecord {
	const value: Json | undefined = valueAt(record, key);
	return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}
