import { approverActions } from '../entry/approvers';
import { isNow, type Entry } from './entry';

export const purchaseOrderChange: Entry = {
	name: 'purchaseOrderChange',
	one: 'purchase order change',
	many: 'purchase order changes',
	path: '/api/purchase_order_changes',
	definition: 'OrderHeaderChange',
	named: ['po-number', 'status', 'supplier.name'],
	simplified: [
		...[
			'po-number',
			'order-header-id',
			'status',
			'version',
			'supplier.name',
			'supplier.number',
			'currency.code',
			'total',
			'requester.login',
		],
		...['justification', 'reject-reason', 'pending-cancel', 'supplier-initiated', 'lines-count', 'exported'],
		{ key: 'line-numbers', list: 'order-line-changes', field: 'line-num' },
	],
	scopes: { read: 'core.purchase_order.read', write: 'core.purchase_order.write' },
	reads: ['get', 'getMany', 'changed'],
	newestFirst: true,
	writes: {
		create: {
			kind: 'create',
			description: 'Ask for a change of a purchase order that is neither a draft nor pending approval',
			needs: ['order-header-id'],
			source: 'page 0238',
		},
		update: {
			kind: 'update',
			description: 'Change a request that is pending approval; not those from the supplier portal',
			needs: ['approvals'],
			without: ['order-header-id'],
			allowedIn: ['pending_approval'],
			source: 'page 0238',
		},
	},
	actions: {
		submitForApproval: {
			title: 'Submit for Approval',
			description: 'Submit a purchase order change for approval',
			step: 'submit_for_approval',
			leadsTo: 'pending_approval',
			// Approved at once where the change needs no approval.
			isDone: isNow('pending_approval', 'approved'),
			source: 'page 0238',
		},
		...approverActions({ one: 'purchase order change', isShown: true, source: 'page 0238; operations.md §3' }),
	},
	source: 'page 0238; operations.md §3',
};
