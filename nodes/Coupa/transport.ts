import type { IAllExecuteFunctions, ICredentialDataDecryptedObject, IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import {
	CoupaError,
	type CoupaRequest,
	type CoupaResponse,
	type CoupaTransport,
	instanceAddress,
	instanceHost,
	oversized,
	queryText,
	refusedScopes,
	TransportFailure,
	withinOwnRequest,
} from '../../lib/coupa';
import { MB } from '../../lib/core';
import { formBody } from './formBody';
import { scopesRefused, unanswered } from './noAnswer';
import { type AnswerLimits, type StreamedResponse, wholeAnswer } from './wholeAnswer';

export const CREDENTIAL = 'coupaOAuth2Api';

/** n8n contexts that may send requests with a credential: executions and the look-ups of the editor. */
export type RequestContext = Pick<IAllExecuteFunctions, 'getCredentials' | 'helpers' | 'getNode'>;

/**
 * Longest waits for a whole answer. Coupa may take minutes to create or submit an invoice, and a client that gives up earlier makes lost
 * answers of its own (the 320 s of a connector in production). Files have as much.
 */
const READ_LIMIT_MS = 120_000;
export const WRITE_LIMIT_MS = 320_000;
/** What is sent on a slow line has time in addition. */
const SLOWEST_BYTES_PER_MS = 50;
/** Largest answers kept in memory. A page of 50 records, however wide, is far below. */
const LARGEST_JSON = 64 * MB;
const LARGEST_FILE = 256 * MB;

/** Coupa through n8n's own HTTP helper and stored OAuth2 token. */
export class N8nTransport implements CoupaTransport {
	readonly instance: string;
	private readonly address: string;

	constructor(
		private readonly context: RequestContext,
		private readonly credential: ICredentialDataDecryptedObject,
	) {
		this.instance = instanceHost(String(credential.serverUrl));
		this.address = instanceAddress(String(credential.serverUrl));
	}

	async send(request: CoupaRequest): Promise<CoupaResponse> {
		const accept = request.accept === 'bytes' ? '*/*' : 'application/json';
		const { content, contentType } = encodedBody(request);
		const limits = limitsOf(request, content?.length ?? 0);
		const options: IHttpRequestOptions = {
			method: request.method,
			url: `${this.address}${request.path}${queryText(request.query)}`,
			headers: contentType === undefined ? { accept } : { accept, 'content-type': contentType },
			body: content,
			// Through streams an export of thousands of pages takes 550 MB more, until V8 collects their pieces.
			encoding: request.method === 'GET' && request.accept !== 'bytes' ? 'arraybuffer' : 'stream',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			sendCredentialsOnCrossOriginRedirect: false,
			timeout: limits.milliseconds,
		};
		try {
			const { statusCode, headers, body } = await wholeAnswer(async () => await this.authenticated(options), limits);
			if (body === null) throw oversized(request, statusCode, limits.bytes);
			return { status: statusCode, headers: plainHeaders(headers), body };
		} catch (error) {
			throw await this.failure(error);
		}
	}

	async tokenMintedAt(): Promise<number | null> {
		const { oauthTokenData } = await this.context.getCredentials(CREDENTIAL);
		const { n8n_expires_at: expiresAt, expires_in: lifetime } = (oauthTokenData ?? {}) as IDataObject;
		const minted = Number(expiresAt) - Number(lifetime) * 1000;
		return Number.isFinite(minted) ? minted : null;
	}

	async renewToken(): Promise<void> {
		try {
			await withinOwnRequest(async () => {
				await this.context.helpers.refreshOAuth2Token.call(this.context as IAllExecuteFunctions, CREDENTIAL);
			});
		} catch (error) {
			throw await this.failure(error);
		}
	}

	scopes(): string[] {
		return String(this.credential.scope ?? '')
			.split(/\s+/)
			.filter(Boolean);
	}

	private async authenticated(options: IHttpRequestOptions): Promise<StreamedResponse> {
		return await withinOwnRequest(async () => {
			const context = this.context as IAllExecuteFunctions;
			return (await this.context.helpers.httpRequestWithAuthentication.call(context, CREDENTIAL, options, {
				oauth2: { skipTokenRefresh: true },
			})) as StreamedResponse;
		});
	}

	/** What went wrong, in words; which scope Coupa refuses is found by asking for each alone. */
	private async failure(error: unknown): Promise<CoupaError | TransportFailure> {
		if (error instanceof CoupaError || error instanceof TransportFailure) return error;
		const end = unanswered(error, this.instance);
		if (end.kind === 'noAnswer') return end.failure;
		if (!end.invalidScope) return end.error;
		const refused = await refusedScopes(this.scopes(), async (scope) => await this.tokenStatus(scope));
		return refused.length === 0 ? end.error : scopesRefused(refused, this.instance);
	}

	private async tokenStatus(scope: string): Promise<number> {
		const { accessTokenUrl, clientId, clientSecret } = this.credential;
		const body = new URLSearchParams({
			grant_type: 'client_credentials',
			client_id: String(clientId),
			client_secret: String(clientSecret),
			scope,
		});
		const response = (await this.context.helpers.httpRequest({
			method: 'POST',
			url: String(accessTokenUrl),
			body,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			timeout: READ_LIMIT_MS,
		})) as { statusCode: number };
		return response.statusCode;
	}
}

function limitsOf({ method, accept }: CoupaRequest, bodyBytes: number): AnswerLimits {
	const isFile = accept === 'bytes';
	const milliseconds = (method === 'GET' && !isFile ? READ_LIMIT_MS : WRITE_LIMIT_MS) + Math.ceil(bodyBytes / SLOWEST_BYTES_PER_MS);
	return { milliseconds, bytes: isFile ? LARGEST_FILE : LARGEST_JSON };
}

/** The body as bytes with its content type: bytes can be sent again after a 401, a stream could not. */
function encodedBody({ body }: CoupaRequest): { content?: Buffer | string; contentType?: string } {
	if (!body) return {};
	if (body.kind === 'json') return { content: JSON.stringify(body.value), contentType: 'application/json' };
	return formBody(body.parts);
}

function plainHeaders(headers: StreamedResponse['headers']): Record<string, string> {
	return Object.fromEntries(
		Object.entries(headers).flatMap(([name, value]) =>
			value === undefined ? [] : [[name.toLowerCase(), Array.isArray(value) ? value.join(', ') : value]],
		),
	);
}
