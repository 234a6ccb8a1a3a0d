import type { Entry } from './entry';

export const attachment: Entry = {
	name: 'attachment',
	one: 'attachment',
	many: 'attachments',
	path: '/api/attachments',
	below: { of: ['invoice', 'purchaseOrder', 'requisition', 'expenseReport', 'contract', 'user'], list: 'attachments' },
	definition: 'Attachment',
	named: ['file-file-name', 'type', 'intent'],
	simplified: ['type', 'intent', 'file-file-name', 'file-content-type', 'file-file-size', 'file-url', 'file', 'created-by.login'],
	// Those of the record that it belongs to.
	scopes: { read: null, write: null },
	reads: ['get', 'getMany'],
	// No update: Coupa refuses it for every parent.
	writes: {
		addText: {
			kind: 'create',
			title: 'Add Text',
			description: 'Attach a text; with the intent Supplier the supplier sees it',
			needs: ['text'],
			only: ['text', 'intent'],
			always: { type: 'text' },
			source: 'page 0109; operations.md §3',
		},
		addLink: {
			kind: 'create',
			title: 'Add Link',
			description: 'Attach a web address; with the intent Supplier the supplier sees it',
			needs: ['url'],
			only: ['url', 'intent'],
			always: { type: 'url' },
			source: 'page 0109; operations.md §3',
		},
		delete: { kind: 'delete', source: 'page 0109' },
	},
	source: 'page 0109; operations.md, finding 11',
};
