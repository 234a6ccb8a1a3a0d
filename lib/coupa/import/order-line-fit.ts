import type { CoupaRecord } from '../../core';
import { lineClassOf } from './line-class';
import { featuresOf, indexOf, type LineFeatures, type OrderIndex } from './line-features';
import { isOutside, servicePeriodOf } from './service-period';

/** What an invoice line was matched to a line of its order by, when it does not name one that exists. */
export type FitBy = 'service period' | 'supplier part number' | 'description' | 'description, price and quantity';

/** The one open line of an order that an invoice line fits. */
export interface OrderLineFit {
	orderLine: CoupaRecord;
	by: FitBy;
}

/** In the order in which a connector in production tries them. */
const CRITERIA: ReadonlyArray<[by: FitBy, fitting: (line: LineFeatures, open: OrderIndex['open']) => LineFeatures[]]> = [
	['service period', (line, { byPeriod }) => within(line, byPeriod)],
	['supplier part number', (line, { byPart }) => byPart.get(line.part) ?? []],
	['description', (line, { byDescription }) => byDescription.get(line.description) ?? []],
	[
		'description, price and quantity',
		(line, { byPrice }) =>
			(byPrice.get(line.price) ?? []).filter(
				({ quantities, letters }) => line.quantities.some((quantity) => quantities.includes(quantity)) && isAlike(line.letters, letters),
			),
	],
];

/**
 * The only open line of the order that fits by one of the criteria; null when none fits alone. Lines of the other class cannot be
 * meant; one that alone fits but has another supplier part number is not.
 */
export function onlyFit(invoiceLine: CoupaRecord, order: CoupaRecord): OrderLineFit | null {
	const line = featuresOf(invoiceLine);
	const { open } = indexOf(order);
	for (const [by, fitting] of CRITERIA) {
		const [fit, ...others] = fitting(line, open).filter((ordered) => lineClassOf(invoiceLine, ordered.line).agrees);
		if (fit !== undefined && others.length === 0 && !isOfAnotherPart(line, fit)) return { orderLine: fit.line, by };
	}
	return null;
}

function isOfAnotherPart(line: LineFeatures, ordered: LineFeatures): boolean {
	return line.part !== '' && ordered.part !== '' && line.part !== ordered.part;
}

function within({ line }: LineFeatures, byPeriod: OrderIndex['open']['byPeriod']): LineFeatures[] {
	const service = servicePeriodOf(line);
	return service === null ? [] : byPeriod.flatMap(({ period, lines }) => (isOutside(service, period) ? [] : lines));
}

/** Whether one of the descriptions holds the other. */
function isAlike(one: string, other: string): boolean {
	return one !== '' && other !== '' && (one.includes(other) || other.includes(one));
}
