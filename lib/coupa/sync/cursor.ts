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

/** What an analyst may want to know of a cursor. Times are ISO 8601 UTC. */
export interface CursorDescription {
	instance: string;
	kind: string;
	/** When the last delivery was read, by Coupa's clock. */
	readAt: string;
	/** When everything was read last. */
	snapshotAt: string;
	/** The next delta asks for what changed at or after this. */
	changedSince: string;
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

/** What a cursor holds; a reason, in the analyst's words, where it holds nothing that can be used. Never throws. */
export function decodeCursor(cursor: string): SyncState | { reason: string } {
	const json = parsed(cursor.trim());
	if (json === null) return { reason: 'The cursor is damaged or was edited' };
	if (json.v !== VERSION) return { reason: 'The cursor comes from another version of this package' };
	return stateOf(json) ?? { reason: 'The cursor is damaged or was edited' };
}

/** What a cursor shows an analyst; null for one that cannot be read. */
export function describeCursor(cursor: string): CursorDescription | null {
	const state = decodeCursor(cursor);
	if ('reason' in state) return null;
	const { scope, since, readAt, snapshotAt } = state;
	return {
		instance: scope.instance,
		kind: scope.kind,
		readAt: isoTime(readAt),
		snapshotAt: isoTime(snapshotAt),
		changedSince: isoTime(since),
	};
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
