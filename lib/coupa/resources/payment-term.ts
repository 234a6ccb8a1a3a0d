import type { Entry } from './entry';

export const paymentTerm: Entry = {
	name: 'paymentTerm',
	one: 'payment term',
	many: 'payment terms',
	path: '/api/payment_terms',
	definition: 'PaymentTerm',
	key: { attribute: 'code', label: 'Code', placeholder: 'e.g. NET30' },
	named: ['code', 'description'],
	simplified: ['code', 'description', 'active', 'days-for-net-payment'],
	scopes: { read: 'core.common.read', write: 'core.common.write' },
	reads: ['get', 'getMany'],
	source: 'page 0064; endpoints.json',
};
