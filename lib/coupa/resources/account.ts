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
	// Charts with dynamic accounts take no accounts: their lookup values are created instead.
	writes: {
		create: {
			kind: 'create',
			description: 'Create a GL account from its segments; for a chart with dynamic accounts, create lookup values instead',
			needs: ['account-type', 'segment-1'],
			source: 'pages 0027, 0028',
		},
		// The code follows from the segments and cannot be written.
		update: { kind: 'update', without: ['code'], source: 'rules.md §7; pages 0027, 0028' },
		validate: {
			kind: 'create',
			title: 'Validate',
			description: 'Ask Coupa whether a combination of segments is a valid GL account of a chart',
			step: 'validate_account',
			needs: ['account-type', 'segment-1'],
			only: ['account-type', ...segments],
			storesNothing: true,
			mark: '✔39',
			source: 'R39; scope map',
		},
	},
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
