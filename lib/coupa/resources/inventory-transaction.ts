import type { Entry } from './entry';

export const inventoryTransaction: Entry = {
	name: 'inventoryTransaction',
	one: 'inventory transaction',
	many: 'inventory transactions',
	path: '/api/inventory_transactions',
	definition: 'InventoryTransaction',
	named: ['type', 'item.name', 'quantity', 'total'],
	simplified: [
		...['type', 'status', 'transaction-date', 'order-line.order-header-number', 'order-line.line-num', 'item.item-number', 'item.name'],
		...['quantity', 'uom.code', 'price', 'total', 'currency.code', 'account.code', 'match-reference', 'original-transaction-id'],
		...['voided-value', 'exported'],
	],
	scopes: { read: 'core.inventory.transaction.read', write: null },
	// Release 39 wrote them as well; the current page knows reading only.
	reads: ['get', 'getMany', 'changed'],
	newestFirst: true,
	source: 'rules.md §15; page 0249',
};
