import { ENTRIES } from '../resources';
import type { Entry } from '../resources/entry';
import { attributesOf } from '../schema';
import { namingFields } from './named-attribute';

/** What a field for linked records leads to. */
export interface Link {
	definition: string;
	/** The entry whose list has these records; null where there is none. */
	entry: Entry | null;
	/** Attribute by which people know such a record; null where no document names one. */
	key: string | null;
}

/** The records that a reference such as `supplier` of an invoice links to; null where the field is no reference. */
export function linkOf({ definition }: Pick<Entry, 'definition'>, field: string): Link | null {
	const attribute = attributesOf(definition)?.[field];
	if (attribute?.type !== 'reference' || attribute.of === undefined) return null;
	const { of } = attribute;
	const entry =
		ENTRIES.find((candidate) => candidate.definition === of && candidate.below === undefined && candidate.reads.length > 0) ?? null;
	return { definition: of, entry, key: entry?.key?.attribute ?? namingFields(of)[0] ?? null };
}
