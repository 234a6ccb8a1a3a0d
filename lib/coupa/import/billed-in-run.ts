import Big from 'big.js';
import { lookUpKey, recordsAt, textAt, type CoupaRecord, type Decimal } from '../../core';
import { isCreditNote } from './checks/totals';
import { billedBy } from './order-line-use';
import { orderLineIdOf, orderNumberOf, type PurchaseOrders } from './orders';
import { supplierKeyOf } from './suppliers';
import type { OrderAndLine } from './orders-by-line';
import type { ImportInput } from './types';

/** A line of the run that names a purchase order. */
interface BackedLine {
	input: ImportInput;
	invoice: CoupaRecord;
	line: CoupaRecord;
}

/** Outcomes of what is not in Coupa, or counted there already. */
const NOT_COUNTED: unknown[] = ['refused', 'needsBuyer', 'alreadyImported'];

/** What others bill of a PO line: the sum, with credit notes taken off, and the numbers of those invoices. */
export interface Billed {
	billed: Decimal;
	numbers: string[];
}

/**
 * Lines of a run by the PO line that they bill, so that several invoices on one PO line count together: those that came before, and all credit
 * notes, wherever they stand. An invoice that does not get into Coupa, or is there already, does not count.
 */
export class BilledInRun {
	private readonly byOrder = new Map<string, BackedLine[]>();
	private readonly byId = new Map<string, BackedLine[]>();
	private readonly places = new Map<ImportInput, number>();
	private readonly out = new Set<ImportInput>();
	/** Invoices that are being worked on, until it is known whether they go in. */
	private readonly undecided = new Map<ImportInput, Promise<void>>();
	private readonly decide = new Map<ImportInput, () => void>();
	/** Lines that name an order by the id of the PO line they mean, found when first asked for. */
	private readonly found = new Map<string, Map<string, BackedLine[]>>();

	constructor(private readonly orders: PurchaseOrders) {}

	/** All invoices of the run, in their order; of several with one number of one supplier the first. */
	register(inputs: Array<{ input: ImportInput; invoice: CoupaRecord }>): void {
		const numbers = new Set<string>();
		for (const { input, invoice } of inputs) {
			const number = [supplierKeyOf(invoice)?.value ?? '', textAt(invoice, 'invoice-number') ?? ''].map(lookUpKey).join('\n');
			if (numbers.has(number)) continue;
			numbers.add(number);
			this.places.set(input, this.places.size);
			for (const line of recordsAt(invoice, 'invoice-lines')) this.keep({ input, invoice, line });
		}
	}

	/** The work on one invoice up to its result, or to the draft that waits for the look. */
	async during<End extends object>(input: ImportInput, job: () => Promise<End>): Promise<End> {
		this.undecided.set(input, new Promise((resolve) => this.decide.set(input, resolve)));
		try {
			const end = await job();
			if ('outcome' in end && NOT_COUNTED.includes(end.outcome)) this.out.add(input);
			return end;
		} finally {
			this.goesIn(input);
		}
	}

	/** Its checks have passed: those that wait for that go on. */
	goesIn(input: ImportInput): void {
		this.decide.get(input)?.();
		this.undecided.delete(input);
	}

	/**
	 * Resolves when it is known of the invoices before it which of them go in. Only those that have begun are waited for, and they wait for none
	 * that comes later.
	 */
	async earlierOnes(input: ImportInput, orderLines: OrderAndLine[]): Promise<void> {
		const others = orderLines.flatMap(({ order, orderLine }) => this.othersOn(input, order, orderLine));
		const earlier = new Set(others.filter(({ invoice }) => !isCreditNote(invoice)).map((other) => other.input));
		await Promise.all([...earlier].map(async (other) => await this.undecided.get(other)));
	}

	/** What other invoices of the run bill of a PO line. `isThere`: whether Coupa has an invoice already, as far as the run knows. */
	of(input: ImportInput, { order, orderLine }: OrderAndLine, isThere: (input: ImportInput, invoice: CoupaRecord) => boolean): Billed {
		const others = this.othersOn(input, order, orderLine).filter(
			(other) => !this.out.has(other.input) && !isThere(other.input, other.invoice),
		);
		let billed = new Big(0);
		for (const { line, invoice } of others) billed = billed.plus(billedBy(line, orderLine, isCreditNote(invoice)) ?? 0);
		return { billed, numbers: [...new Set(others.map(({ invoice }) => textAt(invoice, 'invoice-number') ?? ''))] };
	}

	private othersOn(input: ImportInput, order: CoupaRecord, orderLine: CoupaRecord): BackedLine[] {
		const id = textAt(orderLine, 'id') ?? '';
		const place = this.places.get(input) ?? this.places.size;
		return [...(this.linesOf(order).get(id) ?? []), ...(this.byId.get(id) ?? [])].filter(
			(one) => one.input !== input && (isCreditNote(one.invoice) || (this.places.get(one.input) ?? 0) < place),
		);
	}

	private keep(line: BackedLine): void {
		const number = orderNumberOf(line.line);
		const id = orderLineIdOf(line.line);
		if (number !== null) push(this.byOrder, lookUpKey(number), line);
		else if (id !== null) push(this.byId, id, line);
	}

	private linesOf(order: CoupaRecord): Map<string, BackedLine[]> {
		const number = lookUpKey(textAt(order, 'po-number') ?? '');
		const known = this.found.get(number);
		if (known !== undefined) return known;
		const byLine = new Map<string, BackedLine[]>();
		for (const one of this.byOrder.get(number) ?? []) {
			const match = this.orders.match(one.line);
			if (match.kind === 'matched') push(byLine, textAt(match.orderLine, 'id') ?? '', one);
		}
		this.found.set(number, byLine);
		return byLine;
	}
}

function push<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
	const list = lists.get(key);
	if (list === undefined) lists.set(key, [value]);
	else list.push(value);
}
