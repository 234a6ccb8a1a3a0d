import type { CoupaRecord } from '../../../../lib/core';
import type { ListQuery } from '../query/parameters';

/** A table whose rows are made up when they are asked for: millions of them need no memory. Read by id only. */
export interface GeneratedTable {
	rows: number;
	/** Of the row at a place, counted from 0; rises with the place. */
	idAt: (place: number) => number;
	/** `created-at`, ms since the epoch; rises with the place. */
	createdAt: (place: number) => number;
	recordAt: (place: number) => CoupaRecord;
}

interface GeneratedPage {
	records: CoupaRecord[];
	/** Rows that a database without a fitting index walks over: from where the conditions on the id let it start to the page's first row. */
	skipped: number;
}

/** Places from `from` up to and without `until`. */
interface Places {
	from: number;
	until: number;
}

/** One page, by rising id; conditions on `id` and `created-at` only. Throws for anything else, which is a mistake in its caller. */
export function generatedPage(table: GeneratedTable, { conditions, orderBy, dir, offset, limit }: ListQuery): GeneratedPage {
	if (orderBy.map(({ name }) => name).join() !== 'id' || dir !== 'asc') throw new Error('A generated table is read by rising id only');
	const ofIds = conditions.filter(({ steps }) => steps[0]?.name === 'id');
	const byId = narrowed({ from: 0, until: table.rows }, ofIds, table.idAt);
	const others = conditions.filter((condition) => !ofIds.includes(condition));
	if (others.some(({ steps }) => steps[0]?.name !== 'created-at')) throw new Error('A generated table knows id and created-at only');
	const fitting = narrowed(byId, others, table.createdAt);
	const first = Math.min(fitting.from + offset, fitting.until);
	const count = Math.max(0, Math.min(limit, fitting.until - first));
	return { records: Array.from({ length: count }, (_, index) => table.recordAt(first + index)), skipped: Math.max(0, first - byId.from) };
}

function narrowed(places: Places, conditions: ListQuery['conditions'], valueAt: (place: number) => number): Places {
	return conditions.reduce(({ from, until }, { operator, values }) => {
		const value = Number(values[0]);
		const reached = firstPlace(places, (place) => valueAt(place) >= value);
		const passed = firstPlace(places, (place) => valueAt(place) > value);
		switch (operator) {
			case 'gt':
				return { from: Math.max(from, passed), until };
			case 'gt_or_eq':
				return { from: Math.max(from, reached), until };
			case 'lt':
				return { from, until: Math.min(until, reached) };
			case 'lt_or_eq':
				return { from, until: Math.min(until, passed) };
			case 'eq':
				return { from: Math.max(from, reached), until: Math.min(until, passed) };
			default:
				throw new Error(`A generated table does not know the operator ${operator}`);
		}
	}, places);
}

/** The first place for which the test holds, `until` where it holds for none; holds for all places behind one for which it holds. */
function firstPlace({ from, until }: Places, test: (place: number) => boolean): number {
	let [low, high] = [from, until];
	while (low < high) {
		const middle = Math.floor((low + high) / 2);
		if (test(middle)) high = middle;
		else low = middle + 1;
	}
	return low;
}
