import type { Entry } from './entry';

export const financialCounterparty: Entry = {
	name: 'financialCounterparty',
	one: 'financial counterparty',
	many: 'financial counterparties',
	path: '/api/financial_counterparties',
	definition: 'FinancialCounterparty',
	key: { attribute: 'abbreviation', label: 'Abbreviation', placeholder: 'e.g. NORDBANK' },
	named: ['abbreviation', 'name'],
	simplified: [
		...['abbreviation', 'name', 'active', 'description', 'payment-usage', 'treasury-usage', 'external-identification-lei'],
		'external-identification-name',
	],
	scopes: { read: 'core.financial_counterparty.read', write: 'core.financial_counterparty.write' },
	reads: ['get', 'getMany', 'changed'],
	uniqueKey: true,
	writes: {
		create: { kind: 'create', needs: ['abbreviation', 'name'], source: 'page 0056' },
		update: { kind: 'update', source: 'page 0056' },
	},
	source: 'page 0056; scope map',
};
