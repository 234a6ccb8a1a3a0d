import type { Entry } from './entry';

export const inventoryAdjustment: Entry = {
	name: 'inventoryAdjustment',
	one: 'inventory adjustment',
	many: 'inventory adjustments',
	path: '/api/inventory_adjustments',
	definition: 'InventoryTransaction',
	named: ['item.name', 'quantity', 'transaction-date'],
	simplified: [
		...['type', 'status', 'item.item-number', 'item.name', 'quantity', 'uom.code', 'price', 'total', 'currency.code', 'transaction-date'],
		...[
			'from-warehouse-location.warehouse-name',
			'to-warehouse-location.warehouse-name',
			'account.code',
			'notes',
			'exported',
			'last-exported-at',
		],
	],
	days: ['transaction-date'],
	scopes: { read: 'core.inventory.adjustment.read', write: 'core.inventory.adjustment.write' },
	reads: ['get', 'getMany', 'changed'],
	newestFirst: true,
	// The table also requires an RFID tag, which belongs to some warehouses only. An update changes the exported flag alone.
	writes: { create: { kind: 'create', without: ['type', 'exported'], always: { type: 'InventoryAdjustment' }, source: 'page 0251' } },
	exported: { sentIn: 'query', canBeCleared: true, source: 'rules.md §5; page 0251' },
	source: 'page 0251; scope map',
};
