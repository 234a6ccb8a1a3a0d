import { idIn } from '../record-id';
import { textAt, type CoupaRecord } from '../../core';
import { DeliveryWindow, wholeSecond } from '../sync/delivery-window';
import { DEFAULT_OVERLAP_MS } from '../sync/changed';
import { idOf } from '../paging-failure';
import type { WatchSource } from './source';
import { newState, type Sweep, type WatchState, type WatchSubject } from './state';
import { MOST_STATUSES, type StatusChange, Statuses } from './statuses';

export interface WatchOptions {
	subject: WatchSubject;
	/** `conditionsKey` of the filters. */
	conditions: string;
	/** Of the entry, as `entry.ownClock`. */
	ownClock?: string;
	/** What was there before is told in the first polls; else they are silent. */
	emitExisting: boolean;
	/** Most records a poll tells; the others come in the next ones. */
	most: number;
	/** Statuses that are told of; default all. */
	isWanted?: (status: string) => boolean;
	/** Default five minutes. */
	overlapMs?: number;
	/** Whether a poll has to come to its end, with what it has. */
	isOutOfTime(): boolean;
}

/** One record to tell of. */
export interface Watched {
	record: CoupaRecord;
	/** Where statuses are watched. */
	change: StatusChange | null;
}

export interface WatchResult {
	watched: Watched[];
	/** To be kept once the records are handed over, and only then: what a lost poll has read is read again. */
	state: WatchState;
	/** Whether more is waiting for the next poll. */
	isCut: boolean;
	/** What is amiss with the clocks. */
	warning: string | null;
}

/**
 * One poll: what has happened to the records of a list since the state of the last one. A pass over the list goes in order of IDs and may
 * take several polls; the next one starts from the clock at its first request less an overlap, so that a row that changes after it was read
 * comes again. Rows of the overlap are recognised: created ones by ID, changed ones by their content.
 *
 * @param state of the last poll; null for the first one
 * @throws whatever the source throws; the state is as it was then
 */
export async function watchOnce(source: WatchSource, state: WatchState | null, options: WatchOptions): Promise<WatchResult> {
	return await new Poll(source, options).run(state);
}

class Poll {
	private readonly watched: Watched[] = [];
	private warning: string | null = null;

	constructor(
		private readonly source: WatchSource,
		private readonly options: WatchOptions,
	) {}

	async run(before: WatchState | null): Promise<WatchResult> {
		const isFirst = before === null;
		const state = before ?? (await this.begun());
		const statuses = new Statuses(state.statuses, state.beganAt);
		const isSilent = isFirst && !this.options.emitExisting;
		if (isSilent) await this.noteStatuses(statuses);
		const next = await this.swept(state, statuses, isSilent);
		const kept = this.watchesStatus ? statuses.kept() : [];
		return { watched: this.watched, state: { ...next, statuses: kept }, isCut: next.sweep !== null, warning: this.warning };
	}

	private get watchesStatus(): boolean {
		return this.options.subject.event === 'statusChanged';
	}

	/** The state before the first pass: from now on, or from the beginning. */
	private async begun(): Promise<WatchState> {
		const askedAt = performance.now();
		await this.source.sample(1, []);
		const { startedAt, warning } = this.source.start(askedAt);
		this.warning = warning;
		const { subject, emitExisting, overlapMs = DEFAULT_OVERLAP_MS } = this.options;
		return newState(subject, startedAt, emitExisting ? 0 : wholeSecond(startedAt - overlapMs));
	}

	/** So that the first change of a record that is there already shows what it was before. */
	private async noteStatuses(statuses: Statuses): Promise<void> {
		if (!this.watchesStatus) return;
		const rows: CoupaRecord[] = [];
		for await (const page of this.source.statuses(MOST_STATUSES)) {
			rows.push(...page);
			if (this.options.isOutOfTime()) break;
		}
		for (const row of rows.reverse()) statuses.note(Number(textAt(row, 'id')), textAt(row, 'status') ?? '');
	}

	/** Goes on with the pass that is under way, or makes a new one. */
	private async swept(state: WatchState, statuses: Statuses, isSilent: boolean): Promise<WatchState> {
		const { conditions, most } = this.options;
		const isSame = state.sweep?.conditions === conditions;
		const pass = new Pass(
			state,
			isSame ? state.sweep : null,
			this.options,
			isSilent ? 'all' : state.sweep?.silent === true ? 'old' : 'none',
		);
		const parts: Array<Sweep['part']> = this.looksInside(state.since) ? ['themselves', 'inside'] : ['themselves'];
		for (const part of parts.slice(parts.indexOf(pass.part))) {
			pass.enter(part);
			const askedAt = performance.now();
			const wanted = { part, afterId: pass.afterId, since: state.since, likely: most + state.delivered.length };
			for await (const page of this.source.pages(wanted)) {
				this.startPass(pass, askedAt);
				for (const row of page) {
					if (this.watched.length >= most) return pass.interrupted();
					this.tell(row, pass, statuses);
				}
				if (this.options.isOutOfTime()) return pass.interrupted();
			}
			// An empty first answer has the time as well.
			this.startPass(pass, askedAt);
		}
		return pass.ended();
	}

	private startPass(pass: Pass, askedAt: number): void {
		if (pass.isStarted) return;
		const { warning, ...start } = this.source.start(askedAt);
		this.warning ??= warning;
		pass.start(start);
	}

	private looksInside(since: number): boolean {
		return this.options.ownClock !== undefined && since > 0 && this.options.subject.event === 'updated';
	}

	private tell(row: CoupaRecord, pass: Pass, statuses: Statuses): void {
		const isNews = pass.take(row);
		const change = this.watchesStatus ? statuses.changed(row, !isNews) : null;
		const isTold = this.watchesStatus ? change !== null && this.options.isWanted?.(textAt(row, 'status') ?? '') !== false : isNews;
		if (isTold && !pass.isSilentAbout(row)) this.watched.push({ record: row, change });
	}
}

/** One pass over the list, from its first poll to its last. */
class Pass {
	part: Sweep['part'];
	afterId: number;
	private window: DeliveryWindow | null = null;

	constructor(
		private readonly state: WatchState,
		interrupted: Sweep | null,
		private readonly options: WatchOptions,
		/** What was there before is not told: in the first poll all, in those that go on with its pass what is older than it. */
		private readonly silence: 'all' | 'old' | 'none',
	) {
		this.part = interrupted?.part ?? 'themselves';
		this.afterId = interrupted?.afterId ?? 0;
		if (interrupted !== null) this.start(interrupted);
	}

	get isStarted(): boolean {
		return this.window !== null;
	}

	/** Once, when its first answer has come, and again with each poll that goes on with it. */
	start({ startedAt, isCoupasClock, progress }: Pick<Sweep, 'startedAt' | 'isCoupasClock'> & Partial<Sweep>): void {
		const { subject, ownClock, overlapMs = DEFAULT_OVERLAP_MS } = this.options;
		this.window = new DeliveryWindow({
			startedAt,
			isCoupasClock,
			overlapMs,
			before: { since: this.state.since, delivered: new Map(this.state.delivered) },
			by: subject.event === 'created' ? 'created-at' : 'updated-at',
			...(subject.event === 'updated' && ownClock !== undefined && { ownClock }),
			...(progress !== undefined && { progress }),
		});
	}

	isSilentAbout(row: CoupaRecord): boolean {
		if (this.silence !== 'old') return this.silence === 'all';
		const time = Date.parse(textAt(row, this.options.subject.event === 'created' ? 'created-at' : 'updated-at') ?? '');
		return time < this.state.beganAt;
	}

	enter(part: Sweep['part']): void {
		if (part === this.part) return;
		this.part = part;
		this.afterId = 0;
	}

	/** Notes a row as read; true when it is news. */
	take(row: CoupaRecord): boolean {
		this.afterId = idIn(row.id) ?? idOf({ path: '', idAt: 'id' }, row);
		return this.started().take(row);
	}

	interrupted(): WatchState {
		const { start } = this.started();
		const { startedAt, isCoupasClock } = start;
		const { part, afterId, silence } = this;
		const { conditions } = this.options;
		const progress = this.started().progress();
		const sweep: Sweep = { startedAt, isCoupasClock, conditions, part, afterId, silent: silence !== 'none', progress };
		return { ...this.state, sweep };
	}

	ended(): WatchState {
		const { since, delivered } = this.started().next();
		return { ...this.state, since, delivered: [...delivered], sweep: null };
	}

	private started(): DeliveryWindow {
		if (this.window === null) throw new Error('A pass starts with its first answer');
		return this.window;
	}
}
