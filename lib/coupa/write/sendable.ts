import { isRecord, ownValue, type CoupaRecord, type Json } from '../../core';
import type { Writing } from '../entry/writing';
import { definitionOf, isOwned, type Attribute } from '../schema';

/** Lists that hold their records, by the ending of their name, although records of that kind can have a list of their own too. */
const HOLDING = /(?:Line|Address|RemitTo|Allocation|Charge|Contact|Site)$/;

/**
 * A value of a record that Coupa answered with, as it can be sent back: records that belong to it lose what Coupa sets itself, in a new one
 * their IDs as well; records that it refers to are named by their ID.
 */
export function sendable(value: Json, { type, of }: Attribute, kind: Writing['kind']): Json {
	if (of === undefined) return value;
	if (Array.isArray(value)) return value.map((member) => (isRecord(member) ? part(member, of, kind) : member));
	return type === 'reference' && isRecord(value) && isOwned(of) ? part(value, of, kind) : value;
}

function part(record: CoupaRecord, of: string, kind: Writing['kind']): CoupaRecord {
	const { id } = record;
	if (!isOwned(of) && !HOLDING.test(of)) return id === undefined ? record : { id };
	const attributes = definitionOf(of);
	return Object.fromEntries(
		Object.entries(record)
			.filter(([name]) => (name === 'id' ? kind === 'update' : ownValue(attributes, name)?.readOnly !== true))
			.map(([name, value]): [string, Json] => [name, inside(value, ownValue(attributes, name), kind)]),
	);
}

function inside(value: Json, attribute: Attribute | undefined, kind: Writing['kind']): Json {
	if (attribute?.of === undefined) return value;
	return isRecord(value) && attribute.type === 'reference' ? part(value, attribute.of, kind) : sendable(value, attribute, kind);
}
