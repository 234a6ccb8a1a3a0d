import type { Entry } from './entry';

export const supplierItem: Entry = {
	name: 'supplierItem',
	one: 'supplier item',
	many: 'supplier items',
	path: '/api/supplier_items',
	definition: 'SupplierItem',
	key: { attribute: 'supplier-part-num', label: 'Part Number', placeholder: 'e.g. 99847490' },
	named: ['supplier-part-num', 'supplier.name', 'item.name'],
	simplified: [
		...['supplier-part-num', 'supplier-aux-part-num', 'item.id', 'item.item-number', 'item.name', 'supplier.number', 'supplier.name'],
		...['price', 'currency.code', 'preferred', 'contract.number', 'contract.name', 'lead-time'],
		...['minimum-order-quantity', 'order-increment', 'manufacturer', 'savings-pct'],
	],
	scopes: { read: 'core.catalog.read', write: 'core.catalog.write' },
	reads: ['get', 'getMany', 'changed'],
	writes: {
		create: { kind: 'create', needs: ['supplier', 'supplier-part-num', 'item'], source: 'pages 0082, 0083' },
		update: { kind: 'update', source: 'page 0082' },
		delete: { kind: 'delete', source: 'page 0082' },
	},
	source: 'pages 0082, 0083',
};
