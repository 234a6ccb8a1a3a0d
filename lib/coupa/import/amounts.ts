import Big from 'big.js';
import { currencyDigits, HEADER_CHARGES, parseDecimal, recordsAt, sumOf, textAt, type CoupaRecord, type Decimal } from '../../core';

/** The amount of a line, exact: quantity × price, or the price alone on an amount line. Null where a figure is missing. */
export function lineAmount(line: CoupaRecord): Decimal | null {
	const price = decimalAt(line, 'price');
	const quantity = textAt(line, 'quantity');
	if (price === null || quantity === undefined || quantity.trim() === '') return price;
	return decimalAt(line, 'quantity')?.times(price) ?? null;
}

/** The total that an invoice's own figures give, in the ways a supplier may have rounded it. */
export interface ComputedTotals {
	/** Every total that counts as right: rounded line by line or at the end, with the discount taken off or not. */
	accepted: Decimal[];
	/** The one to name in messages. */
	total: Decimal;
	lines: Decimal;
	charges: Decimal;
	taxes: Decimal;
}

/**
 * Lines + charges + taxes of an invoice at its currency's digits, half up; null when a figure is missing (a tax rate
 * without its amount, a price that is not a number). Withholding is not part of it: it is kept back from the payment.
 * Coupa computes `gross-total` beside `gross-total-less-discount` (fields/invoice.json) and no source says which of the
 * two the control total means, so an invoice with a discount is right with either.
 */
export function computeTotals(invoice: CoupaRecord): ComputedTotals | null {
	const digits = currencyDigits(textAt(invoice, 'currency', 'code') ?? '');
	const lineAmounts = recordsAt(invoice, 'invoice-lines').map(lineAmount);
	const charges = chargesTotal(invoice);
	const taxes = taxTotal(invoice);
	const discount = optionalDecimal(invoice, 'discount-amount');
	if (charges === null || taxes === null || discount === null || !isComplete(lineAmounts)) return null;
	const rounded = sumOf(lineAmounts.map((amount) => amount.round(digits, Big.roundHalfUp)));
	const other = charges.plus(taxes);
	const totals = [rounded, sumOf(lineAmounts)].map((lines) => lines.plus(other).round(digits, Big.roundHalfUp));
	return {
		accepted: totals.flatMap((total) => [total, lessDiscount(total, discount)]),
		total: totals[0] ?? new Big(0),
		lines: rounded,
		charges,
		taxes,
	};
}

/** A discount makes an invoice and a credit note smaller, whichever sign it is written with. */
function lessDiscount(total: Decimal, discount: Decimal): Decimal {
	return total.lt(0) ? total.plus(discount.abs()) : total.minus(discount.abs());
}

/** Charges of an invoice: its `invoice-charges`, or the header's shipping, handling and misc amounts. */
export function chargesTotal(invoice: CoupaRecord): Decimal | null {
	const charges = recordsAt(invoice, 'invoice-charges');
	const amounts =
		charges.length > 0 ? charges.map((charge) => decimalAt(charge, 'total')) : HEADER_CHARGES.map((key) => optionalDecimal(invoice, key));
	return isComplete(amounts) ? sumOf(amounts) : null;
}

function taxTotal(invoice: CoupaRecord): Decimal | null {
	if (textAt(invoice, 'line-level-taxation') !== 'true') return taxOf(invoice);
	const owners = [...recordsAt(invoice, 'invoice-lines'), ...recordsAt(invoice, 'invoice-charges')];
	const taxes = owners.map(taxOf);
	return isComplete(taxes) ? sumOf(taxes) : null;
}

/** Tax of one header, line or charge: its tax lines, else its tax amount; null when only a rate is given. */
function taxOf(owner: CoupaRecord): Decimal | null {
	const taxLines = recordsAt(owner, 'tax-lines').filter((line) => !isWithholding(line));
	if (taxLines.length === 0) return amountUnlessOnlyRate(owner, 'tax-amount', 'tax-rate');
	const amounts = taxLines.map((line) => amountUnlessOnlyRate(line, 'amount', 'rate'));
	return isComplete(amounts) ? sumOf(amounts) : null;
}

function amountUnlessOnlyRate(owner: CoupaRecord, amountKey: string, rateKey: string): Decimal | null {
	if (isBlank(owner, amountKey) && !isBlank(owner, rateKey)) {
		return decimalAt(owner, rateKey)?.eq(0) === true ? new Big(0) : null;
	}
	return optionalDecimal(owner, amountKey);
}

function isWithholding(taxLine: CoupaRecord): boolean {
	return textAt(taxLine, 'type') === 'WithholdingTaxLine';
}

function optionalDecimal(record: CoupaRecord, key: string): Decimal | null {
	return isBlank(record, key) ? new Big(0) : decimalAt(record, key);
}

/** A decimal of a record; null when it is missing or no plain decimal. */
export function decimalAt(record: CoupaRecord, key: string): Decimal | null {
	const text = textAt(record, key);
	return text === undefined ? null : parseDecimal(text);
}

export function isBlank(record: CoupaRecord, ...keys: string[]): boolean {
	return (textAt(record, ...keys) ?? '').trim() === '';
}

function isComplete(values: Array<Decimal | null>): values is Decimal[] {
	return values.every((value) => value !== null);
}
