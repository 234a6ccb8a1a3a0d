import type { Entry } from './entry';

export const shippingTerm: Entry = {
	name: 'shippingTerm',
	one: 'shipping term',
	many: 'shipping terms',
	path: '/api/shipping_terms',
	definition: 'ShippingTerm',
	key: { attribute: 'code', label: 'Code', placeholder: 'e.g. DAP' },
	named: ['code', 'description'],
	simplified: ['code', 'description', 'active', { key: 'content-group-names', list: 'content-groups', field: 'name' }],
	scopes: { read: 'core.common.read', write: 'core.common.write' },
	reads: ['get', 'getMany', 'changed'],
	uniqueKey: true,
	writes: {
		create: { kind: 'create', needs: ['code'], source: 'page 0073' },
		update: { kind: 'update', source: 'page 0073' },
	},
	source: 'page 0073',
};
