import { approverActions } from '../entry/approvers';
import type { Entry } from './entry';

// `created-by` is marked as required too; Coupa fills it with the user of the client (page 0261).
const needs = ['requester', 'requisition-lines', 'ship-to-address'];

export const requisition: Entry = {
	name: 'requisition',
	one: 'requisition',
	many: 'requisitions',
	path: '/api/requisitions',
	definition: 'RequisitionHeader',
	webPath: '/requisition_headers',
	named: ['req-title', 'status', 'requested-by.fullname'],
	simplified: [
		...['req-title', 'status', 'requested-by.login', 'requested-by.fullname', 'department.name', 'currency', 'total', 'line-count'],
		...['need-by-date', 'submitted-at', 'ship-to-address.name', 'justification', 'buyer-note', 'reject-reason-comment', 'exported'],
		{ key: 'line-descriptions', list: 'requisition-lines', field: 'description' },
	],
	days: ['need-by-date'],
	scopes: {
		read: 'core.requisition.read',
		write: 'core.requisition.write',
		below: { comments: { read: 'core.comment.read', write: 'core.comment.write' } },
	},
	reads: ['get', 'getMany', 'changed'],
	newestFirst: true,
	statuses: [
		...['draft', 'cart', 'pending_buyer_action', 'pending_approval', 'approved', 'ordered', 'partially_received', 'received'],
		...['abandoned', 'backgrounded', 'withdrawn'],
	],
	writes: {
		create: {
			kind: 'create',
			description: 'Create a requisition as a draft',
			needs,
			leadsTo: 'draft',
			source: 'page 0261',
		},
		createAndSubmit: {
			kind: 'create',
			title: 'Create and Submit',
			description: 'Create a requisition and submit it for approval in one call',
			step: 'submit_for_approval',
			needs,
			source: 'page 0261; operations.md, finding 7',
		},
		createAsCart: {
			kind: 'create',
			title: 'Create as Cart',
			description: 'Create a requisition as a cart',
			step: 'create_as_cart',
			leadsTo: 'cart',
			mark: '✔39',
			source: 'operations.md §3',
		},
		update: { kind: 'update', source: 'page 0261' },
		updateAndSubmit: {
			kind: 'update',
			title: 'Update and Submit',
			description: 'Change a requisition and submit it for approval in one call',
			step: 'update_and_submit_for_approval',
			source: 'page 0261; operations.md, finding 7',
		},
		updateWithoutValidation: {
			kind: 'update',
			title: 'Update Without Validation',
			description: 'Change a requisition that is not complete yet',
			step: 'update_without_validation',
			mark: '✔39',
			source: 'operations.md §3',
		},
		delete: { kind: 'delete', source: 'page 0261' },
	},
	actions: {
		saveForLater: {
			title: 'Save for Later',
			description: 'Save a requisition for later',
			step: 'save_for_later',
			// The page names neither the statuses it is for nor the one it leads to.
			isDone: null,
			source: 'page 0261',
		},
		...approverActions({ one: 'requisition', isShown: true, source: 'page 0261; operations.md §3' }),
	},
	exported: { sentIn: 'query', canBeCleared: true, source: 'rules.md §5; page 0016; operations.md §3' },
	source: 'pages 0261, 0262, 0016; operations.md §3',
};
