import { sizeText } from '../core';
import { CoupaError, type CoupaFailureKind, type CoupaMessage } from './errors';
import { isErrorAnswer, isTokenRefusal, isWebPage, readMessages, withoutCredentials } from './messages';
import { isTransient } from './retry';
import type { CoupaRequest, CoupaResponse, TransportFailure } from './transport';
import { purposeOf, requestLine, whyRefused } from './wording';

const MOST_MESSAGES = 10;
const TOO_EARLY = 425;
/** Refused on the way, for the request's size, address or sign-in: proxy sign-in, too large, URI too long, misdirected, headers too large. */
const NEVER_PASSED_ON = new Set([407, 413, 414, 421, 431]);
const LOOK_FIRST = 'Coupa may still have carried it out: check in Coupa before sending it again.';

const NOT_COUPA = 'Check that the instance address in the credential is that of Coupa itself, not of a login page or a proxy.';
const CUT_OFF =
	'Run it again. If it persists, check the network between n8n and Coupa, and that the instance address in the credential is that of Coupa itself.';

/** What the error for an answer needs besides request and answer. */
export interface RefusalContext {
	scopesAskedFor: string[];
	/** An earlier send of the same request may have been carried out. */
	mayHaveHappened: boolean;
}

/** The error for an answer that is not a success: Coupa's own words with the field they name, and how to get unstuck. */
export function refusal(request: CoupaRequest, response: CoupaResponse, context: RefusalContext): CoupaError {
	const messages = readMessages(response.body);
	const kind = kindOf(response);
	const isWrite = request.method !== 'GET';
	const mayHaveHappened = isWrite && (context.mayHaveHappened || mayHaveBeenDone(kind, response.status));
	const { message, hint } = whyRefused(kind, request, response.status, messagesLine(messages), context.scopesAskedFor);
	return new CoupaError(message, kind, {
		status: response.status,
		messages,
		mayHaveHappened,
		request: requestLine(request),
		hint: mayHaveHappened ? LOOK_FIRST : hint,
	});
}

/** The error for a request that got no answer. */
export function noAnswer(request: CoupaRequest, failure: TransportFailure, instance: string, mayHaveHappened: boolean): CoupaError {
	const uncertain = request.method !== 'GET' && (mayHaveHappened || failure.mayHaveArrived);
	const message = `No answer from Coupa (${instance}) for ${purposeOf(request)}: ${withoutCredentials(failure.message)}`;
	return new CoupaError(message, 'network', {
		status: null,
		messages: [],
		mayHaveHappened: uncertain,
		request: requestLine(request),
		hint: uncertain
			? LOOK_FIRST
			: (failure.hint ?? 'Check the instance address in the credential and the network route from n8n to Coupa, then run it again.'),
		cause: failure,
	});
}

/** The error for a call that the cancel signal ended. */
export function cancelled(request: CoupaRequest | null, mayHaveHappened: boolean): CoupaError {
	const before = request === null ? '' : ` before ${purposeOf(request)} was sent to Coupa`;
	return new CoupaError(`The execution was cancelled${before}.`, 'cancelled', {
		status: null,
		messages: [],
		mayHaveHappened: mayHaveHappened && request?.method !== 'GET',
		request: request === null ? '' : requestLine(request),
	});
}

/** The error for a success whose body is not what the API answers with: a web page of somebody else, or an answer that was cut off. */
export function unreadable(request: CoupaRequest, response: CoupaResponse, why: string): CoupaError {
	const isWrite = request.method !== 'GET';
	const kind = isWebPage(response.body) ? 'gateway' : 'server';
	return new CoupaError(`Coupa answered ${purposeOf(request)} with ${String(response.status)}, but ${why}.`, kind, {
		status: response.status,
		messages: [],
		mayHaveHappened: isWrite,
		request: requestLine(request),
		hint: isWrite ? LOOK_FIRST : kind === 'gateway' ? NOT_COUPA : CUT_OFF,
	});
}

/** The error for an answer whose body is larger than is kept in memory. */
export function oversized(request: CoupaRequest, status: number, mostBytes: number): CoupaError {
	const isWrite = request.method !== 'GET';
	return new CoupaError(
		`The answer to ${purposeOf(request)} is larger than ${sizeText(mostBytes)} and was not read to its end.`,
		'server',
		{
			status,
			messages: [],
			mayHaveHappened: isWrite,
			request: requestLine(request),
			hint: isWrite ? LOOK_FIRST : 'Choose fewer fields, or check that what answers is Coupa itself.',
		},
	);
}

/** Messages as one line: `invoice_lines — Order line must be …; tax_lines — …`. */
function messagesLine(messages: CoupaMessage[]): string {
	const shown = messages.slice(0, MOST_MESSAGES).map(({ field, text }) => {
		const name = shortField(field);
		return name === '' ? text : `${name} — ${text}`;
	});
	const more = messages.length - shown.length;
	return shown.join('; ') + (more > 0 ? `; and ${String(more)} more` : '');
}

/** `invoice-header.invoice_lines` is `invoice_lines` to the reader, and the header itself needs no name. */
function shortField(field: string | null): string {
	return (field ?? '').replace(/^[a-z]+[-_]header(\.|$)/, '');
}

/** What Coupa means by a status, where it says so itself. */
const MEANINGS: Partial<Record<number, CoupaFailureKind>> = {
	400: 'validation',
	401: 'unauthorized',
	403: 'forbidden',
	404: 'notFound',
	422: 'validation',
};

/**
 * Only Coupa's own answer is a verdict on what was sent. The same status with a page, plain text or JSON of another shape comes from
 * a proxy, a gateway, a firewall or a login page. For 429 and 5xx it makes no difference who says so: wait, and look.
 */
function kindOf(response: CoupaResponse): CoupaFailureKind {
	const { status } = response;
	if (status === 429) return 'rateLimited';
	if (status >= 500 || isTransient(status)) return 'server';
	return (isCoupasRefusal(response) ? MEANINGS[status] : undefined) ?? 'gateway';
}

/**
 * Whether a refusal is Coupa's own: in its error format (rules.md §4), or, for 401 and 403, whose bodies are not documented, as OAuth has
 * it (RFC 6750): empty or naming the token's error.
 */
export function isCoupasRefusal({ status, headers, body }: CoupaResponse): boolean {
	if (isErrorAnswer(body)) return true;
	if (status !== 401 && status !== 403) return false;
	return body.length === 0 || isTokenRefusal(body) || (/^bearer\b/i.test(headers['www-authenticate'] ?? '') && !isWebPage(body));
}

/** Whether a write may have been carried out although the answer is no success: a gateway may replace Coupa's own answer. */
function mayHaveBeenDone(kind: CoupaFailureKind, status: number): boolean {
	return (kind === 'server' && status !== TOO_EARLY) || (kind === 'gateway' && !NEVER_PASSED_ON.has(status));
}
