import type { FlatFileTable } from '../../table';
import { accountAllocationRows } from './allocation';
import { invoiceChargeRows } from './charge';
import { invoiceHeaderRows } from './header';
import { invoiceLineRows } from './line';
import { tagRows } from './tag';
import { invoiceTaxLineRows } from './tax-line';

export { accountAllocationRows, invoiceChargeRows, invoiceHeaderRows, invoiceLineRows, invoiceTaxLineRows };
export { segmentColumn } from './shared';

/** Coupa's Invoices Import file, all row kinds and every documented column (csv/invoices_import.json). */
export const invoicesImport: FlatFileTable = {
	name: 'invoicesImport',
	title: 'Invoices Import',
	fileStem: 'Invoices',
	kindColumn: 'kind',
	lists: ['invoice-lines', 'account-allocations'],
	identity: [['invoice-number'], ['line-num', '#']],
	// Charges are counted in file order; a line without number, too.
	numbered: { 'invoice-lines': 'line-num', 'invoice-charges': '#' },
	inlined: { list: 'tax-lines', implied: { path: 'type', is: 'TaxLine' } },
	xml: null,
	trimmed: true,
	rowKinds: [invoiceHeaderRows, invoiceLineRows, invoiceChargeRows, accountAllocationRows, invoiceTaxLineRows, tagRows],
	foreignKinds: {
		'Invoice Header Assignment': 'assigns invoices to people and belongs to a loader of its own; send it in a separate file',
	},
};
