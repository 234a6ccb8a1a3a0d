import type { CoupaRecord } from '../record';
import { PAGE_SIZE, type ListSource } from './list-source';
import { idOf, listFailure } from './paging-failure';

/**
 * Walks by id: each page continues after the last id of the one before (`id[gt]=…`), so rows that leave the filter shift
 * nothing. Rows with an id beyond the place reached appear too when they come in meanwhile.
 */
export async function* pagesById(list: ListSource, limit: number): AsyncGenerator<CoupaRecord[], void, undefined> {
	const beyond = list.dir === 'asc' ? 'id[gt]' : 'id[lt]';
	let lastId: number | null = null;
	for (let left = limit; left > 0; ) {
		const size = Math.min(PAGE_SIZE, left);
		const rows = await list.read(size, lastId === null ? [] : [[beyond, String(lastId)]]);
		const isLast = list.isLast(rows.length, size);
		// Some small lists know no order; where all of it came at once, none is needed.
		if (lastId !== null || !isLast) checkOrder(list, lastId, rows);
		if (rows.length > 0) yield rows.slice(0, left);
		left -= rows.length;
		if (isLast) return;
		lastId = idOf(list.path, rows.at(-1));
	}
}

/** A server that forgets the sort order or the condition would repeat rows or lose some. */
function checkOrder(list: ListSource, lastId: number | null, rows: CoupaRecord[]): void {
	let previous = lastId;
	for (const row of rows) {
		const id = idOf(list.path, row);
		const isBeyond = previous === null || (list.dir === 'asc' ? id > previous : id < previous);
		if (!isBeyond) throw listFailure(list.path, `gives ID ${String(id)} after ID ${String(previous)}, although it was asked for rows in the order of their IDs`);
		previous = id;
	}
}
