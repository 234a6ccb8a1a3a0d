import { isRecord, ownValue, setOwn, valueAt, type CoupaRecord, type Json } from '../../core';
import type { BodySource } from './body';
import { writableAttributes, type Writable } from './attributes';
import { definitionOf } from '../schema';

/** What an item's own fields give. */
export interface AutoMapped {
	/** By attribute path. */
	values: Record<string, unknown>;
	/** Fields that are not named like anything the object has. */
	left: string[];
}

/**
 * The fields of an item that are named like attributes: as in Coupa's records (`payment-term` with a record in it), as in our simplified
 * ones (`payment-term-code`), or as paths (`payment-term.code`). A record that is referred to is named by its ID, or by its key. What
 * Coupa sets itself is passed over, as an item from Get has it.
 */
export function autoMapped(json: CoupaRecord, { entry, writing, customFields }: BodySource): AutoMapped {
	const writable = writableAttributes(entry, writing);
	const mapped: AutoMapped = { values: {}, left: [] };
	for (const [name, value] of Object.entries(json)) {
		const known = writable.find(({ path }) => [path, path.split('.')[0], path.replace('.', '-')].includes(name));
		if (known !== undefined) Object.assign(mapped.values, named(known, value));
		else if (name === 'custom-fields' && isRecord(value))
			Object.assign(mapped.values, Object.fromEntries(Object.entries(value).map(([key, inner]) => [`custom-fields.${key}`, inner])));
		else if (customFields.some(({ path }) => path === name) || name.startsWith('custom-fields.')) setOwn(mapped.values, name, value);
		else if (!isSetByCoupa(entry.definition, name)) mapped.left.push(name);
	}
	return mapped;
}

function named({ path, attribute }: Writable, value: Json): Record<string, Json> {
	const [name = '', key] = path.split('.');
	if (key === undefined || attribute.type !== 'reference' || !isRecord(value)) return { [path]: value };
	const id = valueAt(value, 'id');
	return id === undefined ? { [path]: ownValue(value, key) ?? null } : { [`${name}.id`]: id };
}

/** Read-only attributes, and what stands for a part of one in a simplified record. */
function isSetByCoupa(definition: string, name: string): boolean {
	const attributes = definitionOf(definition);
	return Object.keys(attributes).some((attribute) => name === attribute || name.startsWith(`${attribute}-`));
}
