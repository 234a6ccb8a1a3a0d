import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { type Action, type ActionField, type Entry, entryNamed, type Given, isCalendarDate, type QueryPair } from '../../../lib/coupa';
import { type CoupaRecord, isRecord, type Json, ownValue, parseDecimal, setOwn } from '../../../lib/core';
import { ItemParameters } from '../../common/parameters';
import type { CoupaSession } from '../session';
import { locatedId, recordLocator } from './locator';
import type { Place } from './shown';
import { shownAt } from './shown';

/** The parameters of an entry's actions: a field that several actions have stands once. */
export function actionProperties(entry: Entry): INodeProperties[] {
	const places = new Map<string, { property: INodeProperties; at: Place[] }>();
	for (const [operation, { fields = [] }] of Object.entries(entry.actions ?? {})) {
		for (const field of fields) {
			const property = propertyOf(field);
			const key = JSON.stringify(property);
			const known = places.get(key) ?? { property, at: [] };
			known.at.push({ resource: entry.name, operation });
			places.set(key, known);
		}
	}
	return [...places.values()].flatMap(({ property, at }) => shownAt(at, [property]));
}

function propertyOf({ name, label, description, placeholder, type, required }: ActionField): INodeProperties {
	const base = {
		displayName: label,
		name,
		...(description !== undefined && { description }),
		...(placeholder !== undefined && { placeholder }),
	};
	if (type === 'flag') return { ...base, type: 'boolean', default: false };
	if (typeof type === 'string') return { ...base, type: 'string', default: '', ...(required && { required }) };
	if ('choices' in type) return { ...base, type: 'options', options: type.choices, default: type.choices[0]?.value ?? '' };
	return {
		...recordLocator(entryNamed(type.record)),
		...base,
		required: required === true,
		description: description ?? `The ${entryNamed(type.record).one} to send`,
	};
}

/** What an item's parameters give an action, and the request it makes of them. */
export interface ActionRequest {
	given: Given;
	query: QueryPair[];
	/** Undefined where nothing is sent in the body. */
	body: CoupaRecord | undefined;
}

/** Reads the fields of an action from the parameters of one item; a picked record that is given by its key is looked up. */
export async function actionRequest(
	context: IExecuteFunctions,
	session: CoupaSession,
	{ fields = [], query = [] }: Action,
	itemIndex: number,
): Promise<ActionRequest> {
	const request: ActionRequest = { given: {}, query: [...query], body: undefined };
	const given = new Map<string, string>();
	for (const field of fields) {
		const value = await valueOf(context, session, field, itemIndex);
		if (value === '') continue;
		given.set(field.name, value);
		if (field.query !== undefined) request.query.push([field.query, value]);
		if (field.body !== undefined) request.body = placed(request.body ?? {}, field.body, sentValue(field, value));
	}
	return { ...request, given: Object.fromEntries(given) };
}

async function valueOf(context: IExecuteFunctions, session: CoupaSession, field: ActionField, itemIndex: number): Promise<string> {
	const { name, label, type, required } = field;
	const parameters = new ItemParameters(context, itemIndex, [propertyOf(field)]);
	if (typeof type === 'object' && 'record' in type) {
		const { value } = parameters.located(name);
		if (value === '' && required !== true) return '';
		return await locatedId(context, session, entryNamed(type.record), itemIndex, { parameterName: name });
	}
	if (type === 'flag') return String(parameters.flag(name));
	if (typeof type === 'object') return parameters.choice(name);
	const text = required === true ? parameters.requiredText(name, `Coupa needs it for this.`) : parameters.text(name);
	if (text !== '' && type === 'decimal' && parseDecimal(text) === null)
		throw parameters.failure(
			`"${label}" is not a decimal: ${text.slice(0, 40)}`,
			'Write it with a point and without thousands separators, e.g. 1249.50.',
		);
	if (text !== '' && type === 'day' && !isCalendarDate(text))
		throw parameters.failure(`"${label}" is not a date: ${text.slice(0, 40)}`, 'Write it as YYYY-MM-DD, e.g. 2026-04-25.');
	return type === 'day' ? text.slice(0, 10) : text;
}

/** IDs are numbers in JSON, flags are true or false. */
function sentValue({ type }: ActionField, value: string): string | number | boolean {
	if (type === 'flag') return value === 'true';
	return typeof type === 'object' && 'record' in type ? Number(value) : value;
}

/** Puts a value at its path; a step `0` is the only member of a list. */
function placed(body: CoupaRecord, path: string, value: string | number | boolean): CoupaRecord {
	const [first = '', ...rest] = path.split('.');
	const inner = ownValue(body, first);
	if (rest.length === 0) setOwn(body, first, value);
	else if (rest[0] === '0') setOwn(body, first, [placed(firstRecord(inner), rest.slice(1).join('.'), value)]);
	else setOwn(body, first, placed(isRecord(inner) ? inner : {}, rest.join('.'), value));
	return body;
}

function firstRecord(list: Json | undefined): CoupaRecord {
	const [first] = Array.isArray(list) ? list : [];
	return isRecord(first) ? first : {};
}
