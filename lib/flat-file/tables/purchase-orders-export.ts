import { at, computed, decimal, field, integer, rowKind, text } from '../drafts';
import type { FlatFileTable } from '../table';
import { accountColumns, deletedColumn, headerByName, headerColumns, lineColumns, openColumns, orderKeys } from './purchase-order-columns';
import { customFieldPlaceholders } from './shared';

const source = '0346';

/**
 * Purchase orders in the layout of Coupa's Purchase Orders Export (csv/purchase_orders_export.json): Header, Line and Line
 * Split rows, distinguished by the first column `type`; every row is padded to the same number of columns (0306). The name of
 * the split rows is documented for the invoice export only. Columns of their own, written when they are named: `po-number`
 * and `currency` of the order; of the line whether it was deleted, open quantities and amounts.
 */
export const purchaseOrdersExport: FlatFileTable = {
	name: 'purchaseOrdersExport',
	title: 'Purchase orders (Purchase Orders Export)',
	fileStem: 'PurchaseOrders',
	kindColumn: 'type',
	lists: ['order-lines', 'account-allocations'],
	identity: [['id'], ['id', 'line-num'], ['id']],
	xml: { list: 'order-headers', record: 'order-header' },
	rowKinds: [
		rowKind({ name: 'Header', level: 0, keyColumns: ['id'], before: 1, source }, headerColumns, headerByName),
		rowKind(
			{ name: 'Line', level: 1, keyColumns: ['line-number', 'order-header-id'], before: 1, source },
			[...lineColumns, ...customFieldPlaceholders()],
			[field('match-type', 'match-type', text()), ...orderKeys(), deletedColumn(), ...openColumns()],
		),
		rowKind(
			{
				name: 'Line Split',
				level: 2,
				keyColumns: ['order-line-num', 'order-header-id'],
				alsoNamed: ['Line Allocation', 'Account Allocation'],
				before: 1,
				source,
			},
			[
				at(0, field('order-header-id', 'id', integer, { required: true })),
				at(1, field('order-line-id', 'id', integer)),
				at(1, field('order-line-num', 'line-num', text(), { required: true })),
				field('account-allocation-id', 'id', integer),
				computed('account-allocation-sequence', [], (_, position) => String(position), 'counts the splits of a line'),
				field('account-allocation-amount', 'amount', decimal()),
				field('account-allocation-percent', 'pct', decimal()),
				field('account-code', 'account.code', text()),
				field('account-active', 'account.active', { kind: 'boolean', digits: true }, { note: 'documented as integer(1)' }),
				...accountColumns(),
				...customFieldPlaceholders(),
			],
		),
	],
};
