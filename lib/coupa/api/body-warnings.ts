import { isRecord, type Json, ownValue } from '../../core';
import { entryAt, stepsOf } from '../entries';
import { attributesOf, type Attribute } from '../schema';
import type { CoupaRequest } from '../transport';

/** Findings that are shown. */
const MOST_SHOWN = 5;

/**
 * What in the body of a write Coupa is not known to take: attributes that its definition of the object lacks, or only answers with. Custom
 * fields and what belongs to other objects are not looked into. Empty where no definition is known.
 */
export function bodyWarnings({ method, path, body }: Pick<CoupaRequest, 'method' | 'path' | 'body'>): string[] {
	const definition = writtenDefinition(method, path);
	if (definition === null || body?.kind !== 'json') return [];
	const findings = attributeFindings(body.value, definition, '', method !== 'POST');
	const more = findings.length - MOST_SHOWN;
	return [...findings.slice(0, MOST_SHOWN), ...(more > 0 ? [`and ${more} more`] : [])];
}

/** The definition of the records that `POST {path}` and `PUT {path}/:id` take; null for actions and where none is known. */
function writtenDefinition(method: CoupaRequest['method'], path: string): string | null {
	const entry = entryAt(path);
	if (entry === null || attributesOf(entry.definition) === null) return null;
	const behind = stepsOf(path).length - stepsOf(entry.path).length;
	return (method === 'POST' && behind === 0) || ((method === 'PUT' || method === 'PATCH') && behind === 1) ? entry.definition : null;
}

function attributeFindings(record: Json, definition: string, at: string, isUpdate: boolean): string[] {
	const attributes = attributesOf(definition);
	if (!isRecord(record) || attributes === null) return [];
	return Object.entries(record).flatMap(([name, value]) => {
		const attribute = ownValue(attributes, name) ?? ownValue(attributes, name.replaceAll('_', '-'));
		if (attribute === undefined) return [`${at}${name} is not an attribute of ${definition}`];
		// Lines of a record that exists are named by their ID.
		if (attribute.readOnly === true) return isUpdate && name === 'id' && at !== '' ? [] : [`${at}${name} is only returned by Coupa`];
		return nestedFindings(value, attribute, `${at}${name}`, isUpdate);
	});
}

function nestedFindings(value: Json, { type, of = '' }: Attribute, at: string, isUpdate: boolean): string[] {
	if (type !== 'list' || !Array.isArray(value)) return [];
	return value.flatMap((entry, index) => attributeFindings(entry, of, `${at}[${index}].`, isUpdate));
}
