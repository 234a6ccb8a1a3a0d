import type { Entry } from './entry';

export const supplierInformation: Entry = {
	name: 'supplierInformation',
	one: 'supplier information record',
	many: 'supplier information records',
	path: '/api/supplier_information',
	definition: 'SupplierInformation',
	key: { attribute: 'name', label: 'Name', placeholder: 'e.g. Northbrook Fasteners' },
	named: ['name', 'status'],
	simplified: [
		...[
			'name',
			'display-name',
			'status',
			'supplier-id',
			'duns-number',
			'organization-type',
			'industry',
			'website',
			'po-method',
			'po-email',
		],
		...['payment-term.code', 'preferred-currency.code', 'country-of-operation.code', 'tax-region', 'tax-classification'],
		...['default-commodity.name', 'hold-payment-indicator', 'duplicate-exists', 'last-exported-at'],
		{ key: 'content-group-names', list: 'content-groups', field: 'name' },
	],
	scopes: {
		read: 'core.supplier.read',
		write: 'core.supplier.write',
		below: {
			supplier_information_sites: {
				read: 'core.supplier_information_sites.read',
				write: 'core.supplier_information_sites.write',
			},
		},
	},
	reads: ['get', 'getMany', 'changed'],
	writes: {
		create: {
			kind: 'create',
			description: 'Create a supplier information record; without a supplier ID, Coupa creates the supplier as well',
			needs: ['name', 'status'],
			source: 'page 0087',
		},
		update: { kind: 'update', source: 'page 0087' },
	},
	exported: { sentIn: 'query', shownAs: 'last-exported-at', canBeCleared: true, source: 'rules.md §5; scope map' },
	source: 'page 0087',
};
