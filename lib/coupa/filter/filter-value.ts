import { parseDecimal, readIsoDate, shownName } from '../../core';
import { type FieldKind, type Filter, type FilterValue, OPERATORS, refusedQuery } from '../query';
import type { Attribute } from '../schema';
import { withoutMidnight } from '../simplify';
import { kindOf } from './attribute-kind';
import { nearestList } from './nearest';

/** What the values of a field are, and what it is called in messages. */
export interface Compared {
	/** `supplier.number` */
	field: string;
	attribute: Attribute;
	/** The values that a record can have; absent where any will do. */
	choices?: readonly string[];
}

/**
 * The values that a filter can match, as Coupa spells them: `Pending Approval` becomes `pending_approval`.
 *
 * @throws CoupaError `validation` for an operator that the field does not know, and for a value that no record can have there
 */
export function filterValue(compared: Compared, operator: Filter['operator'] = 'eq', value: Filter['value']): Filter['value'] {
	const { field, attribute } = compared;
	const kind = kindOf(field, attribute);
	const known = OPERATORS.filter(({ kinds }) => kinds.includes(kind));
	const asked = OPERATORS.find(({ name }) => name === operator);
	if (!known.some(({ name }) => name === operator)) {
		throw refusedQuery(
			`Coupa does not know “${asked?.label ?? shownName(operator)}” for ${field}, which holds ${WORDS[kind]}.`,
			`Use one of these: ${known.map(({ label }) => label).join(', ')}.`,
		);
	}
	if (asked?.value === 'trueOrFalse') return yesOrNo(field, value);
	const isWhole = operator === 'eq' || operator === 'not_eq' || asked?.value === 'list';
	const read = (one: FilterValue) => valueOfKind(compared, kind, one, isWhole);
	return Array.isArray(value) ? value.map(read) : read(value);
}

const WORDS: Record<FieldKind, string> = {
	text: 'text',
	number: 'a number',
	boolean: 'true or false',
	date: 'a date',
	dateTime: 'a date with a time',
};

function valueOfKind(compared: Compared, kind: FieldKind, value: FilterValue, isWhole: boolean): FilterValue {
	const { field } = compared;
	const text = value instanceof Date ? value.toISOString() : String(value).trim();
	if (text === '') {
		throw refusedQuery(
			`The filter on ${field} has no value.`,
			`Enter one, or remove the filter.${kind === 'dateTime' ? '' : ' To find records where the field is empty, use Is Blank with true.'}`,
		);
	}
	switch (kind) {
		case 'boolean':
			return yesOrNo(field, value);
		case 'number':
			return numberText(compared, text);
		case 'date':
		case 'dateTime':
			return dateText(field, kind, text);
		case 'text':
			// A part of a text is compared as it is; blanks around it may be meant.
			return isWhole ? wholeText(compared, text) : String(value);
	}
}

function numberText({ field, attribute }: Compared, text: string): string {
	const isWhole = attribute.type === 'integer';
	if (isWhole ? /^-?\d{1,18}$/.test(text) : parseDecimal(text) !== null) return text;
	throw refusedQuery(
		`The filter on ${field} needs a ${isWhole ? 'whole number' : 'number'}, not “${shownName(text)}”.`,
		isWhole ? 'Use digits only, e.g. 123450.' : 'Write it like 1250.00: a point for decimals, no thousands separators, no currency.',
	);
}

function yesOrNo(field: string, value: Filter['value']): string {
	const word = String(value).trim().toLowerCase();
	if (word === 'true' || word === 'yes') return 'true';
	if (word === 'false' || word === 'no') return 'false';
	throw refusedQuery(`The filter on ${field} accepts true or false, not “${shownName(String(value))}”.`);
}

/** A day alone keeps no time of day; a time needs its zone, because Coupa would guess one. */
function dateText(field: string, kind: FieldKind, text: string): string {
	const read = readIsoDate(text);
	const hasZone = /^\d{4}-\d{2}-\d{2}$/.test(text) || /(?:Z|[+-]\d{2}:?\d{2})$/.test(text);
	if (typeof read !== 'string' && hasZone) return kind === 'date' ? withoutMidnight(text) : text;
	const reason = read === 'noSuchDay' ? 'is not on the calendar' : read === 'none' ? 'is not a date' : 'has no time zone';
	throw refusedQuery(
		`“${shownName(text)}” in the filter on ${field} ${reason}.`,
		'Write dates like 2026-04-25, or with a time and its zone like 2026-04-25T13:00:00Z.',
	);
}

function wholeText({ field, attribute, choices }: Compared, text: string): string {
	const { max } = attribute;
	const length = Array.from(text).length;
	if (max !== undefined && length > max) {
		throw refusedQuery(`The filter on ${field} can match nothing: the value has ${length} characters, and Coupa stores ${max}.`);
	}
	// A list of one is what Coupa takes, and not all that it answers with (`type` of an order).
	if (choices === undefined || choices.length < 2) return text;
	const chosen = choices.find((choice) => choice === text) ?? choices.find((choice) => codeOf(choice) === codeOf(text));
	if (chosen !== undefined) return chosen;
	throw refusedQuery(
		`“${shownName(text)}” is not a value of ${field}.`,
		`Use one of these: ${nearestList(text, choices)}. If your Coupa has this value all the same, use a filter of the kind “Unchecked Field”.`,
	);
}

/** `Pending Approval` and `pending_approval` are the same choice. */
function codeOf(choice: string): string {
	return choice.toLowerCase().replace(/[\s_-]+/g, '_');
}
