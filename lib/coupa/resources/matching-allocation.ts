import type { Entry } from './entry';

export const matchingAllocation: Entry = {
	name: 'matchingAllocation',
	one: 'matching allocation',
	many: 'matching allocations',
	path: '/api/matching_allocations',
	definition: 'MatchingAllocation',
	simplified: [
		...['status', 'status-reason', 'quantity', 'uom', 'amount', 'invoice-line-id', 'invoice-line-total', 'order-line-id'],
		...['inventory-transaction-id', 'inventory-transaction-match-reference', 'asn-line-id', 'manual-match'],
	],
	scopes: { read: 'core.invoice.read', write: null },
	listedBy: { conditions: ['invoice-line-id', 'invoice-line.invoice-header-id'], needed: true },
	reads: ['getMany'],
	source: 'rules.md §15; page 0063',
};
