import type { Entry } from './resources/entry';
import type { Attribute } from './schema';
import { shownFields, type ShownField } from './simplify';

/** JSON schema of an item, as n8n shows it before a node has run. */
export interface OutputSchema {
	type: 'object';
	properties: Record<string, { type: string[] }>;
	version: 1;
}

/** What the simplified output of an object's records looks like; any value can be null. */
export function outputSchema(entry: Entry): OutputSchema {
	const properties = shownFields(entry).map((field): [string, { type: string[] }] => [field.key, { type: [typeOf(field), 'null'] }]);
	return { type: 'object', properties: Object.fromEntries(properties), version: 1 };
}

const TYPES: Partial<Record<Attribute['type'], string>> = { integer: 'integer', boolean: 'boolean' };

/** Decimals and dates are texts in Coupa's JSON (rules.md §2). */
function typeOf({ key, attribute, member }: ShownField): string {
	if (member === null || key === 'id') return 'integer';
	return (attribute && TYPES[attribute.type]) ?? 'string';
}
