import { Failure, isRecord, ownValue, setOwn, shownName, type CoupaRecord, type Json } from '../../core';
import type { Writing } from '../entry/writing';
import { anyOf, attributeLabel } from '../label';
import type { Entry } from '../resources/entry';
import { definitionOf, pathText, schemaFindings, type Attribute } from '../schema';
import { idIn } from '../record-id';
import { writableAttributes } from './attributes';
import type { CustomField } from '../custom-fields';
import { writtenValue } from './value';

/** What a request body is made of. */
export interface BodySource {
	entry: Entry;
	writing: Writing;
	/** Those of this instance, as far as they are known. */
	customFields: readonly CustomField[];
	/** IANA name: of times that are given without a zone. */
	zone: string;
}

/** Names that an error lists. */
const MOST_NAMED = 15;
const CUSTOM = 'custom-fields';

/**
 * A request body from single values, by attribute path as the mapper names them: `name`, `payment-term.code`, `custom-fields.region`.
 * Empty values are left out; with `clears` they are sent as null, which empties the attribute in Coupa.
 *
 * @throws Failure `parameter` naming the field: an attribute that cannot be written, a value of the wrong kind, a needed one that is missing
 */
export function bodyOf(values: Readonly<Record<string, unknown>>, source: BodySource, { clears = false } = {}): CoupaRecord {
	const body: CoupaRecord = {};
	for (const [path, value] of Object.entries(values)) {
		if (value === undefined || (isEmpty(value) && !clears)) continue;
		place(body, path, isEmpty(value) ? null : valueOf(path, value, source));
	}
	return checkedBody(body, source);
}

/**
 * A body that was given whole, checked as far as definitions go: attributes that the definition has are held to it; others are sent, since
 * Coupa may be newer than the definition, and are reported when Coupa ignores them.
 *
 * @throws Failure `parameter` as bodyOf
 */
export function checkedBody(given: CoupaRecord, { entry, writing }: Pick<BodySource, 'entry' | 'writing'>): CoupaRecord {
	const body = { ...given, ...writing.always };
	const mode = writing.kind === 'create' ? 'create' : 'update';
	const also = [...(writing.only ?? []), ...Object.keys(writing.always ?? {})];
	const [finding] = schemaFindings(body, entry.definition, { mode, alsoAccepts: also }).filter(({ kind }) => kind !== 'unknown');
	if (finding !== undefined)
		throw new Failure(`“${attributeLabel(pathText(finding.path))}” ${finding.text}.`, 'parameter', {
			hint: `Correct it, or leave it out: Coupa would refuse or ignore it.`,
		});
	const refused = (writing.without ?? []).find((name) => Object.hasOwn(given, name));
	if (refused !== undefined) throw notThisWay(refused, entry);
	if (writing.kind === 'create') checkComplete(body, entry, writing);
	if (Object.keys(body).length === 0)
		throw new Failure(`Nothing is set that could be written to the ${entry.one}.`, 'parameter', { hint: 'Set at least one field.' });
	return body;
}

/** Throws Failure `parameter` where attributes are missing that Coupa refuses a new record without. */
export function checkComplete(body: CoupaRecord, { one }: Entry, { needs = [] }: Writing): void {
	const missing = needs.filter((name) => isMissing(ownValue(body, name)));
	if (missing.length === 0) return;
	throw new Failure(`Coupa needs ${missing.map((name) => `“${attributeLabel(name)}”`).join(', ')} to create ${anyOf(one)}.`, 'parameter', {
		hint: 'Add what is missing. Nothing was sent.',
	});
}

function valueOf(path: string, value: unknown, { entry, writing, customFields, zone }: BodySource): Json {
	const label = attributeLabel(path);
	const custom = customFields.find((field) => field.path === path);
	if (custom !== undefined)
		return writtenValue(value, custom.attribute, { label: custom.label, day: custom.isDay ? 'always' : 'never', zone });
	if (path.startsWith(`${CUSTOM}.`)) return value as Json;
	const writable = writableAttributes(entry, writing).find((other) => other.path === path || other.path.split('.')[0] === path);
	const attribute = writable === undefined ? referenceKey(path, entry, writing) : leafOf(path, writable);
	if (attribute === null) throw unwritable(path, entry, writing);
	const day = entry.days?.includes(path) === true ? 'always' : /-(at|time)$/.test(path) ? 'never' : 'atMidnight';
	return writtenValue(value, attribute, { label, day, zone });
}

/** `supplier.id` where the mapper proposes `supplier.number`: any key of a reference that can be written. */
function referenceKey(path: string, entry: Entry, writing: Writing): Attribute | null {
	const [name = '', key = ''] = path.split('.');
	const writable = writableAttributes(entry, writing).find((other) => other.path.startsWith(`${name}.`));
	if (writable === undefined || writable.attribute.of === undefined || key === '') return null;
	return ownValue(definitionOf(writable.attribute.of), key) ?? null;
}

function leafOf(path: string, { path: proposed, attribute }: ReturnType<typeof writableAttributes>[number]): Attribute {
	const key = path === proposed ? path.split('.')[1] : undefined;
	if (key === undefined || attribute.of === undefined) return attribute;
	return ownValue(definitionOf(attribute.of), key) ?? { type: 'string' };
}

function unwritable(path: string, entry: Entry, writing: Writing): Failure {
	const known = writableAttributes(entry, writing).map((other) => other.path);
	const alike = known.filter((name) => name.includes(path.split(/[.-]/)[0] ?? path));
	const named = [...new Set([...alike, ...known])].slice(0, MOST_NAMED);
	const [name = ''] = path.split('.');
	if (writing.without?.includes(name) === true) return notThisWay(name, entry);
	const isReadOnly = ownValue(definitionOf(entry.definition), name)?.readOnly === true;
	return new Failure(
		isReadOnly
			? `Coupa sets “${attributeLabel(path)}” of ${entry.many} itself.`
			: `${shownName(path)} is not an attribute of ${entry.many}.`,
		'parameter',
		{ hint: `Attributes that can be written: ${named.join(', ')}${known.length > named.length ? ' …' : ''}` },
	);
}

function notThisWay(name: string, { many }: Entry): Failure {
	return new Failure(`“${attributeLabel(name)}” of ${many} cannot be written this way.`, 'parameter', { hint: 'Leave it out.' });
}

/** Puts a value at its path; the ID of a reference is a number there. */
function place(body: CoupaRecord, path: string, value: Json): void {
	const at = path.indexOf('.');
	if (at < 0) return setOwn(body, path, value);
	const [name, key] = [path.slice(0, at), path.slice(at + 1)];
	const inside = ownValue(body, name);
	const record = isRecord(inside) ? inside : {};
	setOwn(record, key, key === 'id' ? (idIn(value) ?? value) : value);
	setOwn(body, name, name !== CUSTOM && value === null ? null : record);
}

function isMissing(value: Json | undefined): boolean {
	return isEmpty(value) || (Array.isArray(value) && value.length === 0);
}

function isEmpty(value: unknown): boolean {
	return value === null || value === undefined || (typeof value === 'string' && value.trim() === '');
}
