import type { Entry } from './entry';

export const budgetLineAdjustment: Entry = {
	name: 'budgetLineAdjustment',
	one: 'budget line adjustment',
	many: 'budget line adjustments',
	path: '/api/budget_lines/:id/budget_line_adjustments',
	below: { of: ['budgetLine'], list: 'budget_line_adjustments' },
	definition: 'BudgetLineAdjustment',
	named: ['description', 'amount', 'created-at'],
	simplified: [
		...['description', 'amount', 'accounting-total', 'budget-remaining', 'currency.code', 'quantity', 'price', 'reason', 'adjuster'],
		'budget-line.id',
	],
	scopes: { read: 'core.budget.read', write: 'core.budget.write' },
	reads: ['get', 'getMany'],
	// The budget line, which the table requires, is in the path. Coupa lists PUT and refuses it.
	writes: { create: { kind: 'create', needs: ['adjustment-amount'], source: 'page 0040' } },
	source: 'page 0040',
};
