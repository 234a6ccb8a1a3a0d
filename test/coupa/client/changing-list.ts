import type { CoupaRecord } from '../../../lib/core';
import type { Handler, Received } from './fake-coupa';

export interface Row {
	id: number;
	name: string;
	status: 'approved' | 'voided';
}

/** Numbers that look random and are the same on every run (mulberry32). */
export function randomNumbers(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
}

/** A list that answers as Coupa does (order_by, dir, limit, offset, `id[gt]`, `status`) and may change before every page. */
export class ChangingList {
	rows: Row[];
	/** Most rows the instance hands over, whatever is asked for. */
	cap = 50;
	touched = new Set<number>();
	beforePage: () => void = () => undefined;
	private nextId: number;

	constructor(count: number) {
		this.rows = Array.from({ length: count }, (_, index) => ({
			id: 100 + index * 2,
			name: `Größe ${String((index * 7919) % 1009)}`,
			status: 'approved',
		}));
		this.nextId = 100 + count * 2;
	}

	readonly handler: Handler = ({ query }) => {
		this.beforePage();
		return { body: this.page(query) };
	};

	remove(row: Row | undefined): void {
		if (row === undefined) return;
		this.touched.add(row.id);
		this.rows = this.rows.filter(({ id }) => id !== row.id);
	}

	change(row: Row | undefined, changes: Partial<Row>): void {
		if (row === undefined) return;
		this.touched.add(row.id);
		Object.assign(row, changes);
	}

	insert(name: string): void {
		const row: Row = { id: this.nextId++, name, status: 'approved' };
		this.touched.add(row.id);
		this.rows.push(row);
	}

	/** Ids that were there, unchanged, all the time. */
	untouched(): number[] {
		return this.rows.map(({ id }) => id).filter((id) => !this.touched.has(id));
	}

	page(query: Received['query']): CoupaRecord[] {
		const status = query.get('status');
		const above = Number(query.get('id[gt]') ?? -Infinity);
		const below = Number(query.get('id[lt]') ?? Infinity);
		const orderBy = query.get('order_by') === 'name' ? 'name' : 'id';
		const sign = query.get('dir') === 'desc' ? -1 : 1;
		const offset = Number(query.get('offset') ?? 0);
		const found = this.rows
			.filter((row) => (status === null || row.status === status) && row.id > above && row.id < below)
			.sort((a, b) => sign * (compare(a[orderBy], b[orderBy]) || a.id - b.id));
		return found.slice(offset, offset + Math.min(Number(query.get('limit') ?? 50), this.cap)).map((row) => ({ ...row }));
	}
}

function compare(a: string | number, b: string | number): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
