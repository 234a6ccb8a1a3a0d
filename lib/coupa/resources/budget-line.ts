import type { Entry } from './entry';

const segments = Array.from({ length: 20 }, (_, index) => `segment-${String(index + 1)}`);

export const budgetLine: Entry = {
	name: 'budgetLine',
	one: 'budget line',
	many: 'budget lines',
	path: '/api/budget_lines',
	definition: 'BudgetLine',
	named: ['description', 'period.name'],
	simplified: [
		...['description', 'period.name', 'amount', 'remaining', 'pending-requisitions-amount', 'currency.code', 'owner.login'],
		...['error-on-overrun', 'notes', ...segments],
	],
	scopes: { read: 'core.budget.read', write: 'core.budget.write' },
	// A connector in production found that changes do not always move `updated-at`: no "changed".
	reads: ['get', 'getMany'],
	writes: {
		create: {
			kind: 'create',
			description: 'Create a budget line for a period and an account (its segments) that exist',
			needs: ['period', 'amount'],
			without: ['remaining-budget'],
			source: 'pages 0038, 0039',
		},
		// "Once … associated with an account type … and specific account, you cannot change this": the period has the chart.
		update: { kind: 'update', without: ['period', ...segments], source: 'pages 0038, 0039' },
		delete: { kind: 'delete', mark: '✔39', source: 'R39' },
		adjust: {
			kind: 'update',
			title: 'Adjust',
			description: 'Adjust the amount of a budget line, which makes an adjustment of it',
			step: 'adjust',
			without: ['period', ...segments],
			source: 'page 0038; R39 (body)',
		},
	},
	source: 'pages 0038, 0039',
};
