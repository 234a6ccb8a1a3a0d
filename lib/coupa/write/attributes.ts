import { ENTRIES } from '../resources';
import type { Entry } from '../resources/entry';
import type { Writing } from '../entry/writing';
import { definitionOf, isOwned, type Attribute } from '../schema';

/** One attribute that a request can write. */
export interface Writable {
	/** `name`; of a reference with the key it is named by: `payment-term.code`. */
	path: string;
	attribute: Attribute;
	/** Of a reference: the entry of what it names, where there is one. */
	entry: Entry | null;
	needed: boolean;
}

/** Keys that name a record whose object has no entry, the best first (rules.md §9). */
const NATURAL_KEYS = ['code', 'number', 'login', 'remit-to-code', 'name', 'id'];

/** Attributes that this way of writing an entry's records can send, needed ones first, then by name; custom fields are not among them. */
export function writableAttributes({ definition }: Entry, { needs = [], without = [], only }: Writing): Writable[] {
	const attributes = Object.entries(definitionOf(definition)).filter(
		([name, { readOnly }]) =>
			(readOnly !== true || only?.includes(name) === true) &&
			name !== 'custom-fields' &&
			!without.includes(name) &&
			(only?.includes(name) ?? true),
	);
	return attributes
		.map(([name, attribute]): Writable => {
			const needed = needs.includes(name);
			if (attribute.type !== 'reference' || attribute.of === undefined || isOwned(attribute.of))
				return { path: name, attribute, entry: null, needed };
			return { path: `${name}.${naturalKey(attribute.of)}`, attribute, entry: entryOf(attribute.of), needed };
		})
		.sort((left, right) => Number(right.needed) - Number(left.needed) || left.path.localeCompare(right.path));
}

/** The entry whose records a reference of this definition names: Coupa has several definitions of one object (`UserSimple`). */
export function entryOf(definition: string): Entry | null {
	const named = (name: string) => ENTRIES.find((entry) => entry.definition === name && entry.below === undefined) ?? null;
	return named(definition) ?? named(definition.replace(/Simple$/, ''));
}

/** What a record of a definition is named by in a reference: the key of its entry, else the usual ones. */
export function naturalKey(definition: string): string {
	const key = entryOf(definition)?.key?.attribute;
	if (key !== undefined) return key;
	const attributes = definitionOf(definition);
	return NATURAL_KEYS.find((name) => Object.hasOwn(attributes, name)) ?? 'id';
}
