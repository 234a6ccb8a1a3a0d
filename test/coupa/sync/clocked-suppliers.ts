import { isRecord, type CoupaRecord } from '../../../lib/core';
import type { Handler, Received, Reply } from '../client/fake-coupa';

interface RemitTo {
	id: number;
	'remit-to-code': string;
	'updated-at': string;
}

export interface Supplier {
	id: number;
	name: string;
	status: string;
	'updated-at': string;
	'remit-to-addresses': RemitTo[];
}

/**
 * Suppliers of an instance with a clock of its own: it says so in `Date`, stamps in whole seconds, shows changes in lists
 * only after a lag, and may change and move on before every answer.
 */
export class ClockedSuppliers {
	readonly rows = new Map<number, Supplier>();
	/** When a row was last touched, ms of the instance's clock. */
	readonly touchedAt = new Map<number, number>();
	now = Date.parse('2026-03-02T08:00:00Z');
	lagMs = 0;
	tellsTime = true;
	beforePage: () => void = () => undefined;
	/** What lists still show of rows changed less than the lag ago. */
	private readonly earlier: Array<{ until: number; id: number; row: Supplier | null }> = [];
	private lastId = 0;

	constructor(count: number) {
		for (let index = 0; index < count; index++) this.insert();
		this.now += 3_600_000;
	}

	readonly handler: Handler = ({ query }) => {
		this.beforePage();
		return this.page(query);
	};

	insert(): Supplier {
		this.lastId += 3;
		const row: Supplier = {
			id: this.lastId,
			name: `Großhandel ${String(this.lastId)}`,
			status: 'active',
			'updated-at': this.stamp(),
			'remit-to-addresses': [],
		};
		this.keepEarlier(row.id);
		this.rows.set(row.id, row);
		this.touchedAt.set(row.id, this.now);
		this.remitTo(row);
		return row;
	}

	rename(row: Supplier, name: string): void {
		this.keepEarlier(row.id);
		Object.assign(row, { name, 'updated-at': this.stamp() });
		this.touchedAt.set(row.id, this.now);
	}

	/** Adds a remit-to address; the supplier's own time stays. */
	remitTo(row: Supplier): void {
		this.keepEarlier(row.id);
		const count = row['remit-to-addresses'].length;
		row['remit-to-addresses'].push({ id: row.id * 100 + count, 'remit-to-code': `R-${String(count)}`, 'updated-at': this.stamp() });
		this.touchedAt.set(row.id, this.now);
	}

	remove(row: Supplier): void {
		this.keepEarlier(row.id);
		this.rows.delete(row.id);
		this.touchedAt.set(row.id, this.now);
	}

	/** Everything there is now, by id. */
	content(): Record<string, unknown> {
		return Object.fromEntries([...this.rows].map(([id, row]) => [id, structuredClone(row)]));
	}

	private stamp(): string {
		return `${new Date(this.now).toISOString().slice(0, 19)}+00:00`;
	}

	private keepEarlier(id: number): void {
		this.earlier.push({ until: this.now + this.lagMs, id, row: structuredClone(this.rows.get(id) ?? null) });
	}

	private visible(): Supplier[] {
		const shown = new Map(this.rows);
		for (const { id, row } of this.earlier.filter((change) => change.until > this.now).toReversed()) {
			if (row === null) shown.delete(id);
			else shown.set(id, row);
		}
		return [...shown.values()].toSorted((a, b) => a.id - b.id);
	}

	private page(query: Received['query']): Reply {
		const number = (name: string, fallback: number) => Number(query.get(name) ?? fallback);
		const time = (name: string, fallback: number) => (query.has(name) ? Date.parse(query.get(name) ?? '') : fallback);
		const ids = query.get('id[in]')?.split(',').map(Number);
		const from = time('updated_at[gt_or_eq]', -Infinity);
		const below = time('updated_at[lt]', Infinity);
		const remitFrom = time('remit_to_addresses[updated_at][gt_or_eq]', -Infinity);
		const found = this.visible().filter(({ id, 'updated-at': updatedAt, 'remit-to-addresses': remitTos }) => {
			const changed = Date.parse(updatedAt);
			const isInside = id > number('id[gt]', -Infinity) && id < number('id[lt]', Infinity) && (ids?.includes(id) ?? true);
			const hasRemitTo = remitFrom === -Infinity || remitTos.some((remitTo) => Date.parse(remitTo['updated-at']) >= remitFrom);
			return isInside && changed >= from && changed < below && hasRemitTo;
		});
		const offset = number('offset', 0);
		const rows = found.slice(offset, offset + number('limit', 50));
		const onlyIds = query.get('fields') === '["id"]';
		const body: CoupaRecord[] = rows.map((row) => (onlyIds ? { id: row.id } : plain(row)));
		return { body, headers: this.tellsTime ? { date: new Date(this.now).toUTCString() } : { date: '' } };
	}
}

function plain(row: Supplier): CoupaRecord {
	const copy: unknown = JSON.parse(JSON.stringify(row));
	if (!isRecord(copy as CoupaRecord)) throw new Error('not a record');
	return copy as CoupaRecord;
}
