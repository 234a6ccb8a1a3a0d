import type { Problem } from '../../core';
import type { Allowance } from './allowance';
import { apportioned, scaleOf } from './decimals';
import type { DraftLine } from './draft-lines';
import { Vat } from './vat';

/**
 * Puts an allowance or charge of the document into the amounts of the lines with its VAT, in proportion to them. False where no line has
 * its VAT, or none that does has an amount.
 */
export function spread(allowance: Allowance, lines: DraftLine[], digits: number): boolean {
	const key = Vat.keyOf(allowance);
	const same = lines.filter((line) => Vat.keyOf(line) === key).flatMap((line) => (line.target === null ? [] : [{ line, target: line.target }]));
	// Shares of an amount by weights of both signs may be larger than the amount.
	const weights = same.map(({ target }) => target.abs());
	if (same.length === 0 || weights.every((weight) => weight.eq(0))) return false;
	const shares = apportioned(allowance.effect, weights, Math.max(digits, scaleOf(allowance.effect)));
	same.forEach(({ line, target }, index) => {
		line.target = target.plus(shares[index] ?? 0);
	});
	return true;
}

export function notSpread({ amountId, amountTerm, description }: Allowance): Problem {
	return {
		severity: 'warning',
		code: 'notSpread',
		column: amountId,
		path: amountTerm.path,
		value: amountTerm.value,
		message: `“${description}” (${amountId}) cannot be spread over the lines, because none has its VAT category and rate: it goes in as a line of its own.`,
	};
}
