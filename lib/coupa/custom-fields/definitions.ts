import { textAt, type CoupaRecord } from '../../core';
import type { CoupaClient } from '../client';
import type { Entry } from '../resources/entry';
import { customField, type CustomField } from './field';

/** Only its name is known, from a map of scopes (operations.md, finding 1): neither the path nor the answer is documented. */
const PATH = '/api/custom_field_attributes';

const OBJECT_KEYS = ['object-type', 'customizable-type', 'entity', 'model', 'object', 'resource', 'resource-type'];
const TYPE_KEYS = ['field-type', 'data-type', 'type'];

/**
 * What Coupa's own list of custom fields says about an object; null where it says nothing about it, `absent` where there is no such list: a
 * list that is not there reads as an empty one (rules.md §2).
 */
export async function fromDefinitions(client: CoupaClient, { definition, one, path }: Entry): Promise<CustomField[] | null | 'absent'> {
	const names = new Set([definition, one, path.replace('/api/', '')].map(plain));
	const fields = await client.listAll(PATH);
	if (fields.length === 0) return 'absent';
	const ofObject = fields.filter((field) => names.has(plain(firstText(field, OBJECT_KEYS) ?? '')));
	const named = ofObject.flatMap((field) => {
		const name = textAt(field, 'name');
		return name === undefined ? [] : [customField(name, firstText(field, TYPE_KEYS) ?? '', textAt(field, 'label'))];
	});
	return named.length === 0 ? null : named;
}

function firstText(record: CoupaRecord, keys: string[]): string | undefined {
	return keys.map((key) => textAt(record, key)).find((text) => text !== undefined);
}

/** `InvoiceHeader`, `invoice_headers` and `Invoice header` alike. */
function plain(name: string): string {
	return name
		.toLowerCase()
		.replace(/[^a-z]/g, '')
		.replace(/s$/, '');
}
