import type { Decimal } from '../../core';

/** An amount as national formats write it: with two decimals at least. */
export function money(amount: Decimal): string {
	const [whole = '', fraction = ''] = amount.toFixed().split('.');
	return `${whole}.${fraction.padEnd(2, '0')}`;
}
