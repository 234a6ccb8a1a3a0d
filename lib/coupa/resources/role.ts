import type { Entry } from './entry';

export const role: Entry = {
	name: 'role',
	one: 'role',
	many: 'roles',
	path: '/api/roles',
	definition: 'Role',
	key: { attribute: 'name', label: 'Name', placeholder: 'e.g. Buyer' },
	named: ['name', 'description'],
	simplified: ['name', 'description', 'omnipotent', 'system-role'],
	scopes: { read: 'core.common.read', write: 'core.common.write', also: ['core.roles.read_write'] },
	reads: ['get', 'getMany', 'changed'],
	writes: {
		create: { kind: 'create', description: 'Create a custom role', needs: ['name'], mark: '~', source: 'scope map' },
		update: { kind: 'update', description: 'Change a custom role', mark: '~', source: 'scope map' },
	},
	mark: '~',
	source: 'scope map; scopes of 2026; R39 (elements)',
};
