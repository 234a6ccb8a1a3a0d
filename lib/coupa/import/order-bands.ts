import { ownValue, parseDecimal, type Decimal } from '../../core';

/** How far an invoice line may go over its PO line. A blank percent, or a currency without amount, is no band. */
export interface OrderBands {
	/** Percent of what was ordered or received, as decimal text. */
	quantityPercent: string;
	/** Percent of the price that was ordered, as decimal text. */
	pricePercent: string;
	/** What a line may cost more, by currency code, as decimal text: `{"EUR": "5.00"}`. */
	amounts: Record<string, string>;
}

export const NO_BANDS: OrderBands = { quantityPercent: '', pricePercent: '', amounts: {} };

/** The bands for one figure. */
export interface Tolerance {
	percent: string;
	currency: string;
	amounts: Record<string, string>;
}

/**
 * Whether an excess is inside every band that is set, as each tolerance of Coupa holds for itself; without any band, none is.
 *
 * @param price what the excess is multiplied with to give money; null where it is not known, which an amount band does not forgive
 */
export function isTolerated(
	{ excess, base, price }: { excess: Decimal; base: Decimal; price: Decimal | null },
	{ percent, currency, amounts }: Tolerance,
): boolean {
	const share = parseDecimal(percent);
	const amount = amountOf(currency, amounts);
	if (share === null && amount === null) return false;
	if (share !== null && excess.times(100).gt(base.abs().times(share))) return false;
	return amount === null || (price !== null && excess.times(price).abs().lte(amount));
}

/** `no tolerance`, `tolerance 5 % and 5.00 EUR` */
export function toleranceText({ percent, currency, amounts }: Tolerance): string {
	const amount = ownValue(amounts, currency);
	const bands = [
		...(parseDecimal(percent) === null ? [] : [`${percent.trim()} %`]),
		...(amount === undefined ? [] : [`${amount} ${currency}`]),
	];
	return bands.length === 0 ? 'no tolerance' : `tolerance ${bands.join(' and ')}`;
}

function amountOf(currency: string, amounts: Record<string, string>): Decimal | null {
	return parseDecimal(ownValue(amounts, currency) ?? '');
}
