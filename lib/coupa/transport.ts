import type { Json } from '../core';

/** One part of a multipart/form-data body; `content` may be sent more than once. */
export interface FormPart {
	name: string;
	content: Buffer | string;
	fileName?: string;
	mimeType?: string;
}

/** One HTTP request below the instance's address. Query names and values are not yet encoded. */
export interface CoupaRequest {
	method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	/** Starts with `/api/`. */
	path: string;
	query?: Array<[name: string, value: string]>;
	body?: { kind: 'json'; value: Json } | { kind: 'form'; parts: FormPart[] } | { kind: 'bytes'; content: Buffer; mimeType: string };
	/** `bytes` for image scans and other files; everything else is JSON. */
	accept?: 'json' | 'bytes';
}

/** What came back, whatever its status. Header names are lower case. */
export interface CoupaResponse {
	status: number;
	headers: Record<string, string>;
	/** The raw body; empty where there was none. */
	body: Buffer;
}

/**
 * The small HTTP port this client talks through. It sends one request with the current token, once: no retry, no
 * renewal, no throwing on a status, no redirect to another origin. A request that got no answer throws TransportFailure.
 */
export interface CoupaTransport {
	/** Host (and port) of the instance, e.g. `acme.coupahost.com`: the key of the shared limiter. */
	readonly instance: string;
	send(request: CoupaRequest): Promise<CoupaResponse>;
	/** When the token in use was minted (ms since the epoch), or null when not known. */
	tokenMintedAt(): Promise<number | null>;
	/** Replaces the token in use by a new one. */
	renewToken(): Promise<void>;
	/** Scopes the credential asks for, for the text of a 403. */
	scopes(): string[];
}

/** No answer came: the host is unknown, refused, or the connection broke or timed out. */
export class TransportFailure extends Error {
	override name = 'TransportFailure';
	/** What to do about it, where it is known. */
	readonly hint: string | undefined;
	constructor(
		message: string,
		/** False only when the request surely never reached Coupa (unknown host, refused connection). */
		readonly mayHaveArrived: boolean,
		options?: ErrorOptions & { hint?: string },
	) {
		super(message, options);
		this.hint = options?.hint;
	}
}
