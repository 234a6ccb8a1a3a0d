import { textAt } from '../../core';
import { at, computed, dateTime, decimal, extra, field, integer, text } from '../drafts';
import type { ColumnDraft } from '../table';
import { DELETED_NEEDS, isDeleted, openAmount, openQuantity, OPEN_NEEDS } from './order-amounts';
import { person, segments } from './shared';

/** The order's number and state in the rows of its lines; the documents name only its id (csv/purchase_orders_export.json). */
export const orderKeys = (): ColumnDraft[] => [
	at(0, field('po-number', 'po-number', text(), { note: 'differs from the id for external purchase orders' })),
	at(
		0,
		field('order-header-status', 'status', text(), {
			note: 'issued, closed, cancelled or canceled, soft_closed …: both spellings occur (rules.md §6)',
		}),
	),
	at(0, field('order-header-version', 'version', integer)),
	at(0, field('order-header-updated-at', 'updated-at', dateTime)),
];

export const orderSupplier = (): ColumnDraft[] => [
	at(0, field('supplier-id', 'supplier.id', integer)),
	at(0, field('supplier-name', 'supplier.name', text())),
	at(0, field('supplier-number', 'supplier.number', text())),
];

/** Whether the line was deleted in Coupa; blank where Coupa does not show its status. Worked out, so read back it is passed over. */
export const deletedColumn = (): ColumnDraft =>
	computed(
		'deleted',
		DELETED_NEEDS,
		(records) => (textAt(records[1], 'status') === undefined ? '' : isDeleted(records[1] ?? {}) ? 'Yes' : 'No'),
		'whether status is deleted',
	);

/** Ordered less received, ordered less invoiced: worked out, so read back they are passed over. */
export const openColumns = (): ColumnDraft[] => [
	computed('open-quantity-to-receive', OPEN_NEEDS, (records) => openQuantity(records[1] ?? {}, 'received'), 'quantity - received'),
	computed('open-quantity-to-invoice', OPEN_NEEDS, (records) => openQuantity(records[1] ?? {}, 'invoiced'), 'quantity - invoiced'),
	computed(
		'open-amount-to-receive',
		OPEN_NEEDS,
		(records) => openAmount(records[1] ?? {}, 'received'),
		'total - received, or open units × price',
	),
	computed(
		'open-amount-to-invoice',
		OPEN_NEEDS,
		(records) => openAmount(records[1] ?? {}, 'invoiced'),
		'total - invoiced, or open units × price',
	),
];

export const accountColumns = (): ColumnDraft[] => [
	...segments((number) => `segment-${number}`, 'account.'),
	field('account-name', 'account.name', text()),
	field('account-type', 'account.account-type.name', text()),
];

export const headerColumns: ColumnDraft[] = [
	field('acknowledged-at', 'acknowledged-at', dateTime),
	field('created-at', 'created-at', dateTime),
	field('id', 'id', integer, { required: true }),
	field('status', 'status', text()),
	field('transmission-status', 'transmission-status', text()),
	field('updated-at', 'updated-at', dateTime),
	field('version', 'version', integer),
	field('internal-revision', 'internal-revision', integer),
	field('exported', 'exported', { kind: 'boolean' }),
	extra('accounting-total', decimal(), 'an order of Coupa’s API has none; its lines have'),
	extra('accounting-total-currency', text(), 'an order of Coupa’s API has none; its lines have'),
	...person('created-by', 'created-by'),
	field('requisition-id', 'requisition-header.id', integer),
	...person('requester', 'requester'),
	field('ship-to-attention', 'ship-to-attention', text()),
	field('ship-to-address-city', 'ship-to-address.city', text()),
	field('ship-to-address-id', 'ship-to-address.id', integer),
	field('ship-to-address-name', 'ship-to-address.name', text()),
	field('ship-to-address-postal-code', 'ship-to-address.postal-code', text()),
	field('ship-to-address-state', 'ship-to-address.state', text()),
	field('ship-to-address-street1', 'ship-to-address.street1', text()),
	field('ship-to-address-street2', 'ship-to-address.street2', text()),
	field('ship-to-address-country', 'ship-to-address.country.code', text(), {
		note: 'whether code or name is not documented: the code is written',
	}),
	...person('ship-to-user', 'ship-to-user'),
	...orderSupplier(),
	...person('updated-by', 'updated-by'),
	field('payment-terms-code', 'payment-term.code', text()),
	field('payment-terms-days-for-discount-payment', 'payment-term.days-for-discount-payment', integer),
	field('payment-terms-days-for-net-payment', 'payment-term.days-for-net-payment', integer),
	field('payment-terms-discount-rate', 'payment-term.discount-rate', decimal()),
	field('Shipping-terms-code', 'shipping-term.code', text()),
	extra('attachment-text-concat', text(), 'the order has no field for texts of attachments'),
];

/** Written and read only when they are named: the documents have no such header columns. */
export const headerByName: ColumnDraft[] = [
	field('po-number', 'po-number', text(), { note: 'differs from the id for external purchase orders' }),
	field('currency', 'currency.code', text()),
	field('payment-method', 'payment-method', text()),
	field('total', 'total', decimal()),
	field('supplier-site-code', 'supplier-site.code', text()),
	field('last-exported-at', 'last-exported-at', dateTime),
];

const linePerson = (label: string): ColumnDraft[] => person(label, label);

export const lineColumns: ColumnDraft[] = [
	field('accounting-total', 'accounting-total', decimal()),
	field('accounting-total-currency', 'accounting-total-currency.code', text()),
	field('created-at', 'created-at', dateTime),
	field('description', 'description', text()),
	field('id', 'id', integer),
	field('invoiced', 'invoiced', decimal()),
	extra('active-invoiced-amount', decimal(), 'a line of Coupa’s API has no total that includes invoices in approval'),
	field('line-number', 'line-num', text(), { required: true }),
	field('need-by-date', 'need-by-date', dateTime),
	at(0, field('order-header-id', 'id', integer, { required: true })),
	field('price', 'price', decimal()),
	field('quantity', 'quantity', decimal()),
	field('received', 'received', decimal()),
	field('source-part-num', 'source-part-num', text()),
	field('status', 'status', text()),
	field('sub-line-num', 'sub-line-num', integer),
	field('supp-aux-part-num', 'supp-aux-part-num', text()),
	field('total', 'total', decimal()),
	field('currency', 'currency.code', text()),
	field('type', 'type', text(), { note: 'second column of this name: the line class' }),
	field('updated-at', 'updated-at', dateTime),
	field('version', 'version', integer),
	field('account-code', 'account.code', text()),
	...accountColumns(),
	field('contract-id', 'contract.id', integer),
	field('contract-name', 'contract.name', text()),
	field('department', 'department.name', text()),
	...linePerson('created-by'),
	...orderSupplier(),
	field('uom', 'uom.code', text()),
	...linePerson('updated-by'),
	field('commodity', 'commodity.name', text()),
	field('requisition-line', 'requisition-line-id', text()),
];
