import { recordsAt, textAt, type CoupaRecord } from '../../../lib/core';
import type { CoupaSandbox } from '../coupa';
import type { Choice } from './fields';

/** What a captured invoice is about: a purchase order of Coupa, or a supplier without one. */
export interface CaptureSource {
	/** As the form names it: `order:70315` or `supplier:V-20011`. */
	key: string;
	supplierNumber: string;
	currency: string;
	terms: string;
	/** Null without a purchase order. */
	order: { number: string; lines: SourceLine[] } | null;
}

interface SourceLine {
	number: string;
	description: string;
	/** Null on a line that orders an amount. */
	quantity: string | null;
	price: string;
	uom: string | null;
}

/** A supplier that Coupa does not know, so that a visitor can see what happens then. */
const STRANGER = 'V-99999';

/** What can be invoiced, purchase orders first. */
export function sourceChoices(coupa: CoupaSandbox): Choice[] {
	const orders = coupa.rows('purchase_orders').flatMap((order) => {
		const number = textAt(order, 'po-number');
		// Orders that nobody could invoice a line of have nothing to fill the form with.
		if (number === undefined || pricedLines(order).length === 0) return [];
		const status = textAt(order, 'status');
		const what = `${number} · ${textAt(order, 'supplier', 'name') ?? ''} · ${textAt(order, 'currency', 'code') ?? ''}`;
		const label = status === 'issued' ? what : `${what} (${status ?? 'no status'})`;
		return [{ value: `order:${number}`, label, group: 'Purchase orders' }];
	});
	const suppliers = coupa.rows('suppliers').map((supplier) => {
		const status = textAt(supplier, 'status');
		const label = `${textAt(supplier, 'name') ?? ''} · ${textAt(supplier, 'number') ?? ''}${status === 'active' ? '' : ` (${status ?? 'no status'})`}`;
		return { value: `supplier:${textAt(supplier, 'number') ?? ''}`, label, group: 'Suppliers, without a purchase order' };
	});
	const stranger = { value: `supplier:${STRANGER}`, label: `A supplier that Coupa does not know · ${STRANGER}` };
	return [...orders, ...suppliers, { ...stranger, group: 'Suppliers, without a purchase order' }];
}

/** The source that the form names; null for one that does not exist (any more). */
export function sourceOf(coupa: CoupaSandbox, key: string): CaptureSource | null {
	if (!sourceChoices(coupa).some(({ value }) => value === key)) return null;
	const number = key.slice(key.indexOf(':') + 1);
	return key.startsWith('order:') ? fromOrder(coupa, key, number) : fromSupplier(coupa, key, number);
}

function fromOrder(coupa: CoupaSandbox, key: string, number: string): CaptureSource | null {
	const order = coupa.rows('purchase_orders').find((record) => textAt(record, 'po-number') === number);
	if (order === undefined) return null;
	const supplierNumber = textAt(order, 'supplier', 'number') ?? '';
	return {
		key,
		supplierNumber,
		currency: textAt(order, 'currency', 'code') ?? 'USD',
		terms: textAt(order, 'payment-term', 'code') ?? 'NET30',
		order: {
			number,
			lines: pricedLines(order).map((line) => ({
				number: textAt(line, 'line-num') ?? '',
				description: textAt(line, 'description') ?? '',
				quantity: textAt(line, 'quantity') ?? null,
				price: textAt(line, 'price') ?? '',
				uom: textAt(line, 'uom', 'code') ?? null,
			})),
		},
	};
}

function fromSupplier(coupa: CoupaSandbox, key: string, number: string): CaptureSource {
	const supplier = coupa.rows('suppliers').find((record) => textAt(record, 'number') === number);
	const order = coupa.rows('purchase_orders').find((record) => textAt(record, 'supplier', 'number') === number);
	return {
		key,
		supplierNumber: number,
		currency: textAt(order, 'currency', 'code') ?? 'USD',
		terms: textAt(supplier, 'payment-term', 'code') ?? 'NET30',
		order: null,
	};
}

function pricedLines(order: CoupaRecord): CoupaRecord[] {
	return recordsAt(order, 'order-lines').filter((line) => textAt(line, 'price') !== undefined);
}
