import type { CoupaRecord } from '../core';
import type { QueryPair } from './query';

/** Coupa hands over at most this many rows at once (rules.md §3). */
export const PAGE_SIZE = 50;

/** One way of walking through a list. Yields no empty page and no row twice. */
export type PageWalk = (list: ListSource, limit: number) => AsyncGenerator<CoupaRecord[], void, undefined>;

/** Access to one list in one order. */
export interface ListSource {
	/** For error texts. */
	path: string;
	/** Where a row has the id that `id` in a query is about. */
	idAt: string;
	/** As a query names it, e.g. `updated_at`. */
	orderBy: string;
	dir: 'asc' | 'desc';
	/** Most pages to ask for ahead of the caller. */
	mostAhead: number;
	/** So many rows are likely to come; Infinity where nobody knows. */
	likely: number;
	/** How many requests under way the pace has a use for at the moment. */
	worthwhile(): number;
	/** Reads up to `size` rows; `place` says where (`offset`, or a condition on the id, which replaces the same one of the caller). */
	read(size: number, place: QueryPair[], signal?: AbortSignal): Promise<CoupaRecord[]>;
	/** Whether a page of `rows` rows, where `size` were asked for, is the last one. */
	isLast(rows: number, size: number): boolean;
}
