import { isRecord, type CoupaRecord } from '../../../../lib/core';
import { heldAs, openingScopes, type CoupaMethod } from '../../../../lib/coupa';
import type { Company } from '../company';
import type { Answer } from '../http/answer';
import type { RequestBody } from '../http/body';
import type { Place } from '../paths';
import { readShape } from '../query/fields';
import { ANSWER_PARAMETERS, refuseOtherParameters } from '../query/parameters';
import { notFound, Refusal } from '../refusal';
import { resourceNamed } from '../resources';

/** One call to `/api`, its token already checked. */
export interface Call {
	method: string;
	path: string;
	query: Array<[name: string, value: string]>;
	body: RequestBody;
	/** Scopes of the token. */
	scopes: string[];
}

/** A call, and what it is about. */
export interface Target extends Call, Place {
	company: Company;
}

/** As much of a call as tells which operation it is. */
export type Asked = Pick<Target, 'method' | 'query' | 'body' | 'entry' | 'id' | 'step'>;

/** Any one of these scopes opens invoices as well, beside the documented one (endpoints.json). */
const ALSO_OPENING: Record<string, string[]> = { 'core.invoice.create': ['core.invoice.write'] };

/** Refuses with 403 unless the token has a scope that opens the call; a call that no scope is documented for is open. */
export function needScope({ method, path, scopes }: Target): void {
	const documented = openingScopes(method as CoupaMethod, path);
	const opening = documented.flatMap((scope) => [scope, ...(ALSO_OPENING[scope] ?? [])]);
	if (opening.length > 0 && !opening.some((scope) => heldAs(scope, scopes) !== null))
		throw new Refusal(403, [{ field: 'base', text: 'This client is not allowed to do that' }]);
}

/** The record a call is about; throws Refusal 404 for one that is not there, or not below the record that the path names. */
export function knownRecord({ company, resource, id, owner, path }: Target): CoupaRecord {
	const record = id === null ? null : company.records.get(resource, id);
	const itsOwner = owner === null ? null : company.records.ownerOf(resource, id ?? 0);
	if (record === null || (owner !== null && (itsOwner?.id !== owner.id || itsOwner.resource !== owner.resource)))
		throw notFound(`The record ${path}`);
	return record;
}

/** Throws Refusal 404 where the record is not there that the path names as the owner. */
export function needOwner({ company, owner }: Target): void {
	// Records that Coupa has no list of are taken for there (page 0163, custom objects).
	if (owner === null || !resourceNamed(owner.resource).listed) return;
	if (company.records.get(owner.resource, owner.id) === null) throw notFound(`${owner.resource} ${owner.id}`);
}

/**
 * The answer to a write: the object as it is stored now, or nothing when the client asks for nothing. Parameters that no write has
 * are refused before.
 */
export function written(target: Target, status: number, change: () => CoupaRecord, parameters: string[] = []): Answer {
	refuseOtherParameters(target.query, [...ANSWER_PARAMETERS, ...parameters]);
	const shape = shapeOf(target, target.resource);
	const record = change();
	if (target.query.some(([name, value]) => name === 'return_object' && value === 'none')) return { kind: 'empty', status };
	return { kind: 'record', status, ...namesOf(target.resource), record: shape(record) };
}

export function shapeOf({ company, query }: Target, resource: string): (record: CoupaRecord) => CoupaRecord {
	return readShape({ resource, definition: resourceNamed(resource).definition, query, settings: company.settings });
}

export function namesOf(resource: string): { xmlRoot: string; definition: string } {
	const { xmlRoot, definition } = resourceNamed(resource);
	return { xmlRoot, definition };
}

/** The body of a call that takes a JSON object. */
export function jsonOf(body: RequestBody): CoupaRecord {
	if (body.kind === 'json' && isRecord(body.value)) return body.value;
	throw new Refusal(400, [{ field: 'base', text: 'A JSON object is needed, with Content-Type: application/json' }]);
}

/** Actions take no body where none is documented (rules.md §9); an empty object passes. */
export function refuseBody(body: RequestBody): void {
	const isEmpty = body.kind === 'none' || (body.kind === 'json' && JSON.stringify(body.value) === '{}');
	if (!isEmpty) throw new Refusal(400, [{ field: 'base', text: 'This call takes no body' }]);
}

export function refuseVerb({ method, path }: Target): never {
	throw notFound(`The call ${method} ${path}`);
}

/** Swagger has a PATCH twin of every PUT (rules.md §2). */
export function verbOf({ method }: Pick<Target, 'method'>): string {
	return method === 'PATCH' ? 'PUT' : method;
}
