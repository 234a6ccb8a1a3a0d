import type { Entry } from './entry';

export const department: Entry = {
	name: 'department',
	one: 'department',
	many: 'departments',
	path: '/api/departments',
	definition: 'Department',
	key: { attribute: 'name', label: 'Name', placeholder: 'e.g. Marketing' },
	simplified: ['name', 'active'],
	scopes: { read: 'core.common.read', write: 'core.common.write' },
	reads: ['get', 'getMany', 'changed'],
	uniqueKey: true,
	writes: {
		create: { kind: 'create', needs: ['name'], source: 'pages 0052, 0053' },
		update: { kind: 'update', source: 'pages 0052, 0053' },
	},
	source: 'pages 0052, 0053',
};
