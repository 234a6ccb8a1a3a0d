import type { Entry } from './entry';

export const warehouse: Entry = {
	name: 'warehouse',
	one: 'warehouse',
	many: 'warehouses',
	path: '/api/warehouses',
	definition: 'Warehouse',
	key: { attribute: 'name', label: 'Name', placeholder: 'e.g. Hamburg Central' },
	named: ['name', 'description'],
	simplified: [
		...['name', 'description', 'active-flag', 'warehouse-type.name', 'currency.code', 'address.name', 'address.city'],
		{ key: 'location-labels', list: 'warehouse-locations', field: 'label' },
	],
	scopes: { read: 'core.inventory.common.read', write: 'core.inventory.common.write' },
	reads: ['get', 'getMany', 'changed'],
	writes: {
		create: {
			kind: 'create',
			needs: ['name', 'description', 'warehouse-type', 'address', 'currency'],
			mark: '✔39',
			source: 'R39; page 0230 (elements)',
		},
		update: { kind: 'update', mark: '✔39', source: 'R39; page 0230 (elements)' },
	},
	mark: '✔39',
	source: 'R39; page 0230 (elements)',
};
