import type { Entry } from './entry';

export const commodity: Entry = {
	name: 'commodity',
	one: 'commodity',
	many: 'commodities',
	path: '/api/commodities',
	definition: 'Commodity',
	key: { attribute: 'name', label: 'Name', placeholder: 'e.g. Office Supplies' },
	simplified: [
		...['name', 'translated-name', 'active', 'parent.id', 'parent.name', 'category', 'subcategory', 'deductibility', 'preferred'],
		...['imported-from-taxonomy', 'children-count'],
	],
	scopes: { read: 'core.common.read', write: 'core.common.write', also: ['core.commodity.read'] },
	reads: ['get', 'getMany', 'changed'],
	uniqueKey: true,
	writes: {
		create: { kind: 'create', needs: ['name'], source: 'page 0138' },
		update: { kind: 'update', source: 'page 0138' },
	},
	source: 'page 0138; scopes of 2026',
};
