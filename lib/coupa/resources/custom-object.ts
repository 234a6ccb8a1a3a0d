import type { Entry } from './entry';

export const customObject: Entry = {
	name: 'customObject',
	one: 'custom object',
	many: 'custom objects',
	path: '/api/custom_objects/:id/object_instances',
	below: { of: ['customObjectDefinition'], list: 'object_instances' },
	definition: 'ObjectInstance',
	named: ['custom-object-name', 'created-at'],
	simplified: ['custom-object-code', 'custom-object-name', 'form-response-id', 'created-by.login', 'updated-by.login'],
	scopes: { read: 'core.common.read', write: 'core.common.write', also: ['core.custom_objects.read_write'] },
	reads: ['get', 'getMany'],
	newestFirst: true,
	writes: {
		create: { kind: 'create', needs: ['custom-fields'], only: ['custom-fields'], source: 'page 0163' },
		update: { kind: 'update', only: ['custom-fields'], source: 'page 0163' },
	},
	source: 'page 0163; scopes of 2026',
};
