import { recordsAt, textAt, type CoupaRecord } from '../../../core';
import { orderNumberOf, type OrderMatch } from '../orders';
import type { Facts, Finding } from './check';

/** An invoice line and what its purchase order says of it. */
export interface LineFacts {
	line: CoupaRecord;
	match: OrderMatch;
	/** Place of the line in the record. */
	path: string;
}

/** Every line of the invoice with its match. */
function linesOf({ invoice, references }: Facts): LineFacts[] {
	return recordsAt(invoice, 'invoice-lines').map((line, index) => ({
		line,
		match: references.orders.match(line),
		path: `invoice-lines[${index}]`,
	}));
}

/** At most one finding for each line. */
export function perLine(facts: Facts, find: (line: LineFacts) => Finding | null): Finding[] {
	return linesOf(facts)
		.map(find)
		.filter((finding) => finding !== null);
}

/** At most one finding for each purchase order, at the first line that names it. */
export function perOrder(facts: Facts, find: (order: { order: CoupaRecord; number: string; path: string }) => Finding | null): Finding[] {
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

/** The first finding of each purchase order, of those that its matched lines give. */
export function oncePerOrder(
	facts: Facts,
	find: (matched: { line: CoupaRecord; order: CoupaRecord; orderLine: CoupaRecord; path: string }) => Finding | null,
): Finding[] {
	const told = new Set<CoupaRecord>();
	return perLine(facts, ({ line, match, path }) => {
		if (match.kind !== 'matched' || told.has(match.order)) return null;
		const finding = find({ line, order: match.order, orderLine: match.orderLine, path });
		if (finding !== null) told.add(match.order);
		return finding;
	});
}
