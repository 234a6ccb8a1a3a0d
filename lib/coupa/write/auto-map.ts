import { isRecord, ownValue, setOwn, valueAt, type CoupaRecord, type Json } from '../../core';
import type { Entry } from '../resources/entry';
import type { BodySource } from './body';
import { writableAttributes, type Writable } from './attributes';
import { sendable } from './sendable';
import { definitionOf } from '../schema';

/** What an item's own fields give. */
export interface AutoMapped {
	/** By attribute path. */
	values: Record<string, unknown>;
	/** Fields that are not named like anything the object has, or that name no record though they are of a linked one. */
	left: string[];
}

/**
 * The fields of an item that are named like attributes: as in Coupa's records (`payment-term` with a record in it), as in our simplified
 * ones (`payment-term-code`), or as paths (`payment-term.code`). A record that is referred to is named by its ID, or by its key. What
 * Coupa sets itself is passed over, as an item from Get has it, also inside the records of lists.
 */
export function autoMapped(json: CoupaRecord, { entry, writing, customFields }: BodySource): AutoMapped {
	const writable = writableAttributes(entry, writing);
	const values: Record<string, unknown> = {};
	const others: string[] = [];
	for (const [name, value] of Object.entries(json)) {
		const known = writable.find(({ path }) => [path, path.split('.')[0], path.replace('.', '-')].includes(name));
		if (known !== undefined) Object.assign(values, named(known, sendable(value, known.attribute, writing.kind)));
		else if (name === 'custom-fields' && isRecord(value))
			Object.assign(values, Object.fromEntries(Object.entries(value).map(([key, inner]) => [`custom-fields.${key}`, inner])));
		else if (customFields.some(({ path }) => path === name) || name.startsWith('custom-fields.')) setOwn(values, name, value);
		else others.push(name);
	}
	const namedRecords = new Set(Object.keys(values).map((path) => path.split('.')[0] ?? ''));
	return { values, left: others.filter((name) => !isOfCoupa(name, entry, writable, namedRecords)) };
}

function named({ path, attribute }: Writable, value: Json): Record<string, Json> {
	const [name = '', key] = path.split('.');
	if (key === undefined || attribute.type !== 'reference' || !isRecord(value)) return { [path]: value };
	const id = valueAt(value, 'id');
	return id === undefined ? { [path]: ownValue(value, key) ?? null } : { [`${name}.id`]: id };
}

/**
 * Whether a field shows what Coupa sets itself, or a part of something that is sent anyway: read-only attributes, and what stands for a part
 * of an attribute in a simplified record. A part of a linked record that nothing names is not: who gives it expects it to be sent.
 */
function isOfCoupa(name: string, { definition, simplified = [] }: Entry, writable: Writable[], namedRecords: ReadonlySet<string>): boolean {
	if (simplified.some((field) => typeof field === 'object' && field.key === name)) return true;
	const attributes = definitionOf(definition);
	if (Object.hasOwn(attributes, name)) return true;
	return Object.entries(attributes).some(([attribute, { type }]) => {
		if (!name.startsWith(`${attribute}-`)) return false;
		const isWritten = writable.some(({ path }) => path.split('.')[0] === attribute);
		return type !== 'reference' || !isWritten || namedRecords.has(attribute);
	});
}
