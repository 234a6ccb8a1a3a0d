import Big from 'big.js';

import { parseDecimal, type Decimal } from '../../core';
import type { Group, TermId } from '../terms';

/** Half a cent: what rounding to two decimals may change, in either direction of a tie. */
const HALF_A_CENT = new Big('0.005');

export const ZERO: Decimal = new Big(0);

/** The amount of a term; null where it is missing or cannot be read. */
export function amount(group: Group | undefined, id: TermId): Decimal | null {
	const text = group?.text(id);
	return text === undefined ? null : parseDecimal(text);
}

/** The sum of a term over groups. */
export function total(groups: readonly Group[], id: TermId): Decimal {
	return groups.reduce((sum, group) => sum.plus(amount(group, id) ?? ZERO), ZERO);
}

/** Whether an amount is the other one rounded to two decimals, give or take the tolerance. */
export function isRounded(stated: Decimal, exact: Decimal, tolerance: Decimal = ZERO): boolean {
	return stated.minus(exact).abs().lte(HALF_A_CENT.plus(tolerance));
}

/** As it is shown: at least two decimals, no trailing zeros after them. */
export function shown(decimal: Decimal): string {
	const [whole = '', fraction = ''] = decimal.toFixed().split('.');
	return `${whole}.${fraction.padEnd(2, '0')}`;
}
