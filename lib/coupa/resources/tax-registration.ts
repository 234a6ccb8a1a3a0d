import type { Entry } from './entry';

export const taxRegistration: Entry = {
	name: 'taxRegistration',
	one: 'tax registration',
	many: 'tax registrations',
	path: '/api/tax_registrations',
	definition: 'TaxRegistration',
	key: { attribute: 'number', label: 'Number', placeholder: 'e.g. DE811999999' },
	named: ['number', 'country.code'],
	simplified: ['number', 'country.code', 'country.name', 'active', 'local', 'owner-type', 'owner-id'],
	scopes: { read: 'core.invoice.read', write: 'core.invoice.write' },
	reads: ['get', 'getMany', 'changed'],
	writes: {
		create: { kind: 'create', needs: ['number', 'country'], source: 'page 0095' },
		update: { kind: 'update', source: 'page 0095' },
	},
	source: 'page 0095',
};
