import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';

import { Failure } from '../../lib/core';

/** A value that is not of the kind its parameter takes. */
export class UnfitValue extends Failure<'parameter'> {
	constructor({ displayName }: INodeProperties, value: unknown, hint: string) {
		const empty = isUnset(value) || value === '';
		super(
			empty ? `The parameter "${displayName}" is empty` : `"${displayName}" cannot be ${JSON.stringify(value).slice(0, 80)}`,
			'parameter',
			{
				hint,
			},
		);
	}
}

export function isUnset(value: unknown): value is null | undefined {
	return value === undefined || value === null;
}

/** `returnAll` as people read it: `Return All`. */
export function labelOf(name: string): string {
	const words = name.replace(/([a-z])([A-Z])/g, '$1 $2');
	return words.charAt(0).toUpperCase() + words.slice(1);
}

export function textOf(value: unknown, property: INodeProperties): string {
	if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
	const date = isoDate(value);
	if (date !== null) return date;
	throw new UnfitValue(property, value, 'A single value is needed here, not a list or an object.');
}

export function numberOf(value: unknown, property: INodeProperties): number {
	const hint = 'Enter a number, or an expression that returns one.';
	if (isUnset(value)) throw new UnfitValue(property, value, hint);
	const number = typeof value === 'number' ? value : Number(textOf(value, property).trim() || NaN);
	if (!Number.isFinite(number)) throw new UnfitValue(property, value, hint);
	const { minValue = -Infinity, maxValue = Infinity } = property.typeOptions ?? {};
	if (number < minValue) throw new UnfitValue(property, value, `Enter a number of at least ${minValue}.`);
	if (number > maxValue) throw new UnfitValue(property, value, `Enter a number of at most ${maxValue}.`);
	return number;
}

export function flagOf(value: unknown, property: INodeProperties): boolean {
	if (typeof value === 'boolean') return value;
	if (isUnset(value) || value === '') return false;
	const word = textOf(value, property).trim().toLowerCase();
	if (word === 'true' || word === 'false') return word === 'true';
	throw new UnfitValue(property, value, 'Use true or false.');
}

export function choiceOf(value: unknown, property: INodeProperties): string {
	const choice = isUnset(value) ? '' : textOf(value, property).trim();
	const offered = (property.options as INodePropertyOptions[] | undefined)?.map((option) => String(option.value));
	if (!offered || offered.includes(choice)) return choice;
	throw new UnfitValue(property, choice, `Use one of these values: ${offered.filter(Boolean).join(', ')}.`);
}

/** A record picked in a resource locator: `mode` says what `value` is (an id, a key, a link). */
export interface Located {
	mode: string;
	value: string;
}

/** A picked record; where an expression stands for the whole parameter, its value without a mode. */
export function located(value: unknown, property: INodeProperties): Located {
	const picked =
		typeof value === 'object' && value !== null && ('value' in value || 'mode' in value)
			? (value as Partial<Record<keyof Located, unknown>>)
			: { value };
	return {
		mode: isUnset(picked.mode) ? '' : textOf(picked.mode, property),
		value: isUnset(picked.value) ? '' : textOf(picked.value, property).trim(),
	};
}

/** The values of a collection, or of a fixed collection, by the kinds of its entries. */
export function collectionOf(value: unknown, property: INodeProperties): Record<string, unknown> {
	if (isUnset(value) || value === '') return {};
	const given = namedValues(value, property);
	return property.type === 'fixedCollection' ? groupsOf(given, property) : entriesOf(given, (property.options ?? []) as INodeProperties[]);
}

/** What was added: without what an expression leaves empty, so that presets hold there. */
function entriesOf(given: Record<string, unknown>, properties: INodeProperties[]): Record<string, unknown> {
	const read = Object.entries(given).map(([name, value]): [string, unknown] => {
		const property = properties.find((described) => described.name === name);
		return [name, property ? entryOf(value, property) : value];
	});
	return Object.fromEntries(read.filter(([, value]) => !isUnset(value)));
}

function entryOf(value: unknown, property: INodeProperties): unknown {
	if (isUnset(value) || (value === '' && property.type !== 'string' && !isOffered(value, property))) return undefined;
	if (property.typeOptions?.multipleValues === true && property.type !== 'fixedCollection') return value;
	switch (property.type) {
		case 'string':
			return textOf(value, property);
		case 'number':
			return numberOf(value, property);
		case 'boolean':
			return flagOf(value, property);
		case 'options':
			return choiceOf(value, property);
		case 'collection':
		case 'fixedCollection':
			return collectionOf(value, property);
		default:
			return value;
	}
}

function isOffered(value: string, { type, options = [] }: INodeProperties): boolean {
	return type === 'options' && (options as INodePropertyOptions[]).some((option) => option.value === value);
}

/** A fixed collection: one row under a group's name, or a list of them; each row with every field of the group. */
function groupsOf(given: Record<string, unknown>, property: INodeProperties): Record<string, unknown> {
	const groups = (property.options ?? []) as INodePropertyCollection[];
	const read = Object.entries(given).map(([name, rows]): [string, unknown] => {
		const group = groups.find((described) => described.name === name);
		if (!group || isUnset(rows)) return [name, rows];
		const presets = Object.fromEntries(group.values.map((field) => [field.name, field.default]));
		const row = (value: unknown) => ({ ...presets, ...entriesOf(namedValues(value, property), group.values) });
		return [name, Array.isArray(rows) ? rows.map(row) : row(rows)];
	});
	return Object.fromEntries(read.filter(([, rows]) => !isUnset(rows)));
}

function namedValues(value: unknown, property: INodeProperties): Record<string, unknown> {
	if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
	throw new UnfitValue(property, value, 'Set its fields one by one, or use an expression that returns an object with their names.');
}

/** A date of JavaScript or of luxon, which expressions such as `$now` give. */
function isoDate(value: unknown): string | null {
	if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
	const { toISO } = (value ?? {}) as { toISO?: unknown };
	return typeof toISO === 'function' ? (toISO.call(value) as string | null) : null;
}
