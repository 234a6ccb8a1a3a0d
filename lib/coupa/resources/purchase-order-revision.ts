import type { Entry } from './entry';

export const purchaseOrderRevision: Entry = {
	name: 'purchaseOrderRevision',
	one: 'purchase order revision',
	many: 'purchase order revisions',
	path: '/api/purchase_order_revisions',
	definition: 'OrderHeaderRevision',
	// `id` is that of the order, which all its revisions have.
	idAt: 'revision-record.id',
	simplified: ['revision-record.id', 'revision-record.revision', 'revision-record.created-at', 'revision-record.created-by'],
	scopes: { read: 'core.purchase_order.read', write: null },
	listedBy: { conditions: ['purchase-order-id', 'revision', 'created-at'] },
	// Read by an operation of Purchase Order: a list that goes by `id` would take the revisions of one order for the same record.
	reads: [],
	source: 'rules.md §6; page 0242',
};
