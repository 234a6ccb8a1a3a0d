import { chunksOf, textAt, type CoupaRecord } from '../../core';
import type { CoupaClient } from '../client';
import { entryNamed } from '../entries';
import { PAGE_SIZE } from '../list-source';
import { MOST_PARALLEL } from '../paging';
import { refusedQuery, type FieldSelection, type Filter, type QueryPair } from '../query';
import { recordConditions } from '../record-conditions';
import { withoutSecrets } from '../secrets';
import { readingStart } from '../sync/clock';
import { isoTime } from '../sync/cursor';
import { documentKey, KEY_FIELDS, keyParts, kindOf, type DocumentKind } from './document-key';
import { decodeSweep, encodeSweep, type SweepState } from './state';

const INVOICE = entryNamed('invoice');
const MINUTE_MS = 60_000;
/** Voids may appear in lists this long after their `updated-at`. */
const OVERLAP_MS = 5 * MINUTE_MS;
const DAY_MS = 24 * 60 * MINUTE_MS;

export interface OkToPayOptions {
	/** From the last delivery that landed; empty for none. */
	cursor: string;
	/** How far back voids are looked for without a cursor, in days. Default 30. */
	lookBackDays?: number;
	/** Keys of documents that were sent and are not to be sent again: they wait for the ERP's answer, or it has refused them. */
	sent?: string[];
	/** Keys of documents that may have been sent and are to go (again): whatever the cursor says. */
	again?: string[];
	/**
	 * A voided invoice that Coupa never exported, and that is in neither list: `mark` sets its flag and tells the ERP nothing; `send` sends the void
	 * all the same. Default `mark`.
	 */
	neverExported?: 'mark' | 'send';
	/** Payment channels that mean the ERP, whatever their case; a blank one always does. Null: every channel. Default `ERP`. */
	erpChannels?: string[] | null;
	filters?: Filter[];
	/** Fields of the records beside those the documents need. `whole`: all that Coupa's response filter gives, at another call for 50. */
	fields?: FieldSelection | 'whole';
	/** Our own clock, ms since the epoch; for tests. */
	now?: () => number;
}

/** One document for the ERP. */
export interface OkToPayDocument {
	key: string;
	kind: DocumentKind;
	/** `mark`: the ERP never had the invoice, so only the flag has to be set. */
	action: 'send' | 'mark';
	invoice: CoupaRecord;
}

/** What did not go out, and why. */
interface OkToPayLeftOut {
	/** Numbers of the invoices that Coupa Pay pays, by payment channel. */
	coupaPay: Map<string, string[]>;
	/** Documents that were sent and wait for the ERP, or for somebody to correct them. */
	waiting: string[];
	/** Numbers of invoices that changed between the two readings of a whole record: their documents are the next run's. */
	moved: string[];
	/** Keys that were to go again and whose invoice is neither approved nor voided any more, or gone; or that are no keys. */
	obsolete: string[];
	/** Texts among the keys that were sent that are no keys. */
	unknown: string[];
}

export interface OkToPay {
	/** Up to 50 documents each, never empty, none twice. To be taken once. */
	pages: AsyncIterable<OkToPayDocument[]>;
	/** Why voids were looked for without a cursor, in the analyst's words; null where it was used. */
	reason: string | null;
	leftOut: OkToPayLeftOut;
	/** What is amiss with the clocks, in the analyst's words; null where nothing is. Known after the last page. */
	warning(): string | null;
	/** The cursor to keep once the documents have landed. Throws before the end of `pages` has been reached. */
	cursor(): string;
}

/**
 * What the ERP has to be told (design §5; rules.md §14; page 0023): invoices that are approved and not exported, and those that were voided. API
 * changes never reset `exported`, and a flag set after a void would hide it: so voided invoices that are marked as exported are swept by `updated-at`, too.
 * Nothing is marked while reading; complete while Coupa changes underneath.
 *
 * @throws CoupaError `validation` at once for unusable filters; any CoupaError while `pages` are taken
 */
export function readOkToPay(client: CoupaClient, options: OkToPayOptions): OkToPay {
	const conditions = recordConditions(INVOICE, options.filters ?? []);
	refuseOwn(conditions);
	const { state, reason } = startingPoint(client, options);
	const reading = new OkToPayReading(client, conditions, state, options);
	return {
		pages: reading.pages(),
		reason,
		leftOut: reading.leftOut,
		warning: () => reading.warning,
		cursor: () => reading.cursor(),
	};
}

/** Conditions that are set here: a second one on the same field would hide documents without a word. */
function refuseOwn(conditions: QueryPair[]): void {
	const own = conditions.map(([name]) => /^(exported|status)(\[|$)/.exec(name)?.[1]).find((name) => name !== undefined);
	if (own === undefined) return;
	const hint = 'It always reads approved invoices that are not marked as exported, and voided ones. Remove the filter.';
	throw refusedQuery(`A filter on ${own} cannot be used with Get OK to Pay.`, hint);
}

function startingPoint(client: CoupaClient, { cursor, lookBackDays = 30, now = Date.now }: OkToPayOptions) {
	const decoded =
		cursor.trim() === ''
			? { reason: 'There is no cursor from an earlier delivery' }
			: decodeSweep(cursor, client.instance.toLowerCase(), now());
	if (!('reason' in decoded)) return { state: decoded, reason: null };
	const since = now() - lookBackDays * DAY_MS;
	return {
		state: { since, voids: [] },
		reason: `${decoded.reason}, so exported invoices voided since ${isoTime(since).slice(0, 10)} were looked for.`,
	};
}

class OkToPayReading {
	warning: string | null = null;
	readonly leftOut: OkToPayLeftOut = { coupaPay: new Map(), waiting: [], moved: [], obsolete: [], unknown: [] };
	private readonly sent: Set<string>;
	private readonly again: Set<string>;
	/** Invoices that the ERP may have. */
	private readonly toldBefore: Set<number>;
	private readonly given = new Set<number>();
	private readonly voids: number[] = [];
	private outcome: SweepState | null = null;

	constructor(
		private readonly client: CoupaClient,
		private readonly conditions: QueryPair[],
		private readonly before: SweepState,
		private readonly options: OkToPayOptions,
	) {
		this.again = new Set((options.again ?? []).map((key) => key.trim()));
		this.sent = new Set((options.sent ?? []).map((key) => key.trim()).filter((key) => !this.again.has(key)));
		this.leftOut.unknown.push(...[...this.sent].filter((key) => keyParts(key) === null));
		this.toldBefore = new Set([...this.sent, ...this.again].flatMap((key) => keyParts(key)?.id ?? []));
	}

	cursor(): string {
		if (this.outcome === null) throw new Error('The cursor is known only after the last page was taken.');
		return encodeSweep(this.client.instance.toLowerCase(), this.outcome);
	}

	async *pages(): AsyncGenerator<OkToPayDocument[], void, undefined> {
		const askedAt = performance.now();
		let startedAt: number | null = null;
		const begun = () => {
			if (startedAt !== null) return startedAt;
			const start = readingStart(this.client, askedAt, this.options.now ?? Date.now);
			this.warning = start.warning;
			return (startedAt = start.startedAt);
		};
		const known = new Set(this.before.voids);
		for await (const page of this.list([...this.conditions, ['exported', 'false'], ['status[in]', 'approved,voided']])) {
			begun();
			yield* this.documents(page);
		}
		// An empty first answer has the time as well.
		const since = begun() - OVERLAP_MS;
		const swept: QueryPair[] = [
			['exported', 'true'],
			['status', 'voided'],
			['updated_at[gt_or_eq]', isoTime(this.before.since)],
		];
		for await (const page of this.list([...this.conditions, ...swept])) {
			yield* this.documents(page.filter((invoice) => !known.has(idOf(invoice))));
		}
		yield* this.sentAgain();
		this.outcome = { since: Math.max(this.before.since, since), voids: [...known, ...this.voids.filter((id) => !known.has(id))] };
	}

	/** Documents that are to go again and were in neither list: refused voids that were exported, and such that were sent long ago. */
	private async *sentAgain(): AsyncGenerator<OkToPayDocument[], void, undefined> {
		const keys = [...this.again];
		this.leftOut.obsolete.push(...keys.filter((key) => keyParts(key) === null));
		const ids = [...new Set(keys.flatMap((key) => keyParts(key)?.id ?? []))].filter((id) => !this.given.has(id));
		for (const some of chunksOf(ids, PAGE_SIZE)) {
			for await (const page of this.list([['id[in]', some.join(',')]])) {
				for (const invoice of page.filter((one) => this.wasTaken(one))) this.given.add(idOf(invoice));
				yield* this.documents(page);
			}
		}
		this.leftOut.obsolete.push(...keys.filter((key) => !this.given.has(keyParts(key)?.id ?? NaN) && keyParts(key) !== null));
	}

	/**
	 * An approved invoice that is marked as exported: nothing is to go again. Nor is the void of one whose flag is set, unless it is asked for by its own
	 * key: voids are the sweep's, and keys of what an invoice was before it was voided stay among those that are to go again.
	 */
	private wasTaken(invoice: CoupaRecord): boolean {
		const kind = kindOf(invoice);
		return invoice.exported === true && kind !== null && (kind === 'approved' || !this.again.has(documentKey(invoice, kind)));
	}

	private async *documents(page: CoupaRecord[]): AsyncGenerator<OkToPayDocument[], void, undefined> {
		const found = page.flatMap((invoice) => this.documentOf(invoice) ?? []);
		for (const { invoice } of found) this.given.add(idOf(invoice));
		const documents = found.length > 0 && this.options.fields === 'whole' ? await this.withWholeRecords(found) : found;
		// Setting its flag may move its time, and so bring it into the next sweep.
		this.voids.push(...documents.flatMap(({ invoice, kind }) => (kind === 'void' ? [idOf(invoice)] : [])));
		if (documents.length > 0) yield documents;
	}

	/** Null where nothing is to go out. */
	private documentOf(invoice: CoupaRecord): OkToPayDocument | null {
		const kind = kindOf(invoice);
		if (kind === null || this.given.has(idOf(invoice))) return null;
		const key = documentKey(invoice, kind);
		if (this.sent.has(key)) {
			this.leftOut.waiting.push(key);
			this.given.add(idOf(invoice));
			return null;
		}
		if (this.isPaidByCoupa(invoice)) return null;
		const hadIt = textAt(invoice, 'last-exported-at') !== undefined || invoice.exported === true || this.toldBefore.has(idOf(invoice));
		const isOnlyMarked = kind === 'void' && !hadIt && this.options.neverExported !== 'send';
		return { key, kind, action: isOnlyMarked ? 'mark' : 'send', invoice: withoutSecrets(invoice) };
	}

	private isPaidByCoupa(invoice: CoupaRecord): boolean {
		const { erpChannels = ['ERP'] } = this.options;
		const channel = textAt(invoice, 'payment-channel')?.trim() ?? '';
		if (erpChannels === null || channel === '' || erpChannels.some((name) => name.trim().toLowerCase() === channel.toLowerCase()))
			return false;
		const { coupaPay } = this.leftOut;
		coupaPay.set(channel, [...(coupaPay.get(channel) ?? []), shownNumber(invoice)]);
		this.given.add(idOf(invoice));
		return true;
	}

	/** What a response filter takes out, and one that is gone meanwhile, keep what was read before. */
	private async withWholeRecords(documents: OkToPayDocument[]): Promise<OkToPayDocument[]> {
		const ids = documents.map(({ invoice }) => idOf(invoice)).join(',');
		const whole = await this.client.listAll(INVOICE.path, { query: [['id[in]', ids]], limit: documents.length });
		const byId = new Map(whole.map((invoice) => [idOf(invoice), withoutSecrets(invoice)]));
		return documents.flatMap((document) => {
			const { invoice } = document;
			const record = { ...invoice, ...byId.get(idOf(invoice)) };
			// Its key would name what the record is no more.
			if (['updated-at', 'status'].some((name) => textAt(record, name) !== textAt(invoice, name))) {
				this.leftOut.moved.push(shownNumber(invoice));
				return [];
			}
			return { ...document, invoice: record };
		});
	}

	private list(query: QueryPair[]): AsyncGenerator<CoupaRecord[], void, undefined> {
		const { fields = [] } = this.options;
		const further = fields === 'whole' ? [] : fields;
		const asked = [...new Set([...further, ...DOCUMENT_FIELDS])];
		return this.client.pages(INVOICE.path, { query, fields: asked, parallel: MOST_PARALLEL });
	}
}

/** What items and rows show of a document beside what its key is made from. */
export const DOCUMENT_FIELDS = [
	...KEY_FIELDS,
	'updated-at',
	'paid',
	'payment-channel',
	'supplier.name',
	'supplier.number',
	'invoice-lines.order-header-num',
];

function idOf(invoice: CoupaRecord): number {
	return Number(textAt(invoice, 'id'));
}

function shownNumber(invoice: CoupaRecord): string {
	return textAt(invoice, 'invoice-number') ?? `id ${String(idOf(invoice))}`;
}
