import { recordsAt, textAt, type CoupaRecord } from '../../../core';
import { purchaseOrderLine } from '../../resources/purchase-order-line';
import { lineClassOf } from '../line-class';
import { orderNumberOf, type OrderMatch } from '../orders';
import { BUYER_LEVELS, FILE_LEVELS, type Check, type Facts, type Finding } from './check';

const LINE_LEVELS = BUYER_LEVELS;
/** Line states in which Coupa takes no invoice (rules.md §6). */
const CLOSED = ['closed', 'soft_closed', 'soft_closed_for_invoicing', ...(purchaseOrderLine.statusSpellings ?? [])];

export const poExists: Check = {
	name: 'poExists',
	label: 'PO exists',
	description: 'Coupa has the purchase order that a line names. At a milder level the line is imported without it.',
	default: 'error',
	levels: LINE_LEVELS,
	find: (facts) =>
		perLine(facts, ({ match, path }) => {
			if (match.kind !== 'noOrder' && match.kind !== 'unfit') return null;
			return {
				column: 'PO Number',
				path: `${path}.order-header-num`,
				value: match.number,
				message: match.kind === 'unfit' ? match.reason : `Coupa has no purchase order ${match.number}: check the number on the page image.`,
			};
		}),
};

export const poSupplier: Check = {
	name: 'poSupplier',
	label: 'PO belongs to the supplier',
	description: 'The purchase order was issued to the supplier of the invoice.',
	default: 'error',
	levels: LINE_LEVELS,
	find: (facts) => {
		const supplier = facts.references.suppliers.match(facts.invoice);
		if (supplier.kind !== 'found') return [];
		return perOrder(facts, ({ order, number, path }) => {
			const owner = textAt(order, 'supplier', 'id');
			if (owner === undefined || owner === textAt(supplier.supplier, 'id')) return null;
			return {
				column: 'PO Number',
				path,
				value: number,
				message: `Purchase order ${number} belongs to ${textAt(order, 'supplier', 'name') ?? `supplier ${owner}`}, the invoice to ${textAt(supplier.supplier, 'name') ?? ''}. One of the two was misread.`,
			};
		});
	},
};

export const poIssued: Check = {
	name: 'poIssued',
	label: 'PO is issued',
	description: 'The purchase order is issued: not a draft, on hold, closed or cancelled.',
	default: 'draft',
	levels: LINE_LEVELS,
	find: (facts) =>
		perOrder(facts, ({ order, number, path }) => {
			const status = textAt(order, 'status');
			if (status === undefined || isIssued(order)) return null;
			return {
				column: 'PO Number',
				path,
				value: number,
				message: `Purchase order ${number} is ${status} in Coupa, not issued: the buyer has to issue or reopen it.`,
			};
		}),
};

export const poLineExists: Check = {
	name: 'poLineExists',
	label: 'PO line exists',
	description:
		'A line with a PO number names its PO line, by PO Line Number or by a Supplier Part Number that is on one PO line only. At a milder level the line is imported without its purchase order.',
	codes: ['poLineMissing'],
	default: 'error',
	levels: LINE_LEVELS,
	find: (facts) =>
		perLine(facts, ({ line, match, path }) => {
			if (match.kind !== 'noLine') return null;
			const number = textAt(match.order, 'po-number') ?? '';
			const lineNumber = textAt(line, 'order-line-num')?.trim() ?? '';
			const part = textAt(line, 'source-part-num')?.trim() ?? '';
			const place = { column: 'PO Line Number', path: `${path}.order-line-num`, value: lineNumber };
			if (lineNumber !== '')
				return { ...place, message: `Purchase order ${number} has no line ${lineNumber}; it has ${lineNumbers(match.order)}.` };
			if (part === '') return { ...place, message: `PO Number ${number} needs a PO Line Number or a Supplier Part Number.` };
			const found = match.matching === 0 ? 'no line' : `${match.matching} lines`;
			return {
				column: 'Supplier Part Number',
				path: `${path}.source-part-num`,
				value: part,
				message: `Purchase order ${number} has ${found} with supplier part number ${part}: enter the PO Line Number.`,
			};
		}),
};

export const poLineOpen: Check = {
	name: 'poLineOpen',
	label: 'PO line is open',
	description: 'The PO line can be invoiced: it is not closed or cancelled. Not checked when the whole order is not issued.',
	default: 'error',
	levels: LINE_LEVELS,
	find: (facts) =>
		perLine(facts, ({ line, match, path }) => {
			if (match.kind !== 'matched' || !isIssued(match.order)) return null;
			const status = textAt(match.orderLine, 'status') ?? '';
			if (!CLOSED.includes(status)) return null;
			return {
				column: 'PO Line Number',
				path: `${path}.order-line-num`,
				value: textAt(line, 'order-line-num'),
				message: `Line ${textAt(match.orderLine, 'line-num')} of purchase order ${textAt(match.order, 'po-number')} is ${status} in Coupa and cannot be invoiced: the buyer has to reopen it, or another line is meant.`,
			};
		}),
};

export const lineClass: Check = {
	name: 'lineClass',
	label: 'Line class',
	description: 'An invoice line is a quantity line or an amount line, like its PO line.',
	default: 'error',
	levels: FILE_LEVELS,
	find: (facts) =>
		perLine(facts, ({ line, match, path }) => {
			if (match.kind !== 'matched' || lineClassOf(line, match.orderLine).agrees) return null;
			const where = `Line ${textAt(match.orderLine, 'line-num')} of purchase order ${textAt(match.order, 'po-number')}`;
			const quantity = textAt(line, 'quantity') ?? '';
			const message =
				textAt(match.orderLine, 'type') === 'OrderAmountLine'
					? `${where} was ordered as an amount: leave the quantity blank and enter the amount as the price.`
					: `${where} was ordered by quantity: enter quantity and unit of measure.`;
			return { column: 'Quantity', path: `${path}.quantity`, value: quantity, message };
		}),
};

interface LineFacts {
	line: CoupaRecord;
	match: OrderMatch;
	path: string;
}

function linesOf({ invoice, references }: Facts): LineFacts[] {
	return recordsAt(invoice, 'invoice-lines').map((line, index) => ({
		line,
		match: references.orders.match(line),
		path: `invoice-lines[${index}]`,
	}));
}

function perLine(facts: Facts, find: (line: LineFacts) => Finding | null): Finding[] {
	return linesOf(facts)
		.map(find)
		.filter((finding) => finding !== null);
}

/** Once per purchase order, at the first line that names it. */
function perOrder(facts: Facts, find: (order: { order: CoupaRecord; number: string; path: string }) => Finding | null): Finding[] {
	const seen = new Set<CoupaRecord>();
	return perLine(facts, ({ line, match, path }) => {
		if (match.kind !== 'matched' && match.kind !== 'noLine') return null;
		if (seen.has(match.order)) return null;
		seen.add(match.order);
		const number = orderNumberOf(line);
		const place = number === null ? 'order-line-id' : 'order-header-num';
		return find({ order: match.order, number: number ?? textAt(match.order, 'po-number') ?? '', path: `${path}.${place}` });
	});
}

function isIssued(order: CoupaRecord): boolean {
	return (textAt(order, 'status') ?? 'issued') === 'issued';
}

function lineNumbers(order: CoupaRecord): string {
	return (
		recordsAt(order, 'order-lines')
			.map((line) => textAt(line, 'line-num') ?? '?')
			.join(', ') || 'none'
	);
}
