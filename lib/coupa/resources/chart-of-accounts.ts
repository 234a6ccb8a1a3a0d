import type { Entry } from './entry';

export const chartOfAccounts: Entry = {
	name: 'chartOfAccounts',
	one: 'chart of accounts',
	many: 'charts of accounts',
	path: '/api/account_types',
	definition: 'AccountType',
	key: { attribute: 'name', label: 'Name', placeholder: 'e.g. Corporate Chart' },
	simplified: ['name', 'active', 'currency.code', 'dynamic-flag', 'legal-entity-name', 'primary-contact.email', 'primary-address.city'],
	scopes: { read: 'core.accounting.read', write: 'core.accounting.write' },
	reads: ['get', 'getMany', 'changed'],
	// Page 0027 says that charts cannot be created by the API, 0030 (their own page) that they can.
	writes: { create: { kind: 'create', needs: ['name', 'currency'], source: 'page 0030' } },
	actions: {
		copy: {
			title: 'Copy',
			description: 'Copy the chart with its settings; the copy is the answer',
			step: 'copy',
			method: 'POST',
			fields: [
				{
					name: 'copyName',
					label: 'Name of the Copy',
					description: 'Names of charts are unique, at most 50 characters',
					placeholder: 'e.g. Corporate Chart 2027',
					type: 'text',
					required: true,
					body: 'name',
				},
			],
			answersWithDocument: true,
			// The chart that was copied does not change.
			isDone: null,
			source: 'page 0030; R39 (body)',
		},
	},
	source: 'rules.md §7; page 0030',
};
