import { decimal, extra, field, integer, key, marker, rowKind, text } from '../table';

/** The `Invoice Tax Line` rows: taxes of a line, of a charge, or of the whole invoice (csv/invoices_import.json). */
export const invoiceTaxLineRows = rowKind(
	'Invoice Tax Line',
	'Invoice Number',
	[
		marker('Invoice Tax Line'),
		key('Invoice Number*', text(40)),
		key('Invoice Line Number', integer),
		key('Invoice Charge Number', integer, { note: 'counts the charges of the invoice from 1; it is no line number' }),
		extra('Line Number', integer, 'place of the tax line itself; Coupa’s API keeps the order of the list'),
		field('Tax Amount', 'amount', decimal(32, 4), { required: true }),
		field('Tax Rate', 'rate', decimal(16, 10)),
		field('Tax Code', 'tax-code.code', text(255)),
		field('Tax Rate Type', 'tax-rate-type.description', text(255)),
		extra('Tax Location'),
		field('Tax Description', 'description', text(255)),
		extra('Tax Supply Date', { kind: 'dateTime' }),
		field('Taxable Amount', 'taxable-amount', decimal(32, 4)),
		field('Type', 'type', text(255), { allowed: ['TaxLine', 'WithholdingTaxLine'] }),
		field('Base Amount', 'base', decimal(30, 4)),
	],
	[],
	'0406, R35',
);
