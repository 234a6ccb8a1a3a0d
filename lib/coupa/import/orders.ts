import { recordsAt, textAt, type CoupaRecord } from '../../core';
import type { LookUp } from './lookup';
import { LookedUp } from './looked-up';
import { indexOf, numberKey, partOf } from './line-features';
import { onlyFit, type FitBy, type OrderLineFit } from './order-line-fit';
import { comparesOrders, type ImportSettings } from './settings';
import { OrderLines } from './orders-by-line';
import type { ImportClient } from './types';

export const ORDER_FIELDS = [
	'id',
	'po-number',
	'status',
	'supplier.id',
	'supplier.name',
	'supplier.number',
	...[
		...['id', 'line-num', 'type', 'status', 'description', 'source-part-num'],
		...['quantity', 'price', 'total', 'invoiced', 'currency.code', 'uom.code', 'uom.allowable-precision'],
		...['period.start-date', 'period.end-date', 'account.account-type.name', 'account-allocations.account.account-type.name'],
	].map((field) => `order-lines.${field}`),
];

/** What lines are compared with beside that (order-line-use.ts). */
const USE_FIELDS = ['received', 'match-type', 'receipt-required'].map((field) => `order-lines.${field}`);

const LOOK_UP: Omit<LookUp, 'fields'> = {
	path: '/api/purchase_orders',
	field: 'po-number',
	label: 'PO number',
	// fields/purchase_order.json: unique
	unique: true,
	valueOf: (row) => textAt(row, 'po-number'),
};

/** Purchase orders looked up for a run, each one once. */
export class PurchaseOrders {
	private readonly known: LookedUp;
	/** Found once, however often a line is asked about. */
	private readonly matches = new WeakMap<CoupaRecord, MatchInOrder>();
	private readonly lines: OrderLines;

	constructor(
		client: ImportClient,
		private readonly settings: Pick<ImportSettings, 'matchPoLines' | 'checks'>,
	) {
		const fields = comparesOrders(settings) ? [...ORDER_FIELDS, ...USE_FIELDS] : ORDER_FIELDS;
		this.known = new LookedUp(client, { ...LOOK_UP, fields });
		this.lines = new OrderLines(client, fields);
	}

	async load(invoices: CoupaRecord[]): Promise<void> {
		await Promise.all([this.known.load(invoices.flatMap(orderNumbersOf)), this.lines.load(invoices.flatMap(orderLineIdsOf))]);
	}

	/** The order of that number; null when Coupa has none. */
	find(number: string): CoupaRecord | null {
		return this.known.find(number)[0] ?? null;
	}

	/** @throws Undecided where a purchase order that the invoice names could not be looked up */
	assertKnown(invoice: CoupaRecord): void {
		for (const number of orderNumbersOf(invoice)) this.known.assertKnown(number);
		for (const id of orderLineIdsOf(invoice)) this.lines.assertKnown(id);
	}

	/** How an invoice line stands to its purchase order. */
	match(line: CoupaRecord): OrderMatch {
		const number = orderNumberOf(line);
		const id = orderLineIdOf(line);
		if (number === null) return id === null ? { kind: 'unbacked' } : this.matchById(id);
		const reason = this.known.unfitReason(number);
		if (reason !== null) return { kind: 'unfit', number, reason };
		const order = this.find(number);
		if (order === null) return { kind: 'noOrder', number };
		if (id !== null) return withId(id, order, namedLines(order, line), isLineNamed(line));
		const known = this.matches.get(line);
		if (known?.order === order) return known;
		const match = this.matchIn(order, line);
		this.matches.set(line, match);
		return match;
	}

	private matchIn(order: CoupaRecord, line: CoupaRecord): MatchInOrder {
		const lines = namedLines(order, line);
		const [only] = lines;
		if (only !== undefined && lines.length === 1) return { kind: 'matched', order, orderLine: only, by: null };
		const fit = onlyFit(line, order);
		return fit !== null && this.settings.matchPoLines === 'takeOnlyFit'
			? { kind: 'matched', order, ...fit }
			: { kind: 'noLine', order, matching: lines.length, fit };
	}

	private matchById(id: string): OrderMatch {
		const found = this.lines.find(id);
		if (found !== null) return { kind: 'matched', ...found, by: null };
		return { kind: 'unfit', number: id, reason: `Coupa has no purchase order line with ID ${id}: check where the ID comes from.` };
	}
}

export type OrderMatch =
	/** The line names no purchase order. */
	| { kind: 'unbacked' }
	| { kind: 'noOrder'; number: string }
	/** Coupa has no order line of the id that the line brings itself, or cannot have an order of that number; `reason` says which. */
	| { kind: 'unfit'; number: string; reason: string }
	| MatchInOrder;

type MatchInOrder =
	/** The order has no such line, or the part number is on several; `fit` is the one line that may be meant. */
	| { kind: 'noLine'; order: CoupaRecord; matching: number; fit: OrderLineFit | null }
	/** `by` says what a line that is not named was found by; null for one that is. */
	| { kind: 'matched'; order: CoupaRecord; orderLine: CoupaRecord; by: FitBy | null };

/** The purchase order number a line names; null for an unbacked line. */
export function orderNumberOf(line: CoupaRecord): string | null {
	return ['order-header-num', 'po-number'].map((key) => (textAt(line, key) ?? '').trim()).find((number) => number !== '') ?? null;
}

function orderNumbersOf(invoice: CoupaRecord): string[] {
	return recordsAt(invoice, 'invoice-lines')
		.map(orderNumberOf)
		.filter((number) => number !== null);
}

/** The PO line id that a line brings itself; null for none. */
export function orderLineIdOf(line: CoupaRecord): string | null {
	const id = (textAt(line, 'order-line-id') ?? '').trim();
	return id === '' ? null : id;
}

/** Ids of lines whose order is not looked up by its number. */
function orderLineIdsOf(invoice: CoupaRecord): string[] {
	return recordsAt(invoice, 'invoice-lines')
		.filter((line) => orderNumberOf(line) === null)
		.map(orderLineIdOf)
		.filter((id) => id !== null);
}

/** Whether a line names a purchase order line in any way. */
export function isBacked(line: CoupaRecord): boolean {
	return orderNumberOf(line) !== null || orderLineIdOf(line) !== null;
}

/** A line that brings an id beside its order's number means that line of the order, and no other one. */
function withId(id: string, order: CoupaRecord, named: CoupaRecord[], isNamed: boolean): OrderMatch {
	const orderLine = recordsAt(order, 'order-lines').find((candidate) => textAt(candidate, 'id') === id);
	if (orderLine !== undefined && (!isNamed || named.includes(orderLine))) return { kind: 'matched', order, orderLine, by: null };
	const number = textAt(order, 'po-number') ?? '';
	const reason = `The line names purchase order ${number} and the PO line ID ${id}, which is not the line of it that is meant: leave one of the two out.`;
	return { kind: 'unfit', number, reason };
}

function isLineNamed(line: CoupaRecord): boolean {
	return ['order-line-num', 'source-part-num'].some((key) => (textAt(line, key) ?? '').trim() !== '');
}

/** The lines of the order that an invoice line names, by number or else by supplier part number. */
function namedLines(order: CoupaRecord, line: CoupaRecord): CoupaRecord[] {
	const { byNumber, byPart } = indexOf(order);
	const number = numberKey(textAt(line, 'order-line-num') ?? '');
	return (number === '' ? byPart.get(partOf(line)) : byNumber.get(number)) ?? [];
}
