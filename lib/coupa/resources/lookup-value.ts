import type { Entry } from './entry';

export const lookupValue: Entry = {
	name: 'lookupValue',
	one: 'lookup value',
	many: 'lookup values',
	path: '/api/lookup_values',
	definition: 'LookupValue',
	// Page 0061 calls the name unique, yet the same segment value is in many lookups: not a key to update by.
	key: { attribute: 'name', label: 'Name', placeholder: 'e.g. 6200' },
	named: ['name', 'lookup.name', 'description'],
	simplified: [
		...['name', 'lookup.name', 'external-ref-num', 'external-ref-code', 'description', 'active', 'is-default', 'depth'],
		...['parent.name', 'parent.external-ref-num', 'account-type.name'],
	],
	scopes: { read: 'core.common.read', write: 'core.common.write', also: ['core.lookups.read_write'] },
	// Changed ones go into the file of segment values as well (GL Account → Export to File).
	reads: ['get', 'getMany', 'changed'],
	writes: {
		create: { kind: 'create', needs: ['name', 'lookup'], source: 'pages 0061, 0062' },
		update: { kind: 'update', source: 'pages 0061, 0062' },
	},
	source: 'rules.md §7; pages 0061, 0330; scopes of 2026',
};
