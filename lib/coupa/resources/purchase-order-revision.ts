import type { Entry } from './entry';

/** An attribute of a revision: its value before and after. */
const changed = (attribute: string) => [`${attribute}.from`, `${attribute}.to`];

export const purchaseOrderRevision: Entry = {
	name: 'purchaseOrderRevision',
	one: 'purchase order revision',
	many: 'purchase order revisions',
	path: '/api/purchase_order_revisions',
	definition: 'OrderHeaderRevision',
	// `id` is that of the order, which all its revisions have.
	idAt: 'revision-record.id',
	simplified: [
		...['revision', 'id', 'created-at', 'created-by'].map((field) => `revision-record.${field}`),
		// What has not changed is left out, what has changed is an object with both values.
		...['status', 'version', 'total', 'payment-method', 'ship-to-attention'].flatMap(changed),
		{ key: 'order-line-ids', list: 'order-lines', field: 'id' },
	],
	scopes: { read: 'core.purchase_order.read', write: null },
	listedBy: { conditions: ['purchase-order-id', 'revision', 'created-at'] },
	// One of them is not offered: it would answer with the ID of the order.
	reads: ['getMany'],
	source: 'rules.md §6; page 0242',
};
