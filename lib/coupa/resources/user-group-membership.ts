import type { Entry } from './entry';

export const userGroupMembership: Entry = {
	name: 'userGroupMembership',
	one: 'user group membership',
	many: 'user group memberships',
	path: '/api/user_group_memberships',
	definition: 'UserGroupMembership',
	named: ['user-group.name', 'user.login'],
	simplified: ['user-group-id', 'user-group-type', 'user-group.name', 'user-id', 'user.login', 'user.fullname', 'owner', 'participant'],
	scopes: { read: 'core.user_group.read', write: 'core.user_group.write' },
	reads: ['get', 'getMany', 'changed'],
	writes: {
		create: { kind: 'create', source: 'page 0102' },
		update: { kind: 'update', source: 'page 0102' },
		delete: { kind: 'delete', mark: '✔39', source: 'R39' },
	},
	source: 'page 0102',
};
