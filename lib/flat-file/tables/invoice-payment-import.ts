import { boolean, dateTime, decimal, extra, field, integer, rowKind, text } from '../drafts';
import type { FlatFileTable } from '../table';

/**
 * Payments from the ERP, one row each, in the layout of Coupa's Invoice Payment Import (csv/invoice_payment_import.json). A row is the invoice
 * as the ERP names it, with the one payment in `payments`.
 */
export const invoicePaymentImport: FlatFileTable = {
	name: 'invoicePaymentImport',
	title: 'Payments (Invoice Payment Import)',
	fileStem: 'InvoicePayments',
	kindColumn: null,
	lists: [],
	identity: [['id']],
	xml: null,
	trimmed: true,
	everyLine: true,
	rowKinds: [
		rowKind(
			{ name: 'Payment', level: 0, keyColumns: ['Invoice Number', 'Invoice ID'], source: '0407' },
			[
				field('Supplier Name', 'supplier.name', text(100)),
				field('Supplier Number', 'supplier.number', text(255)),
				field('Invoice Number', 'invoice-number', text(), { note: 'required by the document, which lets the Invoice ID stand in for it' }),
				field('Invoice Date', 'invoice-date', dateTime),
				field('Invoice ID', 'id', integer),
				extra('Expense Report Id', text(), 'an expense report is another object'),
				field('Paid', 'paid', boolean),
				field('Paid-in-Full Date', 'payment-date', dateTime),
				field('Paid-in-Full Note', 'payment-notes', text(255)),
				field('Check Amount Paid', 'payments.0.amount-paid', decimal(32, 4)),
				field('Check # / Note', 'payments.0.notes', text(255)),
				field('Check Payment Date', 'payments.0.payment-date', dateTime),
				extra('Category', text(), 'only on page 0416 and in R35; output only in the API'),
			],
			[field('Currency', 'currency.code', text(), { source: 'API', note: 'the loader has none: where it is there, it is checked' })],
		),
	],
};
