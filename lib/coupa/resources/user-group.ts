import type { Entry } from './entry';

export const userGroup: Entry = {
	name: 'userGroup',
	one: 'user group',
	many: 'user groups',
	path: '/api/user_groups',
	definition: 'UserGroup',
	key: { attribute: 'name', label: 'Name', placeholder: 'e.g. Invoice Approvers' },
	named: ['name', 'description'],
	simplified: [
		...['name', 'description', 'active', 'can-approve', 'open', 'mention-name', 'type'],
		{ key: 'user-logins', list: 'users', field: 'login' },
		{ key: 'content-group-names', list: 'content-groups', field: 'name' },
	],
	scopes: { read: 'core.user_group.read', write: 'core.user_group.write' },
	reads: ['get', 'getMany', 'changed'],
	uniqueKey: true,
	writes: {
		create: { kind: 'create', needs: ['name'], source: 'page 0101' },
		update: { kind: 'update', source: 'page 0101' },
	},
	source: 'page 0101',
};
