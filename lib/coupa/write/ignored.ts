import { isRecord, lookUpKey, ownValue, parseDecimal, textAt, type CoupaRecord, type Json } from '../../core';
import { definitionOf, isKnownDefinition, isOwned, type Attribute } from '../schema';

/** A value that Coupa answers otherwise than it was sent: it did not know a reference or an attribute, or keeps another value. */
export interface Ignored {
	/** `payment-term.code`, `invoice-lines[0].account.code`. */
	path: string;
	sent: Json;
	/** What Coupa has there; undefined where it shows no such attribute. */
	kept: Json | undefined;
}

/**
 * What Coupa ignored without a word (rules.md §2), by comparing its answer with what was sent. What it normalises is no difference:
 * decimals of the same value, dates of the same moment or day, letter case and blanks of texts. An attribute of the definition that the
 * answer does not show is hidden by a response filter, so nothing is said about it; one that neither of them has was ignored.
 */
export function ignoredBy(sent: CoupaRecord, answer: CoupaRecord, definition: string): Ignored[] {
	return recordDifferences(sent, answer, definition, '');
}

function recordDifferences(sent: CoupaRecord, kept: CoupaRecord, definition: string, at: string): Ignored[] {
	const attributes = definitionOf(definition);
	return Object.entries(sent).flatMap(([name, value]) => {
		const attribute = ownValue(attributes, name);
		if (attribute?.writeOnly === true || name.startsWith('_')) return [];
		const path = at === '' ? name : `${at}.${name}`;
		const found = ownValue(kept, name);
		// An object without custom fields does not show the attribute either: who sends some is told.
		if (found === undefined && name === 'custom-fields' && isRecord(value)) return nestedDifferences(value, {}, attribute, path);
		if (found === undefined)
			return attribute === undefined && isKnownDefinition(definition) ? [{ path, sent: value, kept: undefined }] : [];
		return name === 'type' && isItsClass(found, value) ? [] : valueDifferences(value, found, attribute, path);
	});
}

/** A type is sent in short and answered as the class: an attachment of the type `url` is an `AttachmentUrl` (page 0109). */
function isItsClass(kept: Json, sent: Json): boolean {
	if (typeof kept !== 'string' || typeof sent !== 'string' || isBlank(sent)) return false;
	return kept.length > sent.length && kept.endsWith(sent.slice(0, 1).toUpperCase() + sent.slice(1));
}

function valueDifferences(sent: Json, kept: Json, attribute: Attribute | undefined, path: string): Ignored[] {
	const differs: Ignored[] = [{ path, sent, kept }];
	if (isBlank(sent)) return isBlank(kept) ? [] : differs;
	if (Array.isArray(sent)) return Array.isArray(kept) ? listDifferences(sent, kept, attribute, path) : differs;
	if (isRecord(sent)) return isRecord(kept) ? nestedDifferences(sent, kept, attribute, path) : differs;
	return isSame(sent, kept) ? [] : differs;
}

/** Of a reference only the keys it was named by count; of a record that belongs to this one, and of custom fields, all of them. */
function nestedDifferences(sent: CoupaRecord, kept: CoupaRecord, attribute: Attribute | undefined, path: string): Ignored[] {
	const of = attribute?.of;
	if (of !== undefined) return recordDifferences(sent, kept, of, path);
	return Object.entries(sent).flatMap(([name, value]): Ignored[] => {
		const found = ownValue(kept, name);
		if (found === undefined) return isBlank(value) ? [] : [{ path: `${path}.${name}`, sent: value, kept: undefined }];
		// A custom field that is a look-up is sent as its value and answered as a record.
		if (!isRecord(value) && isRecord(found))
			return Object.values(found).some((part) => isSame(value, part)) ? [] : [{ path: `${path}.${name}`, sent: value, kept: found }];
		return valueDifferences(value, found, undefined, `${path}.${name}`);
	});
}

/** Records of a list by their ID where they were sent with one, else by their place, as long as there are as many. */
function listDifferences(sent: Json[], kept: Json[], attribute: Attribute | undefined, path: string): Ignored[] {
	const isOfOwner = attribute?.of !== undefined && isOwned(attribute.of);
	if (!isOfOwner && kept.length < sent.length) return [{ path, sent, kept }];
	return sent.flatMap((value, index) => {
		const id = textAt(value, 'id');
		const found = id === undefined ? sameLength(sent, kept, index) : kept.find((other) => textAt(other, 'id') === id);
		if (found === undefined || !isRecord(value) || !isRecord(found)) return [];
		return recordDifferences(value, found, attribute?.of ?? '', `${path}[${index}]`);
	});
}

function sameLength(sent: Json[], kept: Json[], index: number): Json | undefined {
	return sent.length === kept.length ? kept[index] : undefined;
}

function isBlank(value: Json): boolean {
	return value === null || (typeof value === 'string' && value.trim() === '');
}

function isSame(sent: Json, kept: Json): boolean {
	const [left, right] = [textOf(sent), textOf(kept)];
	if (left === null || right === null) return false;
	const [leftDecimal, rightDecimal] = [parseDecimal(left), parseDecimal(right)];
	if (leftDecimal !== null && rightDecimal !== null) return leftDecimal.eq(rightDecimal);
	return lookUpKey(left) === lookUpKey(right) || isSameTime(left, right);
}

/** The same moment, or the same day where one of them is a day only: Coupa gives days as midnight in the company's zone. */
function isSameTime(left: string, right: string): boolean {
	if (![left, right].every((text) => /^\d{4}-\d\d-\d\d(?:T|$)/.test(text))) return false;
	if (left.length === 10 || right.length === 10) return left.slice(0, 10) === right.slice(0, 10);
	return Date.parse(left) === Date.parse(right);
}

function textOf(value: Json): string | null {
	return typeof value === 'object' ? null : String(value);
}
