import { approverActions } from '../entry/approvers';
import { hasLeft, isNow, type Entry } from './entry';

const approvals = 'core.invoice.approval.write';
const bypass = 'core.invoice.approval.bypass';

export const invoice: Entry = {
	name: 'invoice',
	one: 'invoice',
	many: 'invoices',
	path: '/api/invoices',
	definition: 'InvoiceHeader',
	webPath: '/invoices',
	key: { attribute: 'invoice-number', label: 'Number', placeholder: 'e.g. NB-77120' },
	named: ['invoice-number', 'status', 'supplier.name'],
	simplified: [
		...['invoice-number', 'invoice-date', 'status', 'document-type', 'is-credit-note', 'supplier.name', 'supplier.number'],
		...['currency.code', 'supplier-total', 'gross-total', 'total-with-taxes', 'tax-amount', 'payment-term.code', 'net-due-date'],
		...['account-type.name', 'remit-to-address.remit-to-code', 'image-scan', 'tolerance-failures', 'exported', 'paid', 'internal-note'],
		{ key: 'po-numbers', list: 'invoice-lines', field: 'order-header-num' },
	],
	days: ['invoice-date', 'original-invoice-date', 'net-due-date'],
	scopes: {
		read: 'core.invoice.read',
		write: 'core.invoice.write',
		create: 'core.invoice.create',
		delete: 'core.invoice.delete',
		below: {
			attachments: { read: 'core.invoice.read', write: 'core.invoice.create' },
			comments: { read: 'core.comment.read', write: 'core.comment.write' },
			remit_to_addresses: { read: 'core.supplier.read', write: 'core.supplier.write' },
			...{ abandon: 'core.invoice.delete', void: 'core.invoice.delete' },
			...{ add_approver: approvals, remove_approval: approvals, restart_approvals: approvals },
			...{ bypass_approvals: bypass, bypass_current_approval: bypass },
		},
	},
	reads: ['get', 'getMany', 'changed'],
	files: [{ table: 'invoiceStatus', object: 'InvoiceUpdates', description: 'What became of each invoice, one row each' }],
	newestFirst: true,
	statuses: [
		...['new', 'draft', 'processing', 'ap_hold', 'on_hold', 'booking_hold', 'pending_receipt', 'pending_approval', 'pending_action'],
		...['approved', 'rejected', 'disputed', 'abandoned', 'voided', 'invalid', 'payable_adjustment'],
	],
	writes: {
		update: { kind: 'update', source: 'page 0205' },
		delete: {
			kind: 'delete',
			title: 'Delete Draft',
			description: 'Delete an invoice that is still new',
			allowedIn: ['new'],
			mark: '✔39',
			source: 'operations.md §2',
		},
	},
	actions: {
		submit: {
			title: 'Submit',
			description: 'Submit a draft for approval',
			step: 'submit',
			allowedIn: ['draft'],
			isDone: hasLeft('draft'),
			source: 'rules.md §9, §11; page 0205',
		},
		void: {
			title: 'Void',
			description: 'Void an invoice that is approved, waits for its receipt or is a draft',
			step: 'void',
			allowedIn: ['pending_receipt', 'approved', 'draft'],
			leadsTo: 'voided',
			final: true,
			isDone: isNow('voided'),
			source: 'page 0205',
		},
		abandon: {
			title: 'Abandon',
			description: 'Abandon an invoice for good, with a reason',
			step: 'abandon',
			fields: [
				{
					...{ name: 'reasonInsight', label: 'Reason', type: { record: 'reasonInsight' }, required: true },
					...{ query: 'reason_insight_id', mark: '~' },
				},
				{ name: 'comment', label: 'Comment', type: 'text', query: 'comment', mark: '~' },
			],
			leadsTo: 'abandoned',
			final: true,
			isDone: isNow('abandoned'),
			source: 'page 0205; operations.md, finding 5',
		},
		dispute: {
			title: 'Dispute',
			description: 'Dispute an invoice; Coupa notifies the supplier',
			step: 'dispute',
			fields: [
				{
					...{ name: 'disputeReason', label: 'Dispute Reason Code', type: 'text', body: 'dispute-reason.code' },
					placeholder: 'e.g. INCORRECT_QUANTITY',
					description: 'Code of a dispute reason that is active in Coupa; the API has no list of them',
				},
				{ name: 'comment', label: 'Comment', type: 'text', body: 'comment' },
			],
			leadsTo: 'disputed',
			isDone: isNow('disputed'),
			source: 'page 0205; rules.md §11',
		},
		withdrawDispute: {
			title: 'Withdraw Dispute',
			description: 'Return a disputed invoice to the approval process',
			step: 'withdraw_dispute',
			allowedIn: ['disputed'],
			isDone: hasLeft('disputed'),
			source: 'page 0205; rules.md §11',
		},
		revalidateTolerances: {
			title: 'Revalidate Tolerances',
			description: 'Check a held invoice against the tolerances again',
			step: 'revalidate_tolerances',
			// The same tolerances may fail again: the invoice looks as before.
			isDone: null,
			source: 'page 0205; rules.md §11',
		},
		...approverActions({ one: 'invoice', isShown: true, source: 'page 0205; operations.md §2' }),
		restartApprovals: {
			title: 'Restart Approvals',
			description: 'Replace the approval chain of an invoice that has changed by a new one',
			step: 'restart_approvals',
			// A new chain may consist of the same approvers.
			isDone: null,
			source: 'page 0205; rules.md §11',
		},
		bypassApprovals: {
			title: 'Bypass Approvals',
			description: 'Approve an invoice without all approvals that are still open',
			step: 'bypass_approvals',
			allowedIn: ['pending_approval'],
			leadsTo: 'approved',
			final: true,
			isDone: hasLeft('pending_approval'),
			source: 'page 0205; rules.md §11',
		},
		bypassCurrentApproval: {
			title: 'Bypass Current Approval',
			description: 'Approve an invoice in place of the current approver',
			step: 'bypass_current_approval',
			allowedIn: ['pending_approval'],
			final: true,
			// The next approval makes it look as before.
			isDone: null,
			source: 'page 0205; rules.md §11',
		},
	},
	exported: { sentIn: 'query', canBeCleared: true, source: 'rules.md §5; page 0023' },
	preset: 'import',
	source: 'rules.md §9, §11; pages 0205, 0209; operations.md §2',
};
