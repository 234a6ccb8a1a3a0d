import Big from 'big.js';
import { parseDecimal, type Decimal } from '../../core';

/** Digits after the point that Coupa keeps of a price, decimal(46,20) (fields/invoice_line.json). */
export const PRICE_SCALE = 20;

/** Division to more digits than any price has, so that rounding it shows what is lost. */
const Exact = Big();
Exact.DP = 60;

/** A quotient at most `scale` digits after the point long, half up, and whether that is all of it. */
export function quotient(dividend: Decimal, divisor: Decimal, scale = PRICE_SCALE): { value: Decimal; isExact: boolean } {
	if (divisor.eq(1) && scaleOf(dividend) <= scale) return { value: dividend, isExact: true };
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
 * each, to the shares that lost most by it. Equal shares where the weights add up to nothing. In whole numbers, which is exact and quick.
 */
export function apportioned(amount: Decimal, weights: Decimal[], scale: number): Decimal[] {
	if (weights.length === 0) return [];
	const places = Math.max(0, ...[...new Set(weights.map(scaleOf))]);
	const given = weights.map((weight) => wholeOf(weight, places));
	const givenSum = given.reduce((sum, weight) => sum + weight, 0n);
	const [parts, sum] = givenSum === 0n ? [given.map(() => 1n), BigInt(given.length)] : [given, givenSum];
	const whole = wholeOf(amount.round(scale, Big.roundDown), scale);
	const shares = parts.map((part) => (whole * part) / sum);
	let left = whole - shares.reduce((total, share) => total + share, 0n);
	const step = left < 0n ? -1n : 1n;
	// What each lost, in units of the sum: the sign of the sum has to be that of what is left.
	const lost = parts.map((part, index) => (whole * part - (shares[index] ?? 0n) * sum) * (sum < 0n ? -step : step));
	const order = shares.map((_, index) => index).sort((one, other) => compareWhole(lost[other] ?? 0n, lost[one] ?? 0n) || one - other);
	for (let at = 0; left !== 0n; at = (at + 1) % order.length, left -= step) {
		const index = order[at] ?? 0;
		shares[index] = (shares[index] ?? 0n) + step;
	}
	const unit = new Big(10).pow(scale);
	const decimals = shares.map((share) => new Exact(share.toString()).div(unit));
	// An amount with more digits than the scale keeps them in the first share.
	const rest = amount.minus(amount.round(scale, Big.roundDown));
	return decimals.map((share, index) => (index === 0 ? share.plus(rest) : share));
}

/** The decimal in units of its last place. */
function wholeOf(decimal: Decimal, places: number): bigint {
	return BigInt(decimal.times(new Big(10).pow(places)).toFixed(0));
}

function compareWhole(left: bigint, right: bigint): number {
	return left < right ? -1 : left > right ? 1 : 0;
}
