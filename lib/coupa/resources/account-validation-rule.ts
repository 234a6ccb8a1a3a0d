import type { Entry } from './entry';

export const accountValidationRule: Entry = {
	name: 'accountValidationRule',
	one: 'account validation rule',
	many: 'account validation rules',
	path: '/api/account_validation_rules',
	definition: 'AccountValidationRule',
	key: { attribute: 'name', label: 'Name', placeholder: 'e.g. Marketing has no capital expenditure' },
	named: ['name', 'account-type.name'],
	simplified: [
		...['name', 'description', 'error-message', 'active', 'account-type.name'],
		...['1', '2', '3'].flatMap((segment) => ['condition', 'min', 'max'].map((part) => `segment-${segment}-${part}`)),
	],
	scopes: { read: 'core.accounting.read', write: 'core.accounting.write' },
	reads: ['get', 'getMany', 'changed'],
	uniqueKey: true,
	writes: {
		create: { kind: 'create', needs: ['name', 'description', 'error-message'], source: 'page 0031' },
		update: { kind: 'update', source: 'page 0031' },
	},
	source: 'pages 0031, 0033',
};
