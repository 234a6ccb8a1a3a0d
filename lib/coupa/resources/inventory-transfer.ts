import type { Entry } from './entry';

export const inventoryTransfer: Entry = {
	name: 'inventoryTransfer',
	one: 'inventory transfer',
	many: 'inventory transfers',
	path: '/api/inventory_transfers',
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
	scopes: { read: 'core.inventory.transfer.read', write: 'core.inventory.transfer.write' },
	reads: ['get', 'getMany', 'changed'],
	newestFirst: true,
	// The table also requires an RFID tag, which belongs to some warehouses only. An update changes the exported flag alone.
	writes: { create: { kind: 'create', without: ['type', 'exported'], always: { type: 'InventoryTransfer' }, source: 'page 0254' } },
	exported: { sentIn: 'query', canBeCleared: true, source: 'rules.md §5; page 0254' },
	source: 'page 0254; scope map',
};
