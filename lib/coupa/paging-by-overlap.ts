import { createHash } from 'node:crypto';
import type { CoupaRecord } from '../core';
import { PAGE_SIZE, type ListSource } from './list-source';
import { idOf, listFailure } from './paging-failure';

/** Steps back without a new row in between after which the list is said to change too fast to be read in this order. */
const MOST_STEPS_BACK = 20;
/** The same page so often in a row, at rising offsets, means that the offset is ignored. */
const MOST_REPEATS = 3;

/**
 * Walks by offset in an order that rows may change. Each page starts at the last row of the one before. Finding a row
 * there that was read already and has not changed proves that every unchanged row before it was read as well; any other row
 * means that rows left before the offset, and the walk steps back until it finds such a row. Keeps id and fingerprint of
 * every row read. Rows with the same sort value must keep their order among themselves.
 */
export async function* pagesByOverlap(list: ListSource, limit: number): AsyncGenerator<CoupaRecord[], void, undefined> {
	const seen = new SeenRows(list);
	let offset = 0;
	let left = limit;
	let stepsBack = 0;
	while (left > 0) {
		const size = Math.min(PAGE_SIZE, offset === 0 ? left : left + 1);
		const rows = await list.read(size, [['offset', String(offset)]]);
		const isLast = list.isLast(rows.length, size);
		if (offset > 0 && !seen.holdsUnchanged(rows[0])) {
			stepsBack += 1;
			if (stepsBack > MOST_STEPS_BACK) throw listFailure(list.path, `changes too fast to be read in order of ${list.orderBy}`);
			offset = Math.max(0, offset - (PAGE_SIZE - 1));
			continue;
		}
		const fresh = seen.add(rows, offset).slice(0, left);
		if (fresh.length > 0) {
			stepsBack = 0;
			yield fresh;
		}
		left -= fresh.length;
		if (isLast) return;
		offset += rows.length - 1;
	}
}

/** The rows read so far, by id, and whether pages repeat. */
class SeenRows {
	private readonly fingerprints = new Map<number, string>();
	private lastPage = { ids: '', offset: 0 };
	private repeats = 0;

	constructor(private readonly list: ListSource) {}

	holdsUnchanged(row: CoupaRecord | undefined): boolean {
		return row !== undefined && this.fingerprints.get(idOf(this.list, row)) === fingerprintOf(row);
	}

	/** Remembers a page and gives back the rows that are new. */
	add(rows: CoupaRecord[], offset: number): CoupaRecord[] {
		const fresh = rows.filter((row) => !this.fingerprints.has(idOf(this.list, row)));
		for (const row of rows) this.fingerprints.set(idOf(this.list, row), fingerprintOf(row));
		this.checkRepeats(rows, offset);
		return fresh;
	}

	private checkRepeats(rows: CoupaRecord[], offset: number): void {
		const ids = rows.map((row) => idOf(this.list, row)).join();
		const isRepeated = ids === this.lastPage.ids && offset > this.lastPage.offset;
		this.repeats = isRepeated ? this.repeats + 1 : 0;
		this.lastPage = { ids, offset };
		if (this.repeats >= MOST_REPEATS) throw listFailure(this.list.path, 'returns the same page again and again');
	}
}

function fingerprintOf(row: CoupaRecord): string {
	return createHash('sha1').update(JSON.stringify(row)).digest('base64');
}
