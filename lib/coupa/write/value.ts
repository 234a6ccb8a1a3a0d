import { exactJson, Failure, inZone, isRecord, parseDecimal, type Json, shownText } from '../../core';
import { isDateTime, type Attribute } from '../schema';
import { withoutMidnight } from '../simplify';

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
	/**
	 * `always`: a calendar day, sent without a time (rules.md §2); `atMidnight`: what its name calls a date, though no document says that it
	 * has no time, so only what a date picker gives for a day is sent as one.
	 */
	day: 'always' | 'atMidnight' | 'never';
	/** IANA name: of times that are given without a zone, as date pickers give them. */
	zone: string;
}

/**
 * A value as Coupa's JSON has it, from what a field of the mapper or an expression gives: decimals stay exact text, times become ISO 8601,
 * a label of a choice its value, JSON text what it says.
 *
 * @throws WrongValue naming the field
 */
export function writtenValue(value: unknown, attribute: Attribute, { label, day, zone }: ValueRules): Json {
	const wrong: Wrong = (what, hint, shown = value) => new WrongValue(label, what, shown, hint);
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
				timeIn(value, day, zone) ??
				refuse(wrong('is not a date', 'Write it as 2026-04-25, or with a time and its zone as 2026-04-25T09:30:00Z.'))
			);
		case 'string':
			return attribute.enum === undefined ? plainText(value, wrong) : choiceIn(value, attribute.enum, wrong);
		case 'list':
			return (
				listIn(value, wrong) ??
				refuse(wrong('is not a list', 'Enter a JSON array such as [{"line-num": 1}], or an expression that returns one.'))
			);
		case 'object':
		case 'reference':
			return (
				recordIn(value, wrong) ??
				refuse(wrong('is not an object', 'Enter a JSON object such as {"code": "NET30"}, or an expression that returns one.'))
			);
	}
}

type Wrong = (what: string, hint: string, shown?: unknown) => WrongValue;

function refuse(error: WrongValue): never {
	throw error;
}

function plainText(value: unknown, wrong: Wrong): string {
	if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
	return isoOf(value) ?? refuse(wrong('is not a text', 'Enter one value, not a list or an object.'));
}

/** A number of JavaScript has lost digits where it needs more than 15 of them. */
function decimalIn(value: unknown): string | null {
	if (typeof value === 'number') return parseDecimal(String(value)) === null || roundedNumber(value) !== null ? null : String(value);
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

function timeIn(value: unknown, day: ValueRules['day'], zone: string): string | null {
	const text = isoOf(value) ?? (typeof value === 'string' ? value.trim() : '');
	const zoned = inZone(text, zone);
	if (!isDateTime(zoned)) return null;
	const isPickedDay = day === 'atMidnight' && zoned !== text && withoutMidnight(text).length === 10;
	return day === 'always' || isPickedDay ? zoned.slice(0, 10) : zoned;
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

function listIn(value: unknown, wrong: Wrong): Json[] | null {
	const given = jsonIn(value, wrong);
	return Array.isArray(given) ? given : null;
}

function recordIn(value: unknown, wrong: Wrong): Json {
	const given = jsonIn(value, wrong);
	return isRecord(given) ? given : null;
}

/** JSON as text keeps every digit; what an expression gives may have lost some before. */
function jsonIn(value: unknown, wrong: Wrong): Json | undefined {
	if (typeof value === 'string') return exactJson(value);
	const rounded = roundedNumber(value);
	if (rounded !== null)
		throw wrong('has a number that has lost digits', 'Give numbers of more than 15 digits as text, in quotes.', rounded);
	return value as Json | undefined;
}

/** The first number inside a value that JavaScript may have rounded: it needs more than 15 digits. Null where there is none. */
export function roundedNumber(value: unknown): number | null {
	if (typeof value === 'number') return digitsOf(value) > 15 ? value : null;
	if (typeof value !== 'object' || value === null) return null;
	for (const inside of Object.values(value)) {
		const rounded = roundedNumber(inside);
		if (rounded !== null) return rounded;
	}
	return null;
}

function digitsOf(number: number): number {
	return (/^-?([\d.]+)/.exec(String(number))?.[1] ?? '').replace(/\D/g, '').length;
}

function textOf(value: unknown): string {
	return typeof value === 'string' ? value : JSON.stringify(value);
}
