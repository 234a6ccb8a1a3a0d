import { lookUpKey, possibleDays, textAt, type CoupaRecord } from '../../core';
import { computeTotals, decimalAt } from './amounts';
import type { InvoiceIdentity } from './existing-invoices';
import type { ImportInput } from './types';

/** An invoice of this run that came earlier. */
export interface EarlierInvoice {
	number: string;
	package: string;
	row: number | undefined;
}

/** Invoices of a run by supplier, date and total: one that is sent a second time under another number is seen here. */
export class SameTotals {
	private readonly first = new Map<string, EarlierInvoice>();
	private readonly earlier = new Map<ImportInput, EarlierInvoice>();

	/** Keeps one, in the order in which they are worked on. */
	register(input: ImportInput, invoice: CoupaRecord, { number, supplierId }: InvoiceIdentity): void {
		const place = placeOf(invoice, supplierId);
		if (place === null) return;
		const first = this.first.get(place);
		if (first === undefined) this.first.set(place, { number, package: input.delivery.package, row: input.delivery.rows[0] });
		else if (lookUpKey(first.number) !== lookUpKey(number)) this.earlier.set(input, first);
	}

	/** The first one of the same supplier, date and total, where its number is another one. */
	earlierThan(input: ImportInput): EarlierInvoice | null {
		return this.earlier.get(input) ?? null;
	}
}

/** What the two have in common; null where something of it is not known. */
function placeOf(invoice: CoupaRecord, supplierId: string | null): string | null {
	const total = decimalAt(invoice, 'supplier-total') ?? computeTotals(invoice)?.total ?? null;
	const [day] = possibleDays(textAt(invoice, 'invoice-date') ?? '');
	if (supplierId === null || total === null || day === undefined) return null;
	return JSON.stringify([supplierId, day, total.toFixed(), lookUpKey(textAt(invoice, 'currency', 'code') ?? '')]);
}
