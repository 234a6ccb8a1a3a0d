import type { Entry } from './entry';

export const warehouseLocation: Entry = {
	name: 'warehouseLocation',
	one: 'warehouse location',
	many: 'warehouse locations',
	path: '/api/warehouses/:id/locations',
	below: { of: ['warehouse'], list: 'locations' },
	definition: 'WarehouseLocation',
	named: ['label', 'aisle', 'level', 'bin'],
	simplified: ['label', 'active', 'aisle', 'level', 'bin', 'warehouse-id', 'warehouse-name'],
	scopes: { read: 'core.inventory.common.read', write: 'core.inventory.common.write' },
	reads: ['get', 'getMany'],
	writes: {
		create: { kind: 'create', mark: '✔39', source: 'R39; page 0231 (elements)' },
		update: { kind: 'update', mark: '✔39', source: 'R39; page 0231 (elements)' },
		delete: { kind: 'delete', mark: '✔39', source: 'R39; page 0231 (elements)' },
	},
	mark: '✔39',
	source: 'R39; page 0231 (elements)',
};
