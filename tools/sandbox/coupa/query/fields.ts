import { isRecord, type CoupaRecord, type Json } from '../../../../lib/core';
import { definitionOf, isKnownDefinition } from '../../../../lib/coupa/schema';
import type { CoupaSettings } from '../settings';
import { findAttribute } from './attribute-path';
import { badParameter } from './parameters';

/** What an answer shows of a record: the whole, or chosen attributes down to any depth. */
type Selection = Array<{ name: string; nested: Selection | null }>;

export interface AnswerOptions {
	resource: string;
	definition: string;
	query: Array<[string, string]>;
	settings: CoupaSettings;
}

/**
 * The function that shapes every record of an answer by `fields`, `filter` and `return_object` (rules.md §3). `fields`
 * wins over `filter`; without either the admin's default filter hides its keys.
 * @throws Refusal 400 for an unknown attribute or filter
 */
export function readShape({ resource, definition, query, settings }: AnswerOptions): (record: CoupaRecord) => CoupaRecord {
	const parameter = (name: string): string | undefined => query.find(([candidate]) => candidate === name)?.[1];
	const hidden = settings.hiddenKeys[resource] ?? [];
	const shown = (record: CoupaRecord) => Object.fromEntries(Object.entries(record).filter(([key]) => !hidden.includes(key)));
	const fields = parameter('fields');
	if (fields !== undefined) {
		const selection = readSelection(definition, parsedFields(fields), 'fields');
		return (record) => (settings.filtersHideNamed ? shown(selected(record, selection)) : selected(record, selection));
	}
	const filter = parameter('filter');
	if (filter !== undefined) {
		const known = settings.responseFilters[filter];
		if (known?.resource !== resource) throw badParameter('filter', `"${filter}" is not a response filter of ${resource}`);
		const selection = readSelection(definition, known.fields, 'filter');
		return (record) => selected(record, selection);
	}
	const reduced = returnObject(parameter('return_object'));
	return (record) => reduced(shown(record));
}

function parsedFields(text: string): Json {
	try {
		return JSON.parse(text) as Json;
	} catch {
		throw badParameter('fields', 'is not a JSON array');
	}
}

function readSelection(definition: string, fields: Json, parameter: string): Selection {
	if (!Array.isArray(fields)) throw badParameter(parameter, 'is not a JSON array');
	return fields.flatMap((field): Selection => {
		if (typeof field === 'string') return [{ name: knownName(definition, field, parameter), nested: null }];
		if (!isRecord(field)) throw badParameter(parameter, `${JSON.stringify(field)} is neither a name nor an object`);
		return Object.entries(field).map(([key, value]) => nestedSelection(definition, key, value, parameter));
	});
}

function nestedSelection(definition: string, key: string, value: Json, parameter: string): Selection[number] {
	const name = knownName(definition, key, parameter);
	const attribute = definitionOf(definition)[name];
	// `{"custom_fields":{}}` asks for all of them; a filled list names them one by one (rules.md §2).
	if (attribute?.type === 'object')
		return { name, nested: Array.isArray(value) ? value.map((entry) => ({ name: String(entry), nested: null })) : null };
	if (!Array.isArray(value)) return { name, nested: null };
	const of = attribute?.of ?? '';
	if (isKnownDefinition(of)) return { name, nested: readSelection(of, value, parameter) };
	return { name, nested: value.map((entry) => ({ name: String(entry).replaceAll('_', '-'), nested: null })) };
}

function knownName(definition: string, name: string, parameter: string): string {
	const step = findAttribute(definition, name);
	if (step === null || step.attribute.writeOnly) throw badParameter(parameter, `"${name}" is not an attribute of ${definition}`);
	return step.name;
}

function selected(record: CoupaRecord, selection: Selection): CoupaRecord {
	return Object.fromEntries(
		selection.map(({ name, nested }) => [name, nested === null ? (record[name] ?? null) : selectedIn(record[name] ?? null, nested)]),
	);
}

function selectedIn(value: Json, selection: Selection): Json {
	if (Array.isArray(value)) return value.map((entry) => selectedIn(entry, selection));
	return isRecord(value) ? selected(value, selection) : value;
}

/** The documents name limited and shallow without saying what they hold: here the plain values, and those with ids of the rest. */
function returnObject(kind: string | undefined): (record: CoupaRecord) => CoupaRecord {
	if (kind === undefined || kind === 'none') return (record) => record;
	if (kind !== 'limited' && kind !== 'shallow') throw badParameter('return_object', `"${kind}" is none of none, limited, shallow`);
	return (record) =>
		Object.fromEntries(
			Object.entries(record)
				.filter(([, value]) => kind === 'shallow' || value === null || typeof value !== 'object')
				.map(([key, value]) => [key, onlyIds(value)]),
		);
}

function onlyIds(value: Json): Json {
	if (Array.isArray(value)) return value.map(onlyIds);
	return isRecord(value) && 'id' in value ? { id: value.id ?? null } : value;
}
