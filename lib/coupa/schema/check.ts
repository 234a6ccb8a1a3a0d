import { fitsDecimal, isRecord, parseDecimal, type CoupaRecord, type Json, ownValue } from '../../core';
import { type Attribute, definitionOf, isKnownDefinition, isOwned } from './attributes';

/** One disagreement between a record and its definition. */
export interface SchemaFinding {
	/** Attribute path, e.g. `['invoice-lines', 0, 'price']`. */
	path: Array<string | number>;
	text: string;
	/** Why: Coupa refuses a value; attributes that it does not know or only answers with, it passes over (rules.md §2, §9). */
	kind: 'value' | 'unknown' | 'outputOnly';
}

export interface SchemaOptions {
	/** `update` lets owned records name themselves by `id` (rules.md §9); default `create`. */
	mode?: 'create' | 'update';
	/** Attributes to accept all the same that are output only or not documented, e.g. PO numbers on lines (rules.md §9 ⚠). */
	alsoAccepts?: string[];
}

/** Coupa's dates: ISO 8601, the date alone or a time with its offset (rules.md §2). */
const ISO_DATE_TIME = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/;

/** Whether a text is a date, or a time with offset, that exists on the calendar. */
export function isDateTime(text: string): boolean {
	if (!ISO_DATE_TIME.test(text) || Number.isNaN(Date.parse(text))) return false;
	const day = text.slice(0, 10);
	return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
}

/**
 * Checks a request body against Coupa's definition (R39 swagger, merged with the input flags of the current element
 * tables): unknown attributes, wrong types, over-long texts, values outside an enumeration, attributes that are output only.
 * @param record the body, e.g. of POST /api/invoices
 * @param definition Coupa's name of it, e.g. `InvoiceHeader`
 * @returns one finding per problem; empty when Coupa would take it
 */
export function schemaFindings(record: Json, definition: string, options: SchemaOptions = {}): SchemaFinding[] {
	if (!isRecord(record)) return [{ path: [], text: 'is not an object', kind: 'value' }];
	return recordFindings(record, definition, { ...options, path: [], owned: true });
}

interface Place extends SchemaOptions {
	path: Array<string | number>;
	/** False inside references: there any attribute may serve to name the record, also output-only ones like `id`. */
	owned: boolean;
}

function recordFindings(record: CoupaRecord, definition: string, place: Place): SchemaFinding[] {
	const attributes = definitionOf(definition);
	return Object.entries(record).flatMap(([name, value]) => {
		const here = { ...place, path: [...place.path, name] };
		const attribute = ownValue(attributes, name);
		if (attribute === undefined) return place.alsoAccepts?.includes(name) === true ? [] : [unknown(here.path, definition)];
		if (isRefused(name, attribute, here)) return [{ path: here.path, text: 'is output only', kind: 'outputOnly' }];
		return value === null ? [] : valueFindings(value, attribute, here);
	});
}

function unknown(path: SchemaFinding['path'], definition: string): SchemaFinding {
	return { path, text: `is not an attribute of ${definition}`, kind: 'unknown' };
}

function isRefused(name: string, attribute: Attribute, place: Place): boolean {
	if (!attribute.readOnly || !place.owned) return false;
	if (place.alsoAccepts?.includes(name)) return false;
	return !(name === 'id' && place.mode === 'update' && place.path.length > 1);
}

function valueFindings(value: Json, attribute: Attribute, place: Place): SchemaFinding[] {
	const wrong = (text: string): SchemaFinding[] => [{ path: place.path, text, kind: 'value' }];
	switch (attribute.type) {
		case 'list':
			if (!Array.isArray(value)) return wrong('is not a list');
			return value.flatMap((entry, index) => nestedFindings(entry, attribute, { ...place, path: [...place.path, index] }));
		case 'reference':
			return nestedFindings(value, attribute, place);
		case 'object':
			return isRecord(value) ? [] : wrong('is not an object');
		case 'boolean':
			return typeof value === 'boolean' ? [] : wrong('is not true or false');
		case 'integer':
			return Number.isSafeInteger(value) ? [] : wrong('is not a whole number');
		case 'datetime':
			return typeof value === 'string' && isDateTime(value) ? [] : wrong('is not an ISO 8601 date');
		case 'decimal':
			return decimalFault(value, attribute).flatMap(wrong);
		case 'string':
			return textFault(value, attribute).flatMap(wrong);
	}
}

function nestedFindings(value: Json, attribute: Attribute, place: Place): SchemaFinding[] {
	const of = attribute.of ?? '';
	if (!isRecord(value)) return [{ path: place.path, text: 'is not an object', kind: 'value' }];
	// Objects without an attribute list here (bulk prices, forms) are passed over, not guessed at.
	if (!isKnownDefinition(of) && !isNaming(value)) return [];
	return recordFindings(value, of, { ...place, owned: place.owned && isOwned(of) });
}

function isNaming(value: CoupaRecord): boolean {
	return Object.keys(value).every((key) => ['id', 'name', 'code', 'number'].includes(key));
}

function decimalFault(value: Json, attribute: Attribute): string[] {
	const decimal = typeof value === 'string' || typeof value === 'number' ? parseDecimal(String(value)) : null;
	if (decimal === null) return ['is not a number'];
	const { precision, scale } = attribute;
	if (precision === undefined || scale === undefined || fitsDecimal(decimal, precision, scale)) return [];
	return [`does not fit decimal(${precision},${scale})`];
}

function textFault(value: Json, attribute: Attribute): string[] {
	if (typeof value !== 'string') return ['is not a text'];
	if (attribute.max !== undefined && Array.from(value).length > attribute.max)
		return [`is too long (maximum is ${attribute.max} characters)`];
	return attribute.enum === undefined || attribute.enum.includes(value) ? [] : [`is not one of ${attribute.enum.join(', ')}`];
}

/** `['invoice-lines', 0, 'price']` as `invoice-lines[0].price`. */
export function pathText(path: Array<string | number>): string {
	return path.reduce<string>((text, step) => (typeof step === 'number' ? `${text}[${step}]` : text === '' ? step : `${text}.${step}`), '');
}
