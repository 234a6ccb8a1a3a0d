import type { Filter } from '../query';
import type { Entry } from '../resources/entry';
import { filterValue } from './filter-value';
import { knownAttribute } from './named-attribute';

/** What of an entry decides which filters it takes. */
export type Filtered = Pick<Entry, 'definition' | 'one' | 'simplified' | 'statuses' | 'statusSpellings'>;

/**
 * A filter with the field and the values as Coupa spells them. An unchecked one, custom fields, and fields of records whose attributes no
 * document lists pass as they are.
 *
 * @throws CoupaError `validation` for a field, an operator or a value that can never match, with those that can
 */
export function checkedFilter(entry: Filtered, filter: Filter): Filter {
	if (filter.unchecked === true) return filter;
	const { field, attribute } = knownAttribute(entry, filter.field);
	if (attribute === null) return { ...filter, field };
	const choices = choicesOf(entry, field, attribute.enum);
	return { ...filter, field, value: filterValue({ field, attribute, ...(choices && { choices }) }, filter.operator, filter.value) };
}

/** The values that a field can have; undefined where any will do. */
export function choicesOf(
	{ statuses, statusSpellings = [] }: Pick<Entry, 'statuses' | 'statusSpellings'>,
	field: string,
	listed: string[] | undefined,
): string[] | undefined {
	const own = field === 'status' ? statuses : undefined;
	if (own === undefined && listed === undefined) return undefined;
	const spelt = field.split('.').at(-1) === 'status' ? statusSpellings : [];
	return [...new Set([...(own ?? []), ...(listed ?? []), ...spelt])];
}
