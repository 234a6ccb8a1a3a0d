import type { Entry } from './entry';

export const paymentTerm: Entry = {
	name: 'paymentTerm',
	one: 'payment term',
	many: 'payment terms',
	path: '/api/payment_terms',
	definition: 'PaymentTerm',
	key: { attribute: 'code', label: 'Code', placeholder: 'e.g. NET30' },
	named: ['code', 'description'],
	simplified: [
		...['code', 'description', 'active', 'type', 'days-for-net-payment', 'days-for-discount-payment', 'discount-rate'],
		...['net-due-month', 'net-due-day', 'net-cutoff-day', 'discount-due-month', 'discount-due-day', 'discount-cutoff-day'],
		{ key: 'content-group-names', list: 'content-groups', field: 'name' },
	],
	scopes: { read: 'core.common.read', write: 'core.common.write' },
	reads: ['get', 'getMany', 'changed'],
	uniqueKey: true,
	writes: {
		// Which day and month fields are needed goes by the type.
		create: { kind: 'create', needs: ['code', 'type'], source: 'page 0064' },
		update: { kind: 'update', source: 'page 0064' },
	},
	source: 'page 0064; endpoints.json',
};
