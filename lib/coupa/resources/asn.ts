import type { Entry } from './entry';

export const asn: Entry = {
	name: 'asn',
	one: 'advance ship notice',
	many: 'advance ship notices',
	path: '/api/asn/headers',
	definition: 'Asn-Header',
	key: { attribute: 'asn-number', label: 'Number', placeholder: 'e.g. ASN-20817' },
	named: ['asn-number', 'status', 'supplier.name'],
	simplified: [
		...['asn-number', 'status', 'supplier.name', 'supplier.number', 'ship-date', 'delivery-date', 'ship-to-address.name'],
		...['ship-to-user.login', 'carrier', 'tracking-number', 'packing-slip', 'export-flag'],
		{ key: 'line-numbers', list: 'lines', field: 'line-num' },
		{ key: 'line-statuses', list: 'lines', field: 'status' },
	],
	scopes: { read: 'core.inventory.asn.read', write: 'core.inventory.asn.write' },
	reads: ['get', 'getMany', 'changed'],
	newestFirst: true,
	writes: {
		create: { kind: 'create', needs: ['asn-number', 'lines', 'ship-date', 'ship-to-address', 'supplier'], source: 'page 0134' },
		update: { kind: 'update', source: 'page 0134' },
	},
	// The page names no status that either leads to; a line may be received in part, before as well as after.
	actions: {
		receive: {
			title: 'Receive',
			description: 'Receive what an advance ship notice announces',
			step: 'receive',
			isDone: null,
			source: 'page 0134',
		},
		void: {
			title: 'Void',
			description: 'Void an advance ship notice',
			step: 'void',
			final: true,
			isDone: null,
			source: 'page 0134',
		},
	},
	source: 'pages 0134, 0135',
};
