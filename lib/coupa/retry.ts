import type { CoupaResponse } from './transport';

/** Exponential back-off with full jitter: anything from 0 to `base · 2^(attempt-1)`, at most `max`. Attempts count from 1. */
export function backoffMs(attempt: number, baseDelayMs: number, maxDelayMs: number): number {
	return Math.random() * Math.min(maxDelayMs, baseDelayMs * 2 ** (attempt - 1));
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
