import type { Entry } from './entry';

export const expenseLine: Entry = {
	name: 'expenseLine',
	one: 'expense line',
	many: 'expense lines',
	path: '/api/expense_lines',
	definition: 'ExpenseLine',
	named: ['description', 'amount', 'status'],
	simplified: [
		...['expense-report-id', 'line-number', 'type', 'status', 'description', 'merchant', 'expense-category.name', 'expense-date'],
		...['start-date', 'end-date', 'amount', 'approved-amount', 'currency.code', 'foreign-currency-amount', 'foreign-currency.code'],
		...['account.code', 'expensed-by.login', 'employee-reimbursable', 'over-limit', 'external-src-ref'],
	],
	days: ['expense-date', 'start-date', 'end-date'],
	scopes: { read: 'core.expense.read', write: 'core.expense.write' },
	reads: ['get', 'getMany', 'changed'],
	newestFirst: true,
	writes: {
		create: { kind: 'create', needs: ['expense-category', 'foreign-currency', 'start-date'], source: 'page 0180' },
		update: { kind: 'update', source: 'page 0180' },
		delete: { kind: 'delete', source: 'page 0180' },
	},
	source: 'page 0180',
};
