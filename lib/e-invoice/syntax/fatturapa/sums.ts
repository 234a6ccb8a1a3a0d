import Big from 'big.js';

import { parseDecimal, sumOf, type Decimal } from '../../../core';
import type { Group, TermId } from '../../terms';

/** The decimal of a term; nought where there is none. */
export function decimalAt(group: Group, id: TermId): Decimal {
	return parseDecimal(group.text(id) ?? '') ?? new Big(0);
}

/** What an allowance or charge of the document adds to its net amount. */
export function effectOf(group: Group): Decimal {
	return group.id === 'BG-20' ? decimalAt(group, 'BT-92').times(-1) : decimalAt(group, 'BT-99');
}

/** VAT category and rate as one text. */
export function keyOf(category: string | undefined, rate: string | undefined): string {
	return `${category ?? ''}|${parseDecimal(rate ?? '0')?.toFixed() ?? ''}`;
}

/** Lines, allowances and charges without VAT. */
export function netOf(document: Group): Decimal {
	return sumOf([
		...document.many('BG-25').map((line) => decimalAt(line, 'BT-131')),
		...[...document.many('BG-20'), ...document.many('BG-21')].map(effectOf),
	]);
}
