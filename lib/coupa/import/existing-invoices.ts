import { elapsedSince, lookUpKey, textAt, thisMoment, type CoupaRecord, type Moment } from '../../core';
import type { CoupaError } from '../errors';
import { queryPairs } from '../query';
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

/** Invoices of Coupa by supplier and number, as looked up in this run and as changed by it. */
export class ExistingInvoices {
	private readonly byId = new Map<string, CoupaRecord>();
	private readonly idsByKey = new Map<string, Set<string>>();
	private readonly loaded = new Set<string>();
	private readonly lookedAt = new Map<string, Moment>();
	private readonly unfit = new Map<string, string>();
	private readonly failed = new Map<string, CoupaError>();

	constructor(private readonly client: ImportClient) {}

	/** Looks up those that were not looked up yet: one list of numbers, of the suppliers that these invoices are of. */
	async load(identities: InvoiceIdentity[]): Promise<void> {
		const missing = identities.filter((identity) => identity.supplierId !== null && !this.loaded.has(keyOf(identity)));
		if (missing.length === 0) return;
		await this.read(missing);
		for (const identity of missing) if (!this.failed.has(lookUpKey(identity.number))) this.loaded.add(keyOf(identity));
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
		const shown = new Set<number>();
		const isEnough = (rows: CoupaRecord[], values: string[]) => {
			for (const row of rows) shown.add(idOf(row));
			const asked = new Set(values.map(lookUpKey));
			return drafts.every(({ identity, id }) => shown.has(id) || !asked.has(lookUpKey(identity.number)));
		};
		await this.read(
			drafts.map(({ identity }) => identity),
			isEnough,
		);
		return shown;
	}

	/** How long ago it was looked up last, in ms. */
	ageOf(identity: InvoiceIdentity): number {
		const lookedAt = this.lookedAt.get(keyOf(identity));
		return lookedAt === undefined ? Infinity : elapsedSince(lookedAt);
	}

	/** @throws Undecided where the number could not be looked up, even alone */
	assertKnown({ number }: InvoiceIdentity): void {
		const error = this.failed.get(lookUpKey(number));
		if (error !== undefined) throw notLookedUp(LOOK_UP.label, number, error);
	}

	/** Why Coupa cannot have the number, as a sentence; null where it may. */
	unfitReason({ number }: InvoiceIdentity): string | null {
		return this.unfit.get(lookUpKey(number)) ?? null;
	}

	/** Keeps what an answer of Coupa showed: its list may lag behind (design §4). */
	remember(invoice: CoupaRecord): void {
		const id = textAt(invoice, 'id');
		if (id === undefined) return;
		const before = this.byId.get(id);
		const now = { ...before, ...invoice };
		this.byId.set(id, now);
		if (before !== undefined) this.idsByKey.get(keyOf(shownIdentity(before)))?.delete(id);
		const key = keyOf(shownIdentity(now));
		this.idsByKey.set(key, (this.idsByKey.get(key) ?? new Set()).add(id));
	}

	/** All invoices of that number and supplier, lowest id first. Numbers are compared without case. */
	find(identity: InvoiceIdentity): CoupaRecord[] {
		if (identity.supplierId === null) return [];
		return [...(this.idsByKey.get(keyOf(identity)) ?? [])]
			.map((id) => this.byId.get(id))
			.filter((invoice) => invoice !== undefined)
			.sort((left, right) => idOf(left) - idOf(right));
	}

	private async read(identities: InvoiceIdentity[], isEnough?: LookUp['isEnough']): Promise<void> {
		const askedAt = thisMoment();
		const suppliers = [...new Set(identities.map(({ supplierId }) => supplierId ?? ''))];
		const [only = ''] = suppliers;
		const where = queryPairs([
			suppliers.length === 1 ? { field: 'supplier.id', value: only } : { field: 'supplier.id', operator: 'in', value: suppliers },
		]);
		const numbers = identities.map(({ number }) => number);
		const { rows, unfit, failed } = await lookUpMany(this.client, { ...LOOK_UP, where, isEnough }, numbers);
		for (const number of numbers) this.failed.delete(lookUpKey(number));
		for (const [key, error] of failed) this.failed.set(key, error);
		for (const [key, reason] of unfit) this.unfit.set(key, reason);
		for (const row of rows) this.remember(row);
		for (const identity of identities) this.lookedAt.set(keyOf(identity), askedAt);
	}
}

function keyOf({ number, supplierId }: InvoiceIdentity): string {
	return `${supplierId ?? ''}\n${lookUpKey(number)}`;
}

function shownIdentity(invoice: CoupaRecord): InvoiceIdentity {
	return { number: textAt(invoice, 'invoice-number') ?? '', supplierId: textAt(invoice, 'supplier', 'id') ?? null };
}
