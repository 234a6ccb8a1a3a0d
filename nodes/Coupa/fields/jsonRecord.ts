import { roundedNumber } from '../../../lib/coupa';
import { type CoupaRecord, exactJson, isRecord, type Json } from '../../../lib/core';
import type { ItemParameters } from '../../common/parameters';

/**
 * The record that a JSON parameter holds, as text, which keeps every digit, or as an object of an expression, whose numbers may have lost
 * some before.
 *
 * @param label of the parameter
 * @param example how to enter one, for errors: `one record in braces, for example {"name": "Office supplies"}`
 */
export function jsonRecord(parameters: ItemParameters, name: string, label: string, example: string): CoupaRecord {
	const given = parameters.json(name) as Json;
	const value = typeof given === 'string' ? exactJson(given) : given;
	if (!isRecord(value)) throw parameters.failure(`"${label}" is not a JSON object`, `Enter ${example}.`);
	const rounded = typeof given === 'string' ? null : roundedNumber(value);
	if (rounded === null) return value;
	throw parameters.failure(
		`"${label}" has a number that has lost digits: ${String(rounded)}`,
		'Give numbers of more than 15 digits as text, in quotes, or the whole JSON as text.',
	);
}
