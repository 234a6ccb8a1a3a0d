import type { Json } from '../core';

/** Coupa's IDs are whole numbers from 1 on; beyond 2^53 a number in JSON is not read exactly. */
const ID = /^[1-9]\d{0,15}$/;

/** The ID a value is, as a number or its digits; null for anything else: `0`, `-1`, `1.5`, `1e3`, ` 12`, `1/../2`, a list. */
export function idIn(value: Json | undefined): number | null {
	const id = typeof value === 'number' || (typeof value === 'string' && ID.test(value)) ? Number(value) : null;
	return id !== null && Number.isSafeInteger(id) && id > 0 ? id : null;
}
