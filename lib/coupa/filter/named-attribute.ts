import { ownValue, shownName } from '../../core';
import { anyOf } from '../label';
import { fieldPath, refusedQuery } from '../query';
import type { Entry } from '../resources/entry';
import { attributesOf, type Attribute } from '../schema';
import { nearestList } from './nearest';

/** What a name written by a person stands for. */
export interface NamedAttribute {
	/** As Coupa names it: `supplier.number`. */
	field: string;
	/** Null where nothing is known of it: a custom field, or a record whose attributes no document lists. */
	attribute: Attribute | null;
}

type Known = Pick<Entry, 'definition' | 'one' | 'simplified' | 'listedBy'>;

/**
 * The attribute that a filter or a list of fields names: in Coupa's spellings (`supplier.number`, `supplier[number]`, `supplier_id`) or as
 * the simplified output has it (`supplier-number`, `po-numbers`).
 *
 * @returns null for a name that the attribute lists do not have
 * @throws CoupaError `validation` for what is no name at all, and for a linked record without one of its fields
 */
export function namedAttribute(entry: Known, written: string): NamedAttribute | null {
	const found = namedField(entry, written);
	if (found === null) return null;
	const { attribute } = found;
	if (attribute?.type !== 'reference' && attribute?.type !== 'list') return found;
	const inside = scalarNames(attribute.of ?? '').map((name) => `${found.field}.${name}`);
	throw refusedQuery(
		`“${shownName(written)}” is ${attribute.type === 'list' ? 'a list of linked records' : 'a linked record'}, so it cannot be compared with a value.`,
		`Use one of its fields: ${nearestList(`${found.field}.number name code`, inside)}.`,
	);
}

/** As `namedAttribute`, but a linked record or a list of them is a name, too: for what is to be returned. */
export function namedField(entry: Known, written: string): NamedAttribute | null {
	const names = fieldPath(written).map(dashed);
	const path = names.join('.');
	const extra = entry.listedBy?.conditions.find((condition) => condition === path);
	if (extra !== undefined) return { field: extra, attribute: null };
	return walked(entry.definition, names) ?? (names.length === 1 ? byOutputKey(entry, names[0] ?? '') : null);
}

/** As `namedAttribute`, but a name that the lists do not have is refused with those that come nearest. */
export function knownAttribute(entry: Known, written: string): NamedAttribute {
	const found = namedAttribute(entry, written);
	if (found !== null) return found;
	throw refusedQuery(
		`“${shownName(written)}” is not a field of ${anyOf(entry.one)}.`,
		`Similar fields: ${nearestList(written, filterableNames(entry.definition))}. If your Coupa has this field all the same, use a filter of the kind “Unchecked Field”.`,
	);
}

/** Attributes with plain values, and those of linked records that name them. */
function filterableNames(definition: string): string[] {
	const links = Object.entries(attributesOf(definition) ?? {}).flatMap(([name, { type, of = '' }]) =>
		type === 'reference' ? namingFields(of).map((field) => `${name}.${field}`) : [],
	);
	return [...scalarNames(definition), ...links];
}

/** The fields by which people know a record of a definition, the most usual one first. */
export function namingFields(definition: string): string[] {
	const attributes = attributesOf(definition) ?? {};
	return ['number', 'po-number', 'code', 'login', 'name', 'line-num'].filter((name) => Object.hasOwn(attributes, name));
}

/** Attributes with plain values that an answer can show. */
export function scalarNames(definition: string): string[] {
	const attributes = Object.entries(attributesOf(definition) ?? {});
	return attributes.filter(([, { type, writeOnly }]) => isScalar(type) && writeOnly !== true).map(([name]) => name);
}

/** Whether values of a type are plain ones. */
export function isScalar(type: Attribute['type']): boolean {
	return type !== 'reference' && type !== 'list' && type !== 'object';
}

function dashed(name: string): string {
	return name.replaceAll('_', '-');
}

function walked(definition: string, [name = '', ...rest]: string[]): NamedAttribute | null {
	const attributes = attributesOf(definition);
	if (attributes === null || name === 'custom-fields') return { field: [name, ...rest].join('.'), attribute: null };
	const known = Object.keys(attributes).find((candidate) => dashed(candidate).toLowerCase() === name.toLowerCase());
	const attribute = known === undefined ? undefined : ownValue(attributes, known);
	if (known === undefined || attribute === undefined) return rest.length === 0 ? idOfLink(definition, name) : null;
	if (rest.length === 0) return { field: known, attribute };
	if (attribute.type === 'object') return { field: [known, ...rest].join('.'), attribute: null };
	if (isScalar(attribute.type)) return null;
	return below(known, walked(attribute.of ?? '', rest));
}

/** `supplier-id`: Coupa's short form of `supplier.id` (rules.md §3). */
function idOfLink(definition: string, name: string): NamedAttribute | null {
	const link = name.endsWith('-id') ? name.slice(0, -'-id'.length) : '';
	return ownValue(attributesOf(definition), link)?.type === 'reference' ? { field: `${link}.id`, attribute: { type: 'integer' } } : null;
}

/** What a key of our own output stands for: `supplier-number`, `po-numbers`. */
function byOutputKey({ definition, simplified = [] }: Known, name: string): NamedAttribute | null {
	for (const shown of simplified) {
		if (typeof shown === 'string' && shown.replaceAll('.', '-') === name) return walked(definition, shown.split('.'));
		if (typeof shown === 'object' && shown.key === name && shown.field !== undefined) return walked(definition, [shown.list, shown.field]);
	}
	const links = Object.entries(attributesOf(definition) ?? {}).filter(([, { type }]) => type === 'reference');
	for (const [link, { of = '' }] of links) {
		if (attributesOf(of) === null || !name.startsWith(`${link}-`)) continue;
		const found = walked(of, [name.slice(link.length + 1)]);
		if (found !== null) return below(link, found);
	}
	return null;
}

function below(link: string, found: NamedAttribute | null): NamedAttribute | null {
	return found && { ...found, field: `${link}.${found.field}` };
}
