import { textAt, type CoupaRecord, type EInvoiceFacts } from '../../core';
import { isInInformation } from './bank-source';
import { saidAt } from './from-facts/said-at';
import { LookedUp } from './looked-up';
import { REMIT_TO_FIELDS } from './remit-to';
import type { ImportSettings } from './settings';
import type { ImportClient } from './types';

export const SUPPLIER_FIELDS = [
	'id',
	'number',
	'name',
	'status',
	'payment-term.code',
	...REMIT_TO_FIELDS.map((field) => `remit-to-addresses.${field}`),
];

/** What Coupa has for the supplier that an invoice names. */
export type SupplierMatch =
	| { kind: 'found'; supplier: CoupaRecord; by: SupplierKey }
	| { kind: 'unknown'; by: SupplierKey; value: string }
	/** Several suppliers have that name (or number), and none or more than one of them is active. */
	| { kind: 'ambiguous'; by: SupplierKey; value: string; count: number }
	/** Coupa cannot have a supplier of that name or number; `reason` says why. */
	| { kind: 'unfit'; by: SupplierKey; value: string; reason: string }
	| { kind: 'notGiven' };

export type SupplierKey = 'id' | 'number' | 'name';

/** Suppliers looked up for a run, each one once: by number, and by name only where a file gives no number. */
export class Suppliers {
	private readonly known: Record<SupplierKey, LookedUp>;

	constructor(client: ImportClient, { bankDetails }: Pick<ImportSettings, 'bankDetails'>) {
		const fields = bankDetails.every(isInInformation)
			? SUPPLIER_FIELDS
			: [...SUPPLIER_FIELDS, 'custom-fields', 'remit-to-addresses.custom-fields'];
		// Several suppliers may share a name; a number that two share shows when both are on one page.
		const lookedUp = (by: SupplierKey, unique: boolean) =>
			new LookedUp(client, {
				...{ path: '/api/suppliers', field: by, label: `supplier ${by === 'id' ? 'ID' : by}`, fields, unique },
				isName: by === 'name',
				valueOf: (row) => textAt(row, by),
			});
		this.known = { id: lookedUp('id', true), number: lookedUp('number', true), name: lookedUp('name', false) };
	}

	async load(invoices: CoupaRecord[]): Promise<void> {
		const wanted = invoices.map(supplierKeyOf).filter((key) => key !== null);
		const keys: SupplierKey[] = ['id', 'number', 'name'];
		await Promise.all(keys.map((by) => this.known[by].load(wanted.filter((key) => key.by === by).map((key) => key.value))));
	}

	match(invoice: CoupaRecord): SupplierMatch {
		const key = supplierKeyOf(invoice);
		if (key === null) return { kind: 'notGiven' };
		const reason = this.known[key.by].unfitReason(key.value);
		if (reason !== null) return { kind: 'unfit', ...key, reason };
		const found = this.known[key.by].find(key.value);
		const eligible = found.length > 1 ? found.filter(isActive) : found;
		const [supplier] = eligible;
		if (supplier !== undefined && eligible.length === 1) return { kind: 'found', supplier, by: key.by };
		if (found.length === 0) return { kind: 'unknown', ...key };
		return { kind: 'ambiguous', ...key, count: found.length };
	}

	/** Number and name in Coupa, for results; empty where it was not looked up or not found. */
	shown(invoice: CoupaRecord | null): { supplier?: { number: string | null; name: string | null } } {
		const match = invoice === null ? null : this.match(invoice);
		if (match?.kind !== 'found') return {};
		return { supplier: { number: textAt(match.supplier, 'number') ?? null, name: textAt(match.supplier, 'name') ?? null } };
	}

	/** @throws Undecided where the supplier of the invoice could not be looked up */
	assertKnown(invoice: CoupaRecord): void {
		const key = supplierKeyOf(invoice);
		if (key !== null) this.known[key.by].assertKnown(key.value);
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

/** The same as text, for keys; an e-invoice whose record names none calls its seller by its first identifier. Empty for none. */
export function supplierText(invoice: CoupaRecord | null, eInvoice?: EInvoiceFacts): string {
	const named = invoice === null ? null : supplierKeyOf(invoice);
	return named?.value ?? (eInvoice === undefined ? '' : (saidAt(eInvoice.seller)?.value ?? ''));
}

/** Whether Coupa shows a supplier as active; a status that is not shown cannot be held against it. */
export function isActive(supplier: CoupaRecord): boolean {
	return (textAt(supplier, 'status') ?? 'active') === 'active';
}
