import { createHash } from 'node:crypto';
import { entryNamed } from '../entries';
import { CoupaError } from '../errors';
import { queryName, queryPairs, type Filter, type FilterValue, type QueryPair } from '../query';

/**
 * The query pairs of an analyst's filters for a sync: a status that the documents spell in several ways is looked for in all of them.
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
	const { statusSpellings } = entryNamed(kind);
	return queryPairs(statusSpellings === undefined ? filters : filters.map((filter) => inEverySpelling(filter, statusSpellings)));
}

/** Tells one set of conditions from another, whatever their order. */
export function conditionsKey(conditions: QueryPair[]): string {
	const sorted = conditions.map((pair) => JSON.stringify(pair)).toSorted();
	return createHash('sha256').update(sorted.join()).digest('base64url').slice(0, 16);
}

function inEverySpelling(filter: Filter, spellings: string[]): Filter {
	const values: FilterValue[] = [filter.value].flat();
	const { operator = 'eq' } = filter;
	const isOneOfThem = (value: FilterValue) => spellings.includes(String(value));
	if (queryName(filter.field) !== 'status' || !values.some(isOneOfThem)) return filter;
	const spelt = [...values.filter((value) => !isOneOfThem(value)), ...spellings];
	if (operator === 'eq' || operator === 'in') return { ...filter, operator: 'in', value: spelt };
	return operator === 'not_eq' || operator === 'not_in' ? { ...filter, operator: 'not_in', value: spelt } : filter;
}
