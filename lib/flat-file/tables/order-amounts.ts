import { parseDecimal, textAt, valueAt, type CoupaRecord, type Decimal } from '../../core';

/** Fields of an order line that tell whether it was deleted. */
export const DELETED_NEEDS = ['status'];

/**
 * Whether Coupa shows a line as deleted (they come with `show_deleted_lines`, rules.md §6). How it marks them is not
 * documented; the one field of a line that can say so is its status.
 */
export function isDeleted(line: CoupaRecord): boolean {
	return textAt(line, 'status')?.trim().toLowerCase() === 'deleted';
}

/** Fields of an order line that its open quantities and amounts are worked out from. */
export const OPEN_NEEDS = [...DELETED_NEEDS, 'type', 'quantity', 'price', 'total', 'received', 'invoiced', 'bulk-price'];

type Done = 'received' | 'invoiced';

/**
 * Ordered less received (or invoiced) units of a quantity line as an exact decimal; below zero where more came than was
 * ordered; 0 for a deleted line. Blank for amount lines, and where Coupa's answer lacks one of the figures (invoiced totals need a changed
 * default filter, rules.md §6).
 */
export function openQuantity(line: CoupaRecord, done: Done): string {
	if (isAmountLine(line)) return '';
	if (isDeleted(line)) return '0';
	const open = less(numberAt(line, 'quantity'), numberAt(line, done));
	return open?.toFixed() ?? '';
}

/**
 * The money still open: total less received (or invoiced) of an amount line; open units × price of a quantity line, exact and
 * not rounded; 0 for a deleted line. Blank where a figure is missing, and for bulk prices, whose steps say what a unit costs.
 */
export function openAmount(line: CoupaRecord, done: Done): string {
	if (isDeleted(line)) return '0';
	if (isAmountLine(line)) return less(numberAt(line, 'total') ?? numberAt(line, 'price'), numberAt(line, done))?.toFixed() ?? '';
	const open = less(numberAt(line, 'quantity'), numberAt(line, done));
	const price = numberAt(line, 'price');
	if (open === null || price === null || (valueAt(line, 'bulk-price') ?? null) !== null) return '';
	return open.times(price).toFixed();
}

/** Amount lines have no quantity (rules.md §6: the class decides where it is told). */
function isAmountLine(line: CoupaRecord): boolean {
	const type = textAt(line, 'type');
	return type === undefined ? textAt(line, 'quantity') === undefined : type === 'OrderAmountLine';
}

function numberAt(line: CoupaRecord, name: string): Decimal | null {
	const text = textAt(line, name);
	return text === undefined ? null : parseDecimal(text);
}

function less(ordered: Decimal | null, done: Decimal | null): Decimal | null {
	return ordered === null || done === null ? null : ordered.minus(done);
}
