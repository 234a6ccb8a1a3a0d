import type { CoupaResponse } from './transport';

/** Weight of the newest answer in the average latency. */
const NEWEST = 0.2;

/** What the answers of an instance show beside their content: how long they take, and what time it is there. */
export class AnswerTimes {
	private averageMs: number | null = null;
	private clock: { dateMs: number; receivedAt: number } | null = null;

	/** An answer that has just come, to a request sent at `sentAt` (performance.now()). */
	note(response: CoupaResponse, sentAt: number): void {
		const receivedAt = performance.now();
		const tookMs = receivedAt - sentAt;
		this.averageMs = this.averageMs === null ? tookMs : this.averageMs + NEWEST * (tookMs - this.averageMs);
		const dateMs = Date.parse(response.headers.date ?? '');
		if (!Number.isNaN(dateMs)) this.clock = { dateMs, receivedAt };
	}

	/** Milliseconds from sending to the answer, averaged; null before the first answer. */
	latencyMs(): number | null {
		return this.averageMs;
	}

	/**
	 * Coupa's clock (ms since the epoch) at the local moment `at` (performance.now()), never later than it really was: `Date`
	 * was written before the answer arrived, and its second is cut off. Null where Coupa has not sent its time.
	 */
	serverTime(at: number): number | null {
		return this.clock === null ? null : this.clock.dateMs - (this.clock.receivedAt - at);
	}
}
