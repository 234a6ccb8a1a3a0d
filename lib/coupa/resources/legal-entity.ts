import type { Entry } from './entry';

export const legalEntity: Entry = {
	name: 'legalEntity',
	one: 'legal entity',
	many: 'legal entities',
	path: '/api/legal_entities',
	definition: 'LegalEntity',
	key: { attribute: 'name', label: 'Name', placeholder: 'e.g. Example Holding GmbH' },
	named: ['name', 'abbreviation'],
	simplified: [
		...['name', 'abbreviation', 'active', 'description', 'currency.code', 'parent.name', 'corporate-sector', 'accounting-method'],
		...['external-identification-company-code', 'external-identification-lei', 'external-identification-ic-identifier-gl'],
	],
	scopes: { read: 'core.legal_entity.read', write: 'core.legal_entity.write' },
	reads: ['get', 'getMany', 'changed'],
	uniqueKey: true,
	writes: {
		create: { kind: 'create', needs: ['name', 'abbreviation', 'currency'], mark: '✔39', source: 'R39; page 0199 (elements)' },
		update: { kind: 'update', mark: '✔39', source: 'R39; page 0199 (elements)' },
	},
	mark: '✔39',
	source: 'R39; page 0199 (elements)',
};
