import { queryName, queryPairs, type Filter, type FilterValue, type QueryPair } from './query';
import type { Entry } from './resources/entry';

/**
 * The query pairs of an analyst's filters on records of one kind: a status that Coupa's documents spell in several ways is looked for in
 * all of them, at the record and inside it (`order-lines.status`).
 *
 * @throws CoupaError `validation` as `queryPairs` does
 */
export function recordConditions({ statusSpellings }: Pick<Entry, 'statusSpellings'>, filters: Filter[]): QueryPair[] {
	return queryPairs(statusSpellings === undefined ? filters : filters.map((filter) => inEverySpelling(filter, statusSpellings)));
}

function inEverySpelling(filter: Filter, spellings: string[]): Filter {
	const values: FilterValue[] = [filter.value].flat();
	const { operator = 'eq' } = filter;
	const isOneOfThem = (value: FilterValue) => spellings.includes(String(value));
	if (!/(^|\[)status\]?$/.test(queryName(filter.field)) || !values.some(isOneOfThem)) return filter;
	const spelt = [...values.filter((value) => !isOneOfThem(value)), ...spellings];
	if (operator === 'eq' || operator === 'in') return { ...filter, operator: 'in', value: spelt };
	return operator === 'not_eq' || operator === 'not_in' ? { ...filter, operator: 'not_in', value: spelt } : filter;
}
