import { isRecord, parseDecimal, textAt, type CoupaRecord, type Json } from '../../../../lib/core';
import type { Company } from '../company';
import { invoiceRefusal } from '../refusal';
import { definitionOf, isOwned, type Attribute } from '../../../../lib/coupa/schema';
import { storedDateTime, timestamp } from '../time';
import { resolveReference, type ReferenceScope } from './references';

/** Where a record is written: the company, and what its references may mean. */
export interface MergeContext extends ReferenceScope {
	company: Company;
}

/**
 * What is stored after a POST or PUT: the record as it was (or an empty one) with the sent attributes in place.
 * References are replaced by what they name, or by null when they name nothing; owned records are found by id or added.
 */
export function merged(definition: string, current: CoupaRecord | null, sent: CoupaRecord, context: MergeContext): CoupaRecord {
	const attributes = definitionOf(definition);
	const record = { ...(current ?? emptyRecord(definition)) };
	for (const [name, value] of Object.entries(sent)) {
		const attribute = attributes[name];
		if (attribute === undefined || attribute.writeOnly) continue;
		record[name] = storedValue(name, attribute, value, record[name] ?? null, context);
	}
	return record;
}

/** Every attribute Coupa answers with, still without a value. */
function emptyRecord(definition: string): CoupaRecord {
	const shown = Object.entries(definitionOf(definition)).filter(([, attribute]) => !attribute.writeOnly);
	return Object.fromEntries(shown.map(([name, { type }]): [string, Json] => [name, type === 'list' ? [] : type === 'object' ? {} : null]));
}

function storedValue(name: string, attribute: Attribute, value: Json, current: Json, context: MergeContext): Json {
	const of = attribute.of ?? '';
	if (attribute.type === 'list') return Array.isArray(value) ? storedList(name, of, value, current, context) : [];
	if (value === null) return null;
	switch (attribute.type) {
		case 'reference':
			return resolveReference(context.company.records, of, value, context);
		case 'object':
			return isRecord(value) && isRecord(current) ? { ...current, ...value } : value;
		case 'decimal':
			return decimalText(name, String(value));
		case 'datetime':
			return storedDateTime(String(value), context.company.settings.utcOffset);
		default:
			return value;
	}
}

function storedList(name: string, of: string, values: Json[], current: Json, context: MergeContext): Json[] {
	const entries = values.filter(isRecord);
	if (!isOwned(of))
		return entries.map((entry) => resolveReference(context.company.records, of, entry, context)).filter((entry) => entry !== null);
	const known = Array.isArray(current) ? current.filter(isRecord) : [];
	const stranger = entries.find(({ id }) => id !== undefined && !known.some((candidate) => candidate.id === id));
	if (stranger !== undefined)
		throw invoiceRefusal([
			{ field: `invoice-header.${name.replaceAll('-', '_')}`, text: `id ${textAt(stranger, 'id')} does not belong to this invoice` },
		]);
	const changed = known.map((candidate) => {
		const entry = entries.find(({ id }) => id === candidate.id);
		return entry === undefined ? candidate : stamped(merged(of, candidate, entry, context), context);
	});
	const added = entries.filter(({ id }) => id === undefined).map((entry) => newOwned(of, entry, context));
	return [...changed, ...added];
}

function newOwned(definition: string, sent: CoupaRecord, context: MergeContext): CoupaRecord {
	const { records, settings } = context.company;
	const record = merged(definition, null, sent, context);
	return stamped(
		{ ...record, id: records.nextId(definition), 'created-at': timestamp(settings.utcOffset), 'created-by': settings.integrationUser },
		context,
	);
}

function stamped(record: CoupaRecord, { company: { settings } }: MergeContext): CoupaRecord {
	return { ...record, 'updated-at': timestamp(settings.utcOffset), 'updated-by': settings.integrationUser };
}

/** Decimals come back as text, without needless zeros (rules.md §2): money with at least two digits after the point, the rest with one. */
function decimalText(name: string, sent: string): string {
	const least = /^(quantity|.*rate|pct|.*percent)$/.test(name) ? 1 : 2;
	return atLeastDigits(parseDecimal(sent)?.toFixed() ?? sent, least);
}

/** Pads `12.5` to `12.50`; longer fractions stay as they are. */
export function atLeastDigits(decimal: string, digits: number): string {
	const [whole = '', fraction = ''] = decimal.split('.');
	return digits === 0 && fraction === '' ? whole : `${whole}.${fraction.padEnd(digits, '0')}`;
}
