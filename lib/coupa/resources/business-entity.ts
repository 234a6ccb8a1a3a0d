import type { Entry } from './entry';

export const businessEntity: Entry = {
	name: 'businessEntity',
	one: 'business entity',
	many: 'business entities',
	path: '/api/business_entities',
	definition: 'BusinessEntity',
	key: { attribute: 'name', label: 'Name', placeholder: 'e.g. Northbrook Group' },
	named: ['name', 'display-name'],
	simplified: [
		...['name', 'display-name', 'type', 'formation-type', 'status', 'country-of-origin.code', 'primary-contact.email'],
		...['primary-address.street1', 'primary-address.city', 'primary-address.postal-code'],
		{ key: 'tax-registration-numbers', list: 'tax-registrations', field: 'number' },
	],
	scopes: { read: 'core.business_entity.read', write: 'core.business_entity.write' },
	reads: ['get', 'getMany', 'changed'],
	uniqueKey: true,
	writes: {
		create: { kind: 'create', needs: ['name'], source: 'page 0041' },
		update: { kind: 'update', source: 'page 0041' },
	},
	source: 'page 0041; scope map',
};
