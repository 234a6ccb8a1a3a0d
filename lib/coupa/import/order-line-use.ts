import Big from 'big.js';
import { lookUpKey, ownValue, parseDecimal, sumOf, textAt, type CoupaRecord, type Decimal } from '../../core';
import { decimalAt, lineAmount } from './amounts';
import { isTolerated, toleranceText, type OrderBands } from './order-bands';

/** How an invoice line stands to its PO line. */
export type UseOutcome = 'within' | 'overReceived' | 'overOrdered' | 'overPrice' | 'notCompared';

/** One PO line and what an invoice bills of it. */
export interface OrderLineUse {
	order: CoupaRecord;
	orderLine: CoupaRecord;
	/** Lines of the invoice on it, in their order. */
	lines: CoupaRecord[];
	isCreditNote: boolean;
	/** Currency of the invoice; that of a line goes before it. */
	currency: string;
	/** What other invoices of the run bill of it, credit notes taken off, and their numbers. */
	inRun: { billed: Decimal; numbers: string[] };
}

/** What was found on one PO line; `line` is the place in `lines`. */
export interface UseFinding {
	outcome: Exclude<UseOutcome, 'within'>;
	line: number;
	/** By which figure of the line. */
	by: 'quantity' | 'price';
	message: string;
}

/** What Coupa matches on a PO line (`match-type`, rules.md §6): nothing, the order alone, receipts too; null where it does not show that. */
export type Matching = 'none' | 'order' | 'receipts';

const MATCHING: Record<string, Matching> = {
	none: 'none',
	'2-way': 'order',
	'3-way': 'receipts',
	'3-way-fifo': 'receipts',
	direct_matching: 'receipts',
};

/** Where the match type is not shown, whether a receipt is required says the same. */
export function matchingOf(orderLine: CoupaRecord): Matching | null {
	const type = (textAt(orderLine, 'match-type') ?? '').trim().toLowerCase();
	if (type !== '') return ownValue(MATCHING, type) ?? null;
	switch (textAt(orderLine, 'receipt-required')) {
		case 'true':
			return 'receipts';
		case 'false':
			return 'order';
		default:
			return null;
	}
}

/** Whether money is counted on a PO line instead of units. */
function isAmountLine(orderLine: CoupaRecord): boolean {
	const type = textAt(orderLine, 'type') ?? '';
	return type === 'OrderAmountLine' || (type === '' && (textAt(orderLine, 'quantity') ?? '').trim() === '');
}

/** What an invoice line takes of its PO line: its quantity, or its amount on an amount line; less than zero for a credit; null where it is missing. */
export function billedBy(line: CoupaRecord, orderLine: CoupaRecord, isCreditNote: boolean): Decimal | null {
	const isAmount = isAmountLine(orderLine);
	const figure = isAmount ? lineAmount(line) : decimalAt(line, 'quantity');
	const isCredit = isCreditNote || (!isAmount && decimalAt(line, 'price')?.lt(0) === true);
	return figure !== null && isCredit ? figure.abs().times(-1) : figure;
}

/**
 * Compares what an invoice bills of one PO line with what was ordered, received and invoiced before, and its prices with the price ordered. All of
 * the invoice's lines on it count together; what goes over is told at the last of them that adds to it. Nothing found: within.
 */
export function judgeUse(use: OrderLineUse, bands: OrderBands): UseFinding[] {
	const matching = matchingOf(use.orderLine);
	if (matching === 'none') return [];
	const hidden: string[] = [];
	const found = isAmountLine(use.orderLine) ? amountFindings(use, matching, bands, hidden) : unitFindings(use, matching, bands, hidden);
	return hidden.length === 0 ? found : [...found, notCompared('quantity', `Coupa does not show ${hidden.join(', ')}`)];
}

function amountFindings(use: OrderLineUse, matching: Matching | null, bands: OrderBands, hidden: string[]): UseFinding[] {
	const money = moneyFault(use);
	return money === null ? sumFindings(use, matching, bands, hidden) : [notCompared('price', money)];
}

function unitFindings(use: OrderLineUse, matching: Matching | null, bands: OrderBands, hidden: string[]): UseFinding[] {
	const units = unitsFault(use);
	if (units !== null) return [notCompared('quantity', units)];
	const money = moneyFault(use);
	return [
		...sumFindings(use, matching, bands, hidden),
		...(money === null ? priceFindings(use, bands, hidden) : [notCompared('price', money)]),
	];
}

function sumFindings(use: OrderLineUse, matching: Matching | null, bands: OrderBands, hidden: string[]): UseFinding[] {
	const { orderLine, lines, isCreditNote, inRun } = use;
	const isAmount = isAmountLine(orderLine);
	const own = lines.map((line) => billedBy(line, orderLine, isCreditNote));
	const blank = own.indexOf(null);
	if (blank >= 0) return [notCompared(isAmount ? 'price' : 'quantity', `the invoice gives no ${isAmount ? 'amount' : 'quantity'}`, blank)];
	const billed = sumOf(own.filter((figure) => figure !== null));
	const figure = (...keys: string[]): Decimal | null => {
		const found = keys.map((key) => parseDecimal(textAt(orderLine, key) ?? '')).find((decimal) => decimal !== null) ?? null;
		if (found === null) hidden.push(keys[0] ?? '');
		return found;
	};
	const ordered = isAmount ? figure('total', 'price') : figure('quantity');
	const received = matching === 'receipts' ? figure('received') : null;
	const invoiced = figure('invoiced');
	if (matching === null) hidden.push('match-type');
	const total = sumOf([invoiced ?? new Big(0), inRun.billed, billed]);
	const last = Math.max(0, ...own.flatMap((decimal, place) => (decimal?.gt(0) === true ? [place] : [])));
	const over = (outcome: 'overReceived' | 'overOrdered', base: Decimal | null, words: [were: string, over: string]): UseFinding[] => {
		if (base === null || !billed.gt(0)) return [];
		const excess = total.minus(base);
		const price = isAmount ? new Big(1) : decimalAt(orderLine, 'price');
		const tolerance = { percent: bands.quantityPercent, currency: currencyOf(use), amounts: bands.amounts };
		if (!excess.gt(0) || isTolerated({ excess, base, price }, tolerance)) return [];
		const unit = isAmount ? ` ${currencyOf(use)}`.trimEnd() : '';
		const sum = sumText(billed, invoiced, inRun, unit);
		const message = `bills ${sum}, but ${base.toFixed()}${unit} ${words[0]}: ${words[1]} by ${excess.toFixed()}${unit} (${toleranceText(tolerance)})`;
		return [{ outcome, line: last, by: isAmount ? 'price' : 'quantity', message }];
	};
	const were = (verb: string) => (isAmount ? `was ${verb}` : `were ${verb}`);
	return [
		...over('overReceived', received, [were('received'), 'over received']),
		...over('overOrdered', ordered, [were('ordered'), 'over ordered']),
	];
}

function sumText(billed: Decimal, invoiced: Decimal | null, inRun: OrderLineUse['inRun'], unit: string): string {
	const parts = [
		...(invoiced === null || invoiced.eq(0) ? [] : [`${invoiced.toFixed()}${unit} invoiced before`]),
		...(inRun.numbers.length === 0 ? [] : [`${inRun.billed.toFixed()}${unit} of this run (${listed(inRun.numbers)})`]),
	];
	const own = `${billed.toFixed()}${unit}`;
	if (parts.length === 0) return own;
	const total = sumOf([billed, invoiced ?? new Big(0), inRun.billed]);
	return `${own}, together with ${parts.join(' and ')} ${total.toFixed()}${unit}`;
}

const MOST_NUMBERS = 5;

function listed(numbers: string[]): string {
	const shown = numbers.slice(0, MOST_NUMBERS).join(', ');
	return numbers.length > MOST_NUMBERS ? `${shown} and ${numbers.length - MOST_NUMBERS} more` : shown;
}

/** A price that is lower than ordered is never held against an invoice; neither is that of a credit. */
function priceFindings(use: OrderLineUse, bands: OrderBands, hidden: string[]): UseFinding[] {
	const { orderLine, lines, isCreditNote } = use;
	const ordered = decimalAt(orderLine, 'price');
	if (ordered === null) {
		hidden.push('price');
		return [];
	}
	return lines.flatMap((line, place): UseFinding[] => {
		const price = decimalAt(line, 'price');
		const quantity = decimalAt(line, 'quantity');
		if (price === null) return [notCompared('price', 'the invoice gives no price', place)];
		if (isCreditNote || quantity?.lt(0) === true || !price.gt(ordered)) return [];
		const excess = price.minus(ordered);
		const tolerance = { percent: bands.pricePercent, currency: currencyOf(use), amounts: bands.amounts };
		if (isTolerated({ excess, base: ordered, price: quantity }, tolerance)) return [];
		const message = `has the price ${price.toFixed()}, but ${ordered.toFixed()} was ordered: over price by ${`${excess.toFixed()} ${currencyOf(use)}`.trim()} (${toleranceText(tolerance)})`;
		return [{ outcome: 'overPrice', line: place, by: 'price', message }];
	});
}

function notCompared(by: UseFinding['by'], message: string, line = 0): UseFinding {
	return { outcome: 'notCompared', line, by, message };
}

/** Units that differ cannot be counted together. */
function unitsFault({ orderLine, lines }: OrderLineUse): string | null {
	const ordered = textAt(orderLine, 'uom', 'code') ?? '';
	const other = lines
		.map((line) => textAt(line, 'uom', 'code') ?? '')
		.find((unit) => unit !== '' && lookUpKey(unit) !== lookUpKey(ordered));
	return ordered === '' || other === undefined ? null : `it is in ${other}, but was ordered in ${ordered}`;
}

function moneyFault(use: OrderLineUse): string | null {
	const ordered = textAt(use.orderLine, 'currency', 'code') ?? '';
	const other = use.lines
		.map((line) => textAt(line, 'currency', 'code') ?? use.currency)
		.find((currency) => currency !== '' && lookUpKey(currency) !== lookUpKey(ordered));
	return ordered === '' || other === undefined ? null : `it is in ${other}, but was ordered in ${ordered}`;
}

function currencyOf({ orderLine, currency }: OrderLineUse): string {
	return textAt(orderLine, 'currency', 'code') ?? currency;
}
