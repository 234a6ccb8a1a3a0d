import type { Action } from '../entry/action';
import type { Entry } from './entry';

/** The status of a line has no documented values, and no other attribute shows for what it is closed: nobody can tell after a lost answer. */
const stepOfLine = (action: Pick<Action, 'title' | 'description' | 'step'>): Action => ({ ...action, isDone: null, source: 'page 0240' });

export const purchaseOrderLine: Entry = {
	name: 'purchaseOrderLine',
	one: 'purchase order line',
	many: 'purchase order lines',
	path: '/api/purchase_order_lines',
	definition: 'OrderLine',
	named: ['order-header-number', 'line-num', 'description'],
	simplified: [
		...['order-header-number', 'line-num', 'status', 'type', 'description', 'item.item-number', 'quantity', 'uom.code', 'price', 'total'],
		...['currency.code', 'account.code', 'supplier.name', 'need-by-date', 'received', 'invoiced', 'match-type'],
	],
	days: ['need-by-date'],
	scopes: { read: 'core.purchase_order.read', write: 'core.purchase_order.write' },
	reads: ['get', 'getMany', 'changed'],
	newestFirst: true,
	statusSpellings: ['cancelled', 'canceled'],
	writes: { delete: { kind: 'delete', source: 'page 0240' } },
	actions: {
		softCloseForReceiving: stepOfLine({
			title: 'Soft Close for Receiving',
			description: 'Take no more receipts for a line',
			step: 'soft_close_for_receiving',
		}),
		softCloseForInvoicing: stepOfLine({
			title: 'Soft Close for Invoicing',
			description: 'Take no more invoices for a line',
			step: 'soft_close_for_invoicing',
		}),
		reopenForReceiving: stepOfLine({
			title: 'Reopen for Receiving',
			description: 'Take receipts for a line again',
			step: 'reopen_for_receiving',
		}),
		reopenForInvoicing: stepOfLine({
			title: 'Reopen for Invoicing',
			description: 'Take invoices for a line again',
			step: 'reopen_for_invoicing',
		}),
	},
	source: 'rules.md §6; page 0240',
};
