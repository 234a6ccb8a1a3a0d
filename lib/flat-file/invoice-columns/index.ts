import type { FlatFileFormat } from '../table';
import { accountAllocationRows } from './allocation';
import { invoiceChargeRows } from './charge';
import { invoiceHeaderRows } from './header';
import { invoiceLineRows } from './line';
import { tagRows } from './tag';
import { invoiceTaxLineRows } from './tax-line';

export { accountAllocationRows, invoiceChargeRows, invoiceHeaderRows, invoiceLineRows, invoiceTaxLineRows, tagRows };

/** Coupa's Invoices Import file, all row kinds and every documented column (csv/invoices_import.json). */
export const invoicesImport: FlatFileFormat = {
	name: 'Invoices Import',
	rowKinds: [invoiceHeaderRows, invoiceLineRows, invoiceChargeRows, accountAllocationRows, invoiceTaxLineRows, tagRows],
	foreignKinds: {
		'Invoice Header Assignment': 'assigns invoices to people and belongs to a loader of its own; send it in a separate file',
	},
};
