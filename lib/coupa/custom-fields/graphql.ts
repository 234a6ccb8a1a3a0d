import { recordsAt, textAt, valueAt, type CoupaRecord } from '../../core';
import type { CoupaClient } from '../client';
import type { Entry } from '../resources/entry';
import { attributesOf } from '../schema';
import { customField, type CustomField } from './field';

/**
 * GraphQL describes itself (page 0013): the type of an object has a field `customFields`, whose type names them with their types. What the
 * object itself has beyond its definition are old custom fields (rules.md §2; an attribute newer than release 39 may be among them).
 */
export async function fromGraphql(client: CoupaClient, { definition }: Entry): Promise<CustomField[] | null> {
	const own = await fieldsOf(client, definition);
	const holder = own.find((field) => textAt(field, 'name') === 'customFields');
	const type = holder === undefined ? undefined : typeName(holder);
	if (type === undefined) return null;
	const fields = await fieldsOf(client, type);
	// A type that has a name and a value only says how they are given, not which there are.
	if (fields.length === 0 || fields.some((field) => textAt(field, 'name') === 'value')) return null;
	return [...customFieldsIn(fields, false), ...customFieldsIn(beyond(definition, own), true)];
}

function customFieldsIn(fields: CoupaRecord[], isOfRecord: boolean): CustomField[] {
	return fields.flatMap((field) => {
		const name = textAt(field, 'name');
		return name === undefined || name.startsWith('__') ? [] : [customField(name, typeName(field) ?? '', undefined, isOfRecord)];
	});
}

/** Fields of an object that its definition does not have; none where its attributes are not known. */
function beyond(definition: string, fields: CoupaRecord[]): CoupaRecord[] {
	const attributes = attributesOf(definition);
	if (attributes === null) return [];
	const known = new Set([...Object.keys(attributes), 'id', 'custom-fields'].map(letters));
	return fields.filter((field) => !known.has(letters(textAt(field, 'name') ?? '')));
}

/** `net-due-date` and `netDueDate` alike. */
function letters(name: string): string {
	return name.toLowerCase().replace(/[^a-z\d]/g, '');
}

async function fieldsOf(client: CoupaClient, type: string): Promise<CoupaRecord[]> {
	if (!/^\w+$/.test(type)) return [];
	const query = `{ __type(name: "${type}") { fields { name type { kind name ofType { kind name ofType { kind name } } } } } }`;
	const answer = await client.write('POST', '/api/graphql', { query });
	return recordsAt(answer, 'data', '__type', 'fields');
}

/** The named type within lists and non-nulls. */
function typeName(field: CoupaRecord): string | undefined {
	const types = [valueAt(field, 'type'), valueAt(field, 'type', 'ofType'), valueAt(field, 'type', 'ofType', 'ofType')];
	return types.map((type) => textAt(type, 'name')).find((name) => name !== undefined);
}
