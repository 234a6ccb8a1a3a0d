import { setTimeout as pause } from 'node:timers/promises';
import { Refusal } from '../refusal';
import type { CoupaSettings } from '../settings';

/** The instance's request limit: 25 a second with a burst of 20 (rules.md §4), as a token bucket that holds the burst. */
export class RateLimit {
	private available: number;
	private filledAt: number;
	private waiting = 0;

	/** @param now milliseconds of a clock that never goes back */
	constructor(
		private readonly settings: CoupaSettings,
		private readonly now: () => number = () => performance.now(),
	) {
		this.available = settings.burst;
		this.filledAt = now();
	}

	/**
	 * Comes back when the request may go on.
	 * @throws Refusal 429 when it is over the limit and requests are not queued, or the queue is full
	 */
	async admit(): Promise<void> {
		if (this.settings.requestsPerSecond === Infinity) return;
		this.fill();
		if (this.available >= 1 && this.waiting === 0) {
			this.available -= 1;
			return;
		}
		if (this.settings.overLimit === '429' || this.waiting >= this.settings.burst) throw this.refusal();
		this.waiting += 1;
		// Each one in the queue has its own slot: the bucket goes below zero and the wait is until it is even again.
		this.available -= 1;
		await pause((-this.available / this.settings.requestsPerSecond) * 1000);
		this.waiting -= 1;
	}

	private fill(): void {
		const now = this.now();
		this.available = Math.min(this.settings.burst, this.available + ((now - this.filledAt) / 1000) * this.settings.requestsPerSecond);
		this.filledAt = now;
	}

	private refusal(): Refusal {
		const { retryAfterSeconds } = this.settings;
		const headers: Record<string, string> = retryAfterSeconds === null ? {} : { 'retry-after': String(retryAfterSeconds) };
		return new Refusal(429, [{ field: 'base', text: 'Too many requests' }], 'A', headers);
	}
}
