import type { CoupaRecord } from '../core';
import { PAGE_SIZE, type ListSource, type PageWalk } from './list-source';
import { pagesById } from './paging-by-id';
import { pagesByOverlap } from './paging-by-overlap';
import { pagesInParallel } from './paging-in-parallel';
import { fieldsParameter, queryName, type FieldSelection, type QueryPair } from './query';

/** No instance is known to cap pages below this: the documents' smallest sample steps by 10 (rules.md §3). */
const SMALLEST_CAP = 10;
/** Below three pages there is nothing to gain from asking for several at once. */
const FEWEST_IN_PARALLEL = 3 * PAGE_SIZE;

/**
 * Most pages on their way and in memory at once: 25 requests a second need 30 of them under way at the 1.2 s that a page of wide records takes
 * (measured at real tenants), and half as many again where some take longer than others.
 */
export const MOST_PARALLEL = 45;

/** What to read from a list. */
export interface ListOptions {
	/** Conditions, e.g. from `queryPairs`. Paging parameters among them are left out. */
	query?: QueryPair[];
	/** Fields to return; `id` and the sort field always come with them. Default: what Coupa's response filter gives. */
	fields?: FieldSelection;
	/** Where a row has the id that the list goes by, e.g. `revision-record.id`. Default `id`. */
	idAt?: string;
	/** Field to sort by. Default `id`: the order that needs no memory for the rows already read. */
	orderBy?: string;
	dir?: 'asc' | 'desc';
	/** Most rows to return. Default: all. */
	limit?: number;
	/**
	 * Most pages asked for ahead of the caller, e.g. `MOST_PARALLEL`: as many as the instance's limit has a use for. Default 1:
	 * one after the other. Other orders than by rising id, and limits below three pages, are read one after the other anyway.
	 */
	parallel?: number;
	/** So many rows are likely to come: no page beyond them is asked for ahead until a full one shows that there are more. */
	likely?: number;
}

/** How pages reach us. */
export interface PageReader {
	/** The signal gives up a page that has not been asked for yet. */
	read(query: QueryPair[], signal?: AbortSignal): Promise<CoupaRecord[]>;
	/** Largest page seen so far, by path. */
	pageSizes: Map<string, number>;
	/** How many requests under way the pace has a use for at the moment. */
	worthwhile(): number;
}

/**
 * Reads a list page by page so that a row which is there, unchanged, from the first page to the last appears exactly
 * once, whatever rows come, go or move in between (design §5). By id the walk continues after the last id; in any other order it
 * goes by offset and makes sure that it finds its last row again. Several pages at once are found by counting on from the ids read.
 *
 * The end: an empty page, or one shorter than this instance is known to fill. Whether an instance caps pages below the 50
 * asked for is not documented, so a page of 10 rows or more proves the end only when a longer one has been seen. Hence
 * look-ups of a few rows cost one call, and a capped instance costs calls, not rows.
 */
export async function* readPages(path: string, options: ListOptions, reader: PageReader): AsyncGenerator<CoupaRecord[], void, undefined> {
	const limit = options.limit ?? Infinity;
	if (!(limit > 0)) return;
	const list = listSource(path, options, reader);
	yield* walkOf(list, limit)(list, limit);
}

function walkOf(list: ListSource, limit: number): PageWalk {
	if (list.orderBy !== 'id') return pagesByOverlap;
	return list.mostAhead > 1 && list.dir === 'asc' && limit >= FEWEST_IN_PARALLEL ? pagesInParallel : pagesById;
}

function listSource(path: string, options: ListOptions, reader: PageReader): ListSource {
	const orderBy = queryName(options.orderBy ?? 'id');
	const dir = options.dir ?? 'asc';
	const common: QueryPair[] = [['order_by', orderBy], ['dir', dir], ...fieldsPair(options, orderBy)];
	return {
		path,
		idAt: options.idAt ?? 'id',
		orderBy,
		dir,
		mostAhead: Math.min(options.parallel ?? 1, MOST_PARALLEL),
		likely: options.likely ?? Infinity,
		worthwhile: () => reader.worthwhile(),
		async read(size, place, signal) {
			const own: QueryPair[] = [...common, ['limit', String(size)], ...place];
			const taken = new Set(['offset', ...own.map(([name]) => name)]);
			const conditions = (options.query ?? []).filter(([name]) => !taken.has(name));
			return await reader.read([...conditions, ...own], signal);
		},
		isLast(rows, size) {
			const filled = reader.pageSizes.get(path) ?? SMALLEST_CAP;
			reader.pageSizes.set(path, Math.max(filled, rows));
			return rows === 0 || (rows < size && rows < filled);
		},
	};
}

/** The walks need the id, and the sort field to notice that a row has moved. */
function fieldsPair({ fields, idAt = 'id' }: ListOptions, orderBy: string): QueryPair[] {
	if (fields === undefined || fields.length === 0) return [];
	const needed = orderBy.includes('[') ? [idAt] : [idAt, orderBy];
	return [['fields', fieldsParameter([...needed, ...fields])]];
}
