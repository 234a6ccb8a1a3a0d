import { hasLeft, type Entry } from './entry';

export const returnRequest: Entry = {
	name: 'returnRequest',
	one: 'return request',
	many: 'return requests',
	path: '/api/return_requests',
	definition: 'ReturnRequest',
	key: { attribute: 'number', label: 'Number', placeholder: 'e.g. 10042' },
	named: ['number', 'status', 'rma'],
	simplified: [
		...['number', 'rma', 'status', 'address.name', 'address.street1', 'address.city', 'address.postal-code', 'created-by.login'],
		{ key: 'source-transaction-ids', list: 'lines', field: 'source-transaction-id' },
		{ key: 'inventory-transaction-ids', list: 'lines', field: 'inventory-transaction-id' },
		{ key: 'quantities', list: 'lines', field: 'quantity' },
	],
	// Which scope opens it is documented nowhere.
	scopes: { read: null, write: null },
	reads: ['get', 'getMany', 'changed'],
	newestFirst: true,
	writes: {
		create: {
			kind: 'create',
			description: 'Create a return request as a draft',
			needs: ['address', 'lines'],
			without: ['status'],
			leadsTo: 'draft',
			source: 'page 0258',
		},
		update: {
			kind: 'update',
			description: 'Change a return request that is a draft',
			without: ['status'],
			allowedIn: ['draft'],
			source: 'page 0258',
		},
		delete: { kind: 'delete', description: 'Delete a return request that is a draft', allowedIn: ['draft'], source: 'page 0258' },
	},
	actions: {
		submit: {
			title: 'Submit',
			description: 'Submit a return request for approval',
			step: 'submit',
			method: 'POST',
			allowedIn: ['draft'],
			isDone: hasLeft('draft'),
			source: 'page 0258',
		},
	},
	source: 'pages 0256, 0258',
};
