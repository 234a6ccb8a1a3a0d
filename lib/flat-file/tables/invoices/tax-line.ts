import { decimal, extra, field, integer, key, rowKind, text } from '../../drafts';
import { invoiceNumberKey, known } from './shared';

const withholding = { path: 'type', is: 'WithholdingTaxLine' };

/** The `Invoice Tax Line` rows: taxes of a line, of a charge, or of the whole invoice (csv/invoices_import.json). */
export const invoiceTaxLineRows = rowKind(
	{
		name: 'Invoice Tax Line',
		level: 2,
		homes: [
			{ lists: ['invoice-lines', 'withholding-tax-lines'], where: withholding },
			{ lists: ['invoice-lines', 'tax-lines'] },
			{ lists: ['invoice-charges', 'tax-lines'] },
			{ lists: ['withholding-tax-lines'], where: withholding },
			{ lists: ['tax-lines'] },
		],
		keyColumns: ['Invoice Number'],
		before: 1,
		source: '0406, R35',
	},
	[
		invoiceNumberKey(),
		key(1, 'Invoice Line Number', 'line-num', integer),
		key(1, 'Invoice Charge Number', '#', integer, { note: 'counts the charges of the invoice from 1; it is not a line number' }),
		extra('Line Number', integer, 'place of the tax line itself; Coupa’s API keeps the order of the list'),
		known('taxLine', 'amount', { header: 'Tax Amount' }),
		known('taxLine', 'rate'),
		field('Tax Code', 'tax-code.code', text(255)),
		field('Tax Rate Type', 'tax-rate-type.description', text(255)),
		extra('Tax Location'),
		field('Tax Description', 'description', text(255)),
		extra('Tax Supply Date', { kind: 'dateTime' }),
		known('taxLine', 'taxable-amount'),
		field('Type', 'type', text(255), { allowed: ['TaxLine', 'WithholdingTaxLine'] }),
		field('Base Amount', 'base', decimal(30, 4)),
	],
);
