import { createHash } from 'node:crypto';
import { CoupaError } from '../errors';
import { queryName, queryPairs, type Filter, type FilterValue, type QueryPair } from '../query';
import type { SyncKind } from './sources';

/** Coupa's documents spell it both ways: the list of statuses with two l, the sample queries with one (rules.md §6 ⚠). */
const CANCELLED = ['cancelled', 'canceled'];

/**
 * The query pairs of an analyst's filters for a sync: a status of purchase orders is looked for in both spellings.
 *
 * @throws CoupaError `validation` for a filter on `updated-at`, which the sync itself needs, and as `queryPairs` does
 */
export function syncConditions(kind: SyncKind, filters: Filter[]): QueryPair[] {
	const clashing = filters.find(({ field }) => queryName(field) === 'updated_at');
	if (clashing !== undefined) {
		throw new CoupaError('A filter on updated-at cannot be combined with reading what has changed.', 'validation', {
			status: null,
			messages: [],
			mayHaveHappened: false,
			request: 'query',
			hint: 'Leave this filter out: the cursor already keeps to what has changed since the last delivery.',
		});
	}
	return queryPairs(kind === 'purchaseOrder' || kind === 'purchaseOrderLine' ? filters.map(inBothSpellings) : filters);
}

/** Tells one set of conditions from another, whatever their order. */
export function conditionsKey(conditions: QueryPair[]): string {
	const sorted = conditions.map((pair) => JSON.stringify(pair)).toSorted();
	return createHash('sha256').update(sorted.join()).digest('base64url').slice(0, 16);
}

function inBothSpellings(filter: Filter): Filter {
	const values: FilterValue[] = [filter.value].flat();
	const { operator = 'eq' } = filter;
	if (queryName(filter.field) !== 'status' || !values.some(isCancelled)) return filter;
	const spelt = [...values.filter((value) => !isCancelled(value)), ...CANCELLED];
	if (operator === 'eq' || operator === 'in') return { ...filter, operator: 'in', value: spelt };
	return operator === 'not_eq' || operator === 'not_in' ? { ...filter, operator: 'not_in', value: spelt } : filter;
}

function isCancelled(value: FilterValue): boolean {
	return CANCELLED.includes(String(value));
}
