import { exactJson, Failure, isRecord, parseDecimal, type Json, shownText } from '../../core';
import { isDateTime, type Attribute } from '../schema';

/** Characters of a wrong value that an error shows. */
const MOST_SHOWN = 80;

/** A value that an attribute cannot hold: the field by its label, the value, and what it takes. */
class WrongValue extends Failure<'parameter'> {
	constructor(label: string, what: string, value: unknown, hint: string) {
		super(`“${label}” ${what}: ${shownText(textOf(value), MOST_SHOWN)}`, 'parameter', { hint });
	}
}

export interface ValueRules {
	/** Of the field, for errors. */
	label: string;
	/** A calendar day: sent without a time (rules.md §2). */
	isDay: boolean;
}

/**
 * A value as Coupa's JSON has it, from what a field of the mapper or an expression gives: decimals stay exact text, times become ISO 8601,
 * a label of a choice its value, JSON text what it says.
 *
 * @throws WrongValue naming the field
 */
export function writtenValue(value: unknown, attribute: Attribute, { label, isDay }: ValueRules): Json {
	const wrong = (what: string, hint: string) => new WrongValue(label, what, value, hint);
	switch (attribute.type) {
		case 'decimal':
			return (
				decimalIn(value) ??
				refuse(wrong('is not a decimal', 'Write it with a point and without thousands separators or currency signs, e.g. 1249.50.'))
			);
		case 'integer':
			return integerIn(value) ?? refuse(wrong('is not a whole number', 'Enter digits only, e.g. 30.'));
		case 'boolean':
			return booleanIn(value) ?? refuse(wrong('is not true or false', 'Use true or false.'));
		case 'datetime':
			return (
				timeIn(value, isDay) ??
				refuse(wrong('is not a date', 'Write it as 2026-04-25, or with a time and its zone as 2026-04-25T09:30:00Z.'))
			);
		case 'string':
			return attribute.enum === undefined ? plainText(value, wrong) : choiceIn(value, attribute.enum, wrong);
		case 'list':
			return (
				listIn(value) ?? refuse(wrong('is not a list', 'Enter a JSON array such as [{"line-num": 1}], or an expression that returns one.'))
			);
		case 'object':
		case 'reference':
			return (
				recordIn(value) ??
				refuse(wrong('is not an object', 'Enter a JSON object such as {"code": "NET30"}, or an expression that returns one.'))
			);
	}
}

type Wrong = (what: string, hint: string) => WrongValue;

function refuse(error: WrongValue): never {
	throw error;
}

function plainText(value: unknown, wrong: Wrong): string {
	if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
	return isoOf(value) ?? refuse(wrong('is not a text', 'Enter one value, not a list or an object.'));
}

/** A number of JavaScript has lost digits where it needs more than 15 of them. */
function decimalIn(value: unknown): string | null {
	if (typeof value === 'number')
		return parseDecimal(String(value)) === null || String(value).replace(/\D/g, '').length > 15 ? null : String(value);
	return typeof value === 'string' && parseDecimal(value) !== null ? value.trim() : null;
}

function integerIn(value: unknown): number | null {
	const number = typeof value === 'string' && /^-?\d{1,16}$/.test(value.trim()) ? Number(value) : value;
	return typeof number === 'number' && Number.isSafeInteger(number) ? number : null;
}

function booleanIn(value: unknown): boolean | null {
	if (typeof value === 'boolean') return value;
	const word = typeof value === 'string' ? value.trim().toLowerCase() : '';
	return word === 'true' || word === 'false' ? word === 'true' : null;
}

function timeIn(value: unknown, isDay: boolean): string | null {
	const text = isoOf(value) ?? (typeof value === 'string' ? value.trim() : '');
	// What a date picker gives has no zone.
	const zoned = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?$/.test(text) ? `${text}Z` : text;
	if (!isDateTime(zoned)) return null;
	return isDay ? zoned.slice(0, 10) : zoned;
}

/** A date of JavaScript or of luxon, which expressions such as `$now` give. */
function isoOf(value: unknown): string | null {
	if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
	const { toISO } = (value ?? {}) as { toISO?: unknown };
	return typeof toISO === 'function' ? (toISO.call(value) as string | null) : null;
}

function choiceIn(value: unknown, choices: string[], wrong: Wrong): string {
	const text = plainText(value, wrong).trim();
	const plain = (word: string) => word.toLowerCase().replaceAll(/[\s_-]/g, '');
	const choice = choices.find((known) => known === text) ?? choices.find((known) => plain(known) === plain(text));
	return choice ?? refuse(wrong('is not one of its values', `Use one of these: ${choices.join(', ')}.`));
}

function listIn(value: unknown): Json[] | null {
	const given = typeof value === 'string' ? exactJson(value) : value;
	return Array.isArray(given) ? (given as Json[]) : null;
}

function recordIn(value: unknown): Json {
	const given = (typeof value === 'string' ? exactJson(value) : value) as Json | undefined;
	return isRecord(given) ? given : null;
}

function textOf(value: unknown): string {
	return typeof value === 'string' ? value : JSON.stringify(value);
}
