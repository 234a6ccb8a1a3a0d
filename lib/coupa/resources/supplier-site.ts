import type { Entry } from './entry';

export const supplierSite: Entry = {
	name: 'supplierSite',
	one: 'supplier site',
	many: 'supplier sites',
	path: '/api/suppliers/:id/supplier_sites',
	below: { of: ['supplier'], list: 'supplier_sites' },
	definition: 'SupplierSite',
	key: { attribute: 'code', label: 'Code', placeholder: 'e.g. NB-PLANT-2' },
	named: ['code', 'name'],
	simplified: [
		...['code', 'name', 'active', 'supplier-id', 'po-method', 'po-change-method', 'po-email', 'buyer-hold', 'payment-method'],
		...['payment-term.code', 'shipping-term.code', 'default-locale'],
		{ key: 'content-group-names', list: 'content-groups', field: 'name' },
	],
	scopes: { read: 'core.supplier_sites.read', write: 'core.supplier_sites.write', also: ['core.supplier.read', 'core.supplier.write'] },
	reads: ['get', 'getMany'],
	uniqueKey: true,
	writes: {
		// More is needed by po-method: the e-mail address for `email`, the connection for `cxml`.
		create: { kind: 'create', needs: ['code', 'name', 'po-method', 'po-change-method'], source: 'page 0085' },
		update: { kind: 'update', source: 'page 0085' },
		delete: { kind: 'delete', source: 'page 0085' },
	},
	source: 'page 0085',
};
