import { approverActions } from '../entry/approvers';
import type { Entry } from './entry';

export const receiptRequest: Entry = {
	name: 'receiptRequest',
	one: 'receipt request',
	many: 'receipt requests',
	path: '/api/receipt_requests',
	definition: 'ReceiptRequest',
	named: ['type', 'status', 'created-by.fullname'],
	simplified: [
		...['type', 'status', 'created-by.login', 'updated-by.login'],
		{ key: 'order-line-ids', list: 'lines', field: 'order-line-id' },
		{ key: 'receipt-types', list: 'lines', field: 'receipt-type' },
		{ key: 'quantities', list: 'lines', field: 'quantity' },
		{ key: 'prices', list: 'lines', field: 'price' },
		{ key: 'inventory-transaction-ids', list: 'lines', field: 'inventory-transaction-id' },
	],
	scopes: { read: 'core.inventory.receiving.read', write: 'core.inventory.receiving.write' },
	reads: ['get', 'getMany', 'changed'],
	newestFirst: true,
	writes: { delete: { kind: 'delete', source: 'page 0259' } },
	// No document names the statuses of a receipt request, nor does it list its approvals: nobody can tell after a lost answer.
	actions: {
		submit: {
			title: 'Submit',
			description: 'Submit a receipt request for approval',
			step: 'submit',
			method: 'POST',
			isDone: null,
			source: 'page 0259',
		},
		withdraw: {
			title: 'Withdraw',
			description: 'Withdraw a receipt request',
			step: 'withdraw',
			method: 'POST',
			isDone: null,
			source: 'page 0259',
		},
		...approverActions({ one: 'receipt request', isShown: false, isNamed: true, source: 'page 0259' }),
	},
	source: 'pages 0255, 0259, 0260',
};
