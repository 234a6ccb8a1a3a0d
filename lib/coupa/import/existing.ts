import { keysOf, textAt, type CoupaRecord } from '../../core';

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
