import { textAt, type CoupaRecord } from '../../core';
import type { CoupaClient } from '../client';
import { MOST_PARALLEL } from '../paging';
import { queryName, type QueryPair } from '../query';
import type { Entry } from '../resources/entry';
import { readingStart, type ReadingStart } from '../sync/clock';
import { isoTime } from '../sync/cursor';
import type { WatchEvent } from './event';
import type { Sweep } from './state';

/** Which rows of the list are wanted: those at or after `since`, with an ID above `afterId`. */
interface Wanted extends Pick<Sweep, 'part' | 'afterId'> {
	/** 0 for all. */
	since: number;
	/** So many are likely to be taken. */
	likely: number;
}

/** Where a watch reads. */
export interface WatchSource {
	/** Pages in order of IDs. */
	pages(wanted: Wanted): AsyncIterable<CoupaRecord[]>;
	/** ID and status of all records that fit, the newest first. */
	statuses(most: number): AsyncIterable<CoupaRecord[]>;
	/** A few records that fit, the latest first. */
	sample(most: number, more: QueryPair[]): Promise<CoupaRecord[]>;
	/** To be called right after the first answer; `askedAt` is performance.now() before it. */
	start(askedAt: number): ReadingStart;
}

/** The records of an entry in Coupa. */
export function coupaSource(client: CoupaClient, entry: Entry, event: WatchEvent, conditions: QueryPair[]): WatchSource {
	const { path, ownClock, changedQuery = [] } = entry;
	const time = event === 'created' ? 'created_at' : 'updated_at';
	const query = [...conditions, ...changedQuery];
	const inside = async function* ({ since, afterId }: Wanted): AsyncGenerator<CoupaRecord[]> {
		if (ownClock === undefined) return;
		const changed: QueryPair[] = [
			[`${queryName(ownClock)}[updated_at][gt_or_eq]`, isoTime(since)],
			['updated_at[lt]', isoTime(since)],
		];
		for await (const page of client.pages(path, { query: beyond([...query, ...changed], afterId), fields: ['id'] })) {
			const ids = page.map((row) => textAt(row, 'id')).join(',');
			const others = query.filter(([name]) => name !== 'id[in]');
			yield* client.pages(path, { query: [...others, ['id[in]', ids]], limit: page.length });
		}
	};
	return {
		pages: (wanted) => {
			if (wanted.part === 'inside') return inside(wanted);
			const { since, afterId, likely } = wanted;
			const from: QueryPair[] = since === 0 ? [] : [[`${time}[gt_or_eq]`, isoTime(since)]];
			return client.pages(path, { query: beyond([...query, ...from], afterId), parallel: MOST_PARALLEL, likely });
		},
		statuses: (most) => client.pages(path, { query, fields: ['id', 'status'], dir: 'desc', limit: most }),
		sample: async (most, more) => await client.listAll(path, { query: [...query, ...more], orderBy: time, dir: 'desc', limit: most }),
		start: (askedAt) => readingStart(client, askedAt, Date.now),
	};
}

/** Goes on after an ID; all before it were read by the same conditions. */
function beyond(query: QueryPair[], afterId: number): QueryPair[] {
	return afterId === 0 ? query : [...query.filter(([name]) => name !== 'id[gt]'), ['id[gt]', String(afterId)]];
}
