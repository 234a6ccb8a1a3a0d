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
			return decimalText(id, attribute);
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

/** `7.5`, in as many digits as the attribute takes. */
function decimalText(id: number, { precision = 32, scale = 4 }: Attribute): string {
	const whole = id % 10 ** Math.min(precision - scale, 15);
	return scale === 0 ? String(whole) : `${String(whole)}.5`;
}

/**
 * A body that Coupa takes for a way of writing: what it needs and a value for every other plain attribute that it writes. References
 * are written only where they are needed, by `reference`.
 */
export function sampledBody(definition: string, writing: SampledWriting, id: number, reference: CoupaRecord = { id }): CoupaRecord {
	const { needs = [], without = [], only, always = {} } = writing;
	const written = Object.entries(definitionOf(definition)).filter(
		([name, { readOnly, type }]) =>
			readOnly !== true &&
			!without.includes(name) &&
			(only === undefined || only.includes(name)) &&
			(needs.includes(name) || !['reference', 'list', 'object'].includes(type)),
	);
	const values = written.map(([name, attribute]): [string, Json] => {
		if (attribute.type === 'reference') return [name, reference];
		if (attribute.type === 'list') return [name, [{}]];
		return [name, attribute.type === 'object' ? { 'sampled-field': String(id) } : valueOf(name, attribute, id, DEPTH)];
	});
	return { ...Object.fromEntries(values), ...always };
}

/** As much of a way of writing (lib/coupa/entry/writing.ts) as a body depends on. */
interface SampledWriting {
	needs?: string[];
	without?: string[];
	only?: string[];
	always?: CoupaRecord;
}
