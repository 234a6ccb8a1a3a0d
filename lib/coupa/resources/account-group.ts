import type { Entry } from './entry';

export const accountGroup: Entry = {
	name: 'accountGroup',
	one: 'account group',
	many: 'account groups',
	path: '/api/account_groups',
	definition: 'AccountGroup',
	key: { attribute: 'name', label: 'Name', placeholder: 'e.g. Travel Accounts' },
	named: ['name', 'account-type.name'],
	simplified: [
		...['name', 'account-group-type', 'account-type.name'],
		...['1', '2', '3'].flatMap((segment) => ['col', 'op', 'val'].map((part) => `segment-${segment}-${part}`)),
	],
	scopes: { read: 'core.accounting.read', write: 'core.accounting.write' },
	reads: ['get', 'getMany', 'changed'],
	uniqueKey: true,
	writes: {
		create: { kind: 'create', needs: ['name', 'account-group-type', 'account-type'], mark: '✔39', source: 'R39; page 0105' },
		update: { kind: 'update', mark: '✔39', source: 'R39; page 0105' },
	},
	mark: '✔39',
	source: 'R39; page 0105 (elements)',
};
