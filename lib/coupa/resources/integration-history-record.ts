import { shows, type Entry } from './entry';

export const integrationHistoryRecord: Entry = {
	name: 'integrationHistoryRecord',
	one: 'integration history record',
	many: 'integration history records',
	path: '/api/integration_history_records',
	definition: 'IntegrationHistoryRecord',
	named: ['document-type', 'document-id', 'status'],
	simplified: [
		...['document-type', 'document-id', 'document-revision', 'document-status', 'status', 'resolved', 'contact-alert-type', 'external-id'],
		...['creation-method', 'integration.code', 'integration.name', 'integration-run-id', 'integration-filename'],
		{ key: 'response-messages', list: 'responses', field: 'response-message' },
	],
	scopes: { read: 'core.integration.read', write: 'core.integration.write' },
	reads: ['get', 'getMany', 'changed'],
	newestFirst: true,
	writes: {
		create: { kind: 'create', needs: ['contact-alert-type', 'document-type', 'document-id'], source: 'page 0202' },
		update: { kind: 'update', source: 'page 0202' },
	},
	actions: {
		resolve: {
			title: 'Resolve',
			description: 'Mark as resolved',
			step: 'resolve',
			sets: { resolved: true },
			isDone: shows('resolved', true),
			mark: '✔39',
			source: 'R39; scope map',
		},
		unresolve: {
			title: 'Unresolve',
			description: 'Mark as not resolved',
			step: 'unresolve',
			sets: { resolved: false },
			isDone: shows('resolved', false),
			mark: '✔39',
			source: 'R39; scope map',
		},
	},
	source: 'page 0202',
};
