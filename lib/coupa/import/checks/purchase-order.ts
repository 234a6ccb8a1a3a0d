import { textAt } from '../../../core';
import { lineClassOf } from '../line-class';
import { isIssued } from '../order-lines';
import { BUYER_LEVELS, FILE_LEVELS, type Check } from './check';
import { perLine, perOrder } from './order-lines';

const LINE_LEVELS = BUYER_LEVELS;

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
