import type { SeenRequest } from './coupa-calls';

/** Rows a second that the limit allows: 25 requests of 50 rows. */
export const CEILING = 25 * 50;
/** A token bucket's burst (rules.md §4): so many requests say nothing about the pace. */
const BURST = 20;

/** How a table was read, by the sandbox's own clock. */
export interface ReadRate {
	/** Rows by the time from the first list request to the last. */
	rowsPerSecond: number;
	/** The same after the first burst: rows from the 21st request to the last one that brought any. */
	steadyRowsPerSecond: number;
	calls: number;
	refusedFor429: number;
	seconds: number;
}

/** @param rows size of the table, all of it read */
export function readRate(requests: SeenRequest[], rows: number): ReadRate {
	const lists = requests.filter(({ operation }) => operation === 'list').sort((left, right) => left.time - right.time);
	const [first, last] = [lists[0], lists.at(-1)];
	if (!first || !last) throw new Error('Nothing was read');
	const seconds = (last.time - first.time) / 1000;
	return {
		rowsPerSecond: rows / seconds,
		steadyRowsPerSecond: steadyPace(lists, rows),
		calls: lists.length,
		refusedFor429: lists.filter(({ status }) => status === 429).length,
		seconds,
	};
}

/**
 * Rows that the first burst and the last page brought do not count; those that came twice are left out with the burst's. Pages asked for
 * beyond the end of the table, because nobody knew it yet, bring no rows.
 */
function steadyPace(lists: SeenRequest[], rows: number): number {
	const rowsOf = (requests: SeenRequest[]) => requests.reduce((sum, request) => sum + (request.rows ?? 0), 0);
	const [from] = lists.slice(BURST);
	const until = lists.findLast((request) => (request.rows ?? 0) > 0);
	if (!from || !until || until.time <= from.time) throw new Error('Too few pages to tell a steady pace');
	return (1000 * (rows - rowsOf(lists.slice(0, BURST)) - rowsOf([until]))) / (until.time - from.time);
}

/** Requests a second in a stretch of time (ms since the epoch): all, and those that were let in. */
export function requestRate(requests: SeenRequest[], from: number, until: number): { sent: number; admitted: number } {
	const within = requests.filter(({ time }) => time >= from && time < until);
	const seconds = (until - from) / 1000;
	return { sent: within.length / seconds, admitted: within.filter(({ status }) => status === 200).length / seconds };
}
