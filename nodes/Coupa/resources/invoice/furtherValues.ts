import type { Writing } from '../../../../lib/coupa';

/** What Create can send of an invoice beside what its fields hold: the mapper offers it, with the custom fields. */
export const furtherValues: Writing = {
	kind: 'create',
	without: [
		...['invoice-number', 'invoice-date', 'line-level-taxation', 'supplier', 'currency', 'account-type', 'invoice-lines'],
		...['supplier-total', 'internal-note', 'payment-term', 'requester-email', 'shipping-amount', 'supplier-note', 'tax-amount', 'tax-code'],
	],
	source: 'rules.md §9; page 0205',
};
