import type { Entry } from './entry';

export const customObjectDefinition: Entry = {
	name: 'customObjectDefinition',
	one: 'custom object definition',
	many: 'custom object definitions',
	path: '/api/custom_objects',
	// Coupa has no request for them: they are known by their ID only.
	unlisted: true,
	definition: 'CustomObject',
	simplified: [],
	scopes: { read: 'core.common.read', write: 'core.common.write', also: ['core.custom_objects.read_write'] },
	reads: [],
	source: 'page 0163; scopes of 2026',
};
