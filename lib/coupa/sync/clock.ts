import type { CoupaClient } from '../client';
import { isInFuture, isoTime } from './cursor';

/** How wrong our own clock may be, where Coupa does not send its time. */
const OWN_CLOCK_MARGIN_MS = 15 * 60_000;

/** The time at the first request of a reading, ms since the epoch. */
export interface ReadingStart {
	startedAt: number;
	/** Whether that is by Coupa's own clock, so that it can be relied on. */
	isCoupasClock: boolean;
	/** What is amiss with the clocks, in the analyst's words; null where nothing is. */
	warning: string | null;
}

/**
 * When a reading began. To be called as soon as the first answer has come: its time counts, however long the run goes on.
 *
 * @param askedAt performance.now() at the first request
 * @param now our own clock
 */
export function readingStart(client: CoupaClient, askedAt: number, now: () => number): ReadingStart {
	const atStart = now() - (performance.now() - askedAt);
	const told = client.serverTime(askedAt);
	const isAhead = told !== null && isInFuture(told, atStart);
	const coupas = isAhead ? null : told;
	return {
		startedAt: Math.floor(coupas ?? atStart - OWN_CLOCK_MARGIN_MS),
		isCoupasClock: coupas !== null,
		warning: isAhead
			? `Coupa's answers say that it is ${isoTime(told)}, and n8n's clock says ${isoTime(atStart)}: the sync went by n8n's clock. Check both.`
			: null,
	};
}
