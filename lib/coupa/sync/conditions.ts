import { createHash } from 'node:crypto';
import { entryNamed } from '../entries';
import { CoupaError } from '../errors';
import { queryName, type Filter, type QueryPair } from '../query';
import { recordConditions } from '../record-conditions';

/**
 * The query pairs of an analyst's filters for a sync.
 *
 * @throws CoupaError `validation` for a filter on `updated-at`, which the sync itself needs, and as `queryPairs` does
 */
export function syncConditions(kind: string, filters: Filter[]): QueryPair[] {
	const clashing = filters.find(({ field }) => queryName(field) === 'updated_at');
	if (clashing !== undefined) {
		throw new CoupaError('A filter on updated-at cannot be combined with reading what has changed.', 'validation', {
			status: null,
			messages: [],
			mayHaveHappened: false,
			request: '',
			hint: 'Remove this filter: the cursor already limits the records to those changed since the last delivery.',
		});
	}
	return recordConditions(entryNamed(kind), filters);
}

/** Tells one set of conditions from another, whatever their order. */
export function conditionsKey(conditions: QueryPair[]): string {
	const sorted = conditions.map((pair) => JSON.stringify(pair)).toSorted();
	return createHash('sha256').update(sorted.join()).digest('base64url').slice(0, 16);
}
