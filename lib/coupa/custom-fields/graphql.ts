import { recordsAt, textAt, valueAt, type CoupaRecord } from '../../core';
import type { CoupaClient } from '../client';
import type { Entry } from '../resources/entry';
import { customField, type CustomField } from './field';

/** GraphQL describes itself (page 0013): the type of an object has a field `customFields`, whose type names them with their types. */
export async function fromGraphql(client: CoupaClient, { definition }: Entry): Promise<CustomField[] | null> {
	const holder = (await fieldsOf(client, definition)).find((field) => textAt(field, 'name') === 'customFields');
	const type = holder === undefined ? undefined : typeName(holder);
	if (type === undefined) return null;
	const fields = await fieldsOf(client, type);
	const named = fields.flatMap((field) => {
		const name = textAt(field, 'name');
		return name === undefined || name.startsWith('__') ? [] : [customField(name, typeName(field) ?? '')];
	});
	// A type that has a name and a value only says how they are given, not which there are.
	return named.length === 0 || fields.some((field) => textAt(field, 'name') === 'value') ? null : named;
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
