import { ownValue } from '../../core';
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
	const attribute = ownValue(attributesOf(definition), field);
	if (attribute?.type !== 'reference' || attribute.of === undefined) return null;
	const { of } = attribute;
	// Coupa has a shorter definition of some objects for references: UserSimple.
	const full = of.replace(/Simple$/, '');
	const entry = ENTRIES.find(({ definition: named, below }) => (named === of || named === full) && below === undefined) ?? null;
	return { definition: of, entry, key: entry?.key?.attribute ?? namingFields(of)[0] ?? null };
}
