import type { ActionField } from '../entry/action';
import { isNow, type Entry } from './entry';

const reason: ActionField = { name: 'reason', label: 'Reason', type: 'text', query: 'reason' };

export const approval: Entry = {
	name: 'approval',
	one: 'approval',
	many: 'approvals',
	path: '/api/approvals',
	definition: 'Approval',
	named: ['approvable-type', 'approvable-id', 'status'],
	simplified: [
		...['approvable-type', 'approvable-id', 'status', 'position', 'type', 'approver-id', 'approver-type', 'approver.login'],
		...['approver.fullname', 'delegate.login', 'approved-by.login', 'approval-date', 'note', 'holdable', 'approval-chain-id'],
	],
	scopes: { read: 'core.approval.read', write: 'core.approval.write' },
	reads: ['get', 'getMany', 'changed'],
	newestFirst: true,
	// No update: every attribute is output only (operations.md, finding 8).
	actions: {
		approve: {
			title: 'Approve',
			description: 'Approve a document in this step of its chain; the document comes back',
			step: 'approve',
			fields: [reason],
			allowedIn: ['pending_approval'],
			leadsTo: 'approved',
			answersWithDocument: true,
			final: true,
			isDone: isNow('approved'),
			source: 'pages 0132, 0133; rules.md §13',
		},
		reject: {
			title: 'Reject',
			description: 'Reject a document in this step of its chain; the document comes back',
			step: 'reject',
			fields: [reason],
			allowedIn: ['pending_approval'],
			leadsTo: 'rejected',
			answersWithDocument: true,
			final: true,
			isDone: isNow('rejected'),
			source: 'pages 0132, 0133; rules.md §13',
		},
		hold: {
			title: 'Hold',
			description: 'Hold an approval that is holdable',
			step: 'hold',
			// No document says what a held approval looks like.
			isDone: null,
			source: 'page 0132; operations.md §3',
		},
	},
	source: 'pages 0132, 0133; rules.md §13',
};
