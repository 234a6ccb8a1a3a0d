import { boolean, decimal, extra, field, rowKind, text } from '../../drafts';
import { accounting, documentKeys, known, lineNumber, lineTax, lineTaxDetails } from './shared';

const merged = { source: '0406 merged table' };

/** The `Invoice Charge` rows: freight, handling and miscellaneous charges (csv/invoices_import.json). */
export const invoiceChargeRows = rowKind(
	{
		name: 'Invoice Charge',
		level: 1,
		homes: [{ lists: ['invoice-charges'] }],
		keyColumns: ['Invoice Number'],
		before: 1,
		source: '0406, R35',
	},
	[
		...documentKeys(),
		lineNumber(),
		field('Type*', 'type', text(255), { allowed: ['InvoiceShippingCharge', 'InvoiceHandlingCharge', 'InvoiceMiscCharge'] }),
		field('Description', 'description', text(1550)),
		known('charge', 'total'),
		known('charge', 'pct'),
		lineTax('Line Tax Amount', 'amount'),
		lineTax('Tax Rate', 'rate'),
		field('Tax Code', 'tax-lines.0.tax-code.code', text(255)),
		field('Tax Rate Type', 'tax-lines.0.tax-rate-type.description', text(255)),
		...lineTaxDetails(),
		...accounting(),
	],
	[
		lineTax('Line Tax Rate', 'rate', { ...merged, note: 'second spelling of Tax Rate' }),
		field('Line Tax Code', 'tax-lines.0.tax-code.code', text(255), { ...merged, note: 'second spelling of Tax Code' }),
		field('Line Tax Rate Type', 'tax-lines.0.tax-rate-type.description', text(255), {
			...merged,
			note: 'second spelling of Tax Rate Type',
		}),
		{ ...extra('Exempt from Tax?', boolean), ...merged },
		{ ...extra('Reverse Charge?', boolean), ...merged },
		{ ...extra('Out of Scope?', boolean), ...merged },
		{ ...extra('Line Nature of Tax'), ...merged },
		field('Line Product Tax Classification', 'tax-lines.0.product-tax-classification', text(3), merged),
		{ ...extra('Bulk Price Conversion Numerator', decimal(30, 6)), source: 'R35' },
		{ ...extra('Bulk Price Conversion Denominator', decimal(30, 6)), source: 'R35' },
	],
);
