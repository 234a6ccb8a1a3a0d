import { accountSegments, extra, field, integer, key, text, type ColumnDraft } from '../table';

/** The columns that tie a line or charge to its invoice. */
export const documentKeys = (): ColumnDraft[] => [
	key('Invoice Number*', text(40)),
	key('Supplier Name', text(100)),
	key('Supplier Number', text(255)),
];

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

/** Where, what and when of the one tax that stands in the row itself. */
export const lineTaxDetails = (): ColumnDraft[] => [
	extra('Line Tax Location'),
	field('Line Tax Description', 'tax-lines.0.description', text(255)),
	extra('Line Tax Supply Date', { kind: 'dateTime' }),
];

export const lineNumber = (): ColumnDraft => field('Line Number', 'line-num', integer);
