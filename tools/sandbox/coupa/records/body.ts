import { isRecord, type CoupaRecord, type Json } from '../../../../lib/core';
import { pathText, schemaFindings, type SchemaFinding } from '../../../../lib/coupa/schema';
import type { Writing } from '../../../../lib/coupa';
import { Refusal } from '../refusal';
import { resourceNamed } from '../resources';
import { keptCustomFields } from './custom-fields';
import { jsonOf, type Target } from './target';

/** Told what Coupa takes without a word and does not keep. */
export type Ignore = (attribute: Array<string | number>, why: 'unknown attribute' | 'output only' | 'not written by this request') => void;

/**
 * The body of a create or an update as Coupa reads it: what it passes over is taken out and told (rules.md §2, §9), what it refuses is
 * refused.
 * @throws Refusal 400 for wrong types, values outside an enumeration, over-long texts, and where what always goes with the request is
 * not there
 */
export function readBody(target: Target, writing: Writing, mode: 'create' | 'update', ignore: Ignore): CoupaRecord {
	const { definition } = resourceNamed(target.resource);
	const sent = jsonOf(target.body);
	const findings = schemaFindings(sent, definition, { mode, alsoAccepts: Object.keys(writing.always ?? {}) });
	const refused = findings.filter(({ kind }) => kind === 'value');
	if (refused.length > 0) throw new Refusal(400, refused.map(messageOf));
	needAlways(writing, sent);
	const body = structuredClone(sent);
	for (const { path, kind } of findings.filter((finding) => finding.kind !== 'value' && !isMark(finding))) {
		if (path.length === 1 && keptCustomFields(target).includes(String(path[0]))) continue;
		removeAt(body, path);
		ignore(path, kind === 'unknown' ? 'unknown attribute' : 'output only');
	}
	for (const name of Object.keys(body).filter((name) => !isWritten(writing, name))) {
		removeAt(body, [name]);
		ignore([name], 'not written by this request');
	}
	return body;
}

/** Throws Refusal 400 for each attribute that Coupa refuses a record without. */
export function needAttributes(needs: string[] = [], record: CoupaRecord): void {
	const missing = needs.filter((name) => isBlank(record[name]));
	if (missing.length > 0)
		throw new Refusal(
			400,
			missing.map((field) => ({ field, text: "can't be blank" })),
		);
}

function isBlank(value: Json | undefined): boolean {
	return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

function needAlways({ always = {} }: Writing, sent: CoupaRecord): void {
	const wrong = Object.entries(always).filter(([name, value]) => JSON.stringify(sent[name]) !== JSON.stringify(value));
	if (wrong.length > 0)
		throw new Refusal(
			400,
			wrong.map(([field, value]) => ({ field, text: `has to be ${JSON.stringify(value)}` })),
		);
}

/** `_delete` and its like on nested records are no attributes: they say what becomes of the record (rules.md §6). */
function isMark({ path }: SchemaFinding): boolean {
	return path.length > 1 && path.at(-1) === '_delete';
}

function isWritten({ only, without = [], always = {} }: Writing, name: string): boolean {
	return Object.hasOwn(always, name) || ((only?.includes(name) ?? true) && !without.includes(name));
}

/** Shape A, by the attribute of the record itself; of nested ones the place goes into the text. */
function messageOf({ path, text }: SchemaFinding): { field: string; text: string } {
	return { field: String(path[0] ?? 'base'), text: path.length > 1 ? `${pathText(path)} ${text}` : text };
}

function removeAt(record: CoupaRecord, path: Array<string | number>): void {
	let owner: Json | undefined = record;
	for (const step of path.slice(0, -1)) {
		if (Array.isArray(owner)) owner = owner[Number(step)];
		else if (isRecord(owner)) owner = owner[step];
	}
	if (isRecord(owner)) Reflect.deleteProperty(owner, String(path.at(-1)));
}
