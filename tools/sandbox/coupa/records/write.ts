import { isRecord, textAt, type CoupaRecord } from '../../../../lib/core';
import type { Writing } from '../../../../lib/coupa';
import { definitionOf } from '../../../../lib/coupa/schema';
import type { Answer } from '../http/answer';
import { Refusal } from '../refusal';
import { resourceNamed } from '../resources';
import { timestamp } from '../time';
import { needAttributes, readBody } from './body';
import { withCustomFields } from './custom-fields';
import { merged, type MergeContext } from './merge';
import { monitored } from './monitoring';
import { scopeOf } from './references';
import { removed, saved, touched } from './save';
import { refuseStatus } from './status';
import { jsonOf, knownRecord, needOwner, refuseBody, verbOf, written, type Asked, type Target } from './target';

const VERBS = { create: 'POST', update: 'PUT', delete: 'DELETE' };

/** The way of writing of the entry that a call is; null for none. Of several on one path, the one that writes just what is sent. */
export function writingFor(target: Asked): Writing | null {
	const { entry, step, id, body } = target;
	const fitting = Object.values(entry?.writes ?? {}).filter(
		(writing) => VERBS[writing.kind] === verbOf(target) && (writing.step ?? '') === step && (writing.kind === 'create') === (id === null),
	);
	const sent = body.kind === 'json' && isRecord(body.value) ? body.value : {};
	const ofKind = fitting.filter(({ always = {} }) => Object.entries(always).every(([name, value]) => sent[name] === value));
	const names = Object.keys(sent);
	const isNarrow = ({ only, always = {} }: Writing): boolean =>
		only !== undefined && names.length > 0 && names.every((name) => only.includes(name) || Object.hasOwn(always, name));
	return ofKind.find(isNarrow) ?? ofKind.find(({ only }) => only === undefined) ?? ofKind[0] ?? fitting[0] ?? null;
}

/**
 * Carries out a way of writing: POST answers 201 and PUT 200 with the record, DELETE 200 with nothing (operations.md).
 * @throws Refusal 400 in shape A, 404 for a record that is not there
 */
export function carryOut(target: Target, writing: Writing): Answer {
	switch (writing.kind) {
		case 'create':
			return written(target, 201, () => create(target, writing));
		case 'update':
			return written(target, 200, () => update(target, writing));
		case 'delete':
			return remove(target, writing);
	}
}

/** How a record that is created starts where neither request nor entry say it: suppliers as drafts (page 0074). */
const FIRST_STATUS: Record<string, string> = { suppliers: 'draft' };
/** Where a call leads that writes and submits in one, where the entry names no status. */
const SUBMITTED: Record<string, string> = { submit_for_approval: 'pending_approval', update_and_submit_for_approval: 'pending_approval' };

function create(target: Target, writing: Writing): CoupaRecord {
	const { company, resource, owner } = target;
	const { definition } = resourceNamed(resource);
	needOwner(target);
	const context = contextOf(target, null);
	const body = readBody(target, writing, 'create', context.ignore);
	needAttributes(writing.needs, body);
	const built = withCustomFields(target, merged(definition, null, body, context), body, context.ignore);
	const status = writing.leadsTo ?? SUBMITTED[target.step] ?? textAt(built, 'status') ?? FIRST_STATUS[resource];
	const record: CoupaRecord = {
		...built,
		...marksOf(target, definition),
		...(writing.always ?? {}),
		...(status !== undefined && { status }),
		id: company.records.nextId(definition),
	};
	refuseTaken(target, record);
	return saved(company, resource, touched(company, definition, monitored(target, record, body)), owner);
}

function update(target: Target, writing: Writing): CoupaRecord {
	const { company, resource } = target;
	const { definition } = resourceNamed(resource);
	const current = knownRecord(target);
	refuseStatus(target, writing.title ?? 'Update', writing.allowedIn, current);
	const context = contextOf(target, current);
	const body = readBody(target, writing, 'update', context.ignore);
	const built = withCustomFields(target, merged(definition, current, body, context), body, context.ignore);
	needAttributes(
		writing.needs?.filter((name) => name in body),
		built,
	);
	const status = writing.leadsTo ?? SUBMITTED[target.step];
	const record = { ...built, ...(status !== undefined && { status }) };
	refuseTaken(target, record);
	return saved(company, resource, touched(company, definition, record));
}

function remove(target: Target, writing: Writing): Answer {
	const record = knownRecord(target);
	refuseStatus(target, writing.title ?? 'Delete', writing.allowedIn, record);
	refuseBody(target.body);
	removed(target.company, target.resource, Number(record.id));
	return { kind: 'empty', status: 200 };
}

/** What Coupa itself gives a new record, as far as its definition has it. */
function marksOf({ company: { settings } }: Target, definition: string): CoupaRecord {
	const attributes = definitionOf(definition);
	const marks: CoupaRecord = { 'created-at': timestamp(settings.utcOffset), 'created-by': settings.integrationUser, exported: false };
	return Object.fromEntries(Object.entries(marks).filter(([name]) => Object.hasOwn(attributes, name)));
}

/** Keys that are unique in Coupa: a second record with one is refused. */
function refuseTaken({ company, resource, entry }: Target, record: CoupaRecord): void {
	const attribute = entry?.uniqueKey === true ? entry.key?.attribute : undefined;
	const value = attribute === undefined ? undefined : textAt(record, attribute);
	if (attribute === undefined || value === undefined) return;
	if (company.records.findBy(resource, attribute, value).some(({ id }) => id !== record.id))
		throw new Refusal(400, [{ field: attribute, text: 'has already been taken' }]);
}

/** The record that owns it counts as named in its body: remit-to addresses belong to the supplier above them. */
function contextOf(target: Target, current: CoupaRecord | null): MergeContext {
	const { company, method, path, owner } = target;
	const scope = scopeOf(company.records, current, target.body.kind === 'none' ? {} : jsonOf(target.body));
	return {
		company,
		...scope,
		supplier: owner?.resource === 'suppliers' ? company.records.get('suppliers', owner.id) : scope.supplier,
		path: [],
		ignore: (attribute, why) => company.ignored.push({ method, path, attribute: attribute.join('.'), why }),
		stranger: (attribute, id) => new Refusal(400, [{ field: attribute, text: `id ${id} does not belong to this record` }]),
		takesOutputOnly: false,
	};
}
