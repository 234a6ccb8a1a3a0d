import Big from 'big.js';
import { fitsDecimal, type Decimal, type Problem } from '../../core';
import { termFact } from '../term-table';
import type { Term, TermId } from '../terms';
import { decimalOf, negated, PRICE_SCALE, quotient, scaleOf } from './decimals';
import type { Part } from './part';

/** Price and quantity of a line in Coupa: quantity × price, or the price alone where there is no quantity, comes to the line's amount. */
export interface LinePrice {
	price: string;
	/** Null on an amount line. */
	quantity: string | null;
	problems: Problem[];
}

/**
 * Coupa has one price for one unit, decimal(46,20), and a quantity, decimal(30,6); EN 16931 has a price for a base quantity and an amount
 * that is rounded to the currency. The supplier's own price goes in wherever quantity × price, rounded to the currency, is the amount that
 * the line is to have: purchase orders are matched by it. Where it is not, the amount counts, because that is what is paid: the price is
 * amount ÷ quantity, and the finding names both. A price that has more digits than Coupa keeps is rounded at the 20th; where even that
 * changes the rounded amount, or the quantity does not fit, the line is an amount line.
 * @param target what the line is to come to, in the direction of the document; null where that is not known
 */
export function linePrice(line: Part, target: Decimal | null, digits: number): LinePrice | null {
	const quantityTerm = line.term('BT-129');
	const priceTerm = line.term('BT-146');
	const quantity = decimalOf(quantityTerm?.value);
	const price = decimalOf(priceTerm?.value);
	if (quantityTerm === undefined || quantity === null) return amountLine(target ?? price, []);
	if (!fitsDecimal(quantity, 30, 6)) return quantityTooFine(quantityTerm, target);
	const found = decimalOf(line.text('BT-149'));
	// No base, or none that makes sense, is one unit.
	const base = found === null || found.eq(0) ? new Big(1) : found.abs();
	if (price === null || priceTerm === undefined) return target === null ? null : byAmount(line, quantityTerm, quantity, target, digits, null);
	const unit = quotient(price, base);
	const own = base.eq(1) && scaleOf(price) <= PRICE_SCALE ? priceTerm.value : unit.value.toFixed();
	const comesTo = (amount: Decimal) => target === null || rounded(quantity.times(amount), digits).eq(rounded(target, digits));
	const exactly = rounded(quotient(quantity.times(price), base, 60).value, digits);
	if (target !== null && !exactly.eq(rounded(target, digits))) {
		// Some write the sign of a credit on the amount only.
		if (!exactly.eq(0) && exactly.times(-1).eq(rounded(target, digits))) return turned(quantityTerm, own);
		return byAmount(line, quantityTerm, quantity, target, digits, priceTerm);
	}
	if (!comesTo(unit.value)) return amountLine(target, [notExact('BT-146', priceTerm, 'The line goes in as an amount, without its quantity.')]);
	return {
		price: own,
		quantity: quantityTerm.value,
		problems: unit.isExact ? [] : [notExact('BT-146', priceTerm, `It goes in as ${own}, and the line comes to its amount all the same.`)],
	};
}

/** The price that makes the amount of the line. */
function byAmount(
	line: Part,
	quantityTerm: Term,
	quantity: Decimal,
	target: Decimal,
	digits: number,
	priceTerm: Term | null,
): LinePrice {
	if (quantity.eq(0)) {
		if (target.eq(0)) return { price: priceTerm?.value ?? '0', quantity: quantityTerm.value, problems: [] };
		return amountLine(target, [differs('BT-129', quantityTerm, target, 'The line goes in as an amount, without its quantity.')]);
	}
	const { value } = quotient(target, quantity);
	if (!rounded(value.times(quantity), digits).eq(rounded(target, digits)))
		return amountLine(target, [notExact('BT-131', line.term('BT-131') ?? quantityTerm, 'The line goes in as an amount, without its quantity.')]);
	const told = priceTerm === null ? [] : [differs('BT-146', priceTerm, target, `The amount counts: the price is ${value.toFixed()}.`)];
	return { price: value.toFixed(), quantity: quantityTerm.value, problems: told };
}

function turned(quantityTerm: Term, price: string): LinePrice {
	const quantity = negated(quantityTerm.value);
	return {
		price,
		quantity,
		problems: [
			{
				severity: 'warning',
				code: 'lineSign',
				column: 'BT-129',
				path: quantityTerm.path,
				value: quantityTerm.value,
				message: `Quantity and price of the line come to its net amount (BT-131) with the other sign: the quantity (BT-129) goes in as ${quantity}.`,
			},
		],
	};
}

function quantityTooFine(term: Term, target: Decimal | null): LinePrice | null {
	return amountLine(target, [
		{
			severity: 'warning',
			code: 'quantityDigits',
			column: 'BT-129',
			path: term.path,
			value: term.value,
			message: `${termFact('BT-129').name} (BT-129) ${term.value} has more digits than Coupa keeps: 24 before and 6 after the decimal point. The line goes in as an amount, without its quantity.`,
		},
	]);
}

function amountLine<Amount extends Decimal | null>(amount: Amount, problems: Problem[]): Amount extends null ? null : LinePrice;
function amountLine(amount: Decimal | null, problems: Problem[]): LinePrice | null {
	return amount === null ? null : { price: amount.toFixed(), quantity: null, problems };
}

function notExact(column: TermId, { path, value }: Term, what: string): Problem {
	return {
		severity: 'warning',
		code: 'priceDigits',
		column,
		path,
		value,
		message: `The price of one unit has more than the ${PRICE_SCALE} decimals that Coupa keeps. ${what}`,
	};
}

function differs(column: TermId, { path, value }: Term, target: Decimal, what: string): Problem {
	return {
		severity: 'warning',
		code: 'linePrice',
		column,
		path,
		value,
		message: `Quantity and price of the line do not come to its amount of ${target.toFixed()}. ${what}`,
	};
}

function rounded(decimal: Decimal, digits: number): Decimal {
	return decimal.round(digits, Big.roundHalfUp);
}
