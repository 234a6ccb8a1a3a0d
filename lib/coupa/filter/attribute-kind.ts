import { ownValue } from '../../core';
import type { FieldKind } from '../query';
import type { Entry } from '../resources/entry';
import { attributesOf, type Attribute } from '../schema';

/** What kind of value an attribute holds: it decides which operators Coupa knows for it, and how it is shown. */
export function kindOf(name: string, { type }: Attribute): FieldKind {
	if (type === 'boolean') return 'boolean';
	if (type === 'integer' || type === 'decimal') return 'number';
	if (type !== 'datetime') return 'text';
	return name.endsWith('-at') ? 'dateTime' : 'date';
}

/** Whether an attribute is a calendar day: the definitions call days and times the same, their names tell (`invoice-date`, `updated-at`). */
export function isDay(name: string, attribute: Attribute): boolean {
	return kindOf(name, attribute) === 'date';
}

/** The attribute at the end of a path such as `supplier.name`; null where the definitions have none. */
export function attributeAt(definition: string, path: string): Attribute | null {
	const [name = '', ...rest] = path.split('.');
	const attribute = ownValue(attributesOf(definition) ?? {}, name);
	if (attribute === undefined || rest.length === 0) return attribute ?? null;
	return attributeAt(attribute.of ?? '', rest.join('.'));
}

/** Whether a part of the field's text can be searched for; of a record whose attributes no document lists any field may be text. */
export function isTextAttribute({ definition }: Pick<Entry, 'definition'>, path: string): boolean {
	const attribute = attributeAt(definition, path);
	if (attribute === null) return true;
	return attribute.type === 'string' && attribute.enum === undefined && path.split('.').at(-1) !== 'status';
}
