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
		createAlert: {
			kind: 'create',
			title: 'Create Alert',
			description: 'Create an integration history record that alerts the contacts of the integration',
			step: 'create_alert',
			needs: ['contact-alert-type', 'document-type', 'document-id'],
			source: 'page 0202; R39 (body)',
		},
		createAlertAndMarkExported: {
			kind: 'create',
			title: 'Create Alert and Mark as Exported',
			description: 'Create an integration history record that alerts the contacts of the integration, and mark its document as exported',
			step: 'create_alert_and_mark_exported',
			needs: ['contact-alert-type', 'document-type', 'document-id'],
			source: 'page 0202; R39 (body)',
		},
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
