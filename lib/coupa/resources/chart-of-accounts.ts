import type { Entry } from './entry';

export const chartOfAccounts: Entry = {
	name: 'chartOfAccounts',
	one: 'chart of accounts',
	many: 'charts of accounts',
	path: '/api/account_types',
	definition: 'AccountType',
	key: { attribute: 'name', label: 'Name', placeholder: 'e.g. Corporate Chart' },
	simplified: ['name', 'active', 'currency.code', 'dynamic-flag'],
	scopes: { read: 'core.accounting.read', write: 'core.accounting.write' },
	// Read by GL Account → Get Charts of Accounts, and by the import.
	reads: [],
	source: 'rules.md §7; page 0030',
};
