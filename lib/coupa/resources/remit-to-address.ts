import type { Entry } from './entry';

export const remitToAddress: Entry = {
	name: 'remitToAddress',
	one: 'remit-to address',
	many: 'remit-to addresses',
	path: '/api/suppliers/:id/addresses',
	below: { of: ['supplier'], list: 'addresses' },
	definition: 'RemitToAddress',
	key: { attribute: 'remit-to-code', label: 'Code', placeholder: 'e.g. NB-HAMBURG' },
	named: ['remit-to-code', 'name', 'city'],
	simplified: [
		...['remit-to-code', 'name', 'active', 'street1', 'street2', 'city', 'state', 'postal-code', 'country.code', 'country.name'],
		...['local-tax-number', 'vat-number', 'vat-country.code', 'external-src-ref', 'external-src-name'],
	],
	scopes: { read: 'core.supplier.read', write: 'core.supplier.write' },
	reads: ['get', 'getMany'],
	uniqueKey: true,
	writes: {
		// The table also requires local-tax-number; Coupa's sample (page 0072) is created without one. Without `active` it has no status.
		create: { kind: 'create', needs: ['remit-to-code', 'street1', 'city', 'postal-code', 'country'], source: 'pages 0071, 0072' },
		update: { kind: 'update', source: 'pages 0071, 0072' },
		delete: { kind: 'delete', source: 'page 0071' },
	},
	source: 'rules.md §8; pages 0071, 0072',
};
