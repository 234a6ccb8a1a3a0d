import type { IAllExecuteFunctions, ICredentialDataDecryptedObject, IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import {
	CoupaError,
	type CoupaRequest,
	type CoupaResponse,
	type CoupaTransport,
	instanceAddress,
	instanceHost,
	refusedScopes,
	TransportFailure,
	withinOwnRequest,
} from '../../lib/coupa';
import { formBody } from './formBody';

export const CREDENTIAL = 'coupaOAuth2Api';

/** n8n contexts that may send requests with a credential: executions and the look-ups of the editor. */
export type RequestContext = Pick<IAllExecuteFunctions, 'getCredentials' | 'helpers' | 'getNode'>;

/** Failures where the request surely never reached Coupa. */
const NEVER_SENT = new Set([
	'ENOTFOUND',
	'EAI_AGAIN',
	'ECONNREFUSED',
	'EHOSTUNREACH',
	'ENETUNREACH',
	'CERT_HAS_EXPIRED',
	'DEPTH_ZERO_SELF_SIGNED_CERT',
	'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** Codes of n8n's OAuth2 client for a token request that Coupa refused. */
const TOKEN_REFUSED = new Set(['EAUTH', 'ESTATUS']);

interface FullResponse {
	statusCode: number;
	headers: Record<string, string | string[] | undefined>;
	body: Buffer | ArrayBuffer | undefined;
}

/** Coupa through n8n's own HTTP helper and stored OAuth2 token. */
export class N8nTransport implements CoupaTransport {
	readonly instance: string;
	private readonly address: string;

	constructor(
		private readonly context: RequestContext,
		private readonly credential: ICredentialDataDecryptedObject,
	) {
		this.instance = instanceHost(String(credential.instance));
		this.address = instanceAddress(String(credential.instance));
	}

	async send(request: CoupaRequest): Promise<CoupaResponse> {
		const accept = request.accept === 'bytes' ? '*/*' : 'application/json';
		const { content, contentType } = encodedBody(request);
		const options: IHttpRequestOptions = {
			method: request.method,
			url: `${this.address}${request.path}${queryText(request.query ?? [])}`,
			headers: contentType === undefined ? { accept } : { accept, 'content-type': contentType },
			body: content,
			encoding: 'arraybuffer',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			sendCredentialsOnCrossOriginRedirect: false,
			timeout: 120_000,
		};
		try {
			const response = await withinOwnRequest(async () => {
				const context = this.context as IAllExecuteFunctions;
				return (await this.context.helpers.httpRequestWithAuthentication.call(context, CREDENTIAL, options, {
					oauth2: { skipTokenRefresh: true },
				})) as FullResponse;
			});
			return {
				status: response.statusCode,
				headers: plainHeaders(response.headers),
				body: response.body === undefined ? Buffer.alloc(0) : Buffer.from(new Uint8Array(response.body)),
			};
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

	/** What went wrong, in words; which scope Coupa refuses is found by asking for each alone. */
	private async failure(error: unknown): Promise<CoupaError | TransportFailure> {
		const causes = causesOf(error);
		if (!causes.some(({ code }) => TOKEN_REFUSED.has(code ?? ''))) return notSent(causes, this.instance);
		if (!causes.some(({ body }) => body?.error === 'invalid_scope')) return tokenRefused(causes, this.instance);
		const refused = await refusedScopes(this.scopes(), async (scope) => await this.tokenStatus(scope));
		return refused.length === 0 ? tokenRefused(causes, this.instance) : scopesRefused(refused, this.instance);
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
		})) as FullResponse;
		return response.statusCode;
	}
}

function queryText(query: Array<[string, string]>): string {
	return query.length === 0 ? '' : `?${query.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&')}`;
}

/** The body as bytes with its content type: bytes can be sent again after a 401, a stream could not. */
function encodedBody({ body }: CoupaRequest): { content?: Buffer | string; contentType?: string } {
	if (!body) return {};
	if (body.kind === 'json') return { content: JSON.stringify(body.value), contentType: 'application/json' };
	return formBody(body.parts);
}

function plainHeaders(headers: FullResponse['headers']): Record<string, string> {
	return Object.fromEntries(
		Object.entries(headers).flatMap(([name, value]) =>
			value === undefined ? [] : [[name.toLowerCase(), Array.isArray(value) ? value.join(', ') : value]],
		),
	);
}

type Cause = Error & { code?: string; body?: { error?: unknown } };

/** n8n wraps what went wrong; the code that tells what happened is a few causes down. */
function causesOf(error: unknown): Cause[] {
	const causes: Cause[] = [];
	for (let cause: unknown = error; cause instanceof Error && causes.length < 8; cause = cause.cause) causes.push(cause as Cause);
	return causes.length === 0 ? [new Error(String(error))] : causes;
}

/** The error itself is not passed on: it holds the request with its token. */
function notSent(causes: Cause[], instance: string): TransportFailure {
	const noToken = causes.some((cause) => cause.message.startsWith('Failed to acquire OAuth2 access token'));
	return new TransportFailure(
		`${instance} did not answer: ${causes.at(-1)?.message ?? ''}`,
		!noToken && !causes.some(({ code }) => NEVER_SENT.has(code ?? '')),
	);
}

function tokenRefused(causes: Cause[], instance: string): CoupaError {
	return unauthorized(
		`${instance} did not issue an access token: ${causes.at(-1)?.message ?? ''}`,
		'Check client ID, client secret and scopes of the Coupa credential against the client in Coupa (Setup, Integrations, OAuth2/OpenID Connect Clients).',
	);
}

function scopesRefused(scopes: string[], instance: string): CoupaError {
	const [these, them] = scopes.length === 1 ? ['the scope', 'it'] : ['these scopes', 'them'];
	return unauthorized(
		`${instance} did not issue an access token: the client in Coupa lacks ${these} ${scopes.join(', ')}`,
		`Allow ${them} for the client in Coupa (Setup, Integrations, OAuth2/OpenID Connect Clients), or remove ${them} from the scopes of the credential.`,
	);
}

function unauthorized(message: string, hint: string): CoupaError {
	return new CoupaError(message, 'unauthorized', {
		status: 401,
		messages: [],
		mayHaveHappened: false,
		request: 'POST /oauth2/token',
		hint,
	});
}
