import {
	chunksOf,
	HOLD_NEEDS,
	holdReasons,
	recordsAt,
	statusInWords,
	textAt,
	toleranceFailures,
	type CoupaRecord,
	type ToleranceFailure,
} from '../../core';
import { entryNamed } from '../entries';
import { invoiceAddress } from '../instance';
import { MOST_PARALLEL } from '../paging';
import type { QueryPair } from '../query';
import { idIn } from '../record-id';
import { waitingFor } from './approvals';
import { DECISIONS, isHeld, offeredFor } from './offers';
import { orderNumbers, USER_FIELDS } from './requester';
import { summaryHtml } from './summary';
import type { DecisionName, ReviewClient } from './types';

const DAY_MS = 24 * 3_600_000;
/** IDs that one list call asks for. */
const MOST_IDS = 50;

/** One invoice that waits for a reviewer, flat: what a page or a mail shows of it. Amounts are decimals as text, times as Coupa writes them. */
export interface HeldInvoice {
	id: number;
	number: string | null;
	date: string | null;
	supplier: string | null;
	supplierNumber: string | null;
	status: string | null;
	statusInWords: string;
	/** Whether it is held; false for one that was asked for by ID and has moved on. */
	held: boolean;
	total: string | null;
	currency: string | null;
	poNumbers: string;
	/** Its failures in one text. */
	reasons: string;
	failures: ToleranceFailure[];
	/** Since when: by the oldest failure, else by the last change. */
	heldSince: string | null;
	ageDays: number | null;
	requestedBy: string | null;
	/** Whom the open approval waits for, as far as the invoice shows it. */
	waitsFor: string | null;
	/** What can be decided in this status. */
	decisions: Array<{ decision: DecisionName; title: string; does: string }>;
	/** To be handed to Decide, so that a decision about an older state is recognised. */
	updatedAt: string | null;
	hasImage: boolean;
	link: string;
	/** The same as HTML of plain tags, every text from Coupa escaped: for a form or a mail. */
	html: string;
}

const FIELDS = [
	...['id', 'invoice-number', 'invoice-date', 'status', 'updated-at', 'gross-total', 'total-with-taxes', 'currency.code', 'image-scan'],
	...[
		'supplier.id',
		'supplier.name',
		'supplier.number',
		'invoice-lines.order-header-num',
		'invoice-lines.po-number',
		'invoice-lines.order-line-num',
	],
	...HOLD_NEEDS,
	...['failed-tolerances', 'invoice-lines.failed-tolerances'].flatMap((list) =>
		['created-at', 'breach-detail-2', 'breach-detail-3', 'breach-detail-4'].map((name) => `${list}.${name}`),
	),
	...USER_FIELDS.map((name) => `requested-by.${name}`),
	...['id', 'status', 'position', 'approver-id', 'approver-type'].map((name) => `approvals.${name}`),
	...USER_FIELDS.map((name) => `approvals.approver.${name}`),
];

/** What to read: by status, or these invoices whatever their status is. */
interface HeldQuery {
	/** Those in which this Coupa holds invoices. */
	statuses: readonly string[];
	ids: readonly number[];
	/** Also invoices in approval in which no tolerance fails. */
	includeWithoutFailures: boolean;
	limit?: number;
}

/** The held invoices, one list call for each 50 of them, by rising ID. */
export async function* heldInvoices(client: ReviewClient, query: HeldQuery): AsyncGenerator<HeldInvoice, void, undefined> {
	let left = query.limit ?? Infinity;
	for await (const invoice of recordsOf(client, query)) {
		if (query.ids.length === 0 && !query.includeWithoutFailures && !isHeld(invoice, query.statuses)) continue;
		const id = idIn(invoice.id);
		if (id === null) continue;
		yield heldInvoice(client, id, invoice, query.statuses);
		if (--left <= 0) return;
	}
}

async function* recordsOf(client: ReviewClient, { statuses, ids }: HeldQuery): AsyncGenerator<CoupaRecord, void, undefined> {
	const { path } = entryNamed('invoice');
	const lists: QueryPair[][] =
		ids.length > 0
			? chunksOf([...ids], MOST_IDS).map((chunk): QueryPair[] => [['id[in]', chunk.join(',')]])
			: [[['status[in]', statuses.join(',')]]];
	for (const query of lists)
		for await (const page of client.pages(path, { query, fields: FIELDS, parallel: MOST_PARALLEL, likely: MOST_IDS })) yield* page;
}

function heldInvoice(client: ReviewClient, id: number, invoice: CoupaRecord, statuses: readonly string[]): HeldInvoice {
	const at = (...path: string[]) => textAt(invoice, ...path) ?? null;
	const status = at('status');
	const failures = toleranceFailures(invoice);
	const since =
		failures.flatMap((failure) => failure.since ?? []).sort((left, right) => Date.parse(left) - Date.parse(right))[0] ?? at('updated-at');
	const now = client.serverTime() ?? Date.now();
	const age = since === null ? NaN : Math.floor((now - Date.parse(since)) / DAY_MS);
	const held: Omit<HeldInvoice, 'html'> = {
		id,
		...{ number: at('invoice-number'), date: at('invoice-date')?.slice(0, 10) ?? null },
		...{ supplier: at('supplier', 'name'), supplierNumber: at('supplier', 'number') },
		...{ status, statusInWords: statusInWords(status ?? ''), held: isHeld(invoice, statuses) },
		...{ total: at('gross-total') ?? at('total-with-taxes'), currency: at('currency', 'code') },
		poNumbers: orderNumbers(invoice).join(', '),
		reasons: holdReasons(invoice),
		failures,
		...{ heldSince: since, ageDays: Number.isFinite(age) ? Math.max(0, age) : null },
		requestedBy: at('requested-by', 'fullname') ?? at('requested-by', 'login'),
		waitsFor: status === 'pending_approval' ? waitingFor(recordsAt(invoice, 'approvals')) : null,
		decisions: offeredFor(status ?? '').map((decision) => ({ decision, title: DECISIONS[decision].title, does: DECISIONS[decision].does })),
		updatedAt: at('updated-at'),
		hasImage: (at('image-scan') ?? '') !== '',
		link: invoiceAddress(client.instance, id),
	};
	return { ...held, html: summaryHtml(held) };
}
