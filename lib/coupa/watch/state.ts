import { exactJson, isRecord, type Json } from '../../core';
import { isInFuture } from '../sync/cursor';
import type { WindowProgress } from '../sync/delivery-window';
import type { WatchEvent } from './event';

const VERSION = 1;

/** What a watch is about: with another one it begins anew. */
export interface WatchSubject {
	/** Host (and port). */
	instance: string;
	/** Name of the entry. */
	kind: string;
	event: WatchEvent;
}

/** One pass over the list, in order of IDs; with more rows than a poll takes it goes on in the next ones. */
export interface Sweep {
	startedAt: number;
	isCoupasClock: boolean;
	/** Conditions it was begun with. */
	conditions: string;
	/** `inside`: records whose list has changed and they themselves have not. */
	part: 'themselves' | 'inside';
	/** Highest ID that was read in this part; 0 for none. */
	afterId: number;
	/** Nothing of it is told: it is the first one, and finds what was there before. */
	silent: boolean;
	progress: WindowProgress;
}

/** What is kept between two polls. Times are ms since the epoch, on Coupa's clock. */
export interface WatchState extends WatchSubject {
	v: typeof VERSION;
	/** When the watch began; records created later are new. */
	beganAt: number;
	/** Everything before this is told. 0: nothing is. */
	since: number;
	/** Rows at or after `since` that are told already. */
	delivered: Array<[id: number, print: string]>;
	sweep: Sweep | null;
	/** Last status of records, the ones seen last at the end; empty where statuses are not watched. */
	statuses: Array<[id: number, status: string]>;
}

export function newState(subject: WatchSubject, beganAt: number, since: number): WatchState {
	return { v: VERSION, ...subject, beganAt, since, delivered: [], sweep: null, statuses: [] };
}

/** What was kept as text; a reason, in the analyst's words, where it cannot be used. Never throws. */
export function keptState(text: string, subject: WatchSubject, now: number): WatchState | { reason: string } {
	const state = stateIn(exactJson(text));
	if (state === null) return { reason: 'What was kept from the last poll is damaged' };
	if (state.instance !== subject.instance) return { reason: `The last poll was of ${state.instance}` };
	if (state.kind !== subject.kind || state.event !== subject.event) return { reason: 'The last poll looked for something else' };
	if (isInFuture(Math.max(state.since, state.sweep?.startedAt ?? 0), now)) {
		return { reason: "What was kept from the last poll lies in the future of n8n's clock" };
	}
	return state;
}

function stateIn(json: Json | undefined): WatchState | null {
	if (!isRecord(json) || json.v !== VERSION) return null;
	const { since, beganAt, delivered, statuses, sweep } = json;
	const isWhole =
		Number.isFinite(since) &&
		Number.isFinite(beganAt) &&
		Array.isArray(delivered) &&
		Array.isArray(statuses) &&
		(sweep === null || (isRecord(sweep) && Number.isFinite(sweep.startedAt) && isRecord(sweep.progress)));
	return isWhole ? (json as unknown as WatchState) : null;
}
