import type { Entry } from './entry';

export const item: Entry = {
	name: 'item',
	one: 'item',
	many: 'items',
	path: '/api/items',
	definition: 'Item',
	key: { attribute: 'item-number', label: 'Number', placeholder: 'e.g. FX-2040' },
	named: ['item-number', 'name'],
	simplified: [
		...['item-number', 'name', 'description', 'active', 'item-type', 'commodity.name', 'uom.code', 'manufacturer-name'],
		...['manufacturer-part-number', 'storage-uom.code', 'storage-quantity', 'consumption-uom.code', 'consumption-quantity'],
		...['require-asset-tag', 'require-inspection'],
	],
	scopes: {
		read: 'core.item.read',
		write: 'core.item.write',
		below: { supplier_items: { read: 'core.catalog.read', write: 'core.catalog.write' } },
		also: ['core.catalog.read'],
	},
	reads: ['get', 'getMany', 'changed'],
	uniqueKey: true,
	writes: {
		// The table also requires manufacturer, weights and packing, which belong to some items only.
		create: { kind: 'create', needs: ['name', 'description'], source: 'page 0057' },
		update: { kind: 'update', source: 'page 0057' },
	},
	source: 'page 0057',
};
