import type { Entry } from './entry';

export const integration: Entry = {
	name: 'integration',
	one: 'integration',
	many: 'integrations',
	path: '/api/integrations',
	definition: 'Integration',
	key: { attribute: 'code', label: 'Code', placeholder: 'e.g. scan-one-invoices' },
	named: ['code', 'name'],
	simplified: ['code', 'name', 'business-object', 'direction', 'end-system', 'end-system-type', 'integration-type', 'standard'],
	scopes: { read: 'core.integration.read', write: 'core.integration.write' },
	reads: ['get', 'getMany', 'changed'],
	uniqueKey: true,
	writes: {
		create: {
			kind: 'create',
			needs: ['name', 'code', 'business-object', 'direction', 'end-system', 'end-system-type'],
			source: 'page 0200',
		},
		update: { kind: 'update', source: 'page 0200' },
	},
	source: 'page 0200',
};
