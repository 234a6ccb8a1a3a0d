import { isRecord, recordsAt, textAt, valueAt, type CoupaRecord, type Json, ownValue } from '../core';
import type { Entry, ListedMembers } from './resources/entry';

/**
 * A flat record with the fields an analyst looks at first: `currency.code` becomes `currency-code`. Values are unchanged, but
 * calendar days lose their midnight. Fields that the record does not have, and blank account segments, are left out. Holds no
 * secrets and no bank data.
 */
export function simplify(record: CoupaRecord, { simplified, days = [] }: Pick<Entry, 'simplified' | 'days'>): CoupaRecord {
	const shown = ['id', ...simplified.filter((field) => typeof field === 'string'), 'created-at', 'updated-at'];
	const values = shown.map((path): [string, Json | undefined] => {
		const value = valueAt(record, ...path.split('.'));
		return [path.replaceAll('.', '-'), days.includes(path) ? withoutMidnight(value) : value];
	});
	const lists = simplified.filter((field) => typeof field === 'object');
	const lines = lists.map((list): [string, Json | undefined] => [list.key, membersLine(record, list)]);
	return Object.fromEntries([...values, ...lines].filter((entry): entry is [string, Json] => isShown(...entry)));
}

function isShown(key: string, value: Json | undefined): boolean {
	if (value === undefined || isRecord(value) || Array.isArray(value)) return false;
	return !(key.startsWith('segment-') && (value === null || value === ''));
}

/** `70315, 70316`: each value once, in the order of the list; undefined where the record has no such list. */
function membersLine(record: CoupaRecord, { list, field }: ListedMembers): string | undefined {
	if (!Array.isArray(ownValue(record, list))) return undefined;
	const values = recordsAt(record, list).map((member) => textAt(member, field));
	return [...new Set(values.filter((value) => value !== undefined && value !== ''))].join(', ');
}

/** `2026-04-25` for `2026-04-25T00:00:00-07:00`. Another time of day may belong to another day, so it stays as it is. */
function withoutMidnight(value: Json | undefined): Json | undefined {
	return typeof value === 'string' ? value.replace(/^(\d{4}-\d\d-\d\d)T00:00:00(?:\.0+)?(?:Z|[+-]\d\d:?\d\d)?$/, '$1') : value;
}
