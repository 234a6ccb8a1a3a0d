import { isRecord, type CoupaRecord, type Json } from '../../../../lib/core';
import type { CustomField } from '../settings';
import type { Ignore } from './body';
import type { Target } from './target';

const NESTED = 'custom-fields';

/** The custom fields of the call's records; null where nobody said which there are: then each one is kept. */
function fieldsOf({ company, resource }: Target): CustomField[] | null {
	return company.settings.customFields[resource] ?? null;
}

/** Attributes for custom fields: those that lie on the record itself, and the one with the others below it (page 0010). */
export function keptCustomFields(target: Target): string[] {
	const fields = fieldsOf(target) ?? [];
	const flat = fields.filter((field) => field.flat).map(({ name }) => name);
	return fields.length > flat.length ? [...flat, NESTED] : flat;
}

/** The record with the custom fields that were sent for it; fields that the company does not have are dropped in silence. */
export function withCustomFields(target: Target, record: CoupaRecord, sent: CoupaRecord, ignore: Ignore): CoupaRecord {
	const fields = fieldsOf(target);
	if (fields === null) return record;
	const flat = fields.filter((field) => field.flat && field.name in sent).map(({ name }): [string, Json] => [name, sent[name] ?? null]);
	const nested = { ...recordAt(record), ...recordAt(sent) };
	const known = fields.filter((field) => !field.flat).map(({ name }) => name);
	for (const name of Object.keys(nested).filter((name) => !known.includes(name))) ignore([NESTED, name], 'unknown attribute');
	const kept = Object.fromEntries(known.map((name) => [name, nested[name] ?? null]));
	return { ...record, ...Object.fromEntries(flat), ...(known.length > 0 && { [NESTED]: kept }) };
}

function recordAt(record: CoupaRecord): CoupaRecord {
	const nested = record[NESTED];
	return isRecord(nested) ? nested : {};
}
