import { recordsAt, textAt, type CoupaRecord } from '../../../core';
import { chargesTotal } from '../amounts';
import { isBacked } from '../orders';
import { BUYER_LEVELS, type Check, type Facts } from './check';

/** Words by which an order line is freight or another extra charge. */
const FREIGHT_WORDS =
	/freight|shipping|shipment|carriage|delivery|transport|postage|handling|surcharge|fracht|versand|porto|livraison|flete|envío/i;

/**
 * Coupa's order header has no freight amount (fields/purchase_order.json), so freight that was ordered is a line of the
 * order. Charges on an invoice for orders without such a line were not ordered.
 */
export const freightOnPo: Check = {
	name: 'freightOnPo',
	label: 'Freight on the PO',
	description: 'When an invoice for purchase orders has shipping, handling or other charges, one of the orders has a line for freight.',
	default: 'draft',
	levels: BUYER_LEVELS,
	find: (facts) => {
		const { invoice } = facts;
		const charges = chargesTotal(invoice);
		const lines = recordsAt(invoice, 'invoice-lines');
		if (charges === null || charges.eq(0) || lines.length === 0 || !lines.every(isBacked)) return [];
		const orders = ordersOf(facts);
		if (orders.length === 0 || orders.some(hasFreightLine)) return [];
		const numbers = [...new Set(orders.map((order) => textAt(order, 'po-number') ?? ''))].join(', ');
		const onCharges = recordsAt(invoice, 'invoice-charges').length > 0;
		return [
			{
				column: onCharges ? 'Total' : 'Shipping Amount',
				path: onCharges ? 'invoice-charges[0].total' : 'shipping-amount',
				value: charges.toFixed(),
				message: `The invoice charges ${charges.toFixed()} for freight or handling, and purchase order ${numbers} has no line for it: the buyer has to decide whether to pay it.`,
			},
		];
	},
};

function ordersOf({ invoice, references }: Facts): CoupaRecord[] {
	return recordsAt(invoice, 'invoice-lines').flatMap((line) => {
		const match = references.orders.match(line);
		return match.kind === 'matched' || match.kind === 'noLine' ? [match.order] : [];
	});
}

function hasFreightLine(order: CoupaRecord): boolean {
	return recordsAt(order, 'order-lines').some((line) => FREIGHT_WORDS.test(textAt(line, 'description') ?? ''));
}
