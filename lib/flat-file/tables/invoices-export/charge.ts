import { at, boolean, dateTime, decimal, field, integer, text } from '../../drafts';
import type { ColumnDraft } from '../../table';
import { segments } from '../shared';
import { notInApi, same, split } from './shared';

/** Columns of the Charge rows (csv/invoices_export.json; 0327). */
export const chargeColumns: ColumnDraft[] = [
	at(0, field('invoice-id', 'id', integer, { required: true })),
	field('invoice-charge-id', 'id', integer),
	field('line-type', 'type', text()),
	...same(dateTime, 'created-at', 'updated-at'),
	...same(decimal(), 'total'),
	...notInApi('percent'),
	...same(decimal(), 'accounting-total'),
	field('accounting-total-currency', 'accounting-total-currency.code', text()),
	...same(integer, 'line-num'),
	...same(text(), 'description'),
	...notInApi('tax-rate', 'tax-location', 'tax-code', 'tax-amount', 'total-tax', 'tax-description', 'tax-supply-date'),
	field('account-code', 'account.code', text()),
	field('account-active', 'account.active', boolean),
	...notInApi('billing-notes'),
	...segments((number) => `segment-${number}`, 'account.'),
	field('account-name', 'account.name', text()),
	field('created-by-email', 'created-by.email', text()),
	field('created-by-employee-number', 'created-by.employee-number', text()),
	field('created-by-login', 'created-by.login', text()),
	field('updated-by-email', 'updated-by.email', text()),
	field('updated-by-employee-number', 'updated-by.employee-number', text()),
	field('updated-by-login', 'updated-by.login', text()),
];

/** Columns of the Charge Split rows: account allocations of a charge. */
export const chargeSplitColumns: ColumnDraft[] = [
	at(0, field('invoice-id', 'id', integer, { required: true })),
	at(1, field('invoice-charge-id', 'id', integer, { required: true })),
	at(1, field('line-num', 'line-num', text())),
	...split,
	...notInApi('currency_code', 'accounting-total', 'accounting_currency'),
];
