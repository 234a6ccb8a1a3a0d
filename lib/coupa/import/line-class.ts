import { parseDecimal, textAt, type CoupaRecord } from '../../core';
import { isBlank } from './amounts';

export interface LineClass {
	type: 'InvoiceQuantityLine' | 'InvoiceAmountLine';
	/** False when the file's figures cannot be put in the class of the PO line. */
	agrees: boolean;
}

/**
 * Class of an invoice line: that of its PO line (rules.md §9: both must be equal), else by having a quantity. A quantity
 * of 1 on an amount line agrees, because price and amount are then the same.
 */
export function lineClassOf(line: CoupaRecord, orderLine: CoupaRecord | null): LineClass {
	const hasQuantity = !isBlank(line, 'quantity');
	switch (textAt(orderLine ?? undefined, 'type')) {
		case 'OrderAmountLine':
			return { type: 'InvoiceAmountLine', agrees: !hasQuantity || parseDecimal(textAt(line, 'quantity') ?? '')?.eq(1) === true };
		case 'OrderQuantityLine':
			return { type: 'InvoiceQuantityLine', agrees: hasQuantity };
		default:
			return { type: hasQuantity ? 'InvoiceQuantityLine' : 'InvoiceAmountLine', agrees: true };
	}
}
