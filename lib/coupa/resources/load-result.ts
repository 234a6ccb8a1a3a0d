import type { Entry } from './entry';

export const loadResult: Entry = {
	name: 'loadResult',
	one: 'load result',
	many: 'load results',
	path: '/api/data_file_sources',
	definition: 'DataFileSource',
	key: { attribute: 'file-file-name', label: 'File Name', placeholder: 'e.g. Invoices_20260425_101500123Z.zip' },
	simplified: [
		...['file-file-name', 'source-for', 'status', 'progress', 'records-count', 'records-created', 'records-updated', 'upload-errors-count'],
		...['result-text', 'start-time', 'end-time', 'integration-run-id', 'created-by.login'],
	],
	statuses: ['Done', 'Failed', 'Retrying', 'Loading', 'Submitted to Resque', 'Pending', 'Uploading', 'Paused', 'Stopped'],
	newestFirst: true,
	scopes: { read: 'core.integration.read', write: 'core.integration.write' },
	// Get is an operation of its own: the latest load of a file, with its refused rows.
	reads: ['getMany', 'changed'],
	preset: 'get',
	source: 'rules.md §16; pages 0050, 0051, 0166',
};
