import { parseDecimal, recordsAt, textAt, type CoupaRecord, type Decimal } from '../../core';
import { purchaseOrderLine } from '../resources/purchase-order-line';

/** Line states in which Coupa takes no invoice (rules.md §6). */
const CLOSED = ['closed', 'soft_closed', 'soft_closed_for_invoicing', ...(purchaseOrderLine.statusSpellings ?? [])];
const MOST_LISTED = 10;
const LONGEST_DESCRIPTION = 60;

/** Whether Coupa shows the whole order as issued; a status that is not shown cannot be held against it. */
export function isIssued(order: CoupaRecord): boolean {
	return (textAt(order, 'status') ?? 'issued') === 'issued';
}

/** Whether a PO line can still be invoiced. */
export function isOpen(orderLine: CoupaRecord): boolean {
	return !CLOSED.includes(textAt(orderLine, 'status') ?? '');
}

/** Quantity of a PO line that is not invoiced yet; null for an amount line, and where Coupa does not show it. */
export function openQuantityOf(orderLine: CoupaRecord): Decimal | null {
	const ordered = decimalOf(orderLine, 'quantity');
	return ordered?.minus(decimalOf(orderLine, 'invoiced') ?? 0) ?? null;
}

/**
 * The open lines of an order for a finding: number, description and what is left to invoice of each, ten at most, and how many more
 * there are. `invoiced` is a quantity on quantity lines and an amount on amount lines.
 */
export function openLinesText(order: CoupaRecord): string {
	const open = recordsAt(order, 'order-lines').filter(isOpen);
	if (open.length === 0) return 'It has no open line.';
	const shown = open.slice(0, MOST_LISTED).map(orderLineText).join('; ');
	const more = open.length > MOST_LISTED ? `; and ${open.length - MOST_LISTED} more` : '';
	return `Its open lines: ${shown}${more}.`;
}

/** `2 “Hex bolts” (12.50 USD open)` */
export function orderLineText(orderLine: CoupaRecord): string {
	const description = (textAt(orderLine, 'description') ?? '').trim();
	const shown = description.length > LONGEST_DESCRIPTION ? `${description.slice(0, LONGEST_DESCRIPTION)}…` : description;
	const amount = openAmountOf(orderLine);
	const left = amount === null ? '' : ` (${[amount.toFixed(), textAt(orderLine, 'currency', 'code') ?? ''].join(' ').trim()} open)`;
	return `${textAt(orderLine, 'line-num') ?? '?'} “${shown}”${left}`;
}

function openAmountOf(orderLine: CoupaRecord): Decimal | null {
	const price = decimalOf(orderLine, 'price');
	if (decimalOf(orderLine, 'quantity') !== null) return price === null ? null : (openQuantityOf(orderLine)?.times(price) ?? null);
	return (price ?? decimalOf(orderLine, 'total'))?.minus(decimalOf(orderLine, 'invoiced') ?? 0) ?? null;
}

function decimalOf(record: CoupaRecord, key: string): Decimal | null {
	return parseDecimal(textAt(record, key) ?? '');
}
