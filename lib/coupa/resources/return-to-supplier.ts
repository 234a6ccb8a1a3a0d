import type { Entry } from './entry';

export const returnToSupplier: Entry = {
	name: 'returnToSupplier',
	one: 'return to supplier',
	many: 'returns to suppliers',
	path: '/api/return_to_supplier_transactions',
	definition: 'InventoryTransaction',
	named: ['order-line.order-header-number', 'type', 'quantity', 'total'],
	simplified: [
		...['type', 'status', 'transaction-date', 'order-line.order-header-number', 'order-line.line-num', 'item.item-number', 'item.name'],
		...['quantity', 'uom.code', 'price', 'total', 'currency.code', 'reason-insight.code', 'match-reference', 'original-transaction-id'],
		...['created-by.login', 'exported'],
	],
	scopes: { read: 'core.inventory.return_to_supplier.read', write: 'core.inventory.return_to_supplier.write' },
	reads: ['get', 'getMany', 'changed'],
	newestFirst: true,
	// The page says of PATCH that it writes this flag only, and of PUT, its twin, nothing: so nothing else is offered.
	exported: { sentIn: 'query', canBeCleared: true, source: 'pages 0016, 0257' },
	source: 'pages 0249, 0257',
};
