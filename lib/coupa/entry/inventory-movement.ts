import type { Entry } from '../resources/entry';

/**
 * What adjustments, consumptions and transfers have in common: each is an InventoryTransaction of its own type at a path of its own.
 *
 * @param type value of its attribute `type`
 * @param scope last part of its scopes
 * @param source page of its action table
 */
export function inventoryMovement({ type, scope, source }: { type: string; scope: string; source: string }) {
	return {
		definition: 'InventoryTransaction',
		named: ['item.name', 'quantity', 'transaction-date'],
		simplified: [
			...['type', 'status', 'item.item-number', 'item.name', 'quantity', 'uom.code', 'price', 'total', 'currency.code', 'transaction-date'],
			...['from-warehouse-location.warehouse-name', 'to-warehouse-location.warehouse-name', 'account.code', 'notes'],
			...['exported', 'last-exported-at'],
		],
		days: ['transaction-date'],
		scopes: { read: `core.inventory.${scope}.read`, write: `core.inventory.${scope}.write` },
		reads: ['get', 'getMany', 'changed'],
		newestFirst: true,
		// The table also requires an RFID tag, which belongs to some warehouses only. An update changes the exported flag alone.
		writes: { create: { kind: 'create', without: ['type', 'exported'], always: { type }, source } },
		exported: { sentIn: 'query', canBeCleared: true, source: `rules.md §5; ${source}` },
		source: `${source}; scope map`,
	} satisfies Partial<Entry>;
}
