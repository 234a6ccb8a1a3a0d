import { isRecord, valueAt, type CoupaRecord, type Json } from '../../core';
import type { CoupaClient } from '../client';
import type { Entry } from '../resources/entry';
import { attributesOf, isDateTime } from '../schema';
import { customField, type CustomField } from './field';

/** Records that are looked at; the newest ones, since fields come to be. */
const SAMPLE = 50;

/**
 * What records of the object show: every key below `custom-fields`, and every key of the record itself that is no attribute of its
 * definition (old custom fields, rules.md §2; an attribute newer than release 39 may be among them). Types are those of the values seen.
 */
export async function fromSample(client: CoupaClient, { definition }: Entry, list: string): Promise<CustomField[]> {
	const records = await client.listAll(list, { orderBy: 'id', dir: 'desc', limit: SAMPLE });
	const known = attributesOf(definition);
	const nested = valuesByKey(records.map((record) => valueAt(record, 'custom-fields')).filter(isRecord));
	const own = known === null ? new Map<string, Json[]>() : valuesByKey(records);
	return [
		...Array.from(nested, ([name, values]) => customField(name, seenType(values))),
		...Array.from(own)
			.filter(([name]) => known !== null && !Object.hasOwn(known, name) && name !== 'custom-fields' && !name.startsWith('_'))
			.map(([name, values]) => customField(name, seenType(values), undefined, true)),
	];
}

function valuesByKey(records: CoupaRecord[]): Map<string, Json[]> {
	const values = new Map<string, Json[]>();
	for (const record of records) for (const [name, value] of Object.entries(record)) values.set(name, [...(values.get(name) ?? []), value]);
	return values;
}

/** Text where they differ, and where there is none. */
function seenType(values: Json[]): string {
	const types = new Set(values.filter((value) => value !== null && value !== '').map(typeOf));
	const [only = 'string'] = types;
	return types.size === 1 ? only : 'string';
}

function typeOf(value: Json): string {
	if (typeof value === 'boolean') return 'boolean';
	if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'decimal';
	if (Array.isArray(value)) return 'list';
	if (typeof value === 'object') return 'record';
	return isDateTime(value) ? (value.length === 10 ? 'date' : 'datetime') : 'string';
}
