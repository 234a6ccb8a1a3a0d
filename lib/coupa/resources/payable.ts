import { textAt } from '../../core';
import type { Entry } from './entry';

export const payable: Entry = {
	name: 'payable',
	one: 'payable',
	many: 'payables',
	path: '/api/payables/invoices',
	definition: 'Payables-Invoice',
	key: { attribute: 'document-id', label: 'Document ID', placeholder: 'e.g. 940' },
	named: ['document-type', 'document-id', 'status'],
	simplified: [
		...['document-type', 'document-id', 'status', 'currency.code', 'payable-amount', 'remittance-amount', 'paid-amount'],
		...['remaining-amount', 'paid-date', 'maturity-date', 'discount-due-date', 'payment-term.code', 'last-exported-at', 'wc-eligibility'],
	],
	scopes: { read: 'core.payables.invoice.read', write: 'core.payables.invoice.write' },
	reads: ['get', 'getMany', 'changed'],
	newestFirst: true,
	// Its statuses are documented nowhere.
	actions: {
		markExported: {
			title: 'Mark as Exported',
			description: 'Mark a payable as exported',
			step: 'export',
			isDone: (record) => (record['last-exported-at'] === undefined ? null : textAt(record, 'last-exported-at') !== undefined),
			source: 'page 0224',
		},
		payExternally: {
			title: 'Pay Externally',
			description: 'Mark a payable as paid, and stop tracking it in Coupa',
			step: 'pay_externally',
			final: true,
			isDone: null,
			source: 'page 0224',
		},
		trackExternally: {
			title: 'Track Externally',
			description: 'Stop tracking a payable in Coupa',
			step: 'track_externally',
			isDone: null,
			source: 'page 0224',
		},
		trackInCoupa: {
			title: 'Track in Coupa',
			description: 'Start tracking a payable in Coupa',
			step: 'track_in_coupa',
			isDone: null,
			source: 'page 0224',
		},
	},
	source: 'rules.md §14; page 0224',
};
