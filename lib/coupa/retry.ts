import type { CoupaResponse } from './transport';

/** Exponential back-off with full jitter: anything from 0 to `base · 2^(attempt-1)`, at most `max`. Attempts count from 1. */
export function backoffMs(attempt: number, baseDelayMs: number, maxDelayMs: number): number {
	return Math.random() * Math.min(maxDelayMs, baseDelayMs * 2 ** (attempt - 1));
}

/** Without Retry-After nothing says when a limit is free again; what third parties wait at real tenants (5 s, doubling to 240 s) in terms of our defaults. */
const BUSY_BASE = 10;
const BUSY_MAX = 8;
/** Further sends after a 429: so many as its waits take to reach their upper bound. */
export const MORE_WHEN_BUSY = 3;

/** The wait after a 429 without Retry-After: at least `10 · base · 2^(attempt-1)` and up to a quarter more, at most `8 · max`. */
export function busyMs(attempt: number, baseDelayMs: number, maxDelayMs: number): number {
	return Math.min(BUSY_MAX * maxDelayMs, BUSY_BASE * baseDelayMs * 2 ** (attempt - 1) * (1 + Math.random() / 4));
}

/**
 * The wait that `Retry-After` asks for, in milliseconds and at most `maxDelayMs`; null where the header is absent or
 * unreadable. A date is measured against the answer's own `Date`, so that a wrong clock here does no harm.
 */
export function retryAfterMs(headers: CoupaResponse['headers'], maxDelayMs: number): number | null {
	const value = headers['retry-after']?.trim();
	if (value === undefined || value === '') return null;
	const wait = /^\d+(\.\d+)?$/.test(value) ? Number(value) * 1000 : Date.parse(value) - answeredAt(headers);
	return Number.isNaN(wait) ? null : Math.min(Math.max(wait, 0), maxDelayMs);
}

/** Answers that a later attempt may cure (rules.md §4): too many requests, and a server or gateway out of order. */
export function isTransient(status: number): boolean {
	return [408, 425, 429, 500, 502, 503, 504].includes(status);
}

function answeredAt(headers: CoupaResponse['headers']): number {
	const date = Date.parse(headers.date ?? '');
	return Number.isNaN(date) ? Date.now() : date;
}
