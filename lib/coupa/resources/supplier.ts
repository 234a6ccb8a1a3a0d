import type { Entry } from './entry';

export const supplier: Entry = {
	name: 'supplier',
	one: 'supplier',
	many: 'suppliers',
	path: '/api/suppliers',
	definition: 'Supplier',
	webPath: '/suppliers/show',
	key: { attribute: 'number', label: 'Number', placeholder: 'e.g. V-20011' },
	named: ['number', 'name'],
	simplified: [
		...['number', 'name', 'display-name', 'status', 'on-hold', 'account-number', 'payment-method', 'payment-term.code', 'po-method'],
		...['po-email', 'invoice-matching-level', 'primary-contact.email'],
		...['street1', 'city', 'postal-code', 'country.code'].map((part) => `primary-address.${part}`),
		{ key: 'remit-to-codes', list: 'remit-to-addresses', field: 'remit-to-code' },
		{ key: 'account-type-names', list: 'account-types', field: 'name' },
	],
	scopes: {
		read: 'core.supplier.read',
		write: 'core.supplier.write',
		below: { supplier_sites: { read: 'core.supplier_sites.read', write: 'core.supplier_sites.write' } },
	},
	reads: ['get', 'getMany', 'changed'],
	// A changed remit-to address does not move its supplier's `updated-at` (rules.md §3), and has no list of its own (§8).
	ownClock: 'remit-to-addresses',
	statuses: ['draft', 'active', 'inactive', 'ready_for_review', 'on_hold'],
	// Number and name are each unique.
	uniqueKey: true,
	writes: {
		// The table also requires contact, address, store and prices; Coupa's sample of a draft (page 0081) is created without them.
		create: {
			kind: 'create',
			description: 'Create a supplier: a draft, unless a supplier status is given',
			needs: ['name', 'invoice-matching-level'],
			source: 'pages 0074, 0081',
		},
		update: { kind: 'update', source: 'pages 0074, 0081' },
	},
	files: [
		{ table: 'supplierExport', object: 'Suppliers', description: 'One row per supplier' },
		{ table: 'remitToExport', object: 'RemitToAddresses', description: 'One row per remit-to address' },
		{ table: 'suppliersImport', object: 'Suppliers', description: "One row per supplier in the layout of Coupa's import" },
		{ table: 'remitToImport', object: 'RemitToAddresses', description: "One row per remit-to address in the layout of Coupa's import" },
	],
	source: 'rules.md §3, §8; pages 0071, 0074, 0081',
};
