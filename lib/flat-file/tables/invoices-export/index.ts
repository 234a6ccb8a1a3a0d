import { rowKind } from '../../drafts';
import type { FlatFileTable } from '../../table';
import { chargeColumns, chargeSplitColumns } from './charge';
import { headerColumns } from './header';
import { lineColumns, lineSplitColumns } from './line';
import { taxColumns, withholdingColumns } from './tax';

const source = '0327';

/**
 * Invoices in the layout of Coupa's Invoices Export, which it writes itself for invoices that are approved or voided and not exported
 * (csv/invoices_export.json): the rows of an invoice, its lines, charges, their splits and taxes, distinguished by the first column `type`; every row
 * is padded to the same number of columns (0306). Matching allocations, failed tolerances, reconciliation lines and InvoicePayable rows are left out:
 * the first three are no part of the invoice in Coupa's API or have no row type, the last belong to Coupa Pay.
 */
export const invoicesExport: FlatFileTable = {
	name: 'invoicesExport',
	title: 'Invoices (Invoices Export)',
	fileStem: 'Invoices',
	kindColumn: 'type',
	lists: ['invoice-lines', 'account-allocations'],
	identity: [['id'], ['id', 'line-num'], ['id']],
	xml: { list: 'invoice-headers', record: 'invoice-header' },
	rowKinds: [
		rowKind({ name: 'Header', level: 0, keyColumns: ['id'], before: 1, source }, headerColumns),
		rowKind({ name: 'Line', level: 1, keyColumns: ['invoice-id', 'invoice-line-id'], before: 1, source }, lineColumns),
		rowKind({ name: 'Line Split', level: 2, keyColumns: ['invoice-id', 'invoice-line-id'], before: 1, source }, lineSplitColumns),
		rowKind(
			{
				name: 'Charge',
				level: 1,
				homes: [{ lists: ['invoice-charges'] }],
				keyColumns: ['invoice-id', 'invoice-charge-id'],
				before: 1,
				source,
			},
			chargeColumns,
		),
		rowKind(
			{
				...{ name: 'Charge Split', level: 2, homes: [{ lists: ['invoice-charges', 'account-allocations'] }] },
				...{ keyColumns: ['invoice-id', 'invoice-charge-id'], before: 1, source },
			},
			chargeSplitColumns,
		),
		rowKind(
			{
				...{ name: 'Tax', level: 2, keyColumns: ['invoice-id'], before: 1, source },
				homes: [{ lists: ['invoice-lines', 'tax-lines'] }, { lists: ['invoice-charges', 'tax-lines'] }, { lists: ['tax-lines'] }],
			},
			taxColumns,
		),
		rowKind(
			{
				...{ name: 'Witholding', alsoNamed: ['Withholding'], level: 2, keyColumns: ['invoice-id'], before: 1, source },
				homes: [{ lists: ['invoice-lines', 'withholding-tax-lines'] }, { lists: ['withholding-tax-lines'] }],
			},
			withholdingColumns,
		),
	],
};
