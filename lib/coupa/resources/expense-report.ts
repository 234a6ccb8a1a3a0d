import { approverActions } from '../entry/approvers';
import { hasLeft, type Entry } from './entry';

export const expenseReport: Entry = {
	name: 'expenseReport',
	one: 'expense report',
	many: 'expense reports',
	path: '/api/expense_reports',
	definition: 'ExpenseReport',
	key: { attribute: 'title', label: 'Title', placeholder: 'e.g. Hamburg, April' },
	named: ['title', 'status', 'expensed-by.login'],
	simplified: [
		...['title', 'status', 'expensed-by.login', 'expensed-by.fullname', 'submitted-by.login', 'submitted-at', 'start-date', 'end-date'],
		...['total', 'reimbursable-total-amount', 'reimbursable-total-currency.code', 'payment-channel', 'paid', 'exported'],
		...['report-due-date', 'past-due', 'reject-reason', 'erp-document-id', 'erp-document-status', 'external-src-ref'],
	],
	days: ['start-date', 'end-date'],
	scopes: { read: 'core.expense.read', write: 'core.expense.write' },
	reads: ['get', 'getMany', 'changed'],
	statuses: [
		...['draft', 'working', 'pending_approval', 'pending_info', 'approved', 'accounting_review', 'approved_for_payment'],
		...['scheduled_for_payment', 'paid'],
	],
	newestFirst: true,
	writes: {
		create: { kind: 'create', leadsTo: 'draft', source: 'page 0192' },
		update: { kind: 'update', source: 'page 0192' },
		delete: { kind: 'delete', mark: '✔39', source: 'R39' },
	},
	actions: {
		submit: {
			title: 'Submit',
			description: 'Submit for approval',
			step: 'submit',
			isDone: hasLeft('draft', 'working'),
			source: 'page 0192; scope map',
		},
		...approverActions({ one: 'expense report', source: 'page 0192', isShown: true }),
	},
	exported: { sentIn: 'query', canBeCleared: true, source: 'rules.md §5; scope map' },
	source: 'pages 0192, 0322',
};
