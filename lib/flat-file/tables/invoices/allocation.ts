import { integer, key, rowKind } from '../../drafts';
import { accountCode, accountName, accountSegments, budgetPeriod, invoiceNumberKey, known } from './shared';

/** The `Account Allocation` rows: how one line is split over accounts (csv/invoices_import.json). */
export const accountAllocationRows = rowKind(
	{
		name: 'Account Allocation',
		level: 2,
		homes: [{ lists: ['invoice-lines', 'account-allocations'] }],
		keyColumns: ['Invoice Number'],
		before: 1,
		source: '0406, R35',
	},
	[
		invoiceNumberKey(),
		key(1, 'Invoice Line Number*', 'line-num', integer),
		known('allocation', 'amount'),
		known('allocation', 'pct'),
		budgetPeriod(),
		accountName(),
		accountCode(),
		...accountSegments(),
	],
);
