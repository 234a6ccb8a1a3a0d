import { type Decimal, parseDecimal, sumOf } from '../core';
import type { CurrencyAmount } from './delivered';

/** Anything with a total and a currency. */
export interface Priced {
	total: string | null;
	currency: string | null;
}

/** Sums by currency, exact; currencies in alphabetical order, invoices without one first. */
export function amountsOf(rows: Priced[]): CurrencyAmount[] {
	const byCurrency = new Map<string, Priced[]>();
	for (const row of rows) {
		const currency = codeOf(row.currency);
		const known = byCurrency.get(currency);
		if (known) known.push(row);
		else byCurrency.set(currency, [row]);
	}
	return [...byCurrency]
		.sort(([left], [right]) => (left < right ? -1 : 1))
		.map(([currency, all]) => {
			const known = all.map(({ total }) => decimalOf(total)).filter((total) => total !== null);
			return { currency, count: all.length, amount: sumOf(known).toFixed(), withoutAmount: all.length - known.length };
		});
}

/** The same sums added up. */
export function addedUp(parts: CurrencyAmount[]): CurrencyAmount[] {
	const byCurrency = new Map<string, CurrencyAmount[]>();
	for (const part of parts) byCurrency.set(part.currency, [...(byCurrency.get(part.currency) ?? []), part]);
	return [...byCurrency]
		.sort(([left], [right]) => (left < right ? -1 : 1))
		.map(([currency, all]) => ({
			currency,
			count: all.reduce((sum, { count }) => sum + count, 0),
			amount: sumOf(all.map(({ amount }) => decimalOf(amount)).filter((amount) => amount !== null)).toFixed(),
			withoutAmount: all.reduce((sum, { withoutAmount }) => sum + withoutAmount, 0),
		}));
}

/** What is in the one and not in the other, by currency; empty where both say the same. */
export function differences(left: CurrencyAmount[], right: CurrencyAmount[]): CurrencyAmount[] {
	const negative = right.map(({ currency, count, amount, withoutAmount }) => ({
		currency,
		count: -count,
		amount: (decimalOf(amount) ?? sumOf([])).times(-1).toFixed(),
		withoutAmount: -withoutAmount,
	}));
	return addedUp([...left, ...negative]).filter(
		({ count, amount, withoutAmount }) => count !== 0 || withoutAmount !== 0 || decimalOf(amount)?.eq(0) !== true,
	);
}

export function decimalOf(text: string | null | undefined): Decimal | null {
	return text === null || text === undefined ? null : parseDecimal(text);
}

export function codeOf(currency: string | null): string {
	return (currency ?? '').trim().toUpperCase();
}

/** `1234567.5` as people read it: `1,234,567.50`, with as many digits as the currency has, or more where the amount has more. */
export function shownAmount(amount: string, currency: string): string {
	const decimal = decimalOf(amount);
	if (decimal === null) return amount;
	const own = decimal.toFixed().split('.')[1]?.length ?? 0;
	const [whole = '', fraction] = decimal
		.abs()
		.toFixed(Math.max(own, digitsOf(currency)))
		.split('.');
	return `${decimal.lt(0) ? '-' : ''}${grouped(whole)}${fraction === undefined ? '' : `.${fraction}`}`;
}

/** `1234567`: 1,234,567. */
function grouped(digits: string): string {
	const first = digits.length % 3;
	const threes = Array.from({ length: Math.floor(digits.length / 3) }, (_, index) =>
		digits.slice(first + 3 * index, first + 3 * index + 3),
	);
	return [...(first > 0 ? [digits.slice(0, first)] : []), ...threes].join(',');
}

const knownDigits = new Map<string, number>();

/** Digits after the point: 2 for USD, 0 for JPY; 2 for any other text. */
function digitsOf(currency: string): number {
	const known = knownDigits.get(currency);
	if (known !== undefined) return known;
	const digits = /^[A-Z]{3}$/.test(currency)
		? (new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2)
		: 2;
	knownDigits.set(currency, digits);
	return digits;
}
