import { isRecord, textAt, valueAt, type CoupaRecord, type Json } from '../../core';
import { isInFuture, isoTime } from '../sync/cursor';

const VERSION = 1;

/** Most voids that a cursor remembers: 16 kB of it. One that is forgotten goes out again when it is touched, under the same key. */
const MOST_VOIDS = 2_000;

/** Where the sweep of voids stands after a delivery. */
export interface SweepState {
	/** Invoices voided before this have been swept; ms since the epoch on Coupa's clock. */
	since: number;
	/** Ids of the voids that went out last, the latest at the end. */
	voids: number[];
}

/** The state as text: base64url of JSON. Opaque to everybody else. */
export function encodeSweep(instance: string, { since, voids }: SweepState): string {
	const json = { v: VERSION, kind: 'okToPay', instance, since: isoTime(since), voids: voids.slice(-MOST_VOIDS) };
	return Buffer.from(JSON.stringify(json)).toString('base64url');
}

/**
 * What a cursor holds; a reason, in the analyst's words, where it holds nothing that can be used. Never throws.
 *
 * @param now our own clock, ms since the epoch
 */
export function decodeSweep(cursor: string, instance: string, now: number): SweepState | { reason: string } {
	const json = parsed(cursor.trim());
	const since = Date.parse(textAt(json ?? {}, 'since') ?? '');
	const voids = valueAt(json ?? {}, 'voids');
	if (json?.v !== VERSION || json.kind !== 'okToPay' || !Number.isFinite(since) || !Array.isArray(voids))
		return { reason: 'The cursor is damaged, was edited, or does not come from Get OK to Pay' };
	if (json.instance !== instance) return { reason: `The cursor belongs to ${textAt(json, 'instance') ?? '?'}, not to ${instance}` };
	if (isInFuture(since, now)) return { reason: `The cursor is damaged: it says ${isoTime(since)}, and n8n's clock only ${isoTime(now)}` };
	return { since, voids: voids.map(Number).filter(Number.isSafeInteger) };
}

function parsed(cursor: string): CoupaRecord | null {
	try {
		const json = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as Json;
		return isRecord(json) ? json : null;
	} catch {
		return null;
	}
}
