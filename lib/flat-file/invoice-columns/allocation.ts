import { accountSegments, decimal, field, integer, key, marker, rowKind, text } from '../table';
import { accountCode, accountName, budgetPeriod } from './shared';

/** The `Account Allocation` rows: how one line is split over accounts (csv/invoices_import.json). */
export const accountAllocationRows = rowKind(
	'Account Allocation',
	'Invoice Number',
	[
		marker('Account Allocation'),
		key('Invoice Number*', text(40)),
		key('Invoice Line Number*', integer),
		field('Amount', 'amount', decimal(32, 4)),
		field('Percent', 'pct', decimal(16, 10)),
		budgetPeriod(),
		accountName(),
		accountCode(),
		...accountSegments(),
	],
	[],
	'0406, R35',
);
