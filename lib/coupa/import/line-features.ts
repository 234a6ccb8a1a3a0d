import { lookUpKey, normalForm, parseDecimal, recordsAt, textAt, type CoupaRecord } from '../../core';
import { isBlank } from './amounts';
import { isOpen, openQuantityOf } from './order-lines';
import { orderedPeriodOf, type ServicePeriod } from './service-period';

/** What invoice lines and PO lines are compared by. */
export interface LineFeatures {
	line: CoupaRecord;
	/** Key of the supplier part number; blank for none. */
	part: string;
	/** The description without case and further blanks. */
	description: string;
	/** Its letters and digits alone. */
	letters: string;
	/** Without trailing zeros; blank for none. */
	price: string;
	/** Quantities that count as the same: what is ordered, and what of it is still open; `-` for none. */
	quantities: string[];
}

/** The lines of an order by what an invoice line may name or share: an order may have thousands of lines, and so may an invoice. */
export interface OrderIndex {
	byNumber: Map<string, CoupaRecord[]>;
	byPart: Map<string, CoupaRecord[]>;
	/** Open lines only. */
	open: {
		byPart: Map<string, LineFeatures[]>;
		byDescription: Map<string, LineFeatures[]>;
		byPrice: Map<string, LineFeatures[]>;
		byPeriod: Array<{ period: ServicePeriod; lines: LineFeatures[] }>;
	};
}

const ordersRead = new WeakMap<CoupaRecord, OrderIndex>();

/** The lines of an order, read once. */
export function indexOf(order: CoupaRecord): OrderIndex {
	const known = ordersRead.get(order);
	if (known !== undefined) return known;
	const lines = recordsAt(order, 'order-lines');
	const open = lines.filter(isOpen).map(orderedFeaturesOf);
	const index: OrderIndex = {
		byNumber: grouped(lines, (line) => numberKey(textAt(line, 'line-num') ?? '')),
		byPart: grouped(lines, partOf),
		open: {
			byPart: grouped(open, ({ part }) => part),
			byDescription: grouped(open, ({ description }) => description),
			byPrice: grouped(open, ({ price }) => price),
			byPeriod: [...grouped(open, ({ line }) => periodKey(line)).values()].flatMap((together) => {
				const period = orderedPeriodOf(together[0]?.line ?? {});
				return period === null ? [] : [{ period, lines: together }];
			}),
		},
	};
	ordersRead.set(order, index);
	return index;
}

/** PO line numbers are texts (fields/order_line.json): `1`, `01` and `1.0` mean the same line. */
export function numberKey(number: string): string {
	const text = number.trim();
	const numeric = text === '' ? NaN : Number(text);
	return Number.isNaN(numeric) ? text : `#${numeric}`;
}

/** Key of the supplier part number of a line; blank for none. */
export function partOf(line: CoupaRecord): string {
	return lookUpKey(textAt(line, 'source-part-num') ?? '');
}

export function featuresOf(line: CoupaRecord): LineFeatures {
	const description = lookUpKey(textAt(line, 'description') ?? '').replace(/\s+/g, ' ');
	return {
		line,
		part: partOf(line),
		description,
		letters: normalForm(description, 'NFKD').replace(/[^\p{L}\p{N}]/gu, ''),
		price: plain(line, 'price'),
		quantities: [plain(line, 'quantity') || '-'],
	};
}

function orderedFeaturesOf(orderLine: CoupaRecord): LineFeatures {
	const features = featuresOf(orderLine);
	const open = openQuantityOf(orderLine)?.toFixed();
	return open === undefined ? features : { ...features, quantities: [...features.quantities, open] };
}

/** Blank for none. */
function periodKey(orderLine: CoupaRecord): string {
	const period = orderedPeriodOf(orderLine);
	return period === null ? '' : JSON.stringify(period);
}

/** By key, without those that have none. */
function grouped<Line>(lines: Line[], keyOf: (line: Line) => string): Map<string, Line[]> {
	const groups = new Map<string, Line[]>();
	for (const line of lines) {
		const key = keyOf(line);
		const group = groups.get(key);
		if (group !== undefined) group.push(line);
		else if (key !== '') groups.set(key, [line]);
	}
	return groups;
}

function plain(line: CoupaRecord, key: string): string {
	return isBlank(line, key) ? '' : (parseDecimal(textAt(line, key) ?? '')?.toFixed() ?? '');
}
