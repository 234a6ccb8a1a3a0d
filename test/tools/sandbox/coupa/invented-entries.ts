import type { CoupaRecord } from '../../../../lib/core';
import type { Entry } from '../../../../lib/coupa';

const source = 'test';
const common = { read: 'core.common.read', write: 'core.common.write' };
const ofSuppliers = { read: 'core.supplier.read', write: 'core.supplier.write' };
const usual = { many: 'many', simplified: [], reads: ['get', 'getMany'] as Entry['reads'], source };
const hasLeftDraft = (record: CoupaRecord): boolean => record.status !== 'draft';

/** Entries in which each way of writing and each kind of action is there once, in place of those of the same name and path. */
export function withInvented(entries: readonly Entry[]): Entry[] {
	const orders = entries.find(({ name }) => name === 'purchaseOrder');
	if (orders === undefined) throw new Error('The table has no purchase order');
	const invented = inventedEntries(orders);
	const isReplaced = ({ name, path, definition }: Entry): boolean =>
		invented.some((entry) => entry.name === name || entry.path === path || entry.definition === definition);
	return [...entries.filter((entry) => !isReplaced(entry)), ...invented];
}

function inventedEntries(orders: Entry): Entry[] {
	return [
		{
			...orders,
			writes: {
				create: {
					kind: 'create',
					needs: ['po-number', 'supplier', 'order-lines'],
					always: { type: 'ExternalOrderHeader' },
					leadsTo: 'draft',
					source,
				},
				update: { kind: 'update', allowedIn: ['draft', 'issued'], source },
				revise: { kind: 'update', step: 'revise', only: ['internal-revision'], source },
			},
			actions: {
				issue: { title: 'Issue', description: 'Issue it', step: 'issue', allowedIn: ['draft'], leadsTo: 'issued', isDone: null, source },
				send: { title: 'Send', description: 'Send it', step: 'send', isDone: hasLeftDraft, source },
				cancel: {
					title: 'Cancel',
					description: 'Cancel it',
					step: 'cancel',
					allowedIn: ['cancelled', 'issued'],
					leadsTo: 'canceled',
					isDone: null,
					source,
				},
				reopen: {
					title: 'Reopen',
					description: 'Reopen it',
					step: 'reopen',
					fields: [
						{ name: 'reason', label: 'Reason', type: { record: 'department' }, body: 'reason-insight-id' },
						{ name: 'comment', label: 'Comment', type: 'text', required: true, body: 'event.0.comment' },
						{ name: 'way', label: 'Way', type: { choices: [{ name: 'Soft', value: 'soft' }] }, query: 'way' },
					],
					leadsTo: 'issued',
					isDone: null,
					source,
				},
			},
		},
		{
			...{ ...usual, name: 'department', one: 'department', path: '/api/departments', definition: 'Department', scopes: common },
			...{ key: { attribute: 'name', label: 'Name', placeholder: '' }, uniqueKey: true },
			writes: {
				create: { kind: 'create', needs: ['name'], source },
				update: { kind: 'update', without: ['name'], source },
				delete: { kind: 'delete', source },
			},
		},
		{
			...{ ...usual, name: 'remitTo', one: 'remit-to address', path: '/api/suppliers/:id/addresses', definition: 'RemitToAddress' },
			...{ scopes: ofSuppliers, below: { of: ['supplier'], list: 'addresses' } },
			writes: { create: { kind: 'create', source }, update: { kind: 'update', source }, delete: { kind: 'delete', source } },
		},
		{
			...{ ...usual, name: 'comment', one: 'comment', path: '/api/invoices/:id/comments', definition: 'Comment', scopes: common },
			below: { of: ['invoice', 'purchaseOrder'], list: 'comments' },
			writes: { create: { kind: 'create', needs: ['comments'], source } },
		},
		{
			...{ ...usual, name: 'attachment', one: 'attachment', path: '/api/invoices/:id/attachments', definition: 'Attachment' },
			...{ scopes: { read: null, write: 'core.invoice.create' }, below: { of: ['invoice', 'purchaseOrder'], list: 'attachments' } },
			writes: { create: { kind: 'create', source }, delete: { kind: 'delete', source } },
		},
		{
			...{ ...usual, name: 'approval', one: 'approval', path: '/api/approvals', definition: 'Approval' },
			scopes: { read: 'core.approval.read', write: 'core.approval.write' },
			actions: {
				approve: {
					...{
						title: 'Approve',
						description: 'Approve it',
						step: 'approve',
						allowedIn: ['pending_approval'],
						leadsTo: 'approved',
						answersWithDocument: true,
					},
					...{ fields: [{ name: 'reason', label: 'Reason', type: 'text', query: 'reason' }], isDone: null, source },
				},
			},
		},
	];
}
