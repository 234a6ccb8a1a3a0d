import type { IAllExecuteFunctions, ICredentialDataDecryptedObject, IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import {
	type CoupaRequest,
	type CoupaResponse,
	type CoupaTransport,
	type Login,
	loginOf,
	oversized,
	type OwnRequest,
	queryText,
	storedToken,
	withinOwnRequest,
} from '../../lib/coupa';
import { bytesWithoutKeptSecrets, MB } from '../../lib/core';
import { formBody } from './formBody';
import { unanswered } from './noAnswer';
import { type AnswerLimits, LARGEST_REFUSAL, type StreamedResponse, wholeAnswer } from './wholeAnswer';

export const CREDENTIAL = 'coupaOAuth2Api';

/** n8n contexts that may send requests with a credential: executions and the look-ups of the editor. */
export type RequestContext = Pick<IAllExecuteFunctions, 'getCredentials' | 'helpers' | 'getNode'> &
	Partial<Pick<IExecuteFunctions, 'getExecutionCancelSignal'>>;

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

/** Coupa through n8n's own HTTP helper and the token that n8n stores with the credential. */
export class N8nTransport implements CoupaTransport {
	readonly instance: string;
	private readonly login: Login;

	/** Throws Failure where the credential names no instance. */
	constructor(
		private readonly context: RequestContext,
		credential: ICredentialDataDecryptedObject,
	) {
		this.login = loginOf(credential);
		this.instance = this.login.instance;
	}

	async send(request: CoupaRequest): Promise<CoupaResponse> {
		const accept = request.accept === 'bytes' ? '*/*' : 'application/json';
		const { content, contentType } = encodedBody(request);
		const limits = limitsOf(request, content?.length ?? 0);
		const { statusCode, headers, body } = await this.answered(limits, {
			method: request.method,
			url: `${this.login.address}${request.path}${queryText(request.query)}`,
			headers: contentType === undefined ? { accept } : { accept, 'content-type': contentType },
			body: content,
		});
		if (body === null) throw oversized(request, statusCode, statusCode < 300 ? limits.bytes : LARGEST_REFUSAL);
		const isFile = request.accept === 'bytes' && statusCode < 300;
		return { status: statusCode, headers: plainHeaders(headers), body: isFile ? body : bytesWithoutKeptSecrets(body) };
	}

	async tokenMintedAt(): Promise<number | null> {
		return storedToken(await this.context.getCredentials(CREDENTIAL))?.mintedAt ?? null;
	}

	/** n8n has no call for that: a request is begun, and ends once its token is stored (authorization.ts). */
	async renewToken(): Promise<void> {
		const renewal: OwnRequest['renewal'] = { state: 'asked' };
		try {
			await this.answered({ milliseconds: READ_LIMIT_MS, bytes: 0 }, { method: 'GET', url: this.login.address }, renewal);
		} catch (error) {
			if (renewal.state !== 'stored') throw unanswered(error, this.instance);
		}
	}

	scopes(): string[] {
		return this.login.scopes;
	}

	private async answered(limits: AnswerLimits, request: IHttpRequestOptions, renewal?: OwnRequest['renewal']) {
		const context = this.context as IAllExecuteFunctions;
		const options: IHttpRequestOptions = {
			...request,
			encoding: 'stream',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			timeout: limits.milliseconds,
		};
		try {
			return await wholeAnswer(
				async (signal) =>
					await withinOwnRequest(
						{ signal, renewal },
						async () => (await context.helpers.httpRequestWithAuthentication.call(context, CREDENTIAL, options)) as StreamedResponse,
					),
				{ ...limits, cancel: this.context.getExecutionCancelSignal?.() },
			);
		} catch (error) {
			throw unanswered(error, this.instance);
		}
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
	if (body.kind === 'bytes') return { content: body.content, contentType: body.mimeType };
	return formBody(body.parts);
}

function plainHeaders(headers: StreamedResponse['headers']): Record<string, string> {
	return Object.fromEntries(
		Object.entries(headers).flatMap(([name, value]) =>
			value === undefined ? [] : [[name.toLowerCase(), Array.isArray(value) ? value.join(', ') : value]],
		),
	);
}
