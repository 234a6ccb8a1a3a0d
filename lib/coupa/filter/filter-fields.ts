import { inOrder, isSecretName, ownValue } from '../../core';
import { attributeLabel } from '../label';
import type { Entry } from '../resources/entry';
import { attributesOf, type Attribute } from '../schema';
import { kindOf } from './attribute-kind';
import { choicesOf } from './checked-filter';
import { isScalar, namingFields, scalarNames } from './named-attribute';

/** How the values of a field are entered. */
export type FilterGroup = 'text' | 'number' | 'date' | 'choice' | 'flag' | 'link';

/** A field that records can be filtered by. */
export interface FilterField {
	/** `supplier.number` */
	field: string;
	/** `Supplier (Number)` */
	label: string;
	group: FilterGroup;
}

type Filtered = Pick<Entry, 'definition' | 'statuses' | 'statusSpellings'>;

/** The fields of an object that lists can be filtered by, in the order of their labels: its own ones, and those that name a linked record. */
export function filterFields(entry: Filtered): FilterField[] {
	const own = Object.entries(attributesOf(entry.definition) ?? {});
	const fields = own.flatMap(([name, attribute]): Array<[string, Attribute]> => {
		if (attribute.writeOnly === true || isSecretName(name)) return [];
		if (attribute.type !== 'reference') return isScalar(attribute.type) ? [[name, attribute]] : [];
		const inside = attributesOf(attribute.of ?? '') ?? {};
		const naming = namingFields(attribute.of ?? '').map((field): [string, Attribute] => [
			`${name}.${field}`,
			ownValue(inside, field) ?? { type: 'string' },
		]);
		return [[name, attribute], ...naming];
	});
	return fields
		.map(([field, attribute]) => ({ field, label: attributeLabel(field), group: groupOf(entry, field, attribute) }))
		.sort((left, right) => inOrder(left.label, right.label));
}

/** The fields that an answer can be limited to, in the order of their labels: its own ones, those that name a linked record, and those of the members of its lists. */
export function returnableFields(entry: Filtered): Array<Omit<FilterField, 'group'>> {
	const own = Object.entries(attributesOf(entry.definition) ?? {}).filter(
		([name, { writeOnly }]) => writeOnly !== true && !isSecretName(name),
	);
	const fields = own.flatMap(([name, { type, of = '' }]): string[] => {
		if (type !== 'reference' && type !== 'list') return [name];
		const inside = type === 'reference' ? namingFields(of) : scalarNames(of).filter((field) => !isSecretName(field));
		return [name, ...inside.map((field) => `${name}.${field}`)];
	});
	return fields.map((field) => ({ field, label: attributeLabel(field) })).sort((left, right) => inOrder(left.label, right.label));
}

/** The values that a field of the group `choice` can have; empty for all others. */
export function filterChoices(entry: Filtered, field: string): Array<{ value: string; label: string }> {
	const attribute = ownValue(attributesOf(entry.definition), field);
	return (attribute === undefined ? [] : (choicesOf(entry, field, attribute.enum) ?? [])).map((value) => ({
		value,
		label: attributeLabel(value),
	}));
}

function groupOf(entry: Filtered, field: string, attribute: Attribute): FilterGroup {
	if (attribute.type === 'reference') return 'link';
	const kind = kindOf(field, attribute);
	if (kind === 'date' || kind === 'dateTime') return 'date';
	if (kind === 'boolean') return 'flag';
	if (kind === 'number') return 'number';
	return (choicesOf(entry, field, attribute.enum)?.length ?? 0) > 1 ? 'choice' : 'text';
}
