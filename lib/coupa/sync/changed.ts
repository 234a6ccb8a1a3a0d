import { textAt, type CoupaRecord } from '../../core';
import type { CoupaClient } from '../client';
import { entryNamed } from '../entries';
import { MOST_PARALLEL, type ListOptions } from '../paging';
import { queryName, type FieldSelection, type Filter, type QueryPair } from '../query';
import type { Entry } from '../resources/entry';
import { withoutSecrets } from '../secrets';
import { readingStart } from './clock';
import { conditionsKey, syncConditions } from './conditions';
import { decodeCursor, encodeCursor, isoTime, scopeMismatch, type CursorScope, type SyncState } from './cursor';
import { DeliveryWindow } from './delivery-window';

/** Rows may appear in lists this long after their `updated-at`. */
export const DEFAULT_OVERLAP_MS = 5 * 60_000;

export interface ChangedOptions {
	/** From the last delivery that landed; null or empty for none. */
	cursor: string | null;
	/** Reads everything, whatever the cursor says. */
	snapshot?: boolean;
	/** Reads everything when the last snapshot is older than this: deleted rows leave no trace in a delta. Default: never. */
	snapshotAfterMs?: number;
	filters?: Filter[];
	/** Fields of the records; `id` and `updated-at` always come with them. Default: what Coupa's response filter gives. */
	fields?: FieldSelection;
	/** Default five minutes. */
	overlapMs?: number;
	/** Leaves cXML secrets, passwords and bank data in the records (design §6). Default false. */
	withSecrets?: boolean;
	/** Our own clock, ms since the epoch; for tests. */
	now?: () => number;
}

export interface ChangedRecords {
	/** Up to 50 records each, never empty, no record twice. To be taken once. */
	pages: AsyncIterable<CoupaRecord[]>;
	kind: 'snapshot' | 'delta';
	/** Why everything is read, in the analyst's words; null for a delta. */
	reason: string | null;
	/** When the last delivery was read (ISO 8601 UTC); null for a snapshot. */
	since: string | null;
	/** What is amiss with the times that the sync goes by, in the analyst's words; null where nothing is. Known after the last page. */
	warning(): string | null;
	/** The cursor to keep once the records have landed. Throws before the end of `pages` has been reached. */
	cursor(): string;
}

/**
 * The records of one kind (name of an entry that reads `changed`) that have changed since the last delivery, or all of them (design §5). A row unchanged
 * throughout comes exactly once in a snapshot and not at all in a delta; one that changes meanwhile comes now or in the
 * next delta, perhaps in both. A cursor that cannot be used gives a snapshot and the reason. Read in parallel up to the
 * limit of the instance.
 *
 * @throws CoupaError `validation` at once for unusable filters; any CoupaError while `pages` are taken
 */
export function readChanged(client: CoupaClient, kind: string, options: ChangedOptions): ChangedRecords {
	const conditions = syncConditions(kind, options.filters ?? []);
	const scope: CursorScope = { instance: client.instance.toLowerCase(), kind, conditions: conditionsKey(conditions) };
	const { before, reason } = startingPoint(scope, options);
	const reading = new ChangedReading(client, { scope, conditions, before, options });
	return {
		pages: reading.pages(),
		kind: before === null ? 'snapshot' : 'delta',
		reason,
		since: before === null ? null : isoTime(before.readAt),
		warning: () => reading.warning,
		cursor: () => reading.cursor(),
	};
}

type StartingPoint = { before: SyncState; reason: null } | { before: null; reason: string };

function startingPoint(
	scope: CursorScope,
	{ cursor, snapshot, snapshotAfterMs = Infinity, now = Date.now }: ChangedOptions,
): StartingPoint {
	const everything = (why: string): StartingPoint => ({ before: null, reason: `${why}, so everything was read.` });
	if (snapshot === true) return everything('A full snapshot was asked for');
	if (cursor === null || cursor.trim() === '') return everything('There is no cursor from an earlier delivery');
	const state = decodeCursor(cursor, now());
	if ('reason' in state) return everything(state.reason);
	const mismatch = scopeMismatch(state.scope, scope);
	if (mismatch !== null) return everything(mismatch);
	if (now() - state.snapshotAt > snapshotAfterMs) return everything(`The last full snapshot is from ${isoTime(state.snapshotAt)}`);
	return { before: state, reason: null };
}

interface ReadingPlan {
	scope: CursorScope;
	conditions: QueryPair[];
	before: SyncState | null;
	options: ChangedOptions;
}

/** One run through one list. */
class ChangedReading {
	warning: string | null = null;
	private readonly source: Entry;
	private window: DeliveryWindow | null = null;
	private outcome: SyncState | null = null;

	constructor(
		private readonly client: CoupaClient,
		private readonly plan: ReadingPlan,
	) {
		this.source = entryNamed(plan.scope.kind);
	}

	cursor(): string {
		if (this.outcome === null) throw new Error('The cursor is known only after the last page was taken.');
		return encodeCursor(this.outcome);
	}

	async *pages(): AsyncGenerator<CoupaRecord[], void, undefined> {
		const { before, scope } = this.plan;
		const askedAt = performance.now();
		for await (const page of this.changedThemselves()) {
			this.window ??= this.windowSince(askedAt);
			yield* this.toDeliver(page, this.window);
		}
		// An empty first answer has the time as well.
		const window = (this.window ??= this.windowSince(askedAt));
		for await (const page of this.changedInside()) yield* this.toDeliver(page, window);
		const readAt = window.start.startedAt;
		this.outcome = { scope, ...window.next(), readAt, snapshotAt: before?.snapshotAt ?? readAt };
	}

	private *toDeliver(page: CoupaRecord[], window: DeliveryWindow): Generator<CoupaRecord[], void, undefined> {
		const fresh = page.filter((row) => window.take(row));
		if (fresh.length > 0) yield this.plan.options.withSecrets === true ? fresh : fresh.map(withoutSecrets);
	}

	private windowSince(askedAt: number): DeliveryWindow {
		const { before, options } = this.plan;
		const { overlapMs = DEFAULT_OVERLAP_MS, now = Date.now } = options;
		const { warning, ...start } = readingStart(this.client, askedAt, now);
		this.warning = warning;
		return new DeliveryWindow({ ...start, overlapMs, before, ownClock: this.source.ownClock });
	}

	/** All records for a snapshot. */
	private changedThemselves(): AsyncGenerator<CoupaRecord[], void, undefined> {
		const { before, conditions } = this.plan;
		if (before === null) return this.list(conditions);
		return this.list([...conditions, ['updated_at[gt_or_eq]', isoTime(before.since)]], { likely: before.delivered.size });
	}

	/**
	 * Records whose list has changed and they themselves have not, so that none comes twice. Read again by id: whether Coupa
	 * shows the whole list of a record that was found by one of its entries is not documented.
	 */
	private async *changedInside(): AsyncGenerator<CoupaRecord[], void, undefined> {
		const { before, conditions } = this.plan;
		const { ownClock } = this.source;
		if (before === null || ownClock === undefined) return;
		const since = isoTime(before.since);
		const changed: QueryPair[] = [
			[`${queryName(ownClock)}[updated_at][gt_or_eq]`, since],
			['updated_at[lt]', since],
		];
		const found = this.client.pages(this.source.path, { query: [...conditions, ...changed], fields: ['id'], parallel: MOST_PARALLEL });
		for await (const page of found) {
			const ids = page.map((row) => textAt(row, 'id')).join(',');
			const others = conditions.filter(([name]) => name !== 'id[in]');
			yield* this.list([...others, ['id[in]', ids]], { limit: page.length });
		}
	}

	private list(query: QueryPair[], bounds: Pick<ListOptions, 'limit' | 'likely'> = {}): AsyncGenerator<CoupaRecord[], void, undefined> {
		const { path, changedQuery: always = [] } = this.source;
		return this.client.pages(path, { query: [...query, ...always], fields: this.fields(), ...bounds, parallel: MOST_PARALLEL });
	}

	/** With the times this sync goes by. */
	private fields(): FieldSelection | undefined {
		const { fields } = this.plan.options;
		const { ownClock } = this.source;
		if (fields === undefined || fields.length === 0) return undefined;
		return [...fields, 'updated-at', ...(ownClock === undefined ? [] : [`${ownClock}.updated-at`])];
	}
}
