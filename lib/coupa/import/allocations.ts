import Big from 'big.js';
import { sumOf, type CoupaRecord, type Decimal } from '../../core';
import { decimalAt, isBlank } from './amounts';

/** Digits after the point of `pct` (fields/invoice_line_allocation.json: decimal(16,10)). */
const PERCENT_DIGITS = 10;

/**
 * Account allocations with their share in percent, which Coupa requires (fields/invoice_line_allocation.json) and files may
 * leave out beside an amount. Shares of amounts that come to the line's amount come to exactly 100.
 */
export function withPercents(allocations: CoupaRecord[], lineAmount: Decimal | null): CoupaRecord[] {
	const amounts = allocations.map((allocation) => (isBlank(allocation, 'pct') ? decimalAt(allocation, 'amount') : null));
	if (lineAmount === null || lineAmount.eq(0) || amounts.some((amount) => amount === null)) return allocations;
	const known = amounts.filter((amount) => amount !== null);
	const percents = known.map((amount) => amount.times(100).div(lineAmount).round(PERCENT_DIGITS, Big.roundHalfUp));
	const rest = new Big(100).minus(sumOf(percents));
	const isWhole = sumOf(known).eq(lineAmount);
	return allocations.map((allocation, index) => {
		const percent = percents[index] ?? new Big(0);
		const isLast = index === allocations.length - 1;
		return { ...allocation, pct: (isWhole && isLast ? percent.plus(rest) : percent).toFixed() };
	});
}
