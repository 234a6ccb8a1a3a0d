import type { Entry } from './entry';

export const supplierInformationSite: Entry = {
	name: 'supplierInformationSite',
	one: 'supplier information site',
	many: 'supplier information sites',
	path: '/api/supplier_information_sites',
	definition: 'SupplierInformationSite',
	key: { attribute: 'code', label: 'Code', placeholder: 'e.g. NB-PLANT-2' },
	named: ['code', 'name'],
	simplified: [
		...['code', 'name', 'active', 'supplier-information-id', 'po-method', 'po-change-method', 'po-email', 'buyer-hold'],
		...['payment-term.code', 'shipping-term.code', 'default-locale', 'last-exported-at'],
		{ key: 'content-group-names', list: 'content-groups', field: 'name' },
	],
	// The map of release 34.3 spells them `core.sourcing_information_sites`, which no client's list has (scopes of 2026).
	scopes: { read: 'core.supplier_information_sites.read', write: 'core.supplier_information_sites.write' },
	reads: ['get', 'getMany', 'changed'],
	uniqueKey: true,
	writes: {
		create: { kind: 'create', needs: ['code', 'name'], source: 'page 0092' },
		update: { kind: 'update', source: 'page 0092' },
		delete: { kind: 'delete', source: 'page 0092' },
	},
	exported: { sentIn: 'query', shownAs: 'last-exported-at', canBeCleared: true, source: 'page 0092' },
	source: 'page 0092; scopes of 2026',
};
