import { textAt, type CoupaRecord } from '../../core';
import { fieldsParameter, queryPairs, queryText, type Filter, type QueryPair } from '../query';
import { negativeTotals } from './checks/near-duplicate-credits';
import { MOST_DAYS_APART, type InvoiceFacts } from './checks/near-duplicate-rules';
import type { ImportClient } from './types';
import { LONGEST_TARGET } from './unfit-value';

const PATH = '/api/invoices';
const PAGE_ROWS = 50;
/** Rows of a list about so many invoices: each may be there itself, from an earlier run, and have one more. */
const mostRows = (invoices: number) => 2 * invoices + 2 * PAGE_ROWS;
/** Rows of a list that nothing makes narrower. */
const MOST_ROWS_ALONE = 4 * PAGE_ROWS;
/** Pages that one look-up may read at most, whatever Coupa has. */
const PAGES_PER_INVOICE = 0.2;
const PAGES_AT_LEAST = 24;
/** What the client adds for paging. */
const PAGING_BYTES = 120;
const DAY_MS = 24 * 60 * 60_000;
/** Coupa keeps a day as midnight of the company's time zone. */
const ZONE_DAYS = 1;

const NEAR_FIELDS = [
	...['id', 'status', 'invoice-number', 'invoice-date', 'document-type', 'original-invoice-number'],
	...['supplier-total', 'gross-total', 'currency.code', 'supplier.id', 'supplier.number', 'supplier.name', 'internal-note'],
];

/** What two invoices have in common when a list is asked for by it; `amount` within the whole window of time. */
type Kind = 'amount' | 'supplierAndAmount' | 'dateAndAmount' | 'supplierAndDate';

/**
 * Asks Coupa for the invoices that may agree with some of ours: by amount, and by supplier and day. Latest first. A list that is too long is
 * asked for more narrowly, by halves, as far as there are pages left for it.
 */
export class NearLists {
	readonly rows = new Map<string, CoupaRecord>();
	/** Invoices that were not compared with all that Coupa has of their amount, or supplier and day. */
	readonly cut = new Set<InvoiceFacts>();
	private pages: number;

	constructor(
		private readonly client: ImportClient,
		private readonly invoices: InvoiceFacts[],
	) {
		this.pages = Math.max(PAGES_AT_LEAST, Math.ceil(invoices.length * PAGES_PER_INVOICE));
	}

	/** @throws CoupaError when Coupa cannot be read */
	async load(): Promise<void> {
		for (const invoices of windowsOf(this.invoices))
			await Promise.all((['amount', 'supplierAndDate'] as const).map(async (kind) => await this.ask(kind, partsOf(kind, invoices))));
	}

	/** Credit notes that take back what these invoices, one at least, bill: by suppliers and negative amounts. */
	async loadCredits(originals: InvoiceFacts[]): Promise<CoupaRecord[]> {
		const filters: Filter[] = [
			oneOf('supplier.id', suppliersOf(originals)),
			oneOf('gross-total', [...new Set(originals.flatMap(negativeTotals))]),
		];
		return await this.read(filters, mostRows(originals.length));
	}

	/** @param parts invoices that one condition each is about */
	private async ask(kind: Kind, parts: InvoiceFacts[][]): Promise<void> {
		const invoices = parts.flat();
		if (invoices.length === 0) return;
		if (parts.length > 1 && bytesOf(conditions(kind, invoices)) > LONGEST_TARGET) await this.askByHalves(kind, parts);
		else if (this.pages <= 0) this.cutOff(invoices);
		else {
			const most = parts.length === 1 && kind !== 'amount' ? MOST_ROWS_ALONE : mostRows(invoices.length);
			const rows = await this.read(conditions(kind, invoices), most);
			for (const row of rows) this.rows.set(textAt(row, 'id') ?? '', row);
			if (rows.length >= most) await this.askMoreNarrowly(kind, parts);
		}
	}

	private async askMoreNarrowly(kind: Kind, parts: InvoiceFacts[][]): Promise<void> {
		if (kind === 'amount')
			for (const narrower of ['supplierAndAmount', 'dateAndAmount'] as const) await this.ask(narrower, partsOf(narrower, parts.flat()));
		else if (parts.length > 1) await this.askByHalves(kind, parts);
		else this.cutOff(parts.flat());
	}

	private async askByHalves(kind: Kind, parts: InvoiceFacts[][]): Promise<void> {
		const middle = Math.ceil(parts.length / 2);
		for (const half of [parts.slice(0, middle), parts.slice(middle)]) await this.ask(kind, half);
	}

	private async read(filters: Filter[], most: number): Promise<CoupaRecord[]> {
		const rows: CoupaRecord[] = [];
		for await (const page of this.client.pages(PATH, { query: queryPairs(filters), fields: NEAR_FIELDS, dir: 'desc', limit: most })) {
			this.pages -= 1;
			rows.push(...page);
		}
		return rows;
	}

	private cutOff(invoices: InvoiceFacts[]): void {
		for (const facts of invoices) this.cut.add(facts);
	}
}

/** A date that was misread by years makes no window that holds all the years between. */
function windowsOf(invoices: InvoiceFacts[]): InvoiceFacts[][] {
	const windows: InvoiceFacts[][] = [];
	let last = NaN;
	for (const facts of [...invoices].sort((left, right) => timeOf(left) - timeOf(right))) {
		const window = timeOf(facts) - last <= MOST_DAYS_APART * DAY_MS ? windows.at(-1) : undefined;
		if (window === undefined) windows.push([facts]);
		else window.push(facts);
		last = timeOf(facts);
	}
	return windows;
}

/** Those without a date come first, by themselves. */
function timeOf({ days: [day] }: InvoiceFacts): number {
	return day === undefined ? -MOST_DAYS_APART * DAY_MS * 1_000 : Date.parse(day);
}

/** What the conditions on an invoice go by; null where it lacks that. */
function keyOf(kind: Kind, { supplier: { id }, days: [day], totals: [total] }: InvoiceFacts): string | null {
	const parts = { amount: [total], supplierAndAmount: [id, total], dateAndAmount: [day, total], supplierAndDate: [day, id] }[kind];
	return parts.includes(undefined) ? null : parts.join(' ');
}

/** Invoices that can be asked for, those that one condition is about together, and in an order in which halves are narrower. */
function partsOf(kind: Kind, invoices: InvoiceFacts[]): InvoiceFacts[][] {
	const parts = new Map<string, InvoiceFacts[]>();
	for (const facts of invoices) {
		const key = keyOf(kind, facts);
		if (key !== null) parts.set(key, [...(parts.get(key) ?? []), facts]);
	}
	return [...parts.keys()].sort().map((key) => parts.get(key) ?? []);
}

function conditions(kind: Kind, invoices: InvoiceFacts[]): Filter[] {
	const amounts = () => oneOf('gross-total', [...new Set(invoices.flatMap(({ totals }) => totals))]);
	const suppliers = () => oneOf('supplier.id', suppliersOf(invoices));
	switch (kind) {
		case 'amount':
			return [amounts(), ...between(invoices, MOST_DAYS_APART)];
		case 'supplierAndAmount':
			return [suppliers(), amounts(), ...between(invoices, MOST_DAYS_APART)];
		case 'dateAndAmount':
			return [amounts(), ...between(invoices, ZONE_DAYS)];
		case 'supplierAndDate':
			return [suppliers(), ...between(invoices, ZONE_DAYS)];
	}
}

function oneOf(field: string, values: string[]): Filter {
	const [only = ''] = values;
	return values.length === 1 ? { field, value: only } : { field, operator: 'in', value: values };
}

function suppliersOf(invoices: InvoiceFacts[]): string[] {
	return [...new Set(invoices.map(({ supplier }) => supplier.id))];
}

/** From the earliest to the latest day of the invoices, and so many days around. */
function between(invoices: InvoiceFacts[], margin: number): Filter[] {
	const days = invoices.flatMap((facts) => facts.days).sort();
	const [first] = days;
	const last = days.at(-1);
	if (first === undefined || last === undefined) return [];
	return [
		{ field: 'invoice-date', operator: 'gt_or_eq', value: shifted(first, -margin) },
		{ field: 'invoice-date', operator: 'lt_or_eq', value: shifted(last, margin + ZONE_DAYS) },
	];
}

function shifted(day: string, days: number): string {
	return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}

function bytesOf(filters: Filter[]): number {
	const query: QueryPair[] = [...queryPairs(filters), ['fields', fieldsParameter(NEAR_FIELDS)]];
	return PATH.length + queryText(query).length + PAGING_BYTES;
}
