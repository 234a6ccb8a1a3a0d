import type { CoupaRecord } from '../../core';
import type { Allowance } from './allowance';
import { negated } from './decimals';
import { ownText } from './draft-lines';

/** An allowance or charge as a line of its own, negative for what is taken off. */
export function allowanceLine(allowance: Allowance, lineNumber: number, turns: boolean): CoupaRecord {
	return {
		'line-num': lineNumber,
		type: 'InvoiceAmountLine',
		description: allowance.description,
		price: amountText(allowance, turns),
	};
}

/** An allowance or charge as a charge of Coupa's, negative for what is taken off. */
export function allowanceCharge(allowance: Allowance, currency: string | undefined, turns: boolean): CoupaRecord {
	return {
		type: allowance.type,
		description: allowance.description,
		total: amountText(allowance, turns),
		...(currency !== undefined && { currency: { code: currency } }),
	};
}

function amountText({ amount, amountTerm, isCharge }: Allowance, turns: boolean): string {
	const text = ownText(amount, amountTerm.value);
	return isCharge === turns ? negated(text) : text;
}
