import { lookUpKey, parseDecimal, recordsAt, textAt, type CoupaRecord } from '../../core';
import { isBlank } from './amounts';
import { lineClassOf } from './line-class';
import { isOpen, openQuantityOf } from './order-lines';
import { isOutside, orderedPeriodOf, servicePeriodOf } from './service-period';

/** What an invoice line was matched to a line of its order by, when it does not name one that exists. */
export type FitBy = 'service period' | 'supplier part number' | 'description' | 'description, price and quantity';

/** The one open line of an order that an invoice line fits. */
export interface OrderLineFit {
	orderLine: CoupaRecord;
	by: FitBy;
}

/** What the criteria compare, read once of each line. */
interface Features {
	line: CoupaRecord;
	part: string;
	description: string;
	/** Letters and digits of the description alone. */
	letters: string;
	price: string | null;
	/** Quantities that count as the same: what is ordered, and what of it is still open; `-` for none. */
	quantities: string[];
}

/** In the order in which a connector in production tries them. */
const CRITERIA: ReadonlyArray<[by: FitBy, fits: (line: Features, ordered: Features) => boolean]> = [
	['service period', (line, ordered) => isWithin(line.line, ordered.line)],
	['supplier part number', (line, ordered) => line.part !== '' && line.part === ordered.part],
	['description', (line, ordered) => line.description !== '' && line.description === ordered.description],
	['description, price and quantity', (line, ordered) => isSameAmount(line, ordered) && isAlike(line.letters, ordered.letters)],
];

const ordersRead = new WeakMap<CoupaRecord, Features[]>();

/**
 * The only open line of the order that fits by one of the criteria; null when none fits alone. One of the other class, or with
 * another supplier part number, never fits.
 */
export function onlyFit(invoiceLine: CoupaRecord, order: CoupaRecord): OrderLineFit | null {
	const line = featuresOf(invoiceLine, null);
	const candidates = openLinesOf(order).filter(
		(ordered) => (line.part === '' || ordered.part === '' || line.part === ordered.part) && lineClassOf(invoiceLine, ordered.line).agrees,
	);
	for (const [by, fits] of CRITERIA) {
		const [fit, ...others] = candidates.filter((ordered) => fits(line, ordered));
		if (fit !== undefined && others.length === 0) return { orderLine: fit.line, by };
	}
	return null;
}

function openLinesOf(order: CoupaRecord): Features[] {
	const known = ordersRead.get(order);
	if (known !== undefined) return known;
	const read = recordsAt(order, 'order-lines')
		.filter(isOpen)
		.map((orderLine) => featuresOf(orderLine, openQuantityOf(orderLine)?.toFixed() ?? null));
	ordersRead.set(order, read);
	return read;
}

function featuresOf(line: CoupaRecord, openQuantity: string | null): Features {
	const description = lookUpKey(textAt(line, 'description') ?? '').replace(/\s+/g, ' ');
	return {
		line,
		part: lookUpKey(textAt(line, 'source-part-num') ?? ''),
		description,
		letters: description.normalize('NFKD').replace(/[^\p{L}\p{N}]/gu, ''),
		price: plain(line, 'price'),
		quantities: [...new Set([plain(line, 'quantity') ?? '-', ...(openQuantity === null ? [] : [openQuantity])])],
	};
}

/** The decimal without its trailing zeros; null where there is none. */
function plain(line: CoupaRecord, key: string): string | null {
	return isBlank(line, key) ? null : (parseDecimal(textAt(line, key) ?? '')?.toFixed() ?? null);
}

function isWithin(line: CoupaRecord, orderLine: CoupaRecord): boolean {
	const [service, ordered] = [servicePeriodOf(line), orderedPeriodOf(orderLine)];
	return service !== null && ordered !== null && !isOutside(service, ordered);
}

function isSameAmount(line: Features, ordered: Features): boolean {
	return line.price !== null && line.price === ordered.price && line.quantities.some((quantity) => ordered.quantities.includes(quantity));
}

/** Whether one of the descriptions holds the other. */
function isAlike(one: string, other: string): boolean {
	return one !== '' && other !== '' && (one.includes(other) || other.includes(one));
}
