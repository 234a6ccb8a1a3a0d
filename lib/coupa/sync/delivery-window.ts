import { createHash } from 'node:crypto';
import { recordsAt, textAt, type CoupaRecord } from '../../core';
import type { Delivered } from './cursor';

/** Most delivered rows a cursor remembers: some 130 kB of it. */
export const MOST_REMEMBERED = 5_000;
/** What lies in the overlap is read again by every run: no more than two pages, one of which begins with the other's last row. */
const MOST_READ_AGAIN = 99;

/** What is known when a run starts. Times are ms since the epoch. */
export interface WindowStart {
	/** The time at the first request. */
	startedAt: number;
	/** Whether that is by Coupa's own clock, so that it can be relied on. */
	isCoupasClock: boolean;
	/** How far before the highest time read the next delta starts: Coupa's lists may lag behind its clock. */
	overlapMs: number;
	/** The state before a delta; null for a snapshot. */
	before: { since: number; delivered: Delivered } | null;
	/** The list inside a record that keeps its own `updated-at`. */
	ownClock?: string;
	/** `created-at`: a row is new once, whatever happens to it later. Default `updated-at`. */
	by?: 'created-at' | 'updated-at';
	/** How far a run came that was interrupted, where this one goes on with it. */
	progress?: WindowProgress;
}

/** What a run has read so far. */
export interface WindowProgress {
	/** Highest time among the rows; null for none. */
	highest: number | null;
	/** Rows of the overlap: ID, time and fingerprint. */
	remembered: Array<[id: number, changedAt: number, print: string]>;
}

interface Remembered {
	changedAt: number;
	print: string;
}

/**
 * What one run has read: which rows are new, and from where the next delta has to start. No matter how long the run takes,
 * that is never later than the clock at its first request less the overlap, so a row that changes after its page was read
 * comes again. A row inside the overlap comes again too, and is recognised by its content: a time in whole seconds does not
 * show the second change within one.
 */
export class DeliveryWindow {
	private highest: number | null;
	private shortened = false;
	private remembered: Map<number, Remembered>;

	constructor(readonly start: WindowStart) {
		this.highest = start.progress?.highest ?? null;
		this.remembered = new Map(start.progress?.remembered.map(([id, changedAt, print]) => [id, { changedAt, print }]));
	}

	/** Notes a row as read; true when it has to be delivered. */
	take(row: CoupaRecord): boolean {
		const { before } = this.start;
		const id = Number(textAt(row, 'id'));
		const changedAt = this.timeOf(row);
		if (changedAt === null) return true;
		this.highest = Math.max(this.highest ?? changedAt, changedAt);
		const known = before?.delivered.get(id);
		const isInside = changedAt >= this.since();
		if (!isInside && known === undefined) return true;
		const print = this.start.by === 'created-at' ? '' : fingerprint(row);
		if (isInside) this.remember(id, { changedAt, print });
		return print !== known;
	}

	/** Where the next delta starts, and what it will find there although it has been delivered. */
	next(): { since: number; delivered: Delivered } {
		this.forget();
		return { since: this.since(), delivered: new Map([...this.remembered].map(([id, { print }]) => [id, print])) };
	}

	/** For a run that goes on later. */
	progress(): WindowProgress {
		this.forget();
		const remembered = [...this.remembered].map(([id, { changedAt, print }]): [number, number, string] => [id, changedAt, print]);
		return { highest: this.highest, remembered };
	}

	private timeOf(row: CoupaRecord): number | null {
		if (this.start.by !== 'created-at') return changedAtOf(row, this.start.ownClock);
		const time = Date.parse(textAt(row, 'created-at') ?? '');
		return Number.isFinite(time) ? time : null;
	}

	private remember(id: number, row: Remembered): void {
		this.remembered.set(id, row);
		if (this.remembered.size > 2 * MOST_REMEMBERED) this.forget();
	}

	/** Never moves back: everything before the start of this run's window has been delivered by an earlier run. */
	private since(): number {
		const { startedAt, overlapMs, isCoupasClock, before } = this.start;
		const earliest = before?.since ?? 0;
		if (this.highest === null && (before !== null || !isCoupasClock)) return earliest;
		const until = this.shortened ? startedAt : Math.min(this.highest ?? startedAt, startedAt);
		return Math.max(earliest, wholeSecond(until - overlapMs));
	}

	/**
	 * Drops what lies before the window. Too much in it, as after a mass update or in a table that was loaded at once: Coupa's
	 * clock alone says where it starts, or every run would read all of that again. What is then still too much to remember is
	 * dropped, oldest first, and delivered twice.
	 */
	private forget(): void {
		this.keepWithin(this.since());
		if (this.remembered.size > MOST_READ_AGAIN) {
			this.shortened = this.start.isCoupasClock;
			this.keepWithin(this.since());
		}
		if (this.remembered.size <= MOST_REMEMBERED) return;
		const newestFirst = [...this.remembered].toSorted(([, a], [, b]) => b.changedAt - a.changedAt);
		this.remembered = new Map(newestFirst.slice(0, MOST_REMEMBERED));
	}

	private keepWithin(since: number): void {
		for (const [id, { changedAt }] of this.remembered) {
			if (changedAt < since) this.remembered.delete(id);
		}
	}
}

/** The latest `updated-at` of a record and of the list in it that has its own; null where none is shown. */
function changedAtOf(row: CoupaRecord, ownClock: string | undefined): number | null {
	const parts = ownClock === undefined ? [] : recordsAt(row, ownClock);
	const times = [row, ...parts].map((part) => Date.parse(textAt(part, 'updated-at') ?? '')).filter(Number.isFinite);
	return times.length === 0 ? null : Math.max(...times);
}

function fingerprint(row: CoupaRecord): string {
	return createHash('sha1').update(JSON.stringify(row)).digest('base64url').slice(0, 8);
}

/** Coupa's times have no fractions. */
export function wholeSecond(ms: number): number {
	return Math.floor(ms / 1000) * 1000;
}
