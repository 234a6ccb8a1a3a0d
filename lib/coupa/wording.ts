import { STATUS_CODES } from 'node:http';
import { entryAt, entryBelow, stepsOf } from './entries';
import type { CoupaFailureKind } from './errors';
import { heldAs, openingScopes } from './scopes';
import type { CoupaRequest } from './transport';

const SERVER_HINT = 'This is usually temporary: run it again later. If it persists, report the request and the time to Coupa support.';

/** What went wrong and how to get unstuck, in an analyst's words. */
export interface Wording {
	message: string;
	hint: string;
}

/** `GET /api/invoices`: verb and path, without the query, which may hold business data. */
export function requestLine({ method, path }: CoupaRequest): string {
	return `${method} ${path.split('?', 1).join('')}`;
}

/** What a path is about, in an analyst's words: `invoices`, `attachments of invoice 12`. */
export function subjectOf(path: string): string {
	return partsOf(path).subject;
}

/** The request as a noun phrase: `the invoice`, `“submit” on invoice 12`, `the query for suppliers`. */
export function purposeOf(request: CoupaRequest): string {
	const { subject, isRecord, action } = partsOf(request.path);
	if (action !== null) return `“${action}” on ${subject}`;
	if (request.query?.some(([name]) => name === 'exported') && request.method === 'PUT') return `the exported flag of ${subject}`;
	if (request.method === 'GET') return isRecord ? `the request for ${subject}` : `the query for ${subject}`;
	if (request.method === 'POST') return `the ${singular(subject)}`;
	return request.method === 'DELETE' ? `the removal of ${subject}` : `the change to ${subject}`;
}

/** The text for a status: Coupa's own messages where it gave some, and what the status means. `reason` is their line, or empty. */
export function whyRefused(
	kind: CoupaFailureKind,
	request: CoupaRequest,
	status: number,
	reason: string,
	scopesAskedFor: string[],
): Wording {
	const purpose = purposeOf(request);
	const because = reason === '' ? '' : `: ${reason}`;
	switch (kind) {
		case 'unauthorized':
			return {
				message: `Coupa does not accept the access token for ${purpose} (401), not even a new one${because}`,
				hint: 'Check client ID and client secret in the credential, and that the OAuth client is still active in Coupa.',
			};
		case 'forbidden':
			return forbidden(request, because, scopesAskedFor);
		case 'notFound':
			return { message: `Coupa found nothing for ${purpose} (404)${because}`, hint: notFoundHint(request) };
		case 'rateLimited':
			return {
				message: `Coupa accepts no more requests at the moment and refused ${purpose} (429)${because}`,
				hint: 'Lower “Requests per Second” in the credential (several workers share the limit of the instance), or run it again later.',
			};
		case 'server':
			return { message: `Coupa could not handle ${purpose} (${namedStatus(status)})${because}`, hint: SERVER_HINT };
		case 'gateway':
			return {
				message: `Coupa gave no verdict on ${purpose}: the response was ${namedStatus(status)}${because}`,
				hint: gatewayHint(status),
			};
		default:
			return {
				message: `Coupa refused ${purpose}${reason === '' ? ` (${namedStatus(status)}) and gave no reason` : because}`,
				hint: 'Correct what Coupa reports and send it again.',
			};
	}
}

function forbidden(request: CoupaRequest, because: string, scopesAskedFor: string[]): Wording {
	const opening = openingScopes(request.method, request.path);
	const message = `Coupa does not allow this credential to do this: ${purposeOf(request)} (403)${because}`;
	if (opening.length === 0) {
		return {
			message,
			hint: 'Ask your Coupa administrator which scope this needs; then add it to the OAuth client in Coupa and to the credential.',
		};
	}
	const asked = opening.map((scope) => heldAs(scope, scopesAskedFor)).filter((scope) => scope !== null);
	const needed = `${message}. It needs the scope ${opening.join(' or, where Coupa has it, ')}`;
	const [first = ''] = asked;
	if (asked.length > 0) {
		const which = opening.length === 1 && first === opening[0] ? 'which the credential asks for' : `and the credential asks for ${first}`;
		return {
			message: `${needed}, ${which}`,
			hint: `Ask your Coupa administrator to grant ${opening.length === 1 ? first : 'one of them'} to the OAuth client in Coupa, or to check the rights of its integration user.`,
		};
	}
	const add =
		opening.length === 1 ? (opening[0] ?? '') : 'the one that your Coupa lists (Setup, Integrations, OAuth2/OpenID Connect Clients)';
	return {
		message: `${needed}, which the credential does not ask for`,
		hint: `Add ${add} to the scopes of the credential; the OAuth client in Coupa must have it too.`,
	};
}

function notFoundHint(request: CoupaRequest): string {
	const { isRecord, action } = partsOf(request.path);
	if (!isRecord) return 'Check the instance address in the credential.';
	return action === null
		? 'Check the ID: the record may be deleted, belong to another instance, or be hidden from this credential.'
		: 'Check the ID, and whether the record has what was requested.';
}

/** What to do about an answer of somebody on the way to Coupa. */
export function gatewayHint(status: number): string {
	if (status < 400) return 'Coupa redirected the request to another address. Check the instance address in the credential.';
	if (status === 407)
		return "The proxy between n8n and Coupa asks for a sign-in: check its address, user and password in n8n's environment variable HTTPS_PROXY.";
	if (status === 413) return 'The request is larger than a proxy or gateway between n8n and Coupa accepts. Have its limit raised.';
	if (status === 414 || status === 431)
		return 'The address of the request is longer than a server on the way accepts. Use fewer or shorter values in the filters, or fewer fields.';
	if (status === 404)
		return 'What answered is not the API of Coupa. Check the instance address in the credential, and the proxy or gateway between n8n and Coupa.';
	return 'Have the proxy, gateway or firewall between n8n and Coupa checked, then run it again.';
}

function namedStatus(status: number): string {
	const name = STATUS_CODES[status];
	return name === undefined ? String(status) : `${String(status)} ${name}`;
}

interface PathParts {
	/** `invoices`, `invoice 12`, `attachments of invoice 12`. */
	subject: string;
	isRecord: boolean;
	/** `submit`, for a path that ends in an action on one record. */
	action: string | null;
}

/** Further lists below one record, of which no entry speaks; any other last step is an action on it. */
const NESTED_LISTS = new Set([
	'attachments',
	'comments',
	'remit_to_addresses',
	'supplier_sites',
	'supplier_information_sites',
	'supplier_items',
	'translations',
]);

function partsOf(path: string): PathParts {
	const steps = stepsOf(path);
	const entry = entryAt(path);
	const at = steps.findIndex((step) => /^\d+$/.test(step));
	if (at < 0) return { subject: entry?.many ?? worded(steps.join(' ')), isRecord: false, action: null };
	const [id = '', below, nestedId] = steps.slice(at);
	const record = `${entry?.one ?? singular(worded(steps.slice(0, at).join(' ')))} ${id}`;
	if (below === undefined) return { subject: record, isRecord: true, action: null };
	const listed = entry && entryBelow(entry, below);
	if (listed !== null) {
		const subject = nestedId === undefined ? listed.many : `${listed.one} ${nestedId}`;
		return { subject: `${subject} of ${record}`, isRecord: nestedId !== undefined, action: null };
	}
	if (!NESTED_LISTS.has(below)) return { subject: record, isRecord: true, action: worded(below) };
	const nested = nestedId === undefined ? worded(below) : `${singular(worded(below))} ${nestedId}`;
	return { subject: `${nested} of ${record}`, isRecord: nestedId !== undefined, action: null };
}

function worded(name: string): string {
	return name.replaceAll('_', ' ');
}

/** `purchase orders` → `purchase order`, `attachments of invoice 12` → `attachment of invoice 12`. */
function singular(noun: string): string {
	const [head = '', ...rest] = noun.split(' of ');
	const single = head
		.replace(/ies$/, 'y')
		.replace(/sses$/, 'ss')
		.replace(/([^s])s$/, '$1');
	return [single, ...rest].join(' of ');
}
