import { shownName, type Json } from '../core';
import { CoupaError } from './errors';

/** One name and value of a query string, not yet encoded. */
export type QueryPair = [name: string, value: string];

/** What kind of value a field holds: it decides which operators Coupa knows for it. */
export type FieldKind = 'text' | 'number' | 'boolean' | 'date' | 'dateTime';

/** Coupa's query operators (rules.md §3); `eq` has no suffix in the query. */
export type OperatorName =
	'eq' | 'not_eq' | 'contains' | 'starts_with' | 'ends_with' | 'gt' | 'gt_or_eq' | 'lt' | 'lt_or_eq' | 'in' | 'not_in' | 'blank';

export interface Operator {
	name: OperatorName;
	/** For the analyst who picks it. */
	label: string;
	kinds: FieldKind[];
	value: 'one' | 'list' | 'trueOrFalse';
}

const EVERY_KIND: FieldKind[] = ['text', 'number', 'boolean', 'date', 'dateTime'];
const ORDERED: FieldKind[] = ['text', 'number', 'date', 'dateTime'];

/** Every documented operator and the kinds of field it fits: date-times know no text search and no `blank` (rules.md §3). */
export const OPERATORS: readonly Operator[] = [
	{ name: 'eq', label: 'Is', kinds: EVERY_KIND, value: 'one' },
	{ name: 'not_eq', label: 'Is Not', kinds: EVERY_KIND, value: 'one' },
	{ name: 'contains', label: 'Contains', kinds: ['text'], value: 'one' },
	{ name: 'starts_with', label: 'Starts With', kinds: ['text'], value: 'one' },
	{ name: 'ends_with', label: 'Ends With', kinds: ['text'], value: 'one' },
	{ name: 'gt', label: 'Is Greater Than / After', kinds: ORDERED, value: 'one' },
	{ name: 'gt_or_eq', label: 'Is Greater Than or Equal / On or After', kinds: ORDERED, value: 'one' },
	{ name: 'lt', label: 'Is Less Than / Before', kinds: ORDERED, value: 'one' },
	{ name: 'lt_or_eq', label: 'Is Less Than or Equal / On or Before', kinds: ORDERED, value: 'one' },
	{ name: 'in', label: 'Is One Of', kinds: ORDERED, value: 'list' },
	{ name: 'not_in', label: 'Is None Of', kinds: ORDERED, value: 'list' },
	{ name: 'blank', label: 'Is Blank', kinds: ['text', 'number', 'boolean', 'date'], value: 'trueOrFalse' },
];

/** Levels of a field's name: Coupa's own records have some ten. */
const DEEPEST = 20;

export type FilterValue = string | number | boolean | Date;

/** One condition; all conditions of a query hold together (rules.md §3). */
export interface Filter {
	/** `invoice-number`, `supplier.name` or `supplier[name]`; dashes and underscores both do. */
	field: string;
	operator?: OperatorName;
	value: FilterValue | FilterValue[];
	/** Sent as it is: for fields and values that the attribute lists do not have. */
	unchecked?: true;
}

/** Fields to return: `id`, `invoice-number`, `supplier.number`, `invoice-lines.account.code`, `custom-fields`. */
export type FieldSelection = string[];

/**
 * The query pairs of the conditions, in order: `{field: 'supplier.name', operator: 'gt', value: 'F'}` gives
 * `supplier[name][gt]=F`.
 *
 * @throws CoupaError `validation` for an empty field, an empty list, or a list value with a comma (look it up singly).
 */
export function queryPairs(filters: Filter[]): QueryPair[] {
	return filters.map(({ field, operator = 'eq', value }) => {
		const suffix = operator === 'eq' ? '' : `[${operator}]`;
		return [queryName(field) + suffix, queryValue(field, operator, value)];
	});
}

/** The query string as it is sent, with its `?`; empty where there are no pairs. */
export function queryText(query: QueryPair[] = []): string {
	return query.length === 0 ? '' : `?${query.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&')}`;
}

/** Whether a value can be in an `in` list, which Coupa splits at commas. */
export function fitsInList(value: string): boolean {
	return !value.includes(',') && value.trim() !== '';
}

/** The name of a field in a query: `invoice-lines.account.code` gives `invoice_lines[account][code]`. */
export function queryName(field: string): string {
	const [first = '', ...rest] = fieldPath(field);
	return first + rest.map((step) => `[${step}]`).join('');
}

/**
 * The value of `fields=`: `['id', 'supplier.number']` gives `["id",{"supplier":["number"]}]`. A whole object wins over
 * its parts. Custom fields always come whole, as `{"custom_fields":{}}`: no other form is documented (rules.md §2).
 */
export function fieldsParameter(selection: FieldSelection): string {
	return JSON.stringify(selectionOf(selection.map(fieldPath)));
}

function selectionOf(paths: string[][]): Json[] {
	const names = new Set(paths.map(([name = '']) => name));
	return [...names].map((name) => {
		if (name === 'custom_fields') return { [name]: {} };
		const parts = paths.filter(([first]) => first === name).map(([, ...rest]) => rest);
		return parts.some((part) => part.length === 0) ? name : { [name]: selectionOf(parts) };
	});
}

/** The steps of a field's name in Coupa's spelling of queries: `supplier[number]` gives `supplier`, `number`. */
export function fieldPath(field: string): string[] {
	const path = field
		.trim()
		.replaceAll('-', '_')
		.replaceAll(']', '')
		.split(/[.[]/)
		.map((step) => step.trim());
	if (path.some((step) => step === '') || path.length > DEEPEST) {
		throw refusedQuery(
			`“${shownName(field)}” is not the name of a field.`,
			'Write it like invoice-number, or supplier.name for a field of a related record.',
		);
	}
	return path;
}

function queryValue(field: string, operator: OperatorName, value: Filter['value']): string {
	if (operator === 'in' || operator === 'not_in') return listValue(field, [value].flat().map(textOf));
	if (Array.isArray(value))
		throw refusedQuery(`The filter on ${field} accepts one value, not a list.`, 'Use Is One Of for a list of values.');
	const text = textOf(value);
	if (/\p{Cs}/u.test(text))
		throw refusedQuery(`The value of the filter on ${field} contains half a character, which cannot be sent: enter it anew.`);
	if (operator === 'blank' && text !== 'true' && text !== 'false') {
		throw refusedQuery(`The filter Is Blank on ${field} accepts true or false, not “${text}”.`);
	}
	return text;
}

function listValue(field: string, values: string[]): string {
	if (values.length === 0)
		throw refusedQuery(`The list of values for ${field} is empty.`, 'Enter at least one value, or remove the filter.');
	const unfit = values.find((value) => !fitsInList(value));
	if (unfit !== undefined) {
		throw refusedQuery(
			`“${unfit}” cannot be part of a list of values for ${field}: Coupa splits lists at commas.`,
			'Look this value up on its own with the operator Is.',
		);
	}
	return values.join(',');
}

function textOf(value: FilterValue): string {
	return value instanceof Date ? value.toISOString() : String(value);
}

/** What cannot be asked for, before anything was sent. */
export function refusedQuery(message: string, hint?: string): CoupaError {
	return new CoupaError(message, 'validation', { status: null, messages: [], mayHaveHappened: false, request: '', hint });
}
