import type { Entry } from './entry';

export const lookupValue: Entry = {
	name: 'lookupValue',
	one: 'lookup value',
	many: 'lookup values',
	path: '/api/lookup_values',
	definition: 'LookupValue',
	key: { attribute: 'name', label: 'Name', placeholder: 'e.g. 6200' },
	simplified: ['name', 'lookup.name', 'external-ref-num', 'active'],
	scopes: { read: 'core.common.read', write: 'core.common.write', also: ['core.lookups.read_write'] },
	// Goes into the file of segment values only (GL Account → Export to File).
	reads: ['changed'],
	source: 'rules.md §7; page 0330; scopes of 2026',
};
