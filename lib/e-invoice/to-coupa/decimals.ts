import Big from 'big.js';
import { parseDecimal, type Decimal } from '../../core';

/** Digits after the point that Coupa keeps of a price, decimal(46,20) (fields/invoice_line.json). */
export const PRICE_SCALE = 20;

/** Division to more digits than any price has, so that rounding it shows what is lost. */
const Exact = Big();
Exact.DP = 60;

/** A quotient at most `scale` digits after the point long, half up, and whether that is all of it. */
export function quotient(dividend: Decimal, divisor: Decimal, scale = PRICE_SCALE): { value: Decimal; isExact: boolean } {
	const value = new Exact(dividend).div(divisor).round(scale, Big.roundHalfUp);
	return { value, isExact: value.times(divisor).eq(dividend) };
}

/** The decimal of a term; null where there is none. The reader has made sure that it is one. */
export function decimalOf(text: string | undefined): Decimal | null {
	return text === undefined ? null : parseDecimal(text);
}

/** The text of a decimal with its sign turned, every digit kept: `10.00` is `-10.00`; zero has no sign. */
export function negated(text: string): string {
	if (text.startsWith('-')) return text.slice(1);
	return decimalOf(text)?.eq(0) === true ? text : `-${text}`;
}

/** Digits after the point. */
export function scaleOf(decimal: Decimal): number {
	return decimal.toFixed().split('.')[1]?.length ?? 0;
}

/**
 * Splits an amount in proportion to weights, at `scale` digits, so that the shares add up to it: what rounding leaves goes, a smallest unit
 * each, to the shares that lost most by it. Equal shares where the weights add up to nothing.
 */
export function apportioned(amount: Decimal, weights: Decimal[], scale: number): Decimal[] {
	if (weights.length === 0) return [];
	const sum = weights.reduce((total, weight) => total.plus(weight), new Big(0));
	const exact = weights.map((weight) => (sum.eq(0) ? new Exact(amount).div(weights.length) : new Exact(amount).times(weight).div(sum)));
	const shares = exact.map((share) => share.round(scale, Big.roundDown));
	const unit = new Big(1).div(new Big(10).pow(scale)).times(amount.lt(0) ? -1 : 1);
	const rest = amount.minus(shares.reduce((total, share) => total.plus(share), new Big(0)));
	// Of weights of both signs a share may be larger than the whole; the rest may then be of the other sign.
	const step = rest.lt(0) === unit.lt(0) ? unit : unit.times(-1);
	const order = exact
		.map((share, index) => ({ index, lost: share.minus(shares[index] ?? 0).div(step) }))
		.sort((left, right) => right.lost.cmp(left.lost) || left.index - right.index);
	let left = Number(rest.div(step).round(0, Big.roundDown).toFixed());
	for (let at = 0; left > 0; at = (at + 1) % order.length, left--) {
		const index = order[at]?.index ?? 0;
		shares[index] = (shares[index] ?? new Big(0)).plus(step);
	}
	const sumNow = shares.reduce((total, share) => total.plus(share), new Big(0));
	// An amount with more digits than the scale keeps them in the first share.
	if (shares[0] !== undefined) shares[0] = shares[0].plus(amount.minus(sumNow));
	return shares;
}
