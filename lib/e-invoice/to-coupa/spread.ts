import { sumOf, type Problem } from '../../core';
import type { Allowance } from './allowance';
import { apportioned, scaleOf } from './decimals';
import type { DraftLine } from './draft-lines';
import { byVat } from './vat';

/**
 * Puts allowances and charges of the document into the amounts of the lines with their VAT, in proportion to them. Gives back those that have
 * the VAT of no line that has an amount.
 */
export function spread(allowances: Allowance[], lines: DraftLine[], digits: number): Allowance[] {
	if (allowances.length === 0) return [];
	const linesByVat = byVat(lines);
	return [...byVat(allowances)].flatMap(([key, members]) => {
		const same = (linesByVat.get(key) ?? []).flatMap((line) => (line.target === null ? [] : [{ line, target: line.target }]));
		// Shares of an amount by weights of both signs may be larger than the amount.
		const weights = same.map(({ target }) => target.abs());
		if (weights.every((weight) => weight.eq(0))) return members;
		const effect = sumOf(members.map((allowance) => allowance.effect));
		const shares = apportioned(effect, weights, Math.max(digits, scaleOf(effect)));
		same.forEach(({ line, target }, index) => {
			line.target = target.plus(shares[index] ?? 0);
		});
		return [];
	});
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
