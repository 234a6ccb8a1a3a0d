import { setTimeout as timeout } from 'node:timers/promises';
import pLimit from 'p-limit';

/** How far a quiet limiter may run ahead: at 20 requests/s a burst of 5, well inside Coupa's burst of 20 (rules.md §4). */
const BURST_MS = 200;
/** After a 429 the pace is halved; a halving wears off in this time. */
const RECOVERY_MS = 10_000;
const SLOWEST = 16;

/** What a limiter reads the time from and waits by, in milliseconds; its times are compared with each other only. */
export interface LimiterClock {
	now: () => number;
	/** Rejects when the signal fires. */
	sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

const MONOTONIC: LimiterClock = {
	now: () => performance.now(),
	sleep: async (ms, signal) => {
		await timeout(ms, undefined, { signal });
	},
};

/**
 * Paces the requests of one Coupa instance in this process: first come, first served, evenly spaced, and all held back
 * together after a 429. Each request takes up the time that its own client's rate gives it (50 ms at 20/s), so clients
 * with different rates share the instance without one of them being faster than its own rate.
 */
export class Limiter {
	/** One at a time: who is at the head waits for the next slot, everybody else waits behind. */
	private readonly queue = pLimit(1);
	private nextSlot = 0;
	private pausedUntil = 0;
	private slowness = 1;
	private slowedAt = 0;

	constructor(private readonly clock: LimiterClock = MONOTONIC) {}

	/** Resolves when the caller may send one request; rejects with the signal's reason at once when it fires. */
	async take(requestsPerSecond: number, signal?: AbortSignal): Promise<void> {
		const turn = this.queue(async () => {
			signal?.throwIfAborted();
			await this.nextTurn(requestsPerSecond, signal);
		});
		await (signal ? unlessAborted(turn, signal) : turn);
	}

	/**
	 * Coupa answered 429 to a request sent at `sentAt` (performance.now()): nobody sends for `pauseMs`, and the pace is
	 * halved for a while, because other processes share the instance. Answers to one and the same crowd count once.
	 */
	holdBack(pauseMs: number, sentAt: number): void {
		const now = this.clock.now();
		this.pausedUntil = Math.max(this.pausedUntil, now + pauseMs);
		if (sentAt < this.slowedAt) return;
		this.slowness = Math.min(this.slownessAt(now) * 2, SLOWEST);
		this.slowedAt = now;
	}

	private async nextTurn(requestsPerSecond: number, signal?: AbortSignal): Promise<void> {
		for (;;) {
			const now = this.clock.now();
			const wait = Math.max(this.nextSlot, this.pausedUntil) - now;
			if (wait <= 0) break;
			await this.clock.sleep(wait, signal);
		}
		const now = this.clock.now();
		const slot = (1000 / requestsPerSecond) * this.slownessAt(now);
		this.nextSlot = Math.max(this.nextSlot, now - BURST_MS) + slot;
	}

	private slownessAt(now: number): number {
		return Math.max(1, this.slowness / 2 ** ((now - this.slowedAt) / RECOVERY_MS));
	}
}

/** Settles as the promise does, but rejects with the signal's reason as soon as it fires, wherever in the queue the promise stands. */
async function unlessAborted(promise: Promise<void>, signal: AbortSignal): Promise<void> {
	let stop = (): void => undefined;
	const aborted = new Promise<never>((_resolve, reject) => {
		stop = () => {
			reject(signal.reason as Error);
		};
		signal.addEventListener('abort', stop, { once: true });
		if (signal.aborted) stop();
	});
	try {
		await Promise.race([promise, aborted]);
	} finally {
		signal.removeEventListener('abort', stop);
	}
}

const limiters = new Map<string, Limiter>();

/** The one limiter of an instance in this process, by its host (and port). */
export function limiterFor(instance: string): Limiter {
	const key = instance.toLowerCase();
	const limiter = limiters.get(key) ?? new Limiter();
	limiters.set(key, limiter);
	return limiter;
}
