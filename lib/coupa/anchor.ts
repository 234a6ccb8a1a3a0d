import type { CoupaRecord } from '../core';
import type { ListSource } from './list-source';
import { idOf } from './paging-failure';
import type { QueryPair } from './query';

/**
 * A row of a list sorted by rising id, and what its place was when it was read: pages further on are found by counting from there
 * (`id[gt]=…&offset=…`) instead of from the start of the list, because Coupa lets an offset cost in proportion to its depth (measured:
 * 0.4 µs a row, two seconds at 4.7 million) and a condition on the id costs the same everywhere.
 */
export class Anchor {
	private constructor(
		/** Null: the start of the list. */
		readonly id: number | null,
		/** Place of the first row beyond it, counted from 0. */
		private readonly next: number,
	) {}

	/** The place right behind an id; null for the start of the list. */
	static at(id: number | null): Anchor {
		return new Anchor(id, 0);
	}

	/**
	 * The last row but one of a page, so that the next page can begin with its last one. Where a row comes several times in a row (once for
	 * each related record that fits a filter) it is the last one with a smaller id; null where there is none.
	 *
	 * @param place of the page's first row, counted from 0
	 */
	static in(list: ListSource, page: CoupaRecord[], place: number): Anchor | null {
		if (page.length === 0) return null;
		const lastId = idOf(list, page.at(-1));
		const index = page.findLastIndex((row) => idOf(list, row) < lastId);
		return index < 0 ? null : new Anchor(idOf(list, page[index]), place + index + 1);
	}

	/** Whether the rows from a place on can be asked for from here. */
	isBefore(place: number): boolean {
		return this.next <= place;
	}

	/** Asks for the rows from a place on. */
	toPlace(place: number): QueryPair[] {
		const offset: QueryPair = ['offset', String(place - this.next)];
		return this.id === null ? [offset] : [['id[gt]', String(this.id)], offset];
	}
}
