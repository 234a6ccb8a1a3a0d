import type { CoupaRecord } from '../../core';
import { readList } from '../answer';
import type { CoupaClient } from '../client';
import { CoupaError } from '../errors';
import { fieldsParameter, type FieldSelection, type QueryPair } from '../query';

/** Sends of one question. A client's own patience would let a busy Coupa hold up each line for minutes. */
const SENDS = 3;
const PAUSE_MS = 1_000;
const PASSING = new Set<CoupaError['kind']>(['network', 'server', 'rateLimited']);

/** A page of a list, with what its answer shows beside the rows. */
export interface Answered {
	rows: CoupaRecord[];
	/** Lower case names. */
	headers: Record<string, string>;
	tookMs: number;
	/** Local time when it came, ms since the epoch. */
	receivedAt: number;
}

/** Reads lists with GET alone, and notes what the answers show of pace and limits. */
export class Asking {
	requests = 0;
	/** Answers with 429. */
	refused = 0;
	/** Milliseconds of each answer. */
	readonly times: number[] = [];
	/** Headers that speak of a limit, as last seen. */
	readonly limitHeaders = new Map<string, string>();

	constructor(private readonly client: CoupaClient) {}

	/** One page; a list that is not there reads as empty (rules.md §2). Throws CoupaError. */
	async page(path: string, query: QueryPair[], fields: FieldSelection = []): Promise<Answered> {
		for (let send = 1; ; send++) {
			try {
				return await this.once(path, fields.length === 0 ? query : [...query, ['fields', fieldsParameter(fields)]]);
			} catch (error) {
				if (!(error instanceof CoupaError)) throw error;
				if (error.kind === 'rateLimited') this.refused += 1;
				if (send === SENDS || !PASSING.has(error.kind)) throw error;
				// After a 429 the limiter holds everybody back by itself.
				if (error.kind !== 'rateLimited') await this.client.wait(PAUSE_MS);
			}
		}
	}

	/** The newest records of a list. */
	async newest(path: string, most: number, fields: FieldSelection = [], query: QueryPair[] = []): Promise<CoupaRecord[]> {
		const paging: QueryPair[] = [
			['order_by', 'id'],
			['dir', 'desc'],
			['limit', String(most)],
		];
		return (await this.page(path, [...query, ...paging], fields)).rows;
	}

	private async once(path: string, query: QueryPair[]): Promise<Answered> {
		this.requests += 1;
		const sentAt = performance.now();
		return await this.client.exchange(
			{ method: 'GET', path, query },
			{ repeatable: false, emptyWhenNotFound: true },
			(request, response) => {
				const { headers } = response;
				const tookMs = performance.now() - sentAt;
				this.times.push(tookMs);
				for (const [name, value] of Object.entries(headers)) if (/rate-?limit|^retry-after$/.test(name)) this.limitHeaders.set(name, value);
				return { rows: readList(request, response), headers, tookMs, receivedAt: Date.now() };
			},
		);
	}
}
