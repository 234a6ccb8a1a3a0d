import type { Entry } from './entry';

export const loadResult: Entry = {
	name: 'loadResult',
	one: 'load result',
	many: 'load results',
	path: '/api/data_file_sources',
	definition: 'DataFileSource',
	key: { attribute: 'file-file-name', label: 'File Name', placeholder: 'e.g. Invoices_20260425_101500123Z.zip' },
	simplified: ['file-file-name', 'status', 'upload-errors-count'],
	scopes: { read: 'core.integration.read', write: 'core.integration.write' },
	// Read by an operation of its own: the latest load of a file, with its refused rows.
	reads: [],
	preset: 'get',
	source: 'rules.md §16; pages 0050, 0051, 0166',
};
