import {
	compare,
	HOLD_NEEDS,
	holdReasons,
	keysOf,
	parseDecimal,
	recordsAt,
	statusInWords,
	sumOf,
	textAt,
	type CoupaRecord,
} from '../../../core';
import { boolean, computed, dateTime, decimal, field, integer, rowKind, text } from '../../drafts';
import type { FlatFileTable } from '../../table';

/**
 * What became of invoices, one row each. Coupa's own feed of this kind, `Outgoing/InvoiceUpdates`, has the columns of its Invoices Export
 * (csv/invoices_export.json): the names here are those, as far as that has them.
 */
export const invoiceStatus: FlatFileTable = {
	name: 'invoiceStatus',
	title: 'Invoice status',
	fileStem: 'InvoiceStatus',
	kindColumn: null,
	lists: [],
	identity: [['id', 'invoice-number']],
	xml: null,
	rowKinds: [
		rowKind({ name: 'Invoice', level: 0, keyColumns: ['id', 'invoice-number'], source: 'column names of 0327' }, [
			field('id', 'id', integer, { required: true }),
			field('invoice-number', 'invoice-number', text(), { required: true }),
			field('invoice-date', 'invoice-date', dateTime),
			field('document-type', 'document-type', text()),
			field('supplier-number', 'supplier.number', text()),
			field('supplier-name', 'supplier.name', text()),
			field('status', 'status', text()),
			computed('status-in-words', ['status'], ([invoice]) => statusInWords(textAt(invoice, 'status') ?? ''), 'status as Coupa shows it'),
			computed('hold-reasons', HOLD_NEEDS, ([invoice = {}]) => holdReasons(invoice), 'tolerances that fail'),
			computed(
				'dispute-reasons',
				['dispute-reasons.code', 'dispute-reasons.description'],
				([invoice]) => named(recordsAt(invoice, 'dispute-reasons')),
				'description, or the code where there is none',
			),
			computed(
				'abandon-reason',
				['abandon-reason.code', 'abandon-reason.description'],
				([invoice]) => named(recordsAt([invoice?.['abandon-reason'] ?? null])),
				'description, or the code where there is none',
			),
			field('comments', 'comments', text()),
			field('currency', 'currency.code', text()),
			field('gross-total', 'gross-total', decimal()),
			field('paid', 'paid', boolean),
			computed('payment-date', ['payment-date', 'payments.payment-date'], ([invoice = {}]) => paymentDate(invoice), 'of the last payment'),
			computed('amount-paid', ['payments.amount-paid'], ([invoice = {}]) => amountPaid(invoice), 'sum of the payments'),
			field('payment-notes', 'payment-notes', text()),
			computed(
				'delivery-key',
				['internal-note'],
				([invoice = {}]) => keysOf(invoice).current.join(','),
				'key of the delivered invoice, from the import mark in the internal note',
			),
			field('updated-at', 'updated-at', dateTime),
		]),
	],
};

function named(reasons: CoupaRecord[]): string {
	return reasons.flatMap((reason) => textAt(reason, 'description') ?? textAt(reason, 'code') ?? []).join('; ');
}

function paymentDate(invoice: CoupaRecord): string {
	const dates = recordsAt(invoice, 'payments').flatMap((payment) => textAt(payment, 'payment-date') ?? []);
	return textAt(invoice, 'payment-date') ?? dates.sort(compare).at(-1) ?? '';
}

/** Blank while there is no payment, and where Coupa shows one without its amount. */
function amountPaid(invoice: CoupaRecord): string {
	const amounts = recordsAt(invoice, 'payments').map((payment) => parseDecimal(textAt(payment, 'amount-paid') ?? ''));
	const known = amounts.filter((amount) => amount !== null);
	return known.length === 0 || known.length < amounts.length ? '' : sumOf(known).toFixed();
}
