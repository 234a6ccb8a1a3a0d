import { textAt, type CoupaRecord } from '../../core';
import type { CoupaClient } from '../client';
import { entryNamed } from '../entries';
import { CoupaError } from '../errors';
import { MOST_PARALLEL } from '../paging';
import type { FieldSelection, Filter } from '../query';
import { withoutSecrets } from '../secrets';
import { syncConditions } from './conditions';

const ORDERS = entryNamed('purchaseOrder');

/** A purchase order as it was delivered. Plain JSON: it travels inside n8n items. */
export interface DeliveredOrder {
	id: number;
	/** Coupa's supplier-facing `version`; null where it is not shown. */
	version: string | null;
}

export interface UnexportedOptions {
	filters?: Filter[];
	/** `id` and `version` always come with them. Default: what Coupa's response filter gives. */
	fields?: FieldSelection;
	/** Default false. */
	withSecrets?: boolean;
}

export interface UnexportedOrders {
	/** Up to 50 orders each, never empty. To be taken once. */
	pages: AsyncIterable<CoupaRecord[]>;
	/** What was read, for `markDelivered`. Throws before the end of `pages` has been reached. */
	delivered(): DeliveredOrder[];
}

/** What happened to the exported flags, by order id. */
export interface Marked {
	marked: number[];
	/** Changed between reading and marking: their flag was reset, and they come again. */
	changed: number[];
	/** No longer in Coupa. */
	gone: number[];
	/** Not marked, or not known to be: they come again. */
	failed: FailedOrder[];
}

/** An order whose exported flag could not be set, and why. */
interface FailedOrder {
	id: number;
	error: unknown;
}

/**
 * The purchase orders that nobody has marked as exported (rules.md §5, §6), with their deleted lines. Nothing is marked
 * while reading, and no order is skipped when somebody else marks some meanwhile.
 *
 * @throws CoupaError `validation` at once for unusable filters; any CoupaError while `pages` are taken
 */
export function readUnexported(client: CoupaClient, { filters = [], fields, withSecrets }: UnexportedOptions = {}): UnexportedOrders {
	const conditions = syncConditions('purchaseOrder', filters).filter(([name]) => name !== 'exported');
	const delivered: DeliveredOrder[] = [];
	let complete = false;
	async function* pages(): AsyncGenerator<CoupaRecord[], void, undefined> {
		const shown = fields === undefined || fields.length === 0 ? undefined : [...fields, 'version'];
		const query = [...conditions, ...(ORDERS.changedQuery ?? [])];
		for await (const page of client.pages(ORDERS.path, {
			query: [...query, ['exported', 'false']],
			fields: shown,
			parallel: MOST_PARALLEL,
		})) {
			delivered.push(...page.map((order) => ({ id: Number(textAt(order, 'id')), version: textAt(order, 'version') ?? null })));
			yield withSecrets === true ? page : page.map(withoutSecrets);
		}
		complete = true;
	}
	return {
		pages: pages(),
		delivered: () => {
			if (!complete) throw new Error('The orders delivered are known only after the last page was taken.');
			return delivered;
		},
	};
}

/**
 * Marks orders as exported after their file has been delivered; can be repeated at will. Coupa sets the flag
 * whatever has happened to the order since it was read, and a version that came in between would never be exported: where
 * the answer shows another version than the one delivered, the flag is reset.
 *
 * An order that fails keeps no other from being marked, unless a whole crowd of them failed.
 */
export async function markDelivered(client: CoupaClient, delivered: DeliveredOrder[]): Promise<Marked> {
	const outcome: Marked = { marked: [], changed: [], gone: [], failed: [] };
	for (let from = 0; from < delivered.length; from += MOST_PARALLEL) {
		const crowd = delivered.slice(from, from + MOST_PARALLEL);
		const errors: unknown[] = [];
		await Promise.all(
			crowd.map(async (order) => {
				try {
					outcome[await mark(client, order)].push(order.id);
				} catch (error) {
					errors.push(error);
					outcome.failed.push({ id: order.id, error });
				}
			}),
		);
		if (errors.length < crowd.length) continue;
		outcome.failed.push(...delivered.slice(from + MOST_PARALLEL).map(({ id }) => ({ id, error: errors[0] })));
		break;
	}
	return outcome;
}

async function mark(client: CoupaClient, { id, version }: DeliveredOrder): Promise<'marked' | 'changed' | 'gone'> {
	const path = `${ORDERS.path}/${String(id)}`;
	try {
		const answer = await client.markExported(path, true, ['id', 'exported', 'version']);
		const versionNow = textAt(answer, 'version') ?? null;
		if (version === null || versionNow === null || version === versionNow) return 'marked';
		await takeBack(client, path, id);
		return 'changed';
	} catch (error) {
		if (error instanceof CoupaError && error.kind === 'notFound') return 'gone';
		throw error;
	}
}

async function takeBack(client: CoupaClient, path: string, id: number): Promise<void> {
	try {
		await client.markExported(path, false, ['id', 'exported']);
	} catch (error) {
		if (!(error instanceof CoupaError)) throw error;
		const message = `Order ${String(id)} changed after it was delivered, and its exported flag could not be reset. ${error.message}`;
		const hint = `Reset the flag with Mark as Not Exported; otherwise the new version is never delivered.`;
		throw new CoupaError(message, error.kind, { ...error.details, hint, cause: error });
	}
}
