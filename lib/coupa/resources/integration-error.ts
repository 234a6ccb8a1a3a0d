import { shows, type Entry } from './entry';

export const integrationError: Entry = {
	name: 'integrationError',
	one: 'integration error',
	many: 'integration errors',
	path: '/api/integration_errors',
	definition: 'IntegrationError',
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
		create: { kind: 'create', needs: ['contact-alert-type', 'integration-run'], source: 'page 0201' },
		createAlert: {
			kind: 'create',
			title: 'Create Alert',
			description: 'Create an integration error that alerts the contacts of the integration',
			step: 'create_alert',
			needs: ['contact-alert-type', 'integration-run'],
			source: 'page 0201; R39 (body); scope map',
		},
		update: { kind: 'update', source: 'page 0201' },
	},
	actions: {
		resolve: {
			title: 'Resolve',
			description: 'Mark as resolved',
			step: 'resolve',
			sets: { resolved: true },
			isDone: shows('resolved', true),
			source: 'page 0201',
		},
		unresolve: {
			title: 'Unresolve',
			description: 'Mark as not resolved',
			step: 'unresolve',
			sets: { resolved: false },
			isDone: shows('resolved', false),
			source: 'page 0201',
		},
	},
	source: 'page 0201',
};
