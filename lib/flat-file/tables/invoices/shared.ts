import { ACCOUNT_SEGMENTS, invoiceFact, type InvoicePart } from '../../../core';
import { extra, field, integer, key, text } from '../../drafts';
import type { Column, ColumnDraft } from '../../table';

/** The columns that tie a line or charge to its invoice. */
export const documentKeys = (): ColumnDraft[] => [
	invoiceNumberKey(),
	key(0, 'Supplier Name', 'supplier.name', text(100)),
	key(0, 'Supplier Number', 'supplier.number', text(255)),
];

export const invoiceNumberKey = (): ColumnDraft =>
	key(0, 'Invoice Number*', 'invoice-number', invoiceFact('header', 'invoice-number').type);

/** The column of a field that the import checks, too; `header` where the documents print it otherwise than by the `*` rule. */
export function known(part: InvoicePart, path: string, more: Partial<Pick<Column, 'header' | 'note'>> = {}): ColumnDraft {
	const { column, type, required = false, requiredWith } = invoiceFact(part, path);
	return {
		...field(required ? `${column}*` : column, path, type, { required }),
		...(requiredWith === undefined ? {} : { requiredWith }),
		...more,
	};
}

/** A cell of the one tax that is in the row of a line or charge. */
export const lineTax = (header: string, path: string, more: Partial<Pick<Column, 'note' | 'source'>> = {}): ColumnDraft =>
	field(header, `tax-lines.0.${path}`, invoiceFact('taxLine', path).type, more);

/** `Account Segment 1` to `20`, documented on every row kind that carries an account. */
export const accountSegments = (): ColumnDraft[] =>
	Array.from({ length: ACCOUNT_SEGMENTS }, (_, index) => ({
		header: segmentColumn(index + 1),
		use: 'segment',
		path: null,
		type: text(100),
		required: false,
	}));

export const segmentColumn = (number: number): string => `Account Segment ${number}`;

export const accountName = (): ColumnDraft => field('Account Name', 'account.name', text(1024));
export const accountCode = (): ColumnDraft => field('Account Code', 'account.code', text(1024));
export const budgetPeriod = (): ColumnDraft => field('Budget Period Name', 'period.name', text(100));

/** Account name, code, billing notes, segments and budget period, as lines and charges list them. */
export const accounting = (): ColumnDraft[] => [
	accountName(),
	accountCode(),
	field('Billing Notes', 'billing-note', text(65535)),
	...accountSegments(),
	budgetPeriod(),
];

/** Where, what and when of the one tax that is in the row itself. */
export const lineTaxDetails = (): ColumnDraft[] => [
	extra('Line Tax Location'),
	field('Line Tax Description', 'tax-lines.0.description', text(255)),
	extra('Line Tax Supply Date', { kind: 'dateTime' }),
];

export const lineNumber = (): ColumnDraft => field('Line Number', 'line-num', integer);
