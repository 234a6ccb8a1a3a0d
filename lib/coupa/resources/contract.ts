import { approverActions } from '../entry/approvers';
import { hasLeft, isNow, type Entry } from './entry';

export const contract: Entry = {
	name: 'contract',
	one: 'contract',
	many: 'contracts',
	path: '/api/contracts',
	definition: 'Contract',
	key: { attribute: 'number', label: 'Number', placeholder: 'e.g. C-2026-014' },
	named: ['number', 'name', 'status', 'supplier.name'],
	simplified: [
		...['number', 'name', 'status', 'type', 'contract-type.name', 'supplier.number', 'supplier.name', 'supplier-account', 'start-date'],
		...[
			'end-date',
			'term-type',
			'terminated',
			'currency.code',
			'minimum-value',
			'maximum-value',
			'payment-term.code',
			'shipping-term.code',
		],
		...['contract-owner.login', 'department.name', 'parent.number', 'version'],
	],
	days: ['start-date', 'end-date'],
	scopes: { read: 'core.contract.read', write: 'core.contract.write' },
	reads: ['get', 'getMany', 'changed'],
	newestFirst: true,
	uniqueKey: true,
	writes: {
		// The table also requires renewal fields and reason insights; Coupa's sample (page 0140) is created without them.
		create: { kind: 'create', needs: ['name', 'number', 'supplier', 'status'], source: 'pages 0139, 0140' },
		update: { kind: 'update', source: 'pages 0139, 0140' },
		updatePublished: {
			kind: 'update',
			title: 'Update Published',
			description: 'Change a completed or published contract without a new draft; needs Contract Hierarchy in Coupa’s company settings',
			step: 'update_published',
			source: 'page 0139',
		},
	},
	actions: {
		submitForApproval: {
			title: 'Submit for Approval',
			description: 'Submit a draft for approval',
			step: 'submit_for_approval',
			isDone: hasLeft('draft', 'inactive', 'rejected'),
			source: 'page 0139',
		},
		complete: {
			title: 'Complete',
			description: 'Move a contract from pending signatures to completed; needs Contract Hierarchy in Coupa’s company settings',
			step: 'complete',
			leadsTo: 'completed',
			isDone: isNow('completed', 'published'),
			source: 'page 0139; scope map',
		},
		// Shown are the current approvals only, and the approver's turn may come later.
		...approverActions({ one: 'contract', source: 'page 0139', isShown: false }),
	},
	source: 'pages 0139, 0140, 0384',
};
