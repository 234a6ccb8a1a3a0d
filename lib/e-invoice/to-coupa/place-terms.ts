import { isRecord, ownValue, setOwn, type CoupaRecord, type Json, type Problem } from '../../core';
import { termFact } from '../term-table';
import type { Term, TermId } from '../terms';
import type { Part } from './part';
import type { Place } from './places';

/** Puts the terms of a part where the table says. What is too long for Coupa is left out, whole, and told. */
export function placeTerms(part: Part, places: readonly Place[], record: CoupaRecord): Problem[] {
	return places.flatMap((place) => {
		const term = part.all(place.term).find((one) => place.when?.holds(one) ?? true);
		if (term === undefined || valueAtPath(record, place.path) !== undefined) return [];
		const long = tooLong(place.term, term, place.max, place.required === true);
		// A number that is too long is still the number that the invoice and its report speak of.
		if (long !== null && place.required !== true) return [long];
		setAtPath(record, place.path, place.isBoolean === true ? term.value === 'true' : term.value);
		part.took(term);
		return long === null ? [] : [long];
	});
}

/** A finding where a text is longer than Coupa takes; null where it fits. */
export function tooLong(id: TermId, { value, path }: Term, max: number | undefined, isRequired: boolean): Problem | null {
	const length = max !== undefined && value.length > max ? charactersOf(value) : 0;
	if (max === undefined || length <= max) return null;
	return {
		severity: isRequired ? 'error' : 'warning',
		code: 'tooLong',
		column: id,
		path,
		value: value.slice(0, max),
		message: `${termFact(id).name} (${id}) has ${length} characters; Coupa takes ${max}. ${isRequired ? 'Shorten it and send the invoice again.' : 'It is listed with what has no place in Coupa.'}`,
	};
}

/** Characters, as Coupa counts them: those beyond the basic plane are two in our strings. Without a list of them, a text may have 100 million. */
function charactersOf(text: string): number {
	let count = text.length;
	for (let at = 1; at < text.length; at++) {
		if ((text.charCodeAt(at) & 0xfc00) === 0xdc00 && (text.charCodeAt(at - 1) & 0xfc00) === 0xd800) count--;
	}
	return count;
}

function setAtPath(record: CoupaRecord, path: string, value: Json): void {
	const keys = path.split('.');
	const last = keys.pop() ?? '';
	let owner = record;
	for (const key of keys) {
		const next = ownValue(owner, key);
		const below: CoupaRecord = isRecord(next) ? next : {};
		setOwn(owner, key, below);
		owner = below;
	}
	setOwn(owner, last, value);
}

function valueAtPath(record: CoupaRecord, path: string): Json | undefined {
	let value: Json | undefined = record;
	for (const key of path.split('.')) value = isRecord(value) ? ownValue(value, key) : undefined;
	return value;
}
