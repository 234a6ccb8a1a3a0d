import type { Entry } from './entry';

export const purchaseOrder: Entry = {
	name: 'purchaseOrder',
	one: 'purchase order',
	many: 'purchase orders',
	path: '/api/purchase_orders',
	definition: 'OrderHeader',
	webPath: '/order_headers',
	key: { attribute: 'po-number', label: 'Number', placeholder: 'e.g. 70315' },
	named: ['po-number', 'status', 'supplier.name'],
	simplified: [
		...['po-number', 'status', 'transmission-status', 'version', 'internal-revision', 'supplier.name', 'supplier.number', 'currency.code'],
		...['total', 'payment-term.code', 'requester.login', 'ship-to-address.name', 'exported'],
		{ key: 'order-line-numbers', list: 'order-lines', field: 'line-num' },
	],
	newestFirst: true,
	scopes: { read: 'core.purchase_order.read', write: 'core.purchase_order.write' },
	reads: ['get', 'getMany', 'changed'],
	// Deleted lines come only when asked for (rules.md §6).
	changedQuery: [['show_deleted_lines', 'true']],
	// Those of the definition, and three that sample queries and third parties name.
	statuses: [
		...['buyer_hold', 'cancelled', 'closed', 'currency_hold', 'draft', 'error', 'expensed', 'exported', 'issued', 'supplier_hold'],
		...['supplier_window_hold', 'soft_closed', 'received', 'partially_received'],
	],
	// The list of statuses has two l, the sample queries one (rules.md §6 ⚠).
	statusSpellings: ['cancelled', 'canceled'],
	files: [
		{ table: 'purchaseOrdersExport', object: 'PurchaseOrders', description: 'Header, line and split rows' },
		{ table: 'purchaseOrderLines', object: 'PurchaseOrders', description: 'One row per line, with what is still open' },
	],
	source: 'rules.md §5, §6; pages 0024, 0233, 0346',
};
