import { linkOf } from '../filter';
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

/** Attributes that this way of writing an entry's records can send, needed ones first, then by name; custom fields are not among them. */
export function writableAttributes(owner: Entry, { needs = [], without = [], only }: Writing): Writable[] {
	const attributes = Object.entries(definitionOf(owner.definition)).filter(
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
			const { key, entry } = linkOf(owner, name) ?? { key: null, entry: null };
			return { path: `${name}.${key ?? 'id'}`, attribute, entry, needed };
		})
		.sort((left, right) => Number(right.needed) - Number(left.needed) || left.path.localeCompare(right.path));
}
