import type { Entry } from './entry';

export const purchaseOrderLine: Entry = {
	name: 'purchaseOrderLine',
	one: 'purchase order line',
	many: 'purchase order lines',
	path: '/api/purchase_order_lines',
	definition: 'OrderLine',
	simplified: ['line-num', 'status', 'description', 'quantity', 'price', 'total'],
	scopes: { read: 'core.purchase_order.read', write: 'core.purchase_order.write' },
	reads: ['changed'],
	statusSpellings: ['cancelled', 'canceled'],
	source: 'rules.md §6; page 0240',
};
