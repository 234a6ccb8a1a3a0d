import Big from 'big.js';
import { fitsDecimal, type Decimal, type Problem } from '../../core';
import { termFact } from '../term-table';
import type { Term } from '../terms';
import { decimalOf, negated, PRICE_SCALE, quotient } from './decimals';
import type { DraftLine } from './draft-lines';

/** Price and quantity of a line in Coupa: quantity × price, or the price alone where there is no quantity, comes to the line's amount. */
export interface LinePrice {
	price: string;
	/** Null on an amount line. */
	quantity: string | null;
	/** Whether it is the price that the document states. */
	isStated: boolean;
	problems: Problem[];
}

/**
 * Coupa has one price for one unit, decimal(46,20), and a quantity, decimal(30,6); EN 16931 has a price for a base quantity and an amount
 * that is rounded to the currency. The supplier's own price goes in wherever quantity × price, rounded to the currency, is the amount that
 * the line is to have: purchase orders are matched by it. Where it is not, the amount counts, because that is what is paid: the price is
 * amount ÷ quantity, and a finding names both, unless allowances that the settings put into the price are all the difference. A price that
 * has more digits than Coupa keeps is rounded at the 20th; where even that changes the rounded amount, or the quantity does not fit, the
 * line is an amount line.
 */
export function linePrice({ part, target, priced }: Pick<DraftLine, 'part' | 'target' | 'priced'>, digits: number): LinePrice | null {
	const quantityTerm = part.term('BT-129');
	const priceTerm = part.term('BT-146');
	const quantity = decimalOf(quantityTerm?.value);
	const price = decimalOf(priceTerm?.value);
	if (quantityTerm === undefined || quantity === null) return amountLine(target ?? price, []);
	if (!fitsDecimal(quantity, 30, 6)) return amountLine(target, [quantityDigits(quantityTerm)]);
	const isAmount = (decimal: Decimal, amount: Decimal | null) => amount === null || rounded(decimal, digits).eq(rounded(amount, digits));
	if (price === null || priceTerm === undefined) {
		if (target === null) return null;
		return byAmount(quantityTerm, quantity, target, isAmount, []);
	}
	const found = decimalOf(part.text('BT-149'));
	// No base, or none that makes sense, is one unit.
	const base = found === null || found.eq(0) ? new Big(1) : found.abs();
	const unit = quotient(price, base);
	const own = base.eq(1) && unit.isExact ? priceTerm.value : unit.value.toFixed();
	const comesTo = quotient(quantity.times(price), base, 60).value;
	if (target !== null && !isAmount(comesTo, target)) {
		// Some write the sign of a credit on the amount only.
		if (isAmount(comesTo.times(-1), target)) return turned(quantityTerm, own);
		return byAmount(quantityTerm, quantity, target, isAmount, isAmount(comesTo, priced) ? [] : [differs(priceTerm, target)]);
	}
	if (!isAmount(quantity.times(unit.value), target)) return amountLine(target, [priceDigits(priceTerm, AS_AMOUNT)]);
	const told = unit.isExact ? [] : [priceDigits(priceTerm, `It goes in as ${own}, and the line comes to its amount all the same.`)];
	return { price: own, quantity: quantityTerm.value, isStated: true, problems: told };
}

/** The price that makes the amount of the line. */
function byAmount(
	quantityTerm: Term,
	quantity: Decimal,
	target: Decimal,
	isAmount: (decimal: Decimal, amount: Decimal) => boolean,
	told: Array<(counts: string) => Problem>,
): LinePrice {
	const tell = (counts: string) => told.map((problem) => problem(counts));
	if (quantity.eq(0)) {
		if (target.eq(0)) return { price: '0', quantity: quantityTerm.value, isStated: false, problems: [] };
		return amountLine(target, tell(AS_AMOUNT));
	}
	const { value } = quotient(target, quantity);
	if (!isAmount(value.times(quantity), target)) return amountLine(target, tell(AS_AMOUNT));
	const price = value.toFixed();
	return { price, quantity: quantityTerm.value, isStated: false, problems: tell(`The amount counts: the price is ${price}.`) };
}

const AS_AMOUNT = 'The line goes in as an amount, without its quantity.';

function turned(quantityTerm: Term, price: string): LinePrice {
	const quantity = negated(quantityTerm.value);
	return {
		price,
		quantity,
		isStated: true,
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

function quantityDigits({ path, value }: Term): Problem {
	return {
		severity: 'warning',
		code: 'quantityDigits',
		column: 'BT-129',
		path,
		value,
		message: `${termFact('BT-129').name} (BT-129) ${value} has more digits than Coupa keeps: 24 before and 6 after the decimal point. ${AS_AMOUNT}`,
	};
}

function amountLine<Amount extends Decimal | null>(amount: Amount, problems: Problem[]): Amount extends null ? null : LinePrice;
function amountLine(amount: Decimal | null, problems: Problem[]): LinePrice | null {
	return amount === null ? null : { price: amount.toFixed(), quantity: null, isStated: false, problems };
}

function priceDigits({ path, value }: Term, what: string): Problem {
	return {
		severity: 'warning',
		code: 'priceDigits',
		column: 'BT-146',
		path,
		value,
		message: `The price of one unit has more than the ${PRICE_SCALE} decimals that Coupa keeps. ${what}`,
	};
}

const differs =
	({ path, value }: Term, target: Decimal) =>
	(counts: string): Problem => ({
		severity: 'warning',
		code: 'linePrice',
		column: 'BT-146',
		path,
		value,
		message: `Quantity and price of the line do not come to its amount of ${target.toFixed()}. ${counts}`,
	});

function rounded(decimal: Decimal, digits: number): Decimal {
	return decimal.round(digits, Big.roundHalfUp);
}
