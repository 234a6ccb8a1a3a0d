import { lookUpKey } from '../core';
import type { CoupaState } from './coupa-state';
import type { DeliveredRow } from './delivered';
import { isDead } from './standing';

/** What is known of delivered invoices, by their keys and numbers: what Coupa says, and where the lock-box has them. */
export class Known {
	private readonly current = new Map<string, CoupaState[]>();
	private readonly replaced = new Map<string, CoupaState[]>();
	/** Of invoices whose internal note Coupa does not show, by supplier and number. */
	private readonly hidden = new Map<string, CoupaState[]>();
	private readonly rowsBy = new Map<string, DeliveredRow[]>();
	private readonly keys: Set<string>;
	/** What Coupa holds: as its API says, and from its files what the API does not show. */
	readonly states: CoupaState[];

	constructor(rows: DeliveredRow[], api: CoupaState[], delta: CoupaState[]) {
		this.states = [...distinct(api), ...withoutThose(newest(delta), api)];
		for (const state of this.states) this.addState(state);
		for (const row of rows) {
			if (row.key !== null) push(this.rowsBy, row.key, row);
			if (row.number !== null) push(this.rowsBy, numberPlace(row), row);
			if (row.number !== null) push(this.rowsBy, packagePlace(row.package, row.number), row);
		}
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

	/** Deliveries of the same supplier and number. */
	sameNumber(row: DeliveredRow): DeliveredRow[] {
		return row.number === null ? [] : (this.rowsBy.get(numberPlace(row)) ?? []).filter(({ isCopy }) => !isCopy);
	}

	/** What was sent back of this row: the same content, or by a report alone the same number of the same package. */
	sentBack(row: DeliveredRow): DeliveredRow | null {
		const byKey = this.sameContent(row).find(({ place }) => place === 'rejected');
		if (byKey !== undefined || row.number === null) return byKey ?? null;
		const byReport = this.rowsBy.get(packagePlace(row.package, row.number)) ?? [];
		return byReport.find(({ place, key }) => place === 'rejected' && key === null) ?? null;
	}

	/** Whether the lock-box shows the package that an invoice in Coupa came from. */
	isDelivered({ keys }: CoupaState): boolean {
		return keys !== null && [...keys.current, ...keys.replaced].some((key) => this.keys.has(key));
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

function distinct(states: CoupaState[]): CoupaState[] {
	return [...new Map(states.map((state) => [state.id, state])).values()];
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
