import { isRecord, parseDecimal, recordsAt, sumOf, textAt, valueAt, type CoupaRecord, type Decimal } from '../../../../lib/core';
import { timestamp } from '../time';
import { atLeastDigits } from '../records/merge';

const ROUND_HALF_UP = 1;
const DAY_MS = 86_400_000;

/** Header amounts and the charges that stand for them (rules.md §9: one or the other). */
const CHARGES = {
	'shipping-amount': 'InvoiceShippingCharge',
	'handling-amount': 'InvoiceHandlingCharge',
	'misc-amount': 'InvoiceMiscCharge',
} as const;

/**
 * The invoice with everything Coupa computes: line totals, charges, tax, gross total, due date (rules.md §9). Line totals
 * are exact; the gross total is rounded half up to the currency's digits.
 */
export function withTotals(invoice: CoupaRecord, utcOffset: string): CoupaRecord {
	const lines = recordsAt(invoice, 'invoice-lines').map(withLineTotal);
	const charged = { ...invoice, 'invoice-lines': lines, ...chargeAmounts(invoice) };
	const digits = Number(valueAt(invoice, 'currency', 'decimals') ?? 2);
	const money = (decimal: Decimal): string => atLeastDigits(decimal.round(digits, ROUND_HALF_UP).toFixed(), digits);
	const net = sumOf([...lines.map((line) => amount(line, 'total')), ...Object.keys(CHARGES).map((name) => amount(charged, name))]);
	const tax = taxOf(charged, net);
	const gross = money(net.plus(tax));
	return {
		...charged,
		'tax-amount': money(tax),
		'gross-total': gross,
		'total-with-taxes': gross,
		'amount-due': invoice.paid === true ? money(sumOf([])) : gross,
		'line-count': lines.length,
		'currency-id': valueAt(invoice, 'currency', 'id') ?? null,
		'net-due-date': netDueDate(invoice, utcOffset),
	};
}

/** An amount of a record as a decimal; zero where it has none. */
export function amount(record: CoupaRecord, name: string): Decimal {
	return parseDecimal(textAt(record, name) ?? '0') ?? sumOf([]);
}

function withLineTotal(line: CoupaRecord): CoupaRecord {
	const total = line.type === 'InvoiceAmountLine' ? amount(line, 'price') : amount(line, 'price').times(amount(line, 'quantity'));
	return { ...line, total: line.price === null ? null : atLeastDigits(total.toFixed(), 2) };
}

function chargeAmounts(invoice: CoupaRecord): CoupaRecord {
	const charges = recordsAt(invoice, 'invoice-charges');
	const summed = Object.entries(CHARGES).map(([name, type]): [string, string] => {
		const ofType = charges.filter((charge) => charge.type === type);
		const sum = ofType.length === 0 ? amount(invoice, name) : sumOf(ofType.map((charge) => amount(charge, 'total')));
		return [name, atLeastDigits(sum.toFixed(), 2)];
	});
	return Object.fromEntries(summed);
}

/** Tax per line and charge, or on the header: its amount, its tax lines, or its rate on everything (rules.md §9). */
function taxOf(invoice: CoupaRecord, net: Decimal): Decimal {
	const headerLines = taxLinesOf(invoice);
	if (invoice['line-level-taxation'] === true) {
		const taxed = [...recordsAt(invoice, 'invoice-lines'), ...recordsAt(invoice, 'invoice-charges')];
		const perLine = taxed.flatMap((entry) => taxLinesOf(entry).map((line) => taxLineAmount(line, amount(entry, 'total'))));
		return sumOf([...perLine, ...headerLines.map((line) => taxLineAmount(line, net))]);
	}
	if (headerLines.length > 0) return sumOf(headerLines.map((line) => taxLineAmount(line, net)));
	if (textAt(invoice, 'tax-amount') !== undefined) return amount(invoice, 'tax-amount');
	return net.times(amount(invoice, 'tax-rate')).div(100);
}

/** Tax withheld is not owed to the supplier and not part of the total. */
function taxLinesOf(record: CoupaRecord): CoupaRecord[] {
	return recordsAt(record, 'tax-lines').filter(({ type }) => type !== 'WithholdingTaxLine');
}

function taxLineAmount(line: CoupaRecord, taxedTotal: Decimal): Decimal {
	if (textAt(line, 'amount') !== undefined) return amount(line, 'amount');
	const taxable = textAt(line, 'taxable-amount') === undefined ? taxedTotal : amount(line, 'taxable-amount');
	return taxable.times(amount(line, 'rate')).div(100);
}

function netDueDate(invoice: CoupaRecord, utcOffset: string): string | null {
	const date = textAt(invoice, 'invoice-date');
	const term = invoice['payment-term'];
	const days = isRecord(term) ? term['days-for-net-payment'] : undefined;
	return date === undefined || typeof days !== 'number' ? null : timestamp(utcOffset, Date.parse(date) + days * DAY_MS);
}
