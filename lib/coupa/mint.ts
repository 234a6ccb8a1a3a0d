import { isRecord, keepSecret, type CoupaRecord, type Json } from '../core';
import { CoupaError, type CoupaFailureKind } from './errors';
import { refusedScopes } from './credential-check';
import type { Login } from './login';
import { isWebPage, readMessages } from './messages';
import { loginKey, type Token } from './stored-token';
import { TransportFailure } from './transport';
import { gatewayHint } from './wording';

/** What came for a token request: `body` is null where it was larger than an answer with a token ever is. */
interface TokenAnswer {
	status: number;
	body: Buffer | null;
}

/** Posts a form to an address, follows no redirect, and gives up in time; throws TransportFailure where no answer comes. */
export type PostForm = (url: string, form: URLSearchParams) => Promise<TokenAnswer>;

/** A token just minted, with the scopes that the answer names, where it names them. */
export interface NewToken extends Token {
	scope?: string;
}

/** Errors of RFC 6749 5.2 and 4.1.2.1: with one of them it is Coupa that refuses. */
const OAUTH_ERRORS = new Set([
	'invalid_request',
	'invalid_client',
	'invalid_grant',
	'unauthorized_client',
	'unsupported_grant_type',
	'invalid_scope',
	'access_denied',
]);
/** Coupa's tokens live a day (rules.md §1). */
const USUAL_SECONDS = 86_399;
/** A token goes into a header: nothing in it may end the line or begin another one (RFC 6750 2.1 allows less). */
const HEADER_SAFE = /^[!-~]+$/;

const underWay = new Map<string, Promise<NewToken>>();

/**
 * A new token for the login, by OAuth client credentials in the body of the form (rules.md §1). Requests for the same token at the same
 * time share one. Client ID and secret go to the instance's own address and nowhere else.
 *
 * @throws CoupaError: `unauthorized` where Coupa refuses, with the reason in words, `gateway` where somebody else answers;
 * TransportFailure where no answer came, or one that waiting may cure
 */
export async function mintToken(login: Login, post: PostForm): Promise<NewToken> {
	const key = loginKey(login);
	const minting = underWay.get(key) ?? minted(login, post).finally(() => underWay.delete(key));
	underWay.set(key, minting);
	const token = await minting;
	keepSecret(token.value);
	return token;
}

async function minted(login: Login, post: PostForm): Promise<NewToken> {
	const ask = async (scope: string) => await post(`${login.address}/oauth2/token`, form(login, scope));
	const answer = await ask(login.scopes.join(' '));
	const body = json(answer.body);
	if (answer.status >= 200 && answer.status < 300 && isRecord(body) && body.access_token !== undefined) return tokenIn(login, body);
	const error = isRecord(body) ? String(body.error) : '';
	if (error === 'invalid_scope') throw await scopesRefused(login, answer, async (scope) => (await ask(scope)).status);
	if (error === 'invalid_client') throw clientRefused(login);
	if (OAUTH_ERRORS.has(error) || isPlainRefusal(answer)) throw refused(login, answer);
	throw notCoupas(login, answer);
}

function form({ clientId, clientSecret }: Login, scope: string): URLSearchParams {
	return new URLSearchParams({
		grant_type: 'client_credentials',
		client_id: clientId,
		client_secret: clientSecret,
		...(scope !== '' && { scope }),
	});
}

function tokenIn({ instance }: Login, body: CoupaRecord): NewToken {
	const { access_token: value, token_type: type, expires_in: lifetime, scope } = body;
	if (typeof type !== 'string' || type.toLowerCase() !== 'bearer' || typeof value !== 'string' || !HEADER_SAFE.test(value)) {
		throw notCoupa(`${instance} issued an access token that is not a bearer token, as Coupa's are`, 200, CHECK_ADDRESS);
	}
	const seconds = Number(lifetime) > 0 ? Number(lifetime) : USUAL_SECONDS;
	const mintedAt = Date.now();
	return { value, mintedAt, expiresAt: mintedAt + seconds * 1000, ...(typeof scope === 'string' && { scope }) };
}

/** Coupa's own 400 and 401 are texts or JSON; a page comes from somebody on the way. */
function isPlainRefusal({ status, body }: TokenAnswer): boolean {
	return (status === 400 || status === 401) && body !== null && !isWebPage(body);
}

const CHECK_ADDRESS = 'Check the instance address in the credential, and the proxy, gateway or firewall between n8n and Coupa.';
const NOT_FOLLOWED = 'Client ID and secret were not sent on to where that response points.';
const WHERE = 'Setup, Integrations, OAuth2/OpenID Connect Clients';

/** The error for what is no answer of Coupa. Where waiting cannot help (a redirect, an answer without end) it is not asked for again. */
function notCoupas({ instance }: Login, { status, body }: TokenAnswer): Error {
	if (body === null) return notCoupa(`${instance} answered the token request with more than any token needs`, status, CHECK_ADDRESS);
	if (status >= 500) return new TransportFailure(`${instance} did not answer: the token request got ${status}`, false);
	const text = `${instance} issued no access token: the response was ${status}, and not Coupa's`;
	if (status >= 300 && status < 400) return notCoupa(text, status, `${CHECK_ADDRESS} ${NOT_FOLLOWED}`);
	return new TransportFailure(text, false, { hint: status === 407 ? gatewayHint(status) : CHECK_ADDRESS });
}

function clientRefused({ instance }: Login): CoupaError {
	return unauthorized(
		`${instance} did not issue an access token: client ID or client secret of the Coupa credential is wrong`,
		`Copy both again from the client in Coupa (${WHERE}), and check that the client is active there.`,
	);
}

function refused({ instance }: Login, { status, body }: TokenAnswer): CoupaError {
	const said = readMessages(body ?? Buffer.alloc(0))
		.map(({ text }) => text)
		.join(', ');
	return unauthorized(
		`${instance} did not issue an access token: ${said || `the response was ${status}`}`,
		`Check client ID, client secret and scopes of the Coupa credential against the client in Coupa (${WHERE}).`,
	);
}

/** Which scope Coupa refuses is found by asking for each alone. */
async function scopesRefused(login: Login, answer: TokenAnswer, status: (scope: string) => Promise<number>): Promise<CoupaError> {
	const scopes = await refusedScopes(login.scopes, status);
	if (scopes.length === 0) return refused(login, answer);
	const [these, them] = scopes.length === 1 ? ['the scope', 'it'] : ['these scopes', 'them'];
	return unauthorized(
		`${login.instance} did not issue an access token: the client in Coupa lacks ${these} ${scopes.join(', ')}`,
		`Allow ${them} for the client in Coupa (${WHERE}), or remove ${them} from the scopes of the credential.`,
	);
}

function unauthorized(message: string, hint: string): CoupaError {
	return failure(message, 'unauthorized', 401, hint);
}

function notCoupa(message: string, status: number, hint: string): CoupaError {
	return failure(message, 'gateway', status, hint);
}

function failure(message: string, kind: CoupaFailureKind, status: number, hint: string): CoupaError {
	return new CoupaError(message, kind, { status, messages: [], mayHaveHappened: false, request: 'POST /oauth2/token', hint });
}

function json(body: Buffer | null): Json {
	try {
		return JSON.parse((body ?? '').toString()) as Json;
	} catch {
		return null;
	}
}
