import { lookUpKey, recordsAt, textAt, type CoupaRecord } from '../../core';
import { lookUpMany, type LookUp } from './lookup';
import type { ImportClient } from './types';

const FIELDS = ['id', 'number', 'name', 'status', 'remit-to-addresses.id', 'remit-to-addresses.remit-to-code', 'remit-to-addresses.active'];

/** How the supplier that an invoice names stands in Coupa. */
export type SupplierMatch =
	| { kind: 'found'; supplier: CoupaRecord; by: SupplierKey }
	| { kind: 'unknown'; by: SupplierKey; value: string }
	/** Several suppliers have that name (or number), and none or more than one of them is active. */
	| { kind: 'ambiguous'; by: SupplierKey; value: string; count: number }
	| { kind: 'notGiven' };

export type SupplierKey = 'id' | 'number' | 'name';

/** Suppliers looked up for a run, each one once: by number, and by name only where a file gives no number. */
export class Suppliers {
	private readonly known: Record<SupplierKey, Map<string, CoupaRecord[]>> = { id: new Map(), number: new Map(), name: new Map() };

	constructor(private readonly client: ImportClient) {}

	async load(invoices: CoupaRecord[]): Promise<void> {
		const wanted = invoices.map(supplierKeyOf).filter((key) => key !== null);
		const keys: SupplierKey[] = ['id', 'number', 'name'];
		await Promise.all(
			keys.map((by) =>
				this.loadBy(
					by,
					wanted.filter((key) => key.by === by).map((key) => key.value),
				),
			),
		);
	}

	match(invoice: CoupaRecord): SupplierMatch {
		const key = supplierKeyOf(invoice);
		if (key === null) return { kind: 'notGiven' };
		const found = this.known[key.by].get(lookUpKey(key.value)) ?? [];
		const eligible = found.length > 1 ? found.filter(isActive) : found;
		const [supplier] = eligible;
		if (supplier !== undefined && eligible.length === 1) return { kind: 'found', supplier, by: key.by };
		if (found.length === 0) return { kind: 'unknown', ...key };
		return { kind: 'ambiguous', ...key, count: found.length };
	}

	private async loadBy(by: SupplierKey, values: string[]): Promise<void> {
		const known = this.known[by];
		const missing = values.filter((value) => !known.has(lookUpKey(value)));
		if (missing.length === 0) return;
		// Several suppliers may share a name; a number that two share shows when both stand on one page.
		const lookUp: LookUp = { path: '/api/suppliers', field: by, fields: FIELDS, unique: by !== 'name', valueOf: (row) => textAt(row, by) };
		const rows = await lookUpMany(this.client, lookUp, missing);
		for (const value of missing) {
			const key = lookUpKey(value);
			known.set(
				key,
				rows.filter((row) => lookUpKey(textAt(row, by) ?? '') === key),
			);
		}
	}
}

/** What an invoice names its supplier by: the number wins over the name (design §4). */
export function supplierKeyOf(invoice: CoupaRecord): { by: SupplierKey; value: string } | null {
	const keys: SupplierKey[] = ['id', 'number', 'name'];
	for (const by of keys) {
		const value = textAt(invoice, 'supplier', by)?.trim() ?? '';
		if (value !== '') return { by, value };
	}
	return null;
}

/** Whether Coupa shows a supplier as active; a status that is not shown cannot be held against it. */
export function isActive(supplier: CoupaRecord): boolean {
	return (textAt(supplier, 'status') ?? 'active') === 'active';
}

/** Remit-to addresses that can be paid to. */
export function activeRemitTos(supplier: CoupaRecord): CoupaRecord[] {
	return recordsAt(supplier, 'remit-to-addresses').filter((address) => textAt(address, 'active') !== 'false');
}
