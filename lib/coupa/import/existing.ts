import { lookUpKey, textAt, type CoupaRecord } from '../../core';
import { lookUpMany, type LookUp } from './lookup';
import { keysOf } from './import-mark';
import type { ImportClient } from './types';

/** What the import has to know about an invoice that is in Coupa already. */
export const EXISTING_FIELDS = [
	'id',
	'status',
	'invoice-number',
	'invoice-date',
	'document-type',
	'supplier-total',
	'gross-total',
	'currency.code',
	'supplier.id',
	'supplier.number',
	'supplier.name',
	'internal-note',
	'created-by.id',
	'created-by.login',
	'updated-by.id',
	'updated-by.login',
	'image-scan',
	'image-scan-file-name',
	'exported',
];

const LOOK_UP: LookUp = {
	path: '/api/invoices',
	field: 'invoice-number',
	fields: EXISTING_FIELDS,
	valueOf: (row) => textAt(row, 'invoice-number'),
};

/** Invoices of Coupa by number, as looked up in this run and as changed by it. */
export class ExistingInvoices {
	private readonly byId = new Map<string, CoupaRecord>();
	private readonly loaded = new Set<string>();

	constructor(private readonly client: ImportClient) {}

	async load(numbers: string[]): Promise<void> {
		const missing = numbers.filter((number) => !this.loaded.has(lookUpKey(number)));
		if (missing.length === 0) return;
		await this.read(missing);
		for (const number of missing) this.loaded.add(lookUpKey(number));
	}

	/** Looks one number up again, e.g. after a POST whose answer was lost. */
	async reload(number: string): Promise<void> {
		await this.read([number]);
	}

	/** Keeps what an answer of Coupa showed: its list may lag behind (design §4). */
	remember(invoice: CoupaRecord): void {
		const id = textAt(invoice, 'id');
		if (id !== undefined) this.byId.set(id, { ...this.byId.get(id), ...invoice });
	}

	/** All invoices of that number and supplier id, lowest id first. Numbers are compared without case. */
	find(number: string, supplierId: string): CoupaRecord[] {
		const key = lookUpKey(number);
		return [...this.byId.values()]
			.filter((invoice) => lookUpKey(textAt(invoice, 'invoice-number') ?? '') === key && textAt(invoice, 'supplier', 'id') === supplierId)
			.sort((left, right) => idOf(left) - idOf(right));
	}

	private async read(numbers: string[]): Promise<void> {
		for (const row of await lookUpMany(this.client, LOOK_UP, numbers)) this.remember(row);
	}
}

/** Coupa's id of an invoice. */
export function idOf(invoice: CoupaRecord): number {
	return Number(textAt(invoice, 'id'));
}

export function statusOf(invoice: CoupaRecord): string {
	return textAt(invoice, 'status') ?? '';
}

export function isDraft(invoice: CoupaRecord): boolean {
	return statusOf(invoice) === 'draft' || statusOf(invoice) === 'new';
}

/** Voided and abandoned invoices no longer count. */
export function isDead(invoice: CoupaRecord): boolean {
	return statusOf(invoice) === 'voided' || statusOf(invoice) === 'abandoned';
}

/** Whether only its creator changed it; where Coupa does not show who did, somebody else may have. */
export function isUntouched(invoice: CoupaRecord): boolean {
	const created = textAt(invoice, 'created-by', 'id') ?? textAt(invoice, 'created-by', 'login');
	const updated = textAt(invoice, 'updated-by', 'id') ?? textAt(invoice, 'updated-by', 'login');
	return created !== undefined && created === updated;
}

/** Whether it was made by an import from Scan One, in whatever version. */
export function isMarked(invoice: CoupaRecord): boolean {
	return keysOf(invoice).current.length > 0;
}

/** Whether Coupa shows a page image on it; undefined when the answer says nothing about it. */
export function hasImage(invoice: CoupaRecord): boolean | undefined {
	if (!('image-scan' in invoice) && !('image-scan-file-name' in invoice)) return undefined;
	return [textAt(invoice, 'image-scan'), textAt(invoice, 'image-scan-file-name')].some((name) => (name ?? '').trim() !== '');
}
