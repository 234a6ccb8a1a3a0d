import type { ICredentialDataDecryptedObject, IHttpRequestHelper, IHttpRequestOptions } from 'n8n-workflow';

import { keepingSecrets, MB } from '../../lib/core';
import { authorizationFor, checkCredential, inOneText, type Login, loginOf, mintToken, ownRequest, tokenText } from '../../lib/coupa';
import { unanswered } from './noAnswer';
import { type StreamedResponse, wholeAnswer } from './wholeAnswer';

/** Longest wait for a token, and for n8n's test of a credential as a whole. */
const LIMIT_MS = 60_000;
const LARGEST_TOKEN_ANSWER = MB;
/** One row of a list, however wide. */
const LARGEST_PROBE_ANSWER = 16 * MB;

/**
 * A new token for the credential as it is now, as n8n stores it. For a request of our own nodes that is all. In n8n's credential test, and
 * before the first request of another node, it is also checked whether Coupa takes the token and granted the scopes asked for.
 *
 * @throws Error in plain words
 */
export async function newTokenText(helpers: IHttpRequestHelper['helpers'], credential: ICredentialDataDecryptedObject): Promise<string> {
	const own = ownRequest();
	if (own === undefined) return await inOneText(async () => await testedToken(helpers, credential));
	const login = loginOf(credential);
	const token = await unlessEnded(mintToken(login, tokenRequest(helpers, login)), own.signal);
	if (own.renewal !== undefined) own.renewal.state = 'minted';
	return tokenText(login, token);
}

/**
 * The request with the token, for the instance's own address only. Redirects take it nowhere else.
 *
 * @throws what makes n8n fetch a token first (authorization.ts); Failure for another address
 */
export function authorizedRequest(credential: ICredentialDataDecryptedObject, options: IHttpRequestOptions): IHttpRequestOptions {
	// Only n8n's credential test has a base; nodes name whole addresses, which n8n's older helper calls uri.
	const isTest = options.baseURL !== undefined;
	const { url, uri } = options as { url?: string; uri?: string };
	const authorization = authorizationFor(`${options.baseURL ?? ''}${url ?? uri ?? ''}`, credential);
	const headers = Object.entries(options.headers ?? {}).filter(([name]) => name.toLowerCase() !== 'authorization');
	const abortSignal = ownRequest()?.signal ?? (isTest ? AbortSignal.timeout(LIMIT_MS) : options.abortSignal);
	return {
		...options,
		headers: { ...Object.fromEntries(headers), authorization },
		abortSignal,
		sendCredentialsOnCrossOriginRedirect: false,
	};
}

async function testedToken(helpers: IHttpRequestHelper['helpers'], credential: ICredentialDataDecryptedObject): Promise<string> {
	const login = loginOf(credential);
	return await keepingSecrets([login.clientSecret], async () => {
		const ends = performance.now() + LIMIT_MS;
		const token = await mintToken(login, tokenRequest(helpers, login));
		await checkCredential(login, token, async (url, headers) => {
			const limits = { milliseconds: Math.max(0, ends - performance.now()), bytes: LARGEST_PROBE_ANSWER };
			return await asked(helpers, login, { method: 'GET', url, headers }, limits);
		});
		return tokenText(login, token);
	});
}

function tokenRequest(helpers: IHttpRequestHelper['helpers'], login: Login) {
	return async (url: string, form: URLSearchParams) =>
		await asked(
			helpers,
			login,
			{
				method: 'POST',
				url,
				body: form.toString(),
				headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
			},
			{ milliseconds: LIMIT_MS, bytes: LARGEST_TOKEN_ANSWER },
		);
}

async function asked(
	helpers: IHttpRequestHelper['helpers'],
	{ instance }: Login,
	request: IHttpRequestOptions,
	limits: { milliseconds: number; bytes: number },
): Promise<{ status: number; body: Buffer | null }> {
	try {
		const { statusCode, body } = await wholeAnswer(
			async (abortSignal) =>
				(await helpers.httpRequest({
					...request,
					abortSignal,
					encoding: 'stream',
					returnFullResponse: true,
					ignoreHttpStatusErrors: true,
					disableFollowRedirect: true,
					timeout: limits.milliseconds,
				})) as StreamedResponse,
			limits,
		);
		return { status: statusCode, body };
	} catch (error) {
		throw unanswered(error, instance);
	}
}

/** A token may be waited for by several requests: the end of one of them ends its own waiting only. */
async function unlessEnded<Result>(pending: Promise<Result>, signal: AbortSignal): Promise<Result> {
	return await new Promise<Result>((resolve, reject) => {
		const giveUp = () => {
			reject(signal.reason as Error);
		};
		if (signal.aborted) giveUp();
		signal.addEventListener('abort', giveUp);
		pending.then(resolve, reject).finally(() => {
			signal.removeEventListener('abort', giveUp);
		});
	});
}
