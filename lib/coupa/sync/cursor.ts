import { isRecord, textAt, type CoupaRecord, type Json } from '../../core';
import { ENTRIES } from '../resources';
import { entryNamed } from '../entries';

const VERSION = 1;

/** What a cursor holds about one delivered row: its id, and a fingerprint of its content. */
export type Delivered = Map<number, string>;

/** What a cursor is good for. */
export interface CursorScope {
	/** Host (and port). */
	instance: string;
	kind: string;
	/** `conditionsKey` of the filters. */
	conditions: string;
}

/** Where a sync stands after a delivery. Times are ms since the epoch on Coupa's clock. */
export interface SyncState {
	scope: CursorScope;
	/** Everything that changed before this has been delivered. */
	since: number;
	/** Rows changed at or after `since` that have been delivered already. */
	delivered: Delivered;
	/** When the delivery was read. */
	readAt: number;
	/** When everything was read last. */
	snapshotAt: number;
}

/** The cursor as text: base64url of JSON. Opaque to everybody else. */
export function encodeCursor(state: SyncState): string {
	const json = {
		v: VERSION,
		...state.scope,
		since: isoTime(state.since),
		readAt: isoTime(state.readAt),
		snapshotAt: isoTime(state.snapshotAt),
		delivered: Object.fromEntries(state.delivered),
	};
	return Buffer.from(JSON.stringify(json)).toString('base64url');
}

/** How far a time may lie ahead of our own clock, which may be wrong itself. */
const MOST_AHEAD_MS = 24 * 60 * 60_000;

/**
 * Whether a time (ms since the epoch) lies so far ahead of our clock that it cannot be true. Nothing changes before such a time has come: a
 * sync that went by it would deliver nothing any more, and say nothing.
 */
export function isInFuture(time: number, now: number): boolean {
	return time > now + MOST_AHEAD_MS;
}

/**
 * What a cursor holds; a reason, in the analyst's words, where it holds nothing that can be used. Never throws.
 *
 * @param now our own clock, ms since the epoch
 */
export function decodeCursor(cursor: string, now: number): SyncState | { reason: string } {
	const json = parsed(cursor.trim());
	if (json === null) return { reason: 'The cursor is damaged or was edited' };
	if (json.v !== VERSION) return { reason: 'The cursor comes from another version of this package' };
	const state = stateOf(json);
	if (state === null) return { reason: 'The cursor is damaged or was edited' };
	const ahead = [state.since, state.readAt, state.snapshotAt].find((time) => isInFuture(time, now));
	if (ahead === undefined) return state;
	return { reason: `The cursor is damaged: it says ${isoTime(ahead)}, and n8n's clock only ${isoTime(now)}` };
}

/** Why a cursor of one scope says nothing about another; null where it does. */
export function scopeMismatch(is: CursorScope, wanted: CursorScope): string | null {
	if (is.instance !== wanted.instance) return `The cursor belongs to ${is.instance}, not to ${wanted.instance}`;
	if (is.kind !== wanted.kind) return `The cursor is for ${entryNamed(is.kind).many}, not for ${entryNamed(wanted.kind).many}`;
	return is.conditions === wanted.conditions ? null : 'The filters have changed since the last delivery';
}

export function isoTime(ms: number): string {
	return new Date(ms).toISOString();
}

function parsed(cursor: string): CoupaRecord | null {
	try {
		const json = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as Json;
		return isRecord(json) ? json : null;
	} catch {
		return null;
	}
}

function stateOf(json: CoupaRecord): SyncState | null {
	const { instance, kind, conditions, delivered } = json;
	const [since, readAt, snapshotAt] = ['since', 'readAt', 'snapshotAt'].map((name) => Date.parse(textAt(json, name) ?? ''));
	if (typeof instance !== 'string' || typeof conditions !== 'string' || !isSyncKind(kind) || !isRecord(delivered)) return null;
	if (since === undefined || readAt === undefined || snapshotAt === undefined || !Number.isFinite(since + readAt + snapshotAt)) return null;
	const prints = Object.entries(delivered).map(([id, print]): [number, string] => [Number(id), String(print)]);
	return { scope: { instance, kind, conditions }, since, readAt, snapshotAt, delivered: new Map(prints) };
}

function isSyncKind(kind: Json | undefined): kind is string {
	return ENTRIES.some(({ name, reads }) => name === kind && reads.includes('changed'));
}
