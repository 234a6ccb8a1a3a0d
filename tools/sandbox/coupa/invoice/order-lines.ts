import { isRecord, textAt, type CoupaRecord } from '../../../../lib/core';
import type { ErrorMessage } from '../refusal';
import type { RecordStore } from '../store/records';

/** A PO line and the order it is in. */
export interface OrderLine {
	line: CoupaRecord;
	order: CoupaRecord;
}

const LINES = 'invoice-header.invoice_lines';
/** What a PO-backed line takes over where it says nothing itself (rules.md §9: scan vendors leave the account empty). */
const TAKEN_OVER = ['account', 'uom', 'currency'];

/**
 * The PO line behind an invoice line: by `order-line-id`, or by PO and line number.
 * @param byNumbers whether the company's Coupa takes those numbers (rules.md §9 ⚠)
 * @returns null for an unbacked line and for one that names nothing that exists
 */
export function findOrderLine(records: RecordStore, invoiceLine: CoupaRecord, byNumbers: boolean): OrderLine | null {
	const id = invoiceLine['order-line-id'];
	if (typeof id === 'number') return orderLineById(records, id);
	const orderNumber = textAt(invoiceLine, 'order-header-num') ?? textAt(invoiceLine, 'po-number');
	const lineNumber = textAt(invoiceLine, 'order-line-num');
	if (!byNumbers || orderNumber === undefined || lineNumber === undefined) return null;
	const candidates = records
		.findBy('purchase_orders', 'po-number', orderNumber)
		.flatMap((order) => records.childrenOf('purchase_order_lines', { resource: 'purchase_orders', id: Number(order.id) }));
	const line = candidates.find((candidate) => textAt(candidate, 'line-num') === lineNumber);
	return line === undefined ? null : orderLineById(records, Number(line.id));
}

/** The invoice line with its PO line's numbers; without a PO line, with none (rules.md §2: dropped in silence). */
export function backedBy(invoiceLine: CoupaRecord, found: OrderLine | null): CoupaRecord {
	if (found === null) return { ...invoiceLine, 'order-line-id': null, 'order-header-num': null, 'order-line-num': null, 'po-number': null };
	const { line, order } = found;
	const split = Array.isArray(invoiceLine['account-allocations']) && invoiceLine['account-allocations'].length > 0;
	const missing = TAKEN_OVER.filter((name) => invoiceLine[name] === null && !(name === 'account' && split));
	return {
		...invoiceLine,
		...Object.fromEntries(missing.map((name) => [name, line[name] ?? null])),
		'order-line-id': line.id ?? null,
		'order-header-num': order['po-number'] ?? null,
		'order-line-num': line['line-num'] ?? null,
		'po-number': order['po-number'] ?? null,
	};
}

/** What keeps an invoice line from standing on a PO line: another class, or another supplier's order (rules.md §4, §9). */
export function orderLineMessages(invoiceLine: CoupaRecord, { line, order }: OrderLine, supplierId: number | null): ErrorMessage[] {
	const messages: ErrorMessage[] = [];
	if (String(invoiceLine.type).replace('Invoice', '') !== String(line.type).replace('Order', '')) {
		messages.push({
			field: LINES,
			text: `Order line must be the same type as invoice line (line ${textAt(invoiceLine, 'line-num') ?? '?'})`,
		});
	}
	if (supplierId !== null && isRecord(order.supplier) && order.supplier.id !== supplierId) {
		messages.push({ field: LINES, text: `Order ${textAt(order, 'po-number') ?? ''} does not belong to the invoice's supplier` });
	}
	return messages;
}

function orderLineById(records: RecordStore, id: number): OrderLine | null {
	const line = records.get('purchase_order_lines', id);
	const owner = records.ownerOf('purchase_order_lines', id);
	const order = owner === null ? null : records.get(owner.resource, owner.id);
	return line === null || order === null ? null : { line, order };
}
