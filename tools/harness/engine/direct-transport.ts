import axios, { AxiosError, type AxiosInstance, type AxiosResponse } from 'axios';
import { CoupaError, queryText, TransportFailure, type CoupaRequest, type CoupaResponse, type CoupaTransport } from '../../../lib/coupa';

export interface DirectTransportSettings {
	/** Address of the instance, e.g. `http://127.0.0.1:4711`. */
	baseUrl: string;
	clientId: string;
	clientSecret: string;
	scopes: string[];
	/** Default 10,000. */
	timeoutMs?: number;
}

/** These failed before a byte of the request was sent. */
const NEVER_ARRIVED = new Set(['ENOTFOUND', 'ECONNREFUSED', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/**
 * The HTTP port over axios with OAuth client credentials, for tests and benches without n8n. Like n8n it does not join
 * parallel token requests: that is the client's task. `tokenRequests` counts them.
 */
export class DirectTransport implements CoupaTransport {
	readonly instance: string;
	tokenRequests = 0;
	private token: { value: string; mintedAt: number } | null = null;
	private readonly http: AxiosInstance;

	constructor(private readonly settings: DirectTransportSettings) {
		this.instance = new URL(settings.baseUrl).host;
		this.http = axios.create({
			baseURL: settings.baseUrl,
			timeout: settings.timeoutMs ?? 10_000,
			maxRedirects: 0,
			maxBodyLength: Infinity,
			responseType: 'arraybuffer',
			validateStatus: () => true,
		});
	}

	async send(request: CoupaRequest): Promise<CoupaResponse> {
		if (this.token === null) await this.renewToken();
		const response = await answered(
			this.http.request<ArrayBuffer>({
				method: request.method,
				url: request.path + queryText(request.query),
				headers: {
					Authorization: `Bearer ${this.token?.value ?? ''}`,
					Accept: request.accept === 'bytes' ? '*/*' : 'application/json',
					...(request.body?.kind === 'json' ? { 'Content-Type': 'application/json' } : {}),
					...(request.body?.kind === 'bytes' ? { 'Content-Type': request.body.mimeType } : {}),
				},
				data: payload(request.body),
			}),
		);
		return { status: response.status, headers: lowerCased(response), body: Buffer.from(response.data) };
	}

	async tokenMintedAt(): Promise<number | null> {
		return await Promise.resolve(this.token?.mintedAt ?? null);
	}

	async renewToken(): Promise<void> {
		this.tokenRequests += 1;
		const { clientId, clientSecret, scopes } = this.settings;
		const form = new URLSearchParams({
			grant_type: 'client_credentials',
			client_id: clientId,
			client_secret: clientSecret,
			scope: scopes.join(' '),
		});
		const response = await answered(this.http.post<ArrayBuffer>('/oauth2/token', form));
		const body = Buffer.from(response.data).toString('utf8');
		if (response.status >= 500 || response.status === 429)
			throw new TransportFailure(`the token request got ${String(response.status)}`, false);
		if (response.status >= 300) throw tokenRefused(response.status, body);
		const { access_token: value } = JSON.parse(body) as { access_token: string };
		this.token = { value, mintedAt: Date.now() };
	}

	scopes(): string[] {
		return this.settings.scopes;
	}
}

function payload(body: CoupaRequest['body']): string | FormData | Buffer | undefined {
	if (body === undefined) return undefined;
	if (body.kind === 'bytes') return body.content;
	if (body.kind === 'json') return JSON.stringify(body.value);
	const form = new FormData();
	for (const { name, content, fileName, mimeType } of body.parts) {
		if (fileName === undefined && typeof content === 'string') form.append(name, content);
		else form.append(name, new Blob([typeof content === 'string' ? content : new Uint8Array(content)], { type: mimeType }), fileName);
	}
	return form;
}

function lowerCased(response: AxiosResponse): Record<string, string> {
	return Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name.toLowerCase(), String(value)]));
}

/** The axios error itself is dropped: it carries the bearer token. */
async function answered<T>(call: Promise<T>): Promise<T> {
	try {
		return await call;
	} catch (error) {
		if (!(error instanceof AxiosError)) throw error;
		throw new TransportFailure(error.message, !NEVER_ARRIVED.has(error.code ?? ''));
	}
}

function tokenRefused(status: number, body: string): CoupaError {
	return new CoupaError(`Coupa refused the token request (${String(status)}): ${body.slice(0, 200)}`, 'unauthorized', {
		status,
		messages: [],
		mayHaveHappened: false,
		request: 'POST /oauth2/token',
		hint: 'Check client ID, client secret and scopes in the credential.',
	});
}
