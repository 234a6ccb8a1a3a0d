import { isRecord, textAt, valueAt, type CoupaRecord, type Json } from '../../../../lib/core';
import { entryNamed, type Action, type ActionField, type Given } from '../../../../lib/coupa';
import { definitionOf } from '../../../../lib/coupa/schema';
import type { Answer } from '../http/answer';
import { badParameter } from '../query/parameters';
import { Refusal } from '../refusal';
import { resourceNamed, resourceOf } from '../resources';
import { decided, refuseForOthers } from './approvals';
import { APPROVER, changedApprovers, isOfApprovers } from './approvers';
import { saved, touched } from './save';
import { refuseStatus } from './status';
import { timestamp } from '../time';
import { jsonOf, knownRecord, refuseBody, verbOf, written, type Asked, type Target } from './target';

/** Where a record shows what an action was given under another name: the reason of a decision is the approval's note. */
const KEPT_AS: Record<string, string> = { reason: 'note' };

/** The action of the entry that a call is; null for none. Of several on one path, the one whose own parameters are sent. */
export function actionFor(target: Asked): Action | null {
	const { entry, id, step } = target;
	if (id === null || step === '') return null;
	const fitting = Object.values(entry?.actions ?? {}).filter(
		(action) => (action.method ?? 'PUT') === verbOf(target) && action.step === step,
	);
	const isSent = ([name, value]: [string, string]): boolean => target.query.some((sent) => sent[0] === name && sent[1] === value);
	return fitting.find(({ query = [] }) => query.length > 0 && query.every(isSent)) ?? fitting[0] ?? null;
}

/**
 * Carries out an action of an entry.
 * @throws Refusal 400 for another status and for values that are missing or wrong, 404 for a record that is not there
 */
export function act(target: Target, action: Action): Answer {
	const record = knownRecord(target);
	const { company, resource } = target;
	const perform = (): CoupaRecord => {
		refuseStatus(target, action.title, action.allowedIn, record);
		const given = readGiven(target, action);
		return saved(company, resource, touched(company, resourceNamed(resource).definition, after(target, action, record, given)));
	};
	const parameters = parametersOf(action);
	if (!action.answersWithDocument) return written(target, 200, perform, parameters);
	if (record['approvable-type'] === undefined) return written(target, 200, () => copied(target, action, record), parameters);
	refuseForOthers(company, record);
	const document = decided(company, record, action.step);
	const answering = document.resource === null ? target : { ...target, resource: document.resource };
	return written(answering, 200, () => (perform(), document.save()), parameters);
}

/** The answer of `copy` is the copy (page 0030). */
function copied(target: Target, action: Action, record: CoupaRecord): CoupaRecord {
	const { company, resource } = target;
	const { definition } = resourceNamed(resource);
	const given = readGiven(target, action);
	const copy = { ...withGiven(target, action, record, given), id: company.records.nextId(definition) };
	return saved(company, resource, touched(company, definition, copy));
}

/** Names of the parameters that an action takes in its address. */
export function parametersOf({ step, query = [], fields = [] }: Action): string[] {
	return [...query.map(([name]) => name), ...fields.flatMap((field) => field.query ?? []), ...(isOfApprovers(step) ? [APPROVER] : [])];
}

/** The record as the action leaves it. Where no document names the status, one that the entry takes for "carried out". */
function after(target: Target, action: Action, record: CoupaRecord, given: Given): CoupaRecord {
	const { settings } = target.company;
	const exported = action.step === 'export' && { 'last-exported-at': timestamp(settings.utcOffset) };
	const base = { ...withGiven(target, action, changedApprovers(target, record), given), ...exported, ...action.sets };
	if (action.leadsTo !== undefined) return { ...base, status: action.leadsTo };
	if (action.isDone === null || action.isDone(base, given) !== false) return base;
	const statuses = [
		...(definitionOf(resourceNamed(target.resource).definition).status?.enum ?? []),
		...Object.values(target.entry?.actions ?? {}).flatMap(({ leadsTo, allowedIn = [] }) => [leadsTo, ...allowedIn]),
		`after_${action.step}`,
	];
	const found = statuses
		.map((status) => ({ ...base, status: status ?? '' }))
		.find((candidate) => action.isDone?.(candidate, given) === true);
	return found ?? { ...base, status: `after_${action.step}` };
}

/** Values that the record has an attribute for: `reason-insight-id`, `note`; a date without time is midnight of the company. */
function withGiven({ company, resource }: Target, { fields = [] }: Action, record: CoupaRecord, given: Given): CoupaRecord {
	const attributes = definitionOf(resourceNamed(resource).definition);
	const kept = fields.flatMap(({ name, body, query, type }): Array<[string, Json]> => {
		const sentAs = (body ?? query ?? '').replaceAll('_', '-').split('.')[0] ?? '';
		const attribute = KEPT_AS[sentAs] ?? sentAs;
		const value = given[name];
		if (value === undefined || attributes[attribute] === undefined || body?.includes('.')) return [];
		if (type === 'day') return [[attribute, `${value.slice(0, 10)}T00:00:00${company.settings.utcOffset}`]];
		if (attributes[attribute].type === 'integer') return [[attribute, Number(value)]];
		return [[attribute, type === 'flag' ? value === 'true' : value]];
	});
	return { ...record, ...Object.fromEntries(kept) };
}

/** What was sent for the action's fields, by their names; unknown parts of the body are told, not refused. */
function readGiven(target: Target, { fields = [], query = [] }: Action): Given {
	const missing = query.find(([name, value]) => !target.query.some((sent) => sent[0] === name && sent[1] === value));
	if (missing !== undefined) throw badParameter(missing[0], `has to be ${missing[1]}`);
	const inBody = fields.filter(({ body }) => body !== undefined);
	if (inBody.length === 0 && fields.length === 0) refuseBody(target.body);
	const body = target.body.kind === 'none' ? {} : jsonOf(target.body);
	noteUnknown(target, inBody, body);
	const given: Record<string, string> = {};
	for (const field of fields) {
		const sent = sentFor(target, field, body);
		if (sent === undefined || sent === '') {
			if (field.required) throw new Refusal(400, [{ field: fieldName(field), text: "can't be blank" }]);
			continue;
		}
		refuseUnfit(target, field, sent);
		given[field.name] = sent;
	}
	return given;
}

function sentFor({ query }: Target, field: ActionField, body: CoupaRecord): string | undefined {
	if (field.query !== undefined) return query.find(([name]) => name === field.query)?.[1];
	const steps = (field.body ?? '').split('.').map((step) => (/^\d+$/.test(step) ? Number(step) : step));
	return textOf(valueAt(body, ...steps));
}

function refuseUnfit({ company }: Target, field: ActionField, sent: string): void {
	const { type } = field;
	const refuse = (text: string): never => {
		throw new Refusal(400, [{ field: fieldName(field), text }]);
	};
	if (type === 'decimal' && !/^-?\d+(?:\.\d+)?$/.test(sent)) refuse('is not a number');
	if (type === 'flag' && sent !== 'true' && sent !== 'false') refuse('is neither true nor false');
	if (type === 'day' && Number.isNaN(Date.parse(sent))) refuse('is not a date');
	if (typeof type !== 'object') return;
	if ('choices' in type && !type.choices.some(({ value }) => value === sent)) refuse('is not included in the list');
	if ('record' in type && company.records.get(resourceOf(entryNamed(type.record)), Number(sent)) === null) refuse(`${sent} was not found`);
}

function noteUnknown({ company, method, path }: Target, fields: ActionField[], body: CoupaRecord): void {
	const known = fields.map(({ body: place = '' }) => place.split('.')[0]);
	for (const attribute of Object.keys(body).filter((name) => !known.includes(name)))
		company.ignored.push({ method, path, attribute, why: 'unknown attribute' });
}

function fieldName({ query, body, name }: ActionField): string {
	return query ?? body?.split('.')[0] ?? name;
}

function textOf(value: Json | undefined): string | undefined {
	return value === undefined || value === null || isRecord(value) ? undefined : textAt({ value }, 'value');
}
