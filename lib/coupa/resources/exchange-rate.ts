import type { Entry } from './entry';

export const exchangeRate: Entry = {
	name: 'exchangeRate',
	one: 'exchange rate',
	many: 'exchange rates',
	path: '/api/exchange_rates',
	definition: 'ExchangeRate',
	named: ['from-currency.code', 'to-currency.code', 'rate-date', 'rate'],
	simplified: ['from-currency.code', 'to-currency.code', 'rate', 'rate-date'],
	days: ['rate-date'],
	scopes: { read: 'core.common.read', write: 'core.common.write' },
	reads: ['get', 'getMany', 'changed'],
	newestFirst: true,
	writes: {
		create: {
			kind: 'create',
			description: 'Create an exchange rate in one direction; the other direction is a rate of its own',
			needs: ['from-currency', 'to-currency', 'rate', 'rate-date'],
			source: 'pages 0054, 0055',
		},
		update: { kind: 'update', source: 'page 0054' },
	},
	source: 'pages 0054, 0055',
};
