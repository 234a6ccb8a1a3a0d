import { areNeighbours, numberRelation, shapeOf, type NumberForms } from './near-duplicate-number';
import { agreementOf, swapped, type Agreement, type InvoiceFacts } from './near-duplicate-rules';

/** An invoice to compare others with, and whatever its owner knows of it. */
interface IndexedInvoice<Of> {
	facts: InvoiceFacts;
	of: Of;
}

/** One that an invoice agrees with in three facts. */
export type AgreeingInvoice<Of> = IndexedInvoice<Of> & {
	agreement: Agreement;
	/** Its number is of the same series: most likely another delivery. */
	isOfSeries: boolean;
};

/** Invoices kept under one key: as many are compared one by one; further ones only count. */
const MOST_COMPARED = 8;
/** A supplier that bills one amount so often on one day, under numbers of one form, bills like that: a further one says nothing. */
const SERIES = 4;

interface Place<Of> {
	compared: Array<IndexedInvoice<Of>>;
	/** Different numbers by their form; of invoices of one supplier, day and amount only. */
	shapes?: Map<string, Set<string>>;
}

/**
 * Invoices by what three of their four facts say, so that a near duplicate is found among any number of invoices without comparing
 * all of them.
 */
export class NearDuplicateIndex<Of> {
	private readonly places = new Map<string, Place<Of>>();

	add(facts: InvoiceFacts, of: Of): void {
		const invoice = { facts, of };
		for (const key of keptKeys(facts)) {
			const { compared } = this.placeAt(key);
			if (compared.length < MOST_COMPARED) compared.push(invoice);
		}
		const shape = shapeOf(facts.number);
		for (const key of dayKeys(facts)) {
			const place = this.placeAt(key);
			place.shapes ??= new Map<string, Set<string>>();
			place.shapes.set(shape, (place.shapes.get(shape) ?? new Set()).add(facts.number.exact));
		}
	}

	private placeAt(key: string): Place<Of> {
		const place = this.places.get(key) ?? { compared: [] };
		this.places.set(key, place);
		return place;
	}

	/**
	 * Those that agree with an invoice in three facts and are not of one series with it, those that agree in most first.
	 *
	 * @param counts whether one of them counts at all
	 */
	find(facts: InvoiceFacts, counts?: (of: Of) => boolean): Array<AgreeingInvoice<Of>> {
		return this.findAll(facts, counts).filter(({ isOfSeries }) => !isOfSeries);
	}

	/** The same with those of one series. */
	findAll(facts: InvoiceFacts, counts: (of: Of) => boolean = () => true): Array<AgreeingInvoice<Of>> {
		const invoices = new Set(askedKeys(facts).flatMap((key) => this.places.get(key)?.compared ?? []));
		const agreeing = [...invoices].flatMap((invoice) => {
			const agreement = invoice.facts === facts || !counts(invoice.of) ? null : agreementOf(facts, invoice.facts);
			return agreement === null ? [] : [{ ...invoice, agreement, isOfSeries: false }];
		});
		return this.withSeries(facts, agreeing).sort((left, right) => partsOf(right.agreement) - partsOf(left.agreement));
	}

	/** Numbers that follow each other, directly or by others of the same supplier, day and amount, are of different deliveries. */
	private withSeries(facts: InvoiceFacts, found: Array<AgreeingInvoice<Of>>): Array<AgreeingInvoice<Of>> {
		if (found.every(({ agreement }) => agreement.number !== 'other')) return found;
		const places = dayKeys(facts).map((key) => this.places.get(key));
		const shape = shapeOf(facts.number);
		const isUsual = places.some((place) => (place?.shapes?.get(shape)?.size ?? 0) >= SERIES);
		const series = seriesOf(
			facts,
			places.flatMap((place) => place?.compared ?? []),
		);
		return found.map((one) => {
			const { agreement, facts: other } = one;
			const isOfSeries = (isUsual && shapeOf(other.number) === shape) || series.has(other.number.exact);
			return { ...one, isOfSeries: agreement.number === 'other' && isOfSeries };
		});
	}
}

/** A near duplicate of a neighbour is no reason against this one. */
function areOfOneSeries(a: NumberForms, b: NumberForms): boolean {
	return areNeighbours(a, b) || ['spelling', 'affix', 'part'].includes(numberRelation(a, b));
}

/** Numbers that one leads to, from neighbour to neighbour. */
function seriesOf<Of>(from: InvoiceFacts, others: Array<IndexedInvoice<Of>>): Set<string> {
	const reached = new Map([[from.number.exact, from.number]]);
	// A map gives what is added while it is walked through.
	for (const number of reached.values())
		for (const { facts } of others)
			if (!reached.has(facts.number.exact) && areOfOneSeries(number, facts.number)) reached.set(facts.number.exact, facts.number);
	return new Set(reached.keys());
}

function partsOf({ number, supplier, date, amount }: Agreement): number {
	const parts = [number === 'same' || number === 'spelling', number !== 'other', supplier === 'same', supplier !== 'other'];
	return [...parts, date === 'same', date !== 'other', amount === 'same'].filter(Boolean).length;
}

const suppliersOf = ({ supplier: { id, letters } }: InvoiceFacts) => [`#${id}`, ...(letters === '' ? [] : [letters])];

function dayKeys(facts: InvoiceFacts): string[] {
	return combined(['SDA'], suppliersOf(facts), facts.days, facts.totals);
}

function keptKeys(facts: InvoiceFacts): string[] {
	const { number, days, totals } = facts;
	const numbers = [...number.kept, ...number.reduced.map((key) => `r${key}`)];
	return [
		...dayKeys(facts),
		...combined(['NSA'], numbers, suppliersOf(facts), totals),
		...combined(['NSD'], number.kept, suppliersOf(facts), days),
		...combined(['NDA'], numbers, daysWithYears(days), totals),
	];
}

function askedKeys(facts: InvoiceFacts): string[] {
	const { number, days, totals } = facts;
	const [own = ''] = number.kept;
	const numbers = [...number.asked, `r${own}`, ...number.reduced];
	const near = [...daysWithYears(days), ...days.map(swapped).filter((day) => day !== null)];
	return [
		...dayKeys(facts),
		...combined(['NSA'], numbers, suppliersOf(facts), totals),
		...combined(['NSD'], number.asked, suppliersOf(facts), days),
		...combined(['NDA'], numbers, near, totals),
	];
}

/** The day, and the day of any year. */
function daysWithYears(days: string[]): string[] {
	return [...days, ...days.map((day) => day.slice(4))];
}

function combined(...parts: string[][]): string[] {
	return parts.reduce((keys, values) => keys.flatMap((key) => values.map((value) => `${key}\n${value}`)), ['']);
}
