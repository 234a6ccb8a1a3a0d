import type { IAllExecuteFunctions, ICredentialDataDecryptedObject, IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import { CoupaError, type CoupaRequest, type CoupaResponse, type CoupaTransport, instanceAddress, instanceHost, TransportFailure, withinOwnRequest } from '../../coupa';

export const CREDENTIAL = 'coupaOAuth2Api';

/** n8n contexts that may send requests with a credential: executions and the look-ups of the editor. */
export type RequestContext = Pick<IAllExecuteFunctions, 'getCredentials' | 'helpers' | 'getNode'>;

/** Failures where the request surely never reached Coupa. */
const NEVER_SENT = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'ERR_TLS_CERT_ALTNAME_INVALID']);

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
		const { content, contentType } = await encodedBody(request);
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
				return (await this.context.helpers.httpRequestWithAuthentication.call(context, CREDENTIAL, options, { oauth2: { skipTokenRefresh: true } })) as FullResponse;
			});
			return { status: response.statusCode, headers: plainHeaders(response.headers), body: response.body === undefined ? Buffer.alloc(0) : Buffer.from(new Uint8Array(response.body)) };
		} catch (error) {
			throw sendFailure(error, this.instance);
		}
	}

	async tokenMintedAt(): Promise<number | null> {
		const { oauthTokenData } = await this.context.getCredentials(CREDENTIAL);
		const { n8n_expires_at: expiresAt, expires_in: lifetime } = (oauthTokenData ?? {}) as IDataObject;
		const minted = Number(expiresAt) - Number(lifetime) * 1000;
		return Number.isFinite(minted) ? minted : null;
	}

	async renewToken(): Promise<void> {
		await withinOwnRequest(async () => {
			await this.context.helpers.refreshOAuth2Token.call(this.context as IAllExecuteFunctions, CREDENTIAL);
		});
	}

	scopes(): string[] {
		return String(this.credential.scope ?? '').split(/\s+/).filter(Boolean);
	}
}

function queryText(query: Array<[string, string]>): string {
	return query.length === 0 ? '' : `?${query.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&')}`;
}

/** The body as bytes with its content type: bytes can be sent again after a 401, a stream could not. */
async function encodedBody({ body }: CoupaRequest): Promise<{ content?: Buffer | string; contentType?: string }> {
	if (!body) return {};
	if (body.kind === 'json') return { content: JSON.stringify(body.value), contentType: 'application/json' };
	const form = new FormData();
	for (const { name, content, fileName, mimeType } of body.parts) {
		if (typeof content === 'string' && fileName === undefined) form.append(name, content);
		else form.append(name, new Blob([new Uint8Array(Buffer.from(content))], { type: mimeType ?? 'application/octet-stream' }), fileName ?? 'file');
	}
	const encoded = new Response(form);
	return { content: Buffer.from(await encoded.arrayBuffer()), contentType: encoded.headers.get('content-type') ?? 'multipart/form-data' };
}

function plainHeaders(headers: FullResponse['headers']): Record<string, string> {
	return Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name.toLowerCase(), Array.isArray(value) ? value.join(', ') : value]])));
}

/** n8n wraps what went wrong; the code that tells what happened is a few causes down. */
function sendFailure(error: unknown, instance: string): CoupaError | TransportFailure {
	const causes: Error[] = [];
	for (let cause: unknown = error; cause instanceof Error && causes.length < 8; cause = cause.cause) causes.push(cause);
	const codes = causes.flatMap((cause) => ('code' in cause && typeof cause.code === 'string' ? [cause.code] : []));
	const noToken = causes.some((cause) => cause.message.startsWith('Failed to acquire OAuth2 access token'));
	const innermost = causes.at(-1)?.message ?? String(error);
	if (codes.some((code) => TOKEN_REFUSED.has(code))) {
		return new CoupaError(`${instance} did not give an access token: ${innermost}`, 'unauthorized', {
			status: 401,
			messages: [],
			mayHaveHappened: false,
			request: 'POST /oauth2/token',
			hint: 'Check client ID, client secret and scopes of the Coupa credential against the client in Coupa (Setup, Integrations, OAuth2/OpenID Connect Clients).',
		});
	}
	// The error itself is not passed on: it holds the request with its token.
	return new TransportFailure(`${instance} did not answer: ${innermost}`, !noToken && !codes.some((code) => NEVER_SENT.has(code)));
}
