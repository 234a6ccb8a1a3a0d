import type { Entry } from './entry';

export const integrationContact: Entry = {
	name: 'integrationContact',
	one: 'integration contact',
	many: 'integration contacts',
	path: '/api/integration_contacts',
	definition: 'IntegrationContact',
	named: ['contactable-type', 'contactable-id', 'integration.code'],
	simplified: ['contact-alert-type', 'contactable-type', 'contactable-id', 'integration.code', 'integration.name'],
	scopes: { read: 'core.integration.read', write: 'core.integration.write' },
	reads: ['get', 'getMany', 'changed'],
	writes: {
		create: { kind: 'create', needs: ['contact-alert-type', 'contactable-id', 'contactable-type'], mark: '✔39', source: 'R39' },
		update: { kind: 'update', mark: '✔39', source: 'R39' },
	},
	mark: '✔39',
	source: 'R39; scope map',
};
