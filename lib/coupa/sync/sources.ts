import type { QueryPair } from '../query';

/** Reference data that capture checks invoices against. */
export type SyncKind = 'account' | 'supplier' | 'purchaseOrder' | 'purchaseOrderLine' | 'lookupValue';

/** Where one kind of reference data is read. */
export interface SyncSource {
	path: string;
	/** For texts, in the plural. */
	label: string;
	/** Goes with every read. */
	query: QueryPair[];
	/** A list inside the record whose changes do not move the record's own `updated-at`. */
	ownClock?: string;
}

/**
 * Deleted lines of an order come only when asked for (rules.md §6). A changed remit-to address does not move its supplier's
 * `updated-at` (rules.md §3), and has no list of its own (§8).
 */
export const SYNC_SOURCES: Record<SyncKind, SyncSource> = {
	account: { path: '/api/accounts', label: 'GL accounts', query: [] },
	lookupValue: { path: '/api/lookup_values', label: 'lookup values', query: [] },
	supplier: { path: '/api/suppliers', label: 'suppliers', query: [], ownClock: 'remit-to-addresses' },
	purchaseOrder: { path: '/api/purchase_orders', label: 'purchase orders', query: [['show_deleted_lines', 'true']] },
	purchaseOrderLine: { path: '/api/purchase_order_lines', label: 'purchase order lines', query: [] },
};
