import { lookUpKey, recordsAt, textAt, type CoupaRecord } from '../../core';
import { lookUpMany, type LookUp } from './lookup';
import type { ImportClient } from './types';

const LOOK_UP: LookUp = {
	path: '/api/purchase_orders',
	field: 'po-number',
	fields: [
		'id',
		'po-number',
		'status',
		'supplier.id',
		'supplier.name',
		'supplier.number',
		...['id', 'line-num', 'type', 'status', 'description', 'source-part-num'].map((field) => `order-lines.${field}`),
	],
	// fields/purchase_order.json: unique
	unique: true,
	valueOf: (row) => textAt(row, 'po-number'),
};

/** Purchase orders looked up for a run, each one once. */
export class PurchaseOrders {
	private readonly known = new Map<string, CoupaRecord | null>();

	constructor(private readonly client: ImportClient) {}

	async load(invoices: CoupaRecord[]): Promise<void> {
		const numbers = invoices
			.flatMap((invoice) => recordsAt(invoice, 'invoice-lines').map(orderNumberOf))
			.filter((number) => number !== null);
		const missing = numbers.filter((number) => !this.known.has(lookUpKey(number)));
		if (missing.length === 0) return;
		const rows = await lookUpMany(this.client, LOOK_UP, missing);
		for (const number of missing) {
			const key = lookUpKey(number);
			this.known.set(key, rows.find((row) => lookUpKey(textAt(row, 'po-number') ?? '') === key) ?? null);
		}
	}

	/** The order of that number; null when Coupa has none. */
	find(number: string): CoupaRecord | null {
		return this.known.get(lookUpKey(number)) ?? null;
	}

	/** How an invoice line stands to its purchase order. */
	match(line: CoupaRecord): OrderMatch {
		const number = orderNumberOf(line);
		if (number === null) return { kind: 'unbacked' };
		const order = this.find(number);
		if (order === null) return { kind: 'noOrder', number };
		const lines = recordsAt(order, 'order-lines').filter(matcherOf(line));
		const [orderLine] = lines;
		return orderLine === undefined || lines.length > 1
			? { kind: 'noLine', order, matching: lines.length }
			: { kind: 'matched', order, orderLine };
	}
}

export type OrderMatch =
	/** The line names no purchase order, or brings `order-line-id` itself. */
	| { kind: 'unbacked' }
	| { kind: 'noOrder'; number: string }
	/** The order has no such line, or the part number stands on several. */
	| { kind: 'noLine'; order: CoupaRecord; matching: number }
	| { kind: 'matched'; order: CoupaRecord; orderLine: CoupaRecord };

/** The purchase order number a line names; null for an unbacked line. */
export function orderNumberOf(line: CoupaRecord): string | null {
	const number = (textAt(line, 'order-header-num') ?? textAt(line, 'po-number') ?? '').trim();
	return number === '' ? null : number;
}

/** Whether a line names a purchase order line in any way. */
export function isBacked(line: CoupaRecord): boolean {
	return orderNumberOf(line) !== null || textAt(line, 'order-line-id') !== undefined;
}

function matcherOf(line: CoupaRecord): (orderLine: CoupaRecord) => boolean {
	const lineNumber = (textAt(line, 'order-line-num') ?? '').trim();
	if (lineNumber !== '') return (orderLine) => sameLineNumber(textAt(orderLine, 'line-num') ?? '', lineNumber);
	const part = lookUpKey(textAt(line, 'source-part-num') ?? '');
	return (orderLine) => part !== '' && lookUpKey(textAt(orderLine, 'source-part-num') ?? '') === part;
}

/** PO line numbers are texts (fields/order_line.json): `1`, `01` and `1.0` mean the same line. */
function sameLineNumber(left: string, right: string): boolean {
	if (left.trim() === right) return true;
	return left.trim() !== '' && Number(left) === Number(right);
}
