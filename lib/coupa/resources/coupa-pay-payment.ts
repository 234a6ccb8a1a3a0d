import type { Entry } from './entry';

export const coupaPayPayment: Entry = {
	name: 'coupaPayPayment',
	one: 'Coupa Pay payment',
	many: 'Coupa Pay payments',
	path: '/api/coupa_pay/payments',
	definition: 'CoupaPay-Payment',
	key: { attribute: 'external-ref-id', label: 'External Reference ID', placeholder: 'e.g. 480021' },
	named: ['external-ref-id', 'status', 'payee'],
	simplified: [
		...['external-ref-id', 'status', 'payee', 'pay-from-total', 'pay-from-currency.code', 'pay-to-total', 'pay-to-currency.code'],
		...['exchange-rate', 'payment-batch-id', 'requested-execution-date', 'released-at', 'error-text', 'exported', 'last-exported-at'],
		{ key: 'invoice-numbers', list: 'payment-details', field: 'source-transaction-reference' },
	],
	scopes: { read: 'core.pay.payments.read', write: 'core.pay.payments.write' },
	reads: ['get', 'getMany', 'changed'],
	newestFirst: true,
	// The last one is known from third parties only.
	statuses: [
		...['draft', 'approved', 'payment_initiated', 'payment_in_progress', 'completed_successfully', 'completed_with_errors'],
		'cancelled',
	],
	exported: { sentIn: 'body', source: 'page 0161; operations.md, finding 14' },
	source: 'page 0161; rules.md §14',
};
