import type { SeenRequest } from './coupa-calls';

/** A token bucket's burst (rules.md §4): so many requests say nothing about the pace. */
const BURST = 20;

/** How a table was read, by the sandbox's own clock. */
export interface ReadRate {
	/** Rows by the time from the first list request to the last. */
	rowsPerSecond: number;
	/** The same after the first burst: rows between the 21st request and the one that reached the end of the table. */
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
		steadyRowsPerSecond: steady(lists, rows),
		calls: lists.length,
		refusedFor429: lists.filter(({ status }) => status === 429).length,
		seconds,
	};
}

/** Pages asked for beyond the end of the table, because nobody knew it yet, bring no rows. */
function steady(lists: SeenRequest[], rows: number): number {
	const paged = lists.filter(({ offset }) => offset !== null && offset < rows).slice(BURST);
	const [first, last] = [paged[0], paged.at(-1)];
	if (!first || !last || first === last) throw new Error('Too few pages to tell a steady pace');
	return (1000 * (Number(last.offset) - Number(first.offset))) / (last.time - first.time);
}

/** Requests a second in a stretch of time (ms since the epoch): all, and those that were let in. */
export function requestRate(requests: SeenRequest[], from: number, until: number): { sent: number; admitted: number } {
	const within = requests.filter(({ time }) => time >= from && time < until);
	const seconds = (until - from) / 1000;
	return { sent: within.length / seconds, admitted: within.filter(({ status }) => status === 200).length / seconds };
}
