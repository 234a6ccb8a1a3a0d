import { recordsAt, textAt, type CoupaRecord } from '../../../core';
import { isIssued, isOpen, openLinesText, orderLineText } from '../order-lines';
import type { OrderMatch } from '../orders';
import { perLine, type LineFacts } from './order-lines';
import { BUYER_LEVELS, type Check, type Finding } from './check';

const MOST_NUMBERS = 20;

export const poLineExists: Check = {
	name: 'poLineExists',
	label: 'PO line exists',
	description:
		'A line with a PO number names its PO line, by PO Line Number or by a Supplier Part Number that is on one PO line only. The finding lists the open lines of the order, and names the one that alone fits. At a milder level the line is imported without its purchase order.',
	codes: ['poLineMissing'],
	// The reader knows nothing of the order: what it finds is found again here.
	judges: () => false,
	default: 'error',
	levels: BUYER_LEVELS,
	find: (facts) => {
		const listed = new Set<CoupaRecord>();
		return perLine(facts, (line) => {
			const { match } = line;
			if (match.kind !== 'noLine') return null;
			const finding = missing(line, match);
			const lines = listed.has(match.order) ? 'Its open lines are listed at the first line above.' : openLinesText(match.order);
			listed.add(match.order);
			return { ...finding, message: `${finding.message} ${proposal(match)}${lines}` };
		});
	},
};

function missing({ line, path }: LineFacts, match: OrderMatch & { kind: 'noLine' }): Finding {
	const number = textAt(match.order, 'po-number') ?? '';
	const lineNumber = textAt(line, 'order-line-num')?.trim() ?? '';
	const part = textAt(line, 'source-part-num')?.trim() ?? '';
	const place = { column: 'PO Line Number', path: `${path}.order-line-num`, value: lineNumber };
	if (lineNumber !== '')
		return { ...place, message: `Purchase order ${number} has no line ${lineNumber}; it has ${lineNumbers(match.order)}.` };
	if (part === '')
		return { ...place, code: 'poLineMissing', message: `PO Number ${number} needs a PO Line Number or a Supplier Part Number.` };
	const found = match.matching === 0 ? 'no line' : `${match.matching} lines`;
	return {
		column: 'Supplier Part Number',
		path: `${path}.source-part-num`,
		value: part,
		message: `Purchase order ${number} has ${found} with supplier part number ${part}: enter the PO Line Number.`,
	};
}

function proposal({ fit }: OrderMatch & { kind: 'noLine' }): string {
	return fit === null ? '' : `Line ${orderLineText(fit.orderLine)} alone fits by its ${fit.by}. `;
}

export const poLineFit: Check = {
	name: 'poLineFit',
	label: 'PO line matched by what it says',
	description:
		'With the option Match PO Lines set to Take the Only Fit, a line that does not name its PO line is matched to the only open one that fits by service period, supplier part number, description, or description with price and quantity. This check reports each line so matched; at the level Draft, AP confirms it.',
	default: 'warning',
	levels: ['draft', 'warning'],
	find: (facts) =>
		perLine(facts, ({ line, match, path }) => {
			if (match.kind !== 'matched' || match.by === null) return null;
			const given = textAt(line, 'order-line-num')?.trim() ?? '';
			const number = textAt(match.order, 'po-number') ?? '';
			const why =
				given === '' ? `names no line of purchase order ${number}` : `names line ${given}, which purchase order ${number} does not have`;
			return {
				column: 'PO Line Number',
				path: `${path}.order-line-num`,
				value: given,
				message: `The line ${why}; it was matched to line ${orderLineText(match.orderLine)}, the only open one that fits by its ${match.by}.`,
			};
		}),
};

export const poLineOpen: Check = {
	name: 'poLineOpen',
	label: 'PO line is open',
	description: 'The PO line can be invoiced: it is not closed or cancelled. Not checked when the whole order is not issued.',
	default: 'error',
	levels: BUYER_LEVELS,
	find: (facts) =>
		perLine(facts, ({ line, match, path }) => {
			if (match.kind !== 'matched' || !isIssued(match.order) || isOpen(match.orderLine)) return null;
			return {
				column: 'PO Line Number',
				path: `${path}.order-line-num`,
				value: textAt(line, 'order-line-num'),
				message: `Line ${textAt(match.orderLine, 'line-num')} of purchase order ${textAt(match.order, 'po-number')} is ${textAt(match.orderLine, 'status') ?? ''} in Coupa and cannot be invoiced: the buyer has to reopen it, or another line is meant.`,
			};
		}),
};

function lineNumbers(order: CoupaRecord): string {
	const numbers = recordsAt(order, 'order-lines').map((line) => textAt(line, 'line-num') ?? '?');
	if (numbers.length === 0) return 'none';
	const more = numbers.length > MOST_NUMBERS ? ` and ${numbers.length - MOST_NUMBERS} more` : '';
	return `${numbers.slice(0, MOST_NUMBERS).join(', ')}${more}`;
}
