import type { CoupaRecord, Json } from '../../../lib/core';
import { type Attribute, definitionOf } from '../../../lib/coupa/schema';

/** Deeper than this, references hold their id only. */
const DEPTH = 1;

/**
 * A record of any of Coupa's objects with a value for each attribute that an answer can show, invented by its type: for
 * objects that the data set holds none of. Two records of different ids differ in every text and number.
 *
 * @param definition Coupa's name of the object, e.g. `PaymentTerm`
 */
export function sampledRecord(definition: string, id: number): CoupaRecord {
	return { ...sampled(definition, id, 0), id };
}

function sampled(definition: string, id: number, depth: number): CoupaRecord {
	const shown = Object.entries(definitionOf(definition)).filter(([, attribute]) => attribute.writeOnly !== true);
	return Object.fromEntries(shown.map(([name, attribute]) => [name, valueOf(name, attribute, id, depth)]));
}

function valueOf(name: string, attribute: Attribute, id: number, depth: number): Json {
	switch (attribute.type) {
		case 'string':
			// The end has what tells two records apart.
			return attribute.enum?.[0] ?? `${name} ${String(id)}`.slice(-(attribute.max ?? 255)).trim();
		case 'integer':
			return id;
		case 'boolean':
			return id % 2 === 0;
		case 'decimal':
			return `${String(id)}.5`;
		case 'datetime':
			return `2026-04-${String((id % 27) + 1).padStart(2, '0')}T08:00:00Z`;
		case 'object':
			return {};
		case 'reference':
			return depth < DEPTH ? { ...sampled(attribute.of ?? '', id, depth + 1), id } : { id };
		case 'list':
			return [];
	}
}
