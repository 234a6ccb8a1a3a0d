/** Any JSON value. Decimals are strings, as in Coupa's own JSON (rules.md §2). */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** One Coupa object exactly as Coupa's API JSON spells it: dashed keys, custom fields under `custom-fields`. */
export type CoupaRecord = { [key: string]: Json };

/**
 * What a record holds itself under a key that may be any word: undefined for `constructor`, `__proto__` and the like, which every
 * object has without holding them.
 */
export function ownValue<Value>(record: Readonly<Record<string, Value>> | null | undefined, key: string): Value | undefined {
	return record && Object.hasOwn(record, key) ? record[key] : undefined;
}

/** Gives a record a value under a key that may be any word, `__proto__` too. */
export function setOwn<Value>(record: Record<string, Value>, key: string, value: Value): void {
	if (key === '__proto__') Object.defineProperty(record, key, { value, enumerable: true, configurable: true, writable: true });
	else record[key] = value;
}

/** Reads a nested value by keys, or undefined where a step is missing. */
export function valueAt(record: Json | undefined, ...keys: Array<string | number>): Json | undefined {
	let value: Json | undefined = record;
	for (const key of keys) {
		if (value === null || typeof value !== 'object') return undefined;
		value = Array.isArray(value) ? value[Number(key)] : ownValue(value, String(key));
	}
	return value;
}

/** The text of a scalar, or undefined for null, objects and missing values. */
export function textAt(record: Json | undefined, ...keys: Array<string | number>): string | undefined {
	const value = valueAt(record, ...keys);
	if (typeof value === 'string') return value;
	return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** The objects of an array value; an absent or other value gives an empty list. */
export function recordsAt(record: Json | undefined, ...keys: Array<string | number>): CoupaRecord[] {
	const value = valueAt(record, ...keys);
	return Array.isArray(value) ? value.filter(isRecord) : [];
}

export function isRecord(value: Json | undefined): value is CoupaRecord {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
