import type { Entry } from './entry';

export const lookup: Entry = {
	name: 'lookup',
	one: 'lookup',
	many: 'lookups',
	path: '/api/lookups',
	definition: 'Lookup',
	key: { attribute: 'name', label: 'Name', placeholder: 'e.g. Cost Center' },
	named: ['name', 'description'],
	simplified: ['name', 'description', 'active', 'fixed-depth', 'values-count', 'level-1-name', 'level-2-name', 'level-3-name'],
	scopes: { read: 'core.common.read', write: 'core.common.write', also: ['core.lookups.read_write'] },
	reads: ['get', 'getMany', 'changed'],
	writes: {
		create: { kind: 'create', needs: ['name'], mark: '✔39', source: 'R39' },
		update: { kind: 'update', mark: '✔39', source: 'R39' },
	},
	mark: '✔39',
	source: 'R39; scopes of 2026',
};
