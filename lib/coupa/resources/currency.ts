import type { Entry } from './entry';

export const currency: Entry = {
	name: 'currency',
	one: 'currency',
	many: 'currencies',
	path: '/api/currencies',
	definition: 'Currency',
	key: { attribute: 'code', label: 'Code', placeholder: 'e.g. EUR' },
	named: ['code', 'name'],
	simplified: ['code', 'name', 'symbol', 'decimals', 'enabled'],
	// Coupa keeps the currencies itself: they cannot be written.
	scopes: { read: 'core.common.read', write: null },
	reads: ['get', 'getMany'],
	source: 'page 0049',
};
