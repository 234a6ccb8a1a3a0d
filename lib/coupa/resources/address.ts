import type { Entry } from './entry';

export const address: Entry = {
	name: 'address',
	one: 'address',
	many: 'addresses',
	path: '/api/addresses',
	definition: 'Address',
	key: { attribute: 'location-code', label: 'Location Code', placeholder: 'e.g. HAM-01' },
	named: ['location-code', 'name', 'city'],
	simplified: [
		...['location-code', 'name', 'active', 'attention', 'street1', 'street2', 'city', 'state', 'postal-code', 'country.code'],
		...['country.name', 'type', 'local-tax-number', 'vat-number', 'vat-country.code', 'business-group-name'],
	],
	scopes: { read: 'core.common.read', write: 'core.common.write', also: ['core.address.read_write'] },
	reads: ['get', 'getMany', 'changed'],
	uniqueKey: true,
	writes: {
		// The table also requires local-tax-number, which many countries do not have.
		create: { kind: 'create', needs: ['street1', 'city', 'postal-code', 'country'], source: 'pages 0034, 0035' },
		update: {
			kind: 'update',
			description: 'Change an address; Coupa changes nothing of one that is inactive',
			source: 'pages 0034, 0035',
		},
	},
	source: 'pages 0034, 0035; scopes of 2026',
};
