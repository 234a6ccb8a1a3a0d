import { isRecord, type Json } from '../../../../lib/core';
import type { Action, Writing } from '../../../../lib/coupa';
import { pathText, schemaFindings } from '../../../../lib/coupa/schema';
import { INVOICE_ACTIONS } from '../invoice/actions';
import { ORDER_NUMBERS, SENT_IN_PRODUCTION } from '../invoice/draft';
import { isPayment, withPaymentNames } from '../invoice/payments';
import type { Place } from '../paths';
import { actionFor } from '../records/act';
import type { Asked } from '../records/target';
import { writingFor } from '../records/write';
import { resourceNamed } from '../resources';
import type { RecordedRequest } from '../types';

const ATTACHMENT_PARTS = ['attachment[file]', 'attachment[type]', 'attachment[intent]', 'attachment[text]', 'attachment[url]'];
/** What becomes of a line, beside its attributes (rules.md §6). */
const LINE_MARKS = ['_delete'];

/** What the body of a request has that its definition, its entry or its action does not. */
export function bodyProblems(request: RecordedRequest, place: Place, asked: Asked): string[] {
	const { json, parts, query, method } = request;
	if (method === 'GET' || method === 'DELETE') return isEmpty(request) ? [] : ['no body is documented'];
	if (parts !== undefined) return partProblems(place, parts);
	const inBody = place.entry?.exported?.sentIn === 'body' && isRecord(json) && Object.hasOwn(json, 'exported');
	if (inBody || query.some(([name]) => name === 'exported')) return exportedProblems(json);
	const writing = writingFor(asked);
	const action = actionFor(asked);
	if (writing === null && action !== null) return actionProblems(action, json);
	if (place.resource === 'invoices' && Object.hasOwn(INVOICE_ACTIONS, place.step))
		return INVOICE_ACTIONS[place.step]?.hasBody || isEmpty(request) ? [] : ['no body is documented'];
	if (json === undefined) return writing === null || method === 'DELETE' ? [] : ['a body is needed'];
	return recordProblems(place, json, method === 'POST' ? 'create' : 'update', writing);
}

function recordProblems({ resource }: Place, json: Json, mode: 'create' | 'update', writing: Writing | null): string[] {
	const { definition } = resourceNamed(resource);
	const ofInvoices = resource === 'invoices' ? [...SENT_IN_PRODUCTION, ...ORDER_NUMBERS] : [];
	const isPaid = resource === 'invoices' && isPayment(json);
	const sent = isPaid ? withPaymentNames(json) : json;
	const alsoAccepts = [...Object.keys(writing?.always ?? {}), ...ofInvoices, ...LINE_MARKS];
	const findings = schemaFindings(sent, definition, { mode: isPaid ? 'update' : mode, alsoAccepts });
	return [...findings.map(({ path, text }) => `${pathText(path)} ${text}`.trim()), ...unwritten(sent, writing)];
}

function unwritten(json: Json, writing: Writing | null): string[] {
	if (!isRecord(json) || writing === null) return [];
	const { only, without = [], always = {} } = writing;
	const outside = Object.keys(json).filter(
		(name) => !Object.hasOwn(always, name) && (without.includes(name) || (only !== undefined && !only.includes(name))),
	);
	return outside.map((name) => `${name} is not written by this request`);
}

function partProblems({ resource, step }: Place, parts: string[]): string[] {
	const known = resource === 'attachments' ? ATTACHMENT_PARTS : step === 'image_scan' ? ['file'] : null;
	if (known === null) return ['no form is documented'];
	return parts.filter((name) => !known.includes(name)).map((name) => `the part ${name} is not documented`);
}

/** Coupa Pay has the flag in the body as well (page 0161). */
function exportedProblems(json: Json | undefined): string[] {
	const names = isRecord(json) ? Object.keys(json) : [];
	return names.filter((name) => name !== 'exported').map((name) => `${name} goes with no request that sets the exported flag`);
}

function actionProblems({ fields = [] }: Action, json: Json | undefined): string[] {
	const known = fields.flatMap(({ body }) => body ?? []);
	if (known.length === 0) return leavesOf(json).length === 0 ? [] : ['no body is documented'];
	return leavesOf(json)
		.filter((leaf) => !known.includes(leaf))
		.map((leaf) => `${leaf} is no value that this action takes`);
}

/** Paths down to the plain values: `dispute-reason.code`. */
function leavesOf(json: Json | undefined, path: string[] = []): string[] {
	if (Array.isArray(json)) return json.flatMap((value, index) => leavesOf(value, [...path, String(index)]));
	if (isRecord(json)) return Object.entries(json).flatMap(([name, value]) => leavesOf(value, [...path, name]));
	return json === undefined ? [] : [path.join('.')];
}

function isEmpty({ json, parts }: RecordedRequest): boolean {
	return parts === undefined && (json === undefined || JSON.stringify(json) === '{}');
}
