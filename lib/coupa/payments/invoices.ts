import { lookUpKey, possibleDays, spellingsOf, textAt, type CoupaRecord } from '../../core';
import type { CoupaError } from '../errors';
import { lookUpMany, type LookUp } from '../import/lookup';
import { notLookedUp } from '../import/looked-up';
import { invoiceAddress } from '../instance';
import { fieldsParameter, queryPairs, type QueryPair } from '../query';
import type { ErpPayment, InvoiceNames } from './read-payment';
import type { PaymentCandidate, PaymentClient } from './types';

const PATH = '/api/invoices';
/** Asked for by name, so that no response filter of the admin hides them. */
const FIELDS = [
	...['id', 'invoice-number', 'invoice-date', 'status', 'gross-total', 'total-with-taxes', 'currency.code'],
	...['supplier.id', 'supplier.number', 'supplier.name', 'paid', 'payment-date'],
	...['id', 'amount-paid', 'payment-date', 'notes'].map((field) => `payments.${field}`),
];
/** What no payment can be meant for. */
const DEAD = ['voided', 'abandoned', 'invalid'];
/** Candidates that are named. */
const MOST_CANDIDATES = 10;

/** The invoice that a payment is meant for, or why there is not exactly one. */
export type Match =
	| { kind: 'found'; invoice: CoupaRecord }
	| { kind: 'none'; reason: string; candidates: CoupaRecord[] }
	| { kind: 'several'; reason: string; candidates: CoupaRecord[] }
	/** It has another number, supplier or date than the payment says. */
	| { kind: 'other'; reason: string; candidates: CoupaRecord[] };

/** Invoices of Coupa by number and by ID, looked up for many payments at once. */
export class PayableInvoices {
	private readonly byNumber = new Map<string, Map<string, CoupaRecord>>();
	private readonly byId = new Map<string, CoupaRecord>();
	private readonly unfit = new Map<string, string>();
	private readonly failed = new Map<string, CoupaError>();

	constructor(private readonly client: PaymentClient) {}

	/**
	 * One list for up to a hundred numbers or IDs; the supplier is told apart by what the rows show.
	 *
	 * @throws CoupaError when Coupa cannot be read
	 */
	async load(payments: ErpPayment[]): Promise<void> {
		const byId = payments.filter(({ names }) => names.id !== '');
		const byNumber = payments.filter(({ names }) => names.id === '');
		await Promise.all([
			this.read(
				'id',
				byId.map(({ names }) => names.id),
				{ unique: true },
			),
			this.read(
				'invoice-number',
				byNumber.map(({ names }) => names.number),
				{ anyLength: true, narrower: (page) => narrowerFor(byNumber, page) },
			),
		]);
	}

	/** Reads one again, by its ID: a list may lag behind (design §4). */
	async readAgain(id: string): Promise<CoupaRecord> {
		return await this.client.get(`${PATH}/${id}`, FRESH);
	}

	/** @throws Undecided where it could not be looked up, even alone */
	match({ names }: ErpPayment): Match {
		const asked = names.id === '' ? names.number : names.id;
		const label = names.id === '' ? 'invoice number' : 'invoice ID';
		const error = this.failed.get(asked);
		if (error !== undefined) throw notLookedUp(label, asked, error);
		const unfit = this.unfit.get(asked);
		if (unfit !== undefined) return { kind: 'none', reason: unfit, candidates: [] };
		return names.id === '' ? this.matchByNumber(names) : this.matchById(names);
	}

	private matchById(names: InvoiceNames): Match {
		const invoice = this.byId.get(names.id);
		if (invoice === undefined) return { kind: 'none', reason: `Coupa has no invoice with the ID ${names.id}.`, candidates: [] };
		const isSame =
			(names.number === '' || lookUpKey(names.number) === lookUpKey(textAt(invoice, 'invoice-number') ?? '')) && isOf(invoice, names);
		if (isSame) return isOfDay(invoice, names) ? { kind: 'found', invoice } : otherDay(invoice, names);
		return {
			kind: 'other',
			reason: `Invoice ${names.id} in Coupa is number ${textAt(invoice, 'invoice-number') ?? '?'} of ${supplierInWords(invoice)}, not what the payment says. Correct the ID, or leave it out.`,
			candidates: [invoice],
		};
	}

	private matchByNumber(names: InvoiceNames): Match {
		const supplier = names.supplierNumber === '' ? names.supplierName : names.supplierNumber;
		const all = [...(this.byNumber.get(lookUpKey(names.number))?.values() ?? [])];
		const own = all.filter((invoice) => isOf(invoice, names));
		const live = own.filter((invoice) => !DEAD.includes(textAt(invoice, 'status') ?? ''));
		const dated = live.filter((invoice) => isOfDay(invoice, names));
		const fit = live.length > 1 && dated.length > 0 ? dated : live;
		const [invoice] = fit;
		if (invoice !== undefined && fit.length === 1) return isOfDay(invoice, names) ? { kind: 'found', invoice } : otherDay(invoice, names);
		if (fit.length > 1)
			return {
				kind: 'several',
				reason: `Coupa has ${fit.length} invoices with the number ${names.number} of supplier ${supplier} that are neither voided nor abandoned. Name the one that was paid by its invoice date or ID.`,
				candidates: fit,
			};
		return { kind: 'none', reason: noneReason(names, supplier, own, all), candidates: own.length > 0 ? own : all };
	}

	private async read(
		field: 'id' | 'invoice-number',
		values: string[],
		more: Pick<LookUp, 'unique' | 'anyLength' | 'narrower'>,
	): Promise<void> {
		if (values.length === 0) return;
		const label = field === 'id' ? 'invoice ID' : 'invoice number';
		const lookUp: LookUp = { path: PATH, field, label, fields: FIELDS, valueOf: (row) => textAt(row, field), ...more };
		const { rows, unfit, failed } = await lookUpMany(this.client, lookUp, values);
		for (const value of values) this.failed.delete(value);
		for (const [value, error] of failed) this.failed.set(value, error);
		for (const [value, reason] of unfit) this.unfit.set(value, reason);
		for (const row of rows) this.keep(row);
	}

	private keep(row: CoupaRecord): void {
		const id = textAt(row, 'id') ?? '';
		this.byId.set(id, row);
		const key = lookUpKey(textAt(row, 'invoice-number') ?? '');
		this.byNumber.set(key, (this.byNumber.get(key) ?? new Map<string, CoupaRecord>()).set(id, row));
	}
}

/** An invoice as people tell it from others. */
export function candidateOf(instance: string, invoice: CoupaRecord): PaymentCandidate {
	const id = Number(textAt(invoice, 'id'));
	return {
		id,
		number: textAt(invoice, 'invoice-number') ?? null,
		supplierNumber: textAt(invoice, 'supplier', 'number') ?? null,
		supplierName: textAt(invoice, 'supplier', 'name') ?? null,
		date: textAt(invoice, 'invoice-date')?.slice(0, 10) ?? null,
		status: textAt(invoice, 'status') ?? null,
		total: textAt(invoice, 'gross-total') ?? textAt(invoice, 'total-with-taxes') ?? null,
		currency: textAt(invoice, 'currency', 'code') ?? null,
		url: invoiceAddress(instance, id),
	};
}

/** So many of them as people read. */
export function candidatesOf(instance: string, invoices: CoupaRecord[]): PaymentCandidate[] {
	return invoices.slice(0, MOST_CANDIDATES).map((invoice) => candidateOf(instance, invoice));
}

const FRESH: QueryPair[] = [['fields', fieldsParameter(FIELDS)]];

/** The number wins over the name, as in Coupa's own loader (page 0407); without both every supplier will do. */
function isOf(invoice: CoupaRecord, { supplierNumber, supplierName }: InvoiceNames): boolean {
	const [key, name] = supplierNumber === '' ? ['name', supplierName] : ['number', supplierNumber];
	return name === '' || lookUpKey(textAt(invoice, 'supplier', key) ?? '') === lookUpKey(name);
}

/** An invoice that shows no date is of any. */
function isOfDay(invoice: CoupaRecord, { days }: InvoiceNames): boolean {
	const own = possibleDays(textAt(invoice, 'invoice-date') ?? '');
	return days.length === 0 || own.length === 0 || own.some((day) => days.includes(day));
}

/** Suppliers begin their numbers anew each year: the invoice that is meant may not be in Coupa yet. */
function otherDay(invoice: CoupaRecord, { days }: InvoiceNames): Match {
	const [number, day] = [textAt(invoice, 'invoice-number') ?? '?', textAt(invoice, 'invoice-date')?.slice(0, 10) ?? ''];
	return {
		kind: 'other',
		reason: `Invoice ${number} of ${supplierInWords(invoice)} in Coupa has the invoice date ${day}, the payment says ${days.join(' or ')}. Correct the invoice date, or leave it out.`,
		candidates: [invoice],
	};
}

/** Numbers such as `1` are used by many suppliers: the rest is asked for by ours. */
function narrowerFor(payments: ErpPayment[], page: CoupaRecord[]): QueryPair[][] | null {
	const ofInterest = page.filter((row) => payments.some(({ names }) => isOf(row, names)));
	if (ofInterest.length * 2 > page.length) return null;
	const numbers = payments.map(({ names }) => names.supplierNumber).filter((number) => number !== '');
	const suppliers = payments.filter(({ names }) => names.supplierNumber === '').map(({ names }) => names.supplierName);
	const spelt = (values: string[], isName: boolean) => [...new Set(values.flatMap((value) => spellingsOf(value, isName)))];
	const conditions = [
		{ field: 'supplier.number', value: spelt(numbers, false) },
		{ field: 'supplier.name', value: spelt(suppliers, true) },
	].filter(({ value }) => value.length > 0);
	const isListed = conditions.every(({ value }) => value.length <= MOST_NARROWED && value.every((one) => !one.includes(',')));
	return isListed ? conditions.map(({ field, value }) => queryPairs([{ field, operator: 'in', value }])) : null;
}

/** Values that fit beside the numbers into an address. */
const MOST_NARROWED = 20;

function noneReason({ number }: InvoiceNames, supplier: string, own: CoupaRecord[], all: CoupaRecord[]): string {
	const statuses = [...new Set(own.map((invoice) => textAt(invoice, 'status') ?? ''))];
	if (own.length > 0) return `Invoice ${number} of supplier ${supplier} is ${statuses.join(' or ')} in Coupa.`;
	const elsewhere = [...new Set(all.map(supplierInWords))].slice(0, 3).join(', ');
	if (all.length > 0) return `Coupa has no invoice ${number} of supplier ${supplier}. The number exists at ${elsewhere}.`;
	return `Coupa has no invoice ${number}, of supplier ${supplier} or of any other.`;
}

function supplierInWords(invoice: CoupaRecord): string {
	const [number, name] = [textAt(invoice, 'supplier', 'number') ?? '', textAt(invoice, 'supplier', 'name') ?? ''];
	return number === '' || name === '' ? `supplier ${number}${name}` : `supplier ${number} (${name})`;
}
