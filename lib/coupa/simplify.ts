import { isRecord, recordsAt, textAt, valueAt, type CoupaRecord, type Json } from '../core';
import type { Entry, ListedMembers } from './resources/entry';

/**
 * A flat record with the fields an analyst looks at first, values unchanged: `currency.code` becomes `currency-code`. Fields
 * that the record does not have, and blank account segments, are left out. Holds no secrets and no bank data.
 */
export function simplify(record: CoupaRecord, { simplified }: Pick<Entry, 'simplified'>): CoupaRecord {
	const shown = ['id', ...simplified.filter((field) => typeof field === 'string'), 'created-at', 'updated-at'];
	const values = shown.map((path): [string, Json | undefined] => [path.replaceAll('.', '-'), valueAt(record, ...path.split('.'))]);
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
	if (!Array.isArray(record[list])) return undefined;
	const values = recordsAt(record, list).map((member) => textAt(member, field));
	return [...new Set(values.filter((value) => value !== undefined && value !== ''))].join(', ');
}
