import type { CoupaRecord } from '../core';
import { PAGE_SIZE, type ListSource } from './list-source';
import { idOf, listFailure } from './paging-failure';
import type { QueryPair } from './query';

/** Part of a list: ids beyond `after`, and below `below` (in ascending order only). */
export interface IdRange {
	after: number;
	below?: number;
}

/**
 * Walks by id: each page continues after the last id of the one before (`id[gt]=…`), so rows that leave the filter shift
 * nothing. Rows with an id beyond the place reached appear too when they come in meanwhile.
 */
export async function* pagesById(list: ListSource, limit: number, range?: IdRange): AsyncGenerator<CoupaRecord[], void, undefined> {
	const beyond = list.dir === 'asc' ? 'id[gt]' : 'id[lt]';
	const bound: QueryPair[] = range?.below === undefined ? [] : [['id[lt]', String(range.below)]];
	let lastId = range?.after ?? null;
	for (let left = limit; left > 0;) {
		const size = Math.min(PAGE_SIZE, left);
		const page = await list.read(size, lastId === null ? bound : [[beyond, String(lastId)], ...bound]);
		const isLast = list.isLast(page.length, size);
		// Some small lists know no order; where all of it came at once, none is needed.
		const rows = lastId !== null || !isLast ? inOrder(list, page, lastId) : page;
		if (rows.length > 0) yield rows.slice(0, left);
		left -= rows.length;
		if (isLast) return;
		lastId = idOf(list, page.at(-1));
	}
}

/**
 * The rows of a page, each id once: a filter on a related record may give a row once for each of them. Throws for a server
 * that forgets the sort order or the condition on the id: it would repeat rows or lose some.
 */
export function inOrder(list: ListSource, page: CoupaRecord[], after: number | null): CoupaRecord[] {
	const ids = page.map((row) => idOf(list, row));
	ids.forEach((id, index) => {
		const previous = index === 0 ? after : (ids[index - 1] ?? null);
		const isRepeated = index > 0 && id === previous;
		const isBeyond = previous === null || (list.dir === 'asc' ? id > previous : id < previous);
		if (!isBeyond && !isRepeated)
			throw listFailure(
				list.path,
				`returns ID ${String(id)} after ID ${String(previous)}, although rows were requested in order of their IDs`,
			);
	});
	return page.filter((_, index) => ids[index] !== ids[index - 1]);
}
