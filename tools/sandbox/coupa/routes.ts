import type { CoupaRecord } from '../../../lib/core';
import { heldAs } from '../../../lib/coupa';
import type { Company } from './company';
import { markExported } from './exported';
import type { Answer } from './http/answer';
import type { RequestBody } from './http/body';
import { abandonInvoice, deleteInvoice, voidInvoice } from './invoice/actions';
import { createInvoice, knownInvoice, updateInvoice } from './invoice/draft';
import { addAttachment, getImageScan, putImageScan } from './invoice/files';
import { submitInvoice } from './invoice/submit';
import { readShape } from './query/fields';
import { listIds } from './query/list';
import { ANSWER_PARAMETERS, badParameter, readListQuery, refuseOtherParameters } from './query/parameters';
import { generatedPage } from './store/generated';
import { withoutDeletedLines } from './purchase-orders';
import { notFound, Refusal } from './refusal';
import { RESOURCES, resourceNamed } from './resources';
import { INVOICE_SCOPES } from './scopes';

/** One call to `/api`, its token already checked. */
export interface Call {
	method: string;
	path: string;
	query: Array<[name: string, value: string]>;
	body: RequestBody;
	/** Scopes of the token. */
	scopes: string[];
}

interface Target extends Call {
	company: Company;
	resource: string;
	id: number | null;
	/** What is behind the id, e.g. `image_scan` or `addresses/12`. */
	action: string;
}

/**
 * Carries out a call to `/api` and says what came of it.
 * @throws Refusal for everything that Coupa would not do
 */
export function answerCall(company: Company, call: Call): Answer {
	const [, resource = '', id, action = ''] = /^\/api\/([a-z_]+)(?:\/(\d+))?(?:\/([\w/]+))?$/.exec(call.path) ?? [];
	const known = Object.hasOwn(RESOURCES, resource) ? RESOURCES[resource] : undefined;
	if (known?.listed !== true) throw notFound(`The path ${call.path}`);
	if (call.body.kind === 'unreadable') throw new Refusal(400, [{ field: 'base', text: call.body.reason }]);
	const target: Target = { ...call, company, resource, id: id === undefined ? null : Number(id), action };
	if (call.method === 'GET') return read(target);
	if (target.action === '' && isUpdate(call.method) && call.query.some(([name]) => name === 'exported')) return putExported(target);
	return resource === 'invoices' ? writeInvoice(target) : refuseVerb(target);
}

function read(target: Target): Answer {
	const { resource, id, action, company } = target;
	const { readScopes } = resourceNamed(resource);
	// Where no scope is documented, none is asked for.
	if (readScopes.length > 0) need(target, readScopes);
	if (target.query.some(([name, value]) => name === 'return_object' && value === 'none'))
		throw badParameter('return_object', 'none works with PUT and POST only');
	if (id === null) return action === '' ? list(target, resource) : refuseVerb(target);
	if (action === '') return one(target, resource, id);
	const [name, childId, ...rest] = action.split('/');
	if (resource === 'invoices' && action === 'retrieve_image_scan') return { kind: 'bytes', file: getImageScan(company, id) };
	const child =
		resource === 'invoices' && name === 'attachments'
			? 'attachments'
			: resource === 'suppliers' && name === 'addresses'
				? 'supplier_addresses'
				: null;
	if (child === null || rest.length > 0) return refuseVerb(target);
	if (company.records.get(resource, id) === null) throw notFound(`${resource} ${id}`);
	if (childId === undefined) return list(target, child, id);
	if (company.records.parentIdOf(child, Number(childId)) !== id) throw notFound(`${child} ${childId}`);
	return one(target, child, Number(childId));
}

function list(target: Target, resource: string, parentId?: number): Answer {
	const { company, query } = target;
	const extra = extraParameters(resource);
	const shape = shapeOf(target, resource);
	const storedUntil = resource === 'invoices' ? Date.now() - company.settings.listLagMs : Number.MAX_SAFE_INTEGER;
	const asked = readListQuery(resource, query, extra);
	const generated = company.generated[resource];
	if (generated !== undefined) {
		const { records, skipped } = generatedPage(generated, asked);
		return { kind: 'list', ...namesOf(resource), records: records.map(shape), skipped };
	}
	const ids = listIds(company.database, resource, asked, parentId === undefined ? { storedUntil } : { storedUntil, parentId });
	const records = company.records.getAll(resource, ids).map((record) => shape(withoutDeletedLines(resource, record, query)));
	return { kind: 'list', ...namesOf(resource), records, skipped: asked.offset };
}

function one(target: Target, resource: string, id: number): Answer {
	refuseOtherParameters(target.query, [...ANSWER_PARAMETERS, ...extraParameters(resource)]);
	const shape = shapeOf(target, resource);
	const record = target.company.records.get(resource, id);
	if (record === null) throw notFound(`${resource} ${id}`);
	return { kind: 'record', status: 200, ...namesOf(resource), record: shape(withoutDeletedLines(resource, record, target.query)) };
}

function putExported(target: Target): Answer {
	const { company, resource, id, query } = target;
	const { exportScopes } = resourceNamed(resource);
	if (exportScopes === undefined || id === null) return refuseVerb(target);
	need(target, exportScopes);
	refuseOtherParameters(query, ['exported', ...ANSWER_PARAMETERS]);
	return written(target, 200, () => markExported(company, resource, id, query.find(([name]) => name === 'exported')?.[1]));
}

function writeInvoice(target: Target): Answer {
	const { company, method, id, action, body } = target;
	const verb = `${isUpdate(method) ? 'PUT' : method} ${id === null ? '' : ':id'}${action === '' ? '' : `/${action}`}`;
	const allowed = (scopes: string[], change: (id: number) => CoupaRecord, status = 200): Answer => {
		need(target, scopes);
		refuseOtherParameters(target.query, ANSWER_PARAMETERS);
		return written(target, status, () => change(id ?? 0));
	};
	switch (verb) {
		case 'POST ':
			return allowed(INVOICE_SCOPES.create, () => createInvoice(company, jsonOf(body)), 201);
		case 'PUT :id':
			return allowed(INVOICE_SCOPES.write, (known) => updateInvoice(company, known, jsonOf(body)));
		case 'PUT :id/image_scan':
			return allowed(INVOICE_SCOPES.write, (known) => putImageScan(company, known, body));
		case 'PUT :id/submit':
			return allowed(INVOICE_SCOPES.write, (known) => bodiless(body, () => submitInvoice(company, known)));
		case 'PUT :id/void':
			return allowed(INVOICE_SCOPES.delete, (known) => bodiless(body, () => voidInvoice(company, known)));
		case 'PUT :id/abandon':
			return allowed(INVOICE_SCOPES.delete, (known) => bodiless(body, () => abandonInvoice(company, known)));
		case 'POST :id/attachments':
			return attach(target, Number(id));
		case 'DELETE :id':
			need(target, INVOICE_SCOPES.delete);
			knownInvoice(company, Number(id));
			deleteInvoice(company, Number(id));
			return { kind: 'empty', status: 200 };
		default:
			return refuseVerb(target);
	}
}

function attach(target: Target, invoiceId: number): Answer {
	need(target, INVOICE_SCOPES.attach);
	refuseOtherParameters(target.query, ANSWER_PARAMETERS);
	return written({ ...target, resource: 'attachments' }, 201, () => addAttachment(target.company, invoiceId, target.body));
}

/** The answer to a write: the object as it is stored now, or nothing when the client asks for nothing. */
function written(target: Target, status: number, change: () => CoupaRecord): Answer {
	const shape = shapeOf(target, target.resource);
	const record = change();
	if (target.query.some(([name, value]) => name === 'return_object' && value === 'none')) return { kind: 'empty', status };
	return { kind: 'record', status, ...namesOf(target.resource), record: shape(record) };
}

/** Actions take no body (rules.md §9: none documented); an empty object passes. */
function bodiless(body: RequestBody, change: () => CoupaRecord): CoupaRecord {
	const isEmpty = body.kind === 'none' || (body.kind === 'json' && JSON.stringify(body.value) === '{}');
	if (!isEmpty) throw new Refusal(400, [{ field: 'base', text: 'This call takes no body' }]);
	return change();
}

function jsonOf(body: RequestBody): CoupaRecord {
	if (body.kind === 'json' && typeof body.value === 'object' && body.value !== null && !Array.isArray(body.value)) return body.value;
	throw new Refusal(400, [{ field: 'base', text: 'A JSON object is needed, with Content-Type: application/json' }]);
}

function shapeOf({ company, query }: Target, resource: string): (record: CoupaRecord) => CoupaRecord {
	return readShape({ resource, definition: resourceNamed(resource).definition, query, settings: company.settings });
}

function namesOf(resource: string): { xmlRoot: string; definition: string } {
	const { xmlRoot, definition } = resourceNamed(resource);
	return { xmlRoot, definition };
}

function extraParameters(resource: string): string[] {
	return resource === 'purchase_orders' ? ['show_deleted_lines'] : [];
}

function need({ scopes }: Target, anyOf: string[]): void {
	if (!anyOf.some((scope) => heldAs(scope, scopes) !== null))
		throw new Refusal(403, [{ field: 'base', text: 'This client is not allowed to do that' }]);
}

/** Swagger has a PATCH twin of every PUT (rules.md §2). */
function isUpdate(method: string): boolean {
	return method === 'PUT' || method === 'PATCH';
}

function refuseVerb({ method, path }: Target): never {
	throw notFound(`The call ${method} ${path}`);
}
