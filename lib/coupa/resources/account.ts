import type { Entry } from './entry';

const segments = Array.from({ length: 20 }, (_, index) => `segment-${String(index + 1)}`);

export const account: Entry = {
	name: 'account',
	one: 'GL account',
	many: 'GL accounts',
	path: '/api/accounts',
	definition: 'Account',
	webPath: '/accounts',
	key: { attribute: 'code', label: 'Code', placeholder: 'e.g. 10-6200-HS' },
	named: ['code', 'name'],
	simplified: ['code', 'name', 'active', 'account-type.name', ...segments],
	scopes: { read: 'core.accounting.read', write: 'core.accounting.write' },
	reads: ['get', 'getMany', 'changed'],
	// Coupa has no export file for GL accounts: the layout of its import is used.
	files: [
		{ table: 'accountImport', object: 'Accounts', description: "GL accounts in the layout of Coupa's account import" },
		{
			table: 'lookupValuesExport',
			object: 'LookupValues',
			from: 'lookupValue',
			description: 'Segment values, for charts with dynamic accounts',
		},
	],
	source: 'rules.md §7; pages 0027, 0028, 0330',
};
