import { hasLeft, type Entry } from './entry';

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
	statuses: [
		...['new', 'ap_hold', 'draft', 'on_hold', 'pending_receipt', 'rejected', 'abandoned', 'disputed', 'pending_approval', 'booking_hold'],
		...['pending_action', 'approved', 'voided', 'processing', 'invalid', 'payable_adjustment'],
	],
	days: ['invoice-date', 'net-due-date'],
	newestFirst: true,
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
	reads: ['get', 'getMany'],
	actions: {
		submit: {
			title: 'Submit',
			description: 'Submit a draft for approval',
			step: 'submit',
			allowedIn: ['draft'],
			isDone: hasLeft('draft'),
			source: 'rules.md §9, §11; page 0205',
		},
	},
	preset: 'import',
	source: 'rules.md §9, §11; pages 0205, 0209; operations.md §2',
};
