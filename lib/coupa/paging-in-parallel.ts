import type { CoupaRecord } from '../core';
import { PAGE_SIZE, type ListSource } from './list-source';
import { PagesAhead } from './pages-ahead';
import { inOrder, pagesById } from './paging-by-id';
import { idOf } from './paging-failure';

/** Pages in a row without a new row after which the places of the pages are not relied on any more. */
const MOST_BARREN = 3;

/**
 * Walks with several pages on their way at once, in the order of rising ids. Each page is a contiguous run of the list as it was when
 * that page was read, and starts where the one before should end. As long as it starts no higher than the highest id reached, no row
 * that stayed the same can lie between them; where it starts higher, rows have come or left in between, and the ids from one to the
 * other are read by id. Where the places asked for turn out to be of no use (the list has shrunk, or grows faster than it is read), it
 * starts again from the id reached.
 */
export async function* pagesInParallel(list: ListSource, limit: number): AsyncGenerator<CoupaRecord[], void, undefined> {
	let left = limit;
	for await (const rows of allPages(list, limit)) {
		yield rows.slice(0, left);
		left -= rows.length;
		if (left <= 0) return;
	}
}

async function* allPages(list: ListSource, limit: number): AsyncGenerator<CoupaRecord[], void, undefined> {
	let reached: number | null = null;
	for (let isEnd = false; !isEnd;) {
		const first = await list.read(PAGE_SIZE, reached === null ? [] : [['id[gt]', String(reached)]]);
		if (list.isLast(first.length, PAGE_SIZE)) {
			// Some small lists know no order; where all of it came at once, none is needed.
			if (first.length > 0) yield reached === null ? first : inOrder(list, first, reached);
			return;
		}
		yield inOrder(list, first, reached);
		const ahead: PagesAhead = new PagesAhead(list, first, reached, limit);
		try {
			[reached, isEnd] = yield* furtherPages(list, ahead, idOf(list, first.at(-1)));
		} finally {
			await ahead.giveUp();
		}
	}
}

/** The id reached, and whether the list ends there. */
async function* furtherPages(
	list: ListSource,
	ahead: PagesAhead,
	firstReached: number,
): AsyncGenerator<CoupaRecord[], [reached: number, isEnd: boolean], undefined> {
	let reached = firstReached;
	for (let barren = 0; barren < MOST_BARREN;) {
		const { rows, isLast } = await ahead.next();
		// The list was shorter than this place when it was read, so this page tells nothing about the rows not yet reached.
		if (rows.length === 0) break;
		const start = idOf(list, rows[0]);
		if (start > reached) yield* pagesById(list, Infinity, { after: reached, below: start });
		const fresh = rows.filter((row) => idOf(list, row) > reached);
		if (fresh.length > 0) yield fresh;
		reached = Math.max(reached, idOf(list, rows.at(-1)));
		if (isLast) return [reached, true];
		barren = fresh.length > 0 ? 0 : barren + 1;
	}
	return [reached, false];
}
