import { lookUpKey } from '../core';
import type { CoupaState } from './coupa-state';
import type { DeliveredRow } from './delivered';
import { Packages } from './packages';
import { isDead } from './standing';

/** What is known of delivered invoices, by their keys and numbers: what Coupa says, and where the lock-box has them. */
export class Known {
	private readonly current = new Map<string, CoupaState[]>();
	private readonly replaced = new Map<string, CoupaState[]>();
	/** Of invoices whose internal note Coupa does not show, by supplier and number. */
	private readonly hidden = new Map<string, CoupaState[]>();
	private readonly rowsBy = new Map<string, DeliveredRow[]>();
	private readonly deliveries = new Map<string, DeliveredRow[]>();
	/** Those of `deliveries` that are in Coupa or on their way there, once they were asked for. */
	private readonly going = new Map<string, DeliveredRow[]>();
	/** Packages that deliveries of a supplier and number came in. */
	private readonly packagesOf = new Map<string, Packages>();
	private readonly keys: Set<string>;
	/** What Coupa holds: as its API says, completed by its files with what the API does not show. */
	readonly states: CoupaState[];

	constructor(rows: DeliveredRow[], api: CoupaState[], delta: CoupaState[]) {
		const changes = newest(delta);
		this.states = [...distinct(api).map(completedBy(changes)), ...withoutThose(changes, api)];
		for (const state of this.states) this.addState(state);
		for (const row of rows) this.addRow(row);
		this.keys = new Set(rows.flatMap(({ key }) => key ?? []));
	}

	/** The invoices that were made from a delivered one: those that count first, then by rising id. */
	madeFrom({ key }: DeliveredRow): CoupaState[] {
		return key === null ? [] : (this.current.get(key) ?? []);
	}

	/** The invoice that a corrected delivery has made of this one. */
	replacing({ key }: DeliveredRow): CoupaState | null {
		return (key === null ? undefined : this.replaced.get(key)?.[0]) ?? null;
	}

	/** Invoices of the same supplier and number that do not show what they were made from. */
	sameNumberHidden(row: DeliveredRow): CoupaState[] {
		return row.number === null ? [] : (this.hidden.get(numberPlace(row)) ?? []);
	}

	/** Rows of the same content: deliveries of it, and packages that the import has made of it. */
	sameContent({ key }: DeliveredRow): DeliveredRow[] {
		return key === null ? [] : (this.rowsBy.get(key) ?? []);
	}

	/**
	 * Deliveries of the same supplier and number that are in Coupa or on their way there: one that is nowhere itself, or was refused, takes no other's
	 * place.
	 */
	onItsWay(row: DeliveredRow): DeliveredRow[] {
		if (row.number === null) return [];
		const at = numberPlace(row);
		const known = this.going.get(at) ?? (this.deliveries.get(at) ?? []).filter((other) => this.isGoing(other));
		this.going.set(at, known);
		return known;
	}

	/** Packages that hold another content under the same supplier and number: the first of them, and how many there are. */
	differentContent({ key, number, supplierNumber }: DeliveredRow): { first: string[]; count: number } {
		const at = number === null ? null : numberPlace({ supplierNumber, number });
		const packages = at === null ? undefined : this.packagesOf.get(at);
		return packages === undefined ? { first: [], count: 0 } : packages.without(key ?? '');
	}

	/** What was sent back of this row: the same content, or by a report alone the same number of the same package. */
	sentBack(row: DeliveredRow): DeliveredRow | null {
		const byKey = this.sameContent(row).find(({ place }) => place === 'rejected');
		if (byKey !== undefined || row.number === null) return byKey ?? null;
		return this.reported(row).find(({ place, key }) => place === 'rejected' && key === null) ?? null;
	}

	/** Whether the lock-box shows the package that an invoice in Coupa came from. */
	isDelivered({ keys }: CoupaState): boolean {
		return keys !== null && [...keys.current, ...keys.replaced].some((key) => this.keys.has(key));
	}

	/** Whether the lock-box shows the delivery that was sent back, or a package that waited since. */
	isDeliveredBefore(back: DeliveredRow): boolean {
		const same = back.key === null ? this.reported(back) : this.sameContent(back);
		return same.some(({ place }) => place !== 'rejected');
	}

	private isGoing(row: DeliveredRow): boolean {
		return (
			this.madeFrom(row).length > 0 ||
			this.sameContent(row).some(({ place }) => place === 'processing' || place === 'incoming' || place === 'waiting')
		);
	}

	private reported({ package: name, number }: DeliveredRow): DeliveredRow[] {
		return number === null ? [] : (this.rowsBy.get(packagePlace(name, number)) ?? []);
	}

	private addRow(row: DeliveredRow): void {
		const { key, number } = row;
		if (key !== null) push(this.rowsBy, key, row);
		if (number === null) return;
		push(this.rowsBy, packagePlace(row.package, number), row);
		if (row.isCopy) return;
		const at = numberPlace(row);
		push(this.deliveries, at, row);
		if (key === null) return;
		const packages = this.packagesOf.get(at) ?? new Packages();
		packages.add(row.package, key);
		this.packagesOf.set(at, packages);
	}

	private addState(state: CoupaState): void {
		if (state.keys === null) push(this.hidden, numberPlace(state), state);
		for (const key of state.keys?.current ?? []) push(this.current, key, state);
		for (const key of state.keys?.replaced ?? []) push(this.replaced, key, state);
		for (const key of state.keys?.current ?? []) this.current.get(key)?.sort(byUse);
	}
}

/** Those that count before voided ones, the lowest id first: the import keeps that of two drafts. */
function byUse(left: CoupaState, right: CoupaState): number {
	return Number(isDead(left)) - Number(isDead(right)) || Number(left.id) - Number(right.id);
}

/** Each once, as it was read last. */
export function distinct(states: CoupaState[]): CoupaState[] {
	return [...new Map(states.map((state) => [state.id, state])).values()];
}

/** The API says how things are now; flags, payments and times that it does not show are those of the last change. */
function completedBy(changes: CoupaState[]): (state: CoupaState) => CoupaState {
	const byId = new Map(changes.map((change) => [change.id, change]));
	return (state) => {
		const change = byId.get(state.id);
		if (change === undefined || change.status !== state.status) return state;
		return {
			...state,
			exported: state.exported ?? change.exported,
			paid: state.paid ?? change.paid,
			amountPaid: state.amountPaid ?? change.amountPaid,
			paidAt: state.paidAt ?? change.paidAt,
			dueDate: state.dueDate ?? change.dueDate,
			note: state.note ?? change.note,
		};
	};
}

/** The last change of each invoice. */
function newest(states: CoupaState[]): CoupaState[] {
	const inTime = states.toSorted((left, right) => Date.parse(left.updatedAt ?? '0') - Date.parse(right.updatedAt ?? '0'));
	return [...new Map(inTime.map((state) => [state.id === '' ? `number ${numberPlace(state)}` : state.id, state])).values()];
}

function withoutThose(states: CoupaState[], others: CoupaState[]): CoupaState[] {
	const ids = new Set(others.map(({ id }) => id));
	return states.filter(({ id }) => !ids.has(id));
}

function numberPlace({ supplierNumber, number }: { supplierNumber: string | null; number: string | null }): string {
	return JSON.stringify([lookUpKey(supplierNumber ?? ''), lookUpKey(number ?? '')]);
}

function packagePlace(name: string, number: string): string {
	return JSON.stringify(['package', name, lookUpKey(number)]);
}

function push<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
	const known = map.get(key);
	if (known) known.push(value);
	else map.set(key, [value]);
}
