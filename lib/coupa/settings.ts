import { setTimeout as timeout } from 'node:timers/promises';

/** How a client paces, repeats and waits. Times are milliseconds. */
export interface ClientSettings {
	/** Share of the instance's 25 requests per second that this process takes (rules.md §4); may be below 1. Default 20. */
	requestsPerSecond: number;
	/** Sends of one repeatable request, the first one included; after a 429 three more. Default 5. */
	maxAttempts: number;
	/** No repetition of a request begins later than this after its first send: each may wait minutes for its answer. Default 600,000. */
	totalMs: number;
	/** Upper bound of the first back-off; it doubles with each attempt. After a 429 without Retry-After ten times as much is waited. Default 500. */
	baseDelayMs: number;
	/** Upper bound of one wait, a Retry-After of Coupa included; after a 429 without it, eight times as much. Default 30,000. */
	maxDelayMs: number;
	/** A token younger than this may not be known everywhere in Coupa yet (rules.md §1). Default 5,000. */
	youngTokenMs: number;
	/** Ends all waiting and keeps further requests from being sent. A request under way is let finish. */
	signal?: AbortSignal;
	/** How to wait between attempts; for tests. */
	sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

const DEFAULTS: ClientSettings = {
	requestsPerSecond: 20,
	maxAttempts: 5,
	totalMs: 600_000,
	baseDelayMs: 500,
	maxDelayMs: 30_000,
	youngTokenMs: 5_000,
	sleep: async (ms, signal) => {
		await timeout(ms, undefined, { signal });
	},
};

/** The settings with a default for each one left out; a rate that is not above zero is refused with a RangeError. */
export function withDefaults(settings: Partial<ClientSettings>): ClientSettings {
	const given = Object.fromEntries(Object.entries<unknown>(settings).filter(([, value]) => value !== undefined));
	const complete: ClientSettings = { ...DEFAULTS, ...given };
	if (!(complete.requestsPerSecond > 0)) throw new RangeError('Requests per second must be a number above zero.');
	if (!(complete.maxAttempts >= 1)) throw new RangeError('At least one attempt is needed.');
	return complete;
}
