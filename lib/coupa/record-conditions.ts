import { checkedFilter, type Filtered } from './filter/checked-filter';
import { queryName, queryPairs, type Filter, type FilterValue, type QueryPair } from './query';

/**
 * The query pairs of an analyst's filters on records of one kind. Fields and values are checked against the attributes of the object first
 * (`checkedFilter`); a status that Coupa's documents spell in several ways is looked for in all of them, at the record and inside it
 * (`order-lines.status`).
 *
 * @throws CoupaError `validation` as `checkedFilter` and `queryPairs` do
 */
export function recordConditions(entry: Filtered, filters: Filter[]): QueryPair[] {
	const { statusSpellings } = entry;
	const checked = filters.map((filter) => checkedFilter(entry, filter));
	return queryPairs(statusSpellings === undefined ? checked : checked.map((filter) => inEverySpelling(filter, statusSpellings)));
}

function inEverySpelling(filter: Filter, spellings: string[]): Filter {
	if (filter.unchecked === true) return filter;
	const values: FilterValue[] = [filter.value].flat();
	const { operator = 'eq' } = filter;
	const isOneOfThem = (value: FilterValue) => spellings.includes(String(value));
	if (!/(^|\[)status\]?$/.test(queryName(filter.field)) || !values.some(isOneOfThem)) return filter;
	const spelt = [...values.filter((value) => !isOneOfThem(value)), ...spellings];
	if (operator === 'eq' || operator === 'in') return { ...filter, operator: 'in', value: spelt };
	return operator === 'not_eq' || operator === 'not_in' ? { ...filter, operator: 'not_in', value: spelt } : filter;
}
