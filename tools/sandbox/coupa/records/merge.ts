import { isRecord, parseDecimal, textAt, type CoupaRecord, type Json } from '../../../../lib/core';
import type { Company } from '../company';
import { definitionOf, isKnownDefinition, isOwned, type Attribute } from '../../../../lib/coupa/schema';
import type { Refusal } from '../refusal';
import { storedDateTime, timestamp } from '../time';
import type { IgnoredPart } from '../types';
import { isNaming, isReferable, resolveReference, type ReferenceScope } from './references';

/** Where a record is written: the company, what its references may mean, and who is told of what is not kept. */
export interface MergeContext extends ReferenceScope {
	company: Company;
	/** Names of the attributes down to the record at hand. */
	path: Array<string | number>;
	/** Told what Coupa takes without a word and does not keep (rules.md §2). */
	ignore: (attribute: Array<string | number>, why: IgnoredPart['why']) => void;
	/** The refusal of a nested record that the record does not have. */
	stranger: (attribute: string, id: string) => Refusal;
	/** Output-only attributes that are kept all the same: what a company's Coupa takes beyond the documents. */
	takesOutputOnly: boolean;
}

/** Lists that hold their records, by the ending of their name, although records of that kind have a list of their own too. */
const HOLDING = /(?:^|-)(?:lines|addresses|allocations|charges|contacts|sites)$/;

/**
 * What is stored after a POST or PUT: the record as it was (or an empty one) with the sent attributes in place. References are
 * replaced by what they name, and stay as they were when they name nothing (rules.md §2); owned records are found by id or added, and
 * removed by `_delete` (rules.md §6).
 */
export function merged(definition: string, current: CoupaRecord | null, sent: CoupaRecord, context: MergeContext): CoupaRecord {
	const attributes = definitionOf(definition);
	const record = { ...(current ?? emptyRecord(definition)) };
	for (const [name, value] of Object.entries(sent)) {
		const attribute = attributes[name];
		if (attribute === undefined || attribute.writeOnly || name === 'id') continue;
		const here = { ...context, path: [...context.path, name] };
		if (attribute.readOnly && !context.takesOutputOnly) context.ignore(here.path, 'output only');
		else record[name] = storedValue(name, attribute, value, record[name] ?? null, here);
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
			return isRecord(value) ? storedReference(of, value, current, context) : current;
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

/** What the reference names, shortened; a record of its own where it names none, like the first contact of a supplier. */
function storedReference(of: string, sent: CoupaRecord, current: Json, context: MergeContext): Json {
	if (!isReferable(of)) return isKnownDefinition(of) ? merged(of, isRecord(current) ? current : null, sent, context) : sent;
	if (!isNaming(of, sent)) return isRecord(current) ? changed(of, current, sent, context) : newOwned(of, sent, context);
	const found = resolveReference(context.company.records, of, sent, context);
	if (found === null) context.ignore(context.path, 'unknown reference');
	return found ?? current;
}

function storedList(name: string, of: string, values: Json[], current: Json, context: MergeContext): Json[] {
	const entries = values.filter(isRecord);
	if (!isOwned(of) && isReferable(of) && !HOLDING.test(name))
		return entries
			.map((entry, index) => storedReference(of, entry, null, { ...context, path: [...context.path, index] }))
			.filter((entry) => entry !== null);
	if (!isKnownDefinition(of)) return entries;
	const known = Array.isArray(current) ? current.filter(isRecord) : [];
	const stranger = entries.find(({ id }) => id !== undefined && !known.some((candidate) => candidate.id === id));
	if (stranger !== undefined) throw context.stranger(name, textAt(stranger, 'id') ?? '');
	const sentFor = (candidate: CoupaRecord): CoupaRecord | undefined => entries.find(({ id }) => id === candidate.id);
	const kept = known
		.filter((candidate) => sentFor(candidate)?._delete !== true)
		.map((candidate) => {
			const entry = sentFor(candidate);
			return entry === undefined ? candidate : changed(of, candidate, entry, context);
		});
	const added = entries.filter(({ id }) => id === undefined).map((entry) => newOwned(of, entry, context));
	return [...kept, ...added];
}

function changed(definition: string, current: CoupaRecord, sent: CoupaRecord, context: MergeContext): CoupaRecord {
	return stamped(merged(definition, current, sent, context), context);
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
