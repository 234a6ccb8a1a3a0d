import { recordsAt, textAt, type CoupaRecord } from '../../core';
import { isCreditNote } from './checks/totals';
import type { Billed } from './billed-in-run';
import { judgeUse, matchingOf, type UseFinding, type UseOutcome } from './order-line-use';
import type { PurchaseOrders } from './orders';
import type { OrderAndLine } from './orders-by-line';
import type { ImportSettings } from './settings';

/** One finding, with the places it is about. */
export interface PlacedUse extends UseFinding {
	/** Place of the invoice line in the record. */
	path: string;
	invoiceLine: CoupaRecord;
	/** `Line 2`, `Lines 1 and 2` */
	subject: string;
	/** `line 1 of purchase order 76001` */
	ordered: string;
}

/** What became of one PO-backed line, in words: an entry of the item that leaves the import. */
export interface OrderLineReport {
	line: string;
	purchaseOrder: string;
	purchaseOrderLine: string;
	/** `within`, or what is over, several with a comma between. */
	outcome: string;
	/** Why, where it is not within. */
	detail: string;
}

export interface OrderUse {
	findings: PlacedUse[];
	report: OrderLineReport[];
}

/** The lines of an invoice that are on one PO line. */
export interface OrderGroup extends OrderAndLine {
	lines: Array<{ line: CoupaRecord; index: number }>;
}

/** Compares the PO-backed lines of an invoice with their PO lines. */
export function orderUse(
	invoice: CoupaRecord,
	groups: OrderGroup[],
	settings: Pick<ImportSettings, 'orderBands'>,
	inRun: (group: OrderGroup) => Billed,
): OrderUse {
	const findings: PlacedUse[] = [];
	const rows: Array<{ index: number; report: OrderLineReport }> = [];
	for (const group of groups) {
		const { order, orderLine, lines } = group;
		const found = judgeUse(
			{
				order,
				orderLine,
				lines: lines.map(({ line }) => line),
				isCreditNote: isCreditNote(invoice),
				currency: textAt(invoice, 'currency', 'code') ?? '',
				inRun: inRun(group),
			},
			settings.orderBands,
		);
		const purchaseOrder = textAt(order, 'po-number') ?? '';
		const purchaseOrderLine = textAt(orderLine, 'line-num') ?? '?';
		const numbers = lines.map(({ line, index }) => textAt(line, 'line-num') ?? String(index + 1));
		for (const finding of found) {
			const at = lines[finding.line];
			if (at === undefined) continue;
			findings.push({
				...finding,
				path: `invoice-lines[${at.index}]`,
				invoiceLine: at.line,
				subject: isOfOne(finding) ? subjectOf([numbers[finding.line] ?? '']) : subjectOf(numbers),
				ordered: `line ${purchaseOrderLine} of purchase order ${purchaseOrder}`,
			});
		}
		lines.forEach(({ index }, place) => {
			const own = found.filter((finding) => !isOfOne(finding) || finding.line === place);
			rows.push({ index, report: { line: numbers[place] ?? '', purchaseOrder, purchaseOrderLine, ...inWords(own, orderLine) } });
		});
	}
	return { findings, report: rows.sort((one, other) => one.index - other.index).map(({ report }) => report) };
}

const IN_WORDS: Record<UseOutcome, string> = {
	within: 'within',
	overReceived: 'over received',
	overOrdered: 'over ordered',
	overPrice: 'over price',
	notCompared: 'not compared',
};

function inWords(found: UseFinding[], orderLine: CoupaRecord): Pick<OrderLineReport, 'outcome' | 'detail'> {
	if (matchingOf(orderLine) === 'none') return { outcome: IN_WORDS.notCompared, detail: 'Coupa matches nothing on it (match type none)' };
	if (found.length === 0) return { outcome: IN_WORDS.within, detail: '' };
	const outcome = [...new Set(found.map((finding) => IN_WORDS[finding.outcome]))].join(', ');
	return { outcome, detail: found.map(({ message }) => message).join('; ') };
}

/** A price is that of one line; quantities of all lines on the PO line count together. */
function isOfOne({ outcome }: UseFinding): boolean {
	return outcome === 'overPrice';
}

function subjectOf(numbers: string[]): string {
	const last = numbers.at(-1) ?? '';
	return numbers.length < 2 ? `Line ${last}` : `Lines ${numbers.slice(0, -1).join(', ')} and ${last}`;
}

/** Lines of an invoice by their PO line; lines whose PO line is not known are in none. */
export function orderGroups(invoice: CoupaRecord, orders: PurchaseOrders): OrderGroup[] {
	const groups = new Map<string, OrderGroup>();
	recordsAt(invoice, 'invoice-lines').forEach((line, index) => {
		const match = orders.match(line);
		if (match.kind !== 'matched') return;
		const id = textAt(match.orderLine, 'id') ?? '';
		const group = groups.get(id) ?? { order: match.order, orderLine: match.orderLine, lines: [] };
		group.lines.push({ line, index });
		groups.set(id, group);
	});
	return [...groups.values()];
}
