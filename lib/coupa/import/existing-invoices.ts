import { elapsedSince, keysOf, lookUpKey, MARK_TEXT, textAt, thisMoment, type CoupaRecord, type Moment } from '../../core';
import type { CoupaError } from '../errors';
import { queryPairs, type QueryPair } from '../query';
import { EXISTING_FIELDS, idOf } from './existing';
import { notLookedUp } from './looked-up';
import { lookUpMany, type LookUp } from './lookup';
import type { Suppliers } from './suppliers';
import type { ImportClient } from './types';

const LOOK_UP: LookUp = {
	path: '/api/invoices',
	field: 'invoice-number',
	label: 'invoice number',
	fields: EXISTING_FIELDS,
	// Whether a longer one is sent to Coupa is a setting (numberLength); what is sent has to be found again.
	anyLength: true,
	valueOf: (row) => textAt(row, 'invoice-number'),
};

/** What invoices are told apart by in Coupa. */
export interface InvoiceIdentity {
	number: string;
	/** Coupa's id of the supplier; null when it is not known there, so that there can be no invoice of it. */
	supplierId: string | null;
}

/** Number and supplier of a captured invoice, once its supplier was looked up. */
export function identityOf(invoice: CoupaRecord, suppliers: Suppliers): InvoiceIdentity {
	const match = suppliers.match(invoice);
	return {
		number: textAt(invoice, 'invoice-number')?.trim() ?? '',
		supplierId: match.kind === 'found' ? (textAt(match.supplier, 'id') ?? null) : null,
	};
}

/** Invoices of Coupa by supplier and number, and by their import marks, as looked up in this run and as changed by it. */
export class ExistingInvoices {
	private readonly byId = new Map<string, CoupaRecord>();
	/** Ids by number and supplier, and by mark. */
	private readonly idsBy = new Map<string, Set<string>>();
	private readonly loaded = new Set<string>();
	private readonly lookedAt = new Map<string, Moment>();
	private readonly unfit = new Map<string, string>();
	private readonly failed = new Map<string, CoupaError>();

	constructor(private readonly client: ImportClient) {}

	/**
	 * Looks up those that were not looked up yet, by one list of numbers. It is not limited to the suppliers that these invoices are of: a
	 * draft of ours is found by its mark at whatever supplier it ended.
	 */
	async load(identities: InvoiceIdentity[]): Promise<void> {
		const missing = identities.filter((identity) => identity.number !== '' && !this.loaded.has(spelt(identity)));
		if (missing.length === 0) return;
		await this.read(missing);
		for (const identity of missing) if (!this.failed.has(identity.number)) this.loaded.add(spelt(identity));
	}

	/** Looks one up again. @throws Undecided where it could not be looked up */
	async reload(identity: InvoiceIdentity): Promise<void> {
		await this.read([identity]);
		this.assertKnown(identity);
	}

	/**
	 * Looks several up again, with one list of numbers, until it shows the drafts of ours that are named by their ids: rows come
	 * by rising id, so whatever was in Coupa before such a draft is shown by then, too.
	 *
	 * @returns the ids that the list shows; what else could not be looked up, `assertKnown` tells
	 */
	async reloadUntil(drafts: Array<{ identity: InvoiceIdentity; id: number }>): Promise<Set<number>> {
		const isEnough = (rows: CoupaRecord[], values: string[]) => {
			const shown = new Set(rows.map(idOf));
			const asked = new Set(values.map(lookUpKey));
			return drafts.every(({ identity, id }) => shown.has(id) || !asked.has(lookUpKey(identity.number)));
		};
		const rows = await this.read(
			drafts.map(({ identity }) => identity),
			isEnough,
		);
		return new Set(rows.map(idOf));
	}

	/** How long ago it was looked up last, in ms. */
	ageOf(identity: InvoiceIdentity): number {
		const lookedAt = this.lookedAt.get(spelt(identity));
		return lookedAt === undefined ? Infinity : elapsedSince(lookedAt);
	}

	/** @throws Undecided where the number could not be looked up, even alone */
	assertKnown({ number }: InvoiceIdentity): void {
		const error = this.failed.get(number);
		if (error !== undefined) throw notLookedUp(LOOK_UP.label, number, error);
	}

	/** Why Coupa cannot have the number, as a sentence; null where it may. */
	unfitReason({ number }: InvoiceIdentity): string | null {
		return this.unfit.get(number) ?? null;
	}

	/** Keeps what an answer of Coupa showed: its list may lag behind (design §4). */
	remember(invoice: CoupaRecord): void {
		const id = textAt(invoice, 'id');
		if (id === undefined) return;
		const before = this.byId.get(id);
		const now = { ...before, ...invoice };
		this.byId.set(id, now);
		if (before !== undefined) for (const key of placesOf(before)) this.idsBy.get(key)?.delete(id);
		for (const key of placesOf(now)) this.idsBy.set(key, (this.idsBy.get(key) ?? new Set()).add(id));
	}

	/** All invoices of that number and supplier, lowest id first. Numbers are compared by what a person reads (`lookUpKey`). */
	find(identity: InvoiceIdentity): CoupaRecord[] {
		return identity.supplierId === null ? [] : this.at(placeOf(identity));
	}

	/** All invoices of that number at whatever supplier, as far as they were looked up; lowest id first. */
	findNumber(number: string): CoupaRecord[] {
		return this.at(numberPlace(number));
	}

	/** All invoices that carry the mark of a delivered invoice, as it is or as one they took the place of; lowest id first. */
	findMarked(key: string): CoupaRecord[] {
		return this.at(markPlace(key));
	}

	private at(place: string): CoupaRecord[] {
		return [...(this.idsBy.get(place) ?? [])]
			.map((id) => this.byId.get(id))
			.filter((invoice) => invoice !== undefined)
			.sort((left, right) => idOf(left) - idOf(right));
	}

	private async read(identities: InvoiceIdentity[], isEnough?: LookUp['isEnough']): Promise<CoupaRecord[]> {
		const askedAt = thisMoment();
		const numbers = identities.map(({ number }) => number);
		const suppliers = [...new Set(identities.map(({ supplierId }) => supplierId).filter((id) => id !== null))];
		const { rows, unfit, failed } = await lookUpMany(this.client, { ...LOOK_UP, narrower: narrowerFor(suppliers), isEnough }, numbers);
		for (const number of numbers) this.failed.delete(number);
		for (const [number, error] of failed) this.failed.set(number, error);
		for (const [number, reason] of unfit) this.unfit.set(number, reason);
		for (const row of rows) this.remember(row);
		for (const identity of identities) this.lookedAt.set(spelt(identity), askedAt);
		return rows;
	}
}

/** Numbers such as `1` are used by many suppliers: the rest is asked for by what matters, our suppliers and our marks. */
function narrowerFor(suppliers: string[]): LookUp['narrower'] {
	return (page) => {
		const ofInterest = page.filter((row) => suppliers.includes(textAt(row, 'supplier', 'id') ?? '') || keysOf(row).current.length > 0);
		return ofInterest.length * 2 > page.length ? null : [...ofSuppliers(suppliers), queryPairs([marked])];
	};
}

const marked = { field: 'internal-note', operator: 'contains' as const, value: MARK_TEXT };

function ofSuppliers(suppliers: string[]): QueryPair[][] {
	const [only] = suppliers;
	if (only === undefined) return [];
	return [
		queryPairs([
			suppliers.length === 1 ? { field: 'supplier.id', value: only } : { field: 'supplier.id', operator: 'in', value: suppliers },
		]),
	];
}

function placeOf({ number, supplierId }: InvoiceIdentity): string {
	return `${supplierId ?? ''}\n${lookUpKey(number)}`;
}

function spelt({ number, supplierId }: InvoiceIdentity): string {
	return `${supplierId ?? ''}\n${number}`;
}

function numberPlace(number: string): string {
	return `number ${lookUpKey(number)}`;
}

function markPlace(key: string): string {
	return `mark ${key.toLowerCase()}`;
}

function placesOf(invoice: CoupaRecord): string[] {
	const { current, replaced } = keysOf(invoice);
	const identity = { number: textAt(invoice, 'invoice-number') ?? '', supplierId: textAt(invoice, 'supplier', 'id') ?? null };
	return [placeOf(identity), numberPlace(identity.number), ...[...current, ...replaced].map(markPlace)];
}
