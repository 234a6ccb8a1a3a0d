import type { Entry } from './entry';

export const businessGroup: Entry = {
	name: 'businessGroup',
	one: 'business group',
	many: 'business groups',
	path: '/api/business_groups',
	definition: 'BusinessGroup',
	key: { attribute: 'name', label: 'Name', placeholder: 'e.g. Everyone' },
	named: ['name', 'description'],
	simplified: ['name', 'description'],
	scopes: { read: 'core.common.read', write: 'core.common.write', also: ['core.business_groups.read_write'] },
	reads: ['get', 'getMany', 'changed'],
	uniqueKey: true,
	// Coupa's user interface calls them content groups.
	writes: {
		create: { kind: 'create', description: 'Create a business group (content group)', needs: ['name'], source: 'pages 0047, 0048' },
		update: { kind: 'update', source: 'pages 0047, 0048' },
	},
	source: 'pages 0047, 0048; scopes of 2026',
};
