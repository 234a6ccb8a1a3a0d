import { isRecord, type Json } from '../../../lib/core';
import { heldAs } from '../../../lib/coupa';
import type { Company } from './company';
import { markExported } from './exported';
import { answerGraphql } from './graphql/serve';
import type { Answer } from './http/answer';
import { serveInvoice } from './invoice/serve';
import { placeOf } from './paths';
import { act, actionFor } from './records/act';
import { addAttachment } from './records/attachments';
import { asDocumented } from './records/monitoring';
import { read } from './records/read';
import { needOwner, needScope, refuseVerb, verbOf, written, type Call, type Target } from './records/target';
import { carryOut, writingFor } from './records/write';
import { notFound, Refusal } from './refusal';
import { resourceNamed } from './resources';

/**
 * Carries out a call to `/api` and says what came of it: the special paths of invoices and attachments first, then what the table
 * entries speak of.
 * @throws Refusal for everything that Coupa would not do
 */
export function answerCall(company: Company, call: Call): Answer {
	if (call.path === '/api/graphql') return answerGraphql(company, call);
	if (call.path === '/api/custom_field_attributes') return customFieldAttributes(company, call);
	const place = placeOf(call.path);
	if (place === null) throw notFound(`The path ${call.path}`);
	if (call.body.kind === 'unreadable') throw new Refusal(400, [{ field: 'base', text: call.body.reason }]);
	const target: Target = { ...asDocumented(company, call), ...place, company };
	needScope(target);
	if (isExportedFlag(target)) return putExported(target);
	return (target.resource === 'invoices' ? serveInvoice(target) : null) ?? served(target);
}

function served(target: Target): Answer {
	const verb = verbOf(target);
	if (verb === 'GET') return target.step === '' ? read(target) : refuseVerb(target);
	if (verb === 'POST' && target.resource === 'attachments' && target.owner !== null) return attach(target);
	const writing = writingFor(target);
	if (writing !== null) return carryOut(target, writing);
	const action = actionFor(target);
	return action === null ? refuseVerb(target) : act(target, action);
}

/** PUT with `?exported=` sets the flag and nothing else (rules.md §5); some objects have it in the body (page 0161). */
function isExportedFlag(target: Target): boolean {
	if (verbOf(target) !== 'PUT' || target.step !== '') return false;
	return target.query.some(([name]) => name === 'exported') || exportedInBody(target) !== undefined;
}

function exportedInBody({ entry, body }: Target): Json | undefined {
	return entry?.exported?.sentIn === 'body' && body.kind === 'json' && isRecord(body.value) ? body.value.exported : undefined;
}

function putExported(target: Target): Answer {
	const { company, resource, id, query } = target;
	if (resourceNamed(resource).exportable !== true || id === null) return refuseVerb(target);
	const value = query.find(([name]) => name === 'exported')?.[1] ?? String(exportedInBody(target));
	return written(target, 200, () => markExported(company, resource, id, value), ['exported']);
}

function attach(target: Target): Answer {
	const { company, owner, body, id, step } = target;
	if (owner === null || id !== null || step !== '') return refuseVerb(target);
	needOwner(target);
	return written(target, 201, () => addAttachment(company, owner, body));
}

/** Nobody has seen this list (operations.md, finding 1): an instance without it answers 404. */
function customFieldAttributes({ settings }: Company, { method, path, query, scopes }: Call): Answer {
	const fields = settings.customFieldAttributes;
	if (fields === null || method !== 'GET') throw notFound(`The path ${path}`);
	if (heldAs('core.common.read', scopes) === null)
		throw new Refusal(403, [{ field: 'base', text: 'This client is not allowed to do that' }]);
	const offset = Number(query.find(([name]) => name === 'offset')?.[1] ?? 0);
	return { kind: 'plain', status: 200, value: fields.slice(offset, offset + 50) };
}
