import type { Entry } from './entry';

export const taxCode: Entry = {
	name: 'taxCode',
	one: 'tax code',
	many: 'tax codes',
	path: '/api/tax_codes',
	definition: 'TaxCode',
	key: { attribute: 'code', label: 'Code', placeholder: 'e.g. DE-19' },
	named: ['code', 'description', 'percentage'],
	simplified: ['code', 'description', 'active', 'country.code', 'country.name', 'percentage', 'effective-date'],
	days: ['effective-date'],
	scopes: { read: 'core.common.read', write: 'core.common.write' },
	reads: ['get', 'getMany', 'changed'],
	uniqueKey: true,
	// A connector in production reads the list; the rest is named in the scope map only, its paths are those of all objects.
	writes: {
		create: { kind: 'create', needs: ['code', 'country', 'percentage'], mark: '~', source: 'scope map; page 0096 (elements)' },
		update: { kind: 'update', mark: '~', source: 'scope map; page 0096 (elements)' },
	},
	mark: '~',
	source: 'operations.md finding 9; page 0096 (elements)',
};
