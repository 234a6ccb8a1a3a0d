import type { Entry } from './entry';

export const user: Entry = {
	name: 'user',
	one: 'user',
	many: 'users',
	path: '/api/users',
	definition: 'User',
	key: { attribute: 'login', label: 'Login', placeholder: 'e.g. mara.lindt@example.com' },
	named: ['login', 'fullname', 'email'],
	simplified: [
		...['login', 'email', 'firstname', 'lastname', 'fullname', 'active', 'employee-number', 'department.name', 'manager.login'],
		...['default-account-type.name', 'default-account.code', 'default-currency.code', 'default-address.name', 'default-locale'],
		...['authentication-method', 'api-user', 'purchasing-user', 'invoicing-user', 'expense-user'],
		{ key: 'role-names', list: 'roles', field: 'name' },
		{ key: 'user-group-names', list: 'user-groups', field: 'name' },
	],
	scopes: { read: 'core.user.read', write: 'core.user.write' },
	reads: ['get', 'getMany', 'changed'],
	uniqueKey: true,
	// There is no Delete: a user who has left becomes inactive.
	writes: {
		create: { kind: 'create', needs: ['login', 'email', 'firstname', 'lastname'], source: 'page 0100' },
		update: { kind: 'update', source: 'page 0100' },
	},
	source: 'page 0100',
};
