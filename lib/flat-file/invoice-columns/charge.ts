import { boolean, decimal, extra, field, marker, rowKind, text } from '../table';
import { accounting, documentKeys, lineNumber, lineTaxDetails } from './shared';

const merged = { source: '0406 merged table' };

/** The `Invoice Charge` rows: freight, handling and miscellaneous charges (csv/invoices_import.json). */
export const invoiceChargeRows = rowKind(
	'Invoice Charge',
	'Invoice Number',
	[
		marker('Invoice Charge'),
		...documentKeys(),
		lineNumber(),
		field('Type*', 'type', text(255), { allowed: ['InvoiceShippingCharge', 'InvoiceHandlingCharge', 'InvoiceMiscCharge'] }),
		field('Description', 'description', text(1550)),
		field('Total*', 'total', decimal(30, 4)),
		field('Percent', 'pct', decimal(16, 10)),
		field('Line Tax Amount', 'tax-lines.0.amount', decimal(32, 4)),
		field('Tax Rate', 'tax-lines.0.rate', decimal(16, 10)),
		field('Tax Code', 'tax-lines.0.tax-code.code', text(255)),
		field('Tax Rate Type', 'tax-lines.0.tax-rate-type.description', text(255)),
		...lineTaxDetails(),
		...accounting(),
	],
	[
		field('Line Tax Rate', 'tax-lines.0.rate', decimal(16, 10), { ...merged, note: 'second spelling of Tax Rate' }),
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
	'0406, R35',
);
