import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CoupaClient, type ClientSettings } from '../../../lib/coupa/client';
import { DirectTransport } from '../../../tools/harness/engine/direct-transport';

/** One request as the fake instance got it. */
export interface Received {
	method: string;
	path: string;
	query: URLSearchParams;
	headers: IncomingMessage['headers'];
	/** The bearer token without its prefix. */
	token: string;
	body: Buffer;
	/** performance.now() at arrival. */
	at: number;
}

/** What the fake instance does: an answer, or the connection cut without one. */
export type Reply = { status?: number; headers?: Record<string, string>; body?: unknown } | 'cut';
export type Handler = (request: Received) => Reply | Promise<Reply>;

/** A Coupa instance of a few lines: mints `token-1`, `token-2`… and leaves the rest to the test. */
export class FakeCoupa {
	readonly received: Received[] = [];
	minted = 0;
	handler: Handler = () => ({ body: [] });
	private server: Server | null = null;
	baseUrl = '';

	async start(): Promise<this> {
		this.server = createServer((request, response) => void this.answer(request, response));
		await new Promise<void>((resolve) => this.server?.listen(0, '127.0.0.1', resolve));
		this.baseUrl = `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
		return this;
	}

	async stop(): Promise<void> {
		this.server?.closeAllConnections();
		await new Promise((resolve) => this.server?.close(resolve));
	}

	transport(scopes = ['core.invoice.read', 'core.invoice.write']): DirectTransport {
		return new DirectTransport({ baseUrl: this.baseUrl, clientId: 'lock-box', clientSecret: 'hush-hush', scopes, timeoutMs: 5_000 });
	}

	/** A client that waits little: back-off up to 4 ms, tokens old after 0 ms. */
	client(settings: Partial<ClientSettings> = {}, transport = this.transport()): CoupaClient {
		return new CoupaClient(transport, { requestsPerSecond: 1000, baseDelayMs: 1, maxDelayMs: 2_000, youngTokenMs: 0, ...settings });
	}

	paths(): string[] {
		return this.received.map(({ method, path }) => `${method} ${path}`);
	}

	private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const at = performance.now();
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		const { pathname: path, searchParams: query } = new URL(request.url ?? '', this.baseUrl);
		if (path === '/oauth2/token') {
			this.minted += 1;
			this.write(response, { body: { access_token: `token-${String(this.minted)}`, token_type: 'bearer', expires_in: 86399 } });
			return;
		}
		const token = (request.headers.authorization ?? '').replace('Bearer ', '');
		const received: Received = {
			method: request.method ?? '',
			path,
			query,
			headers: request.headers,
			token,
			body: Buffer.concat(chunks),
			at,
		};
		this.received.push(received);
		const reply = await this.handler(received);
		if (reply === 'cut') request.socket.destroy();
		else this.write(response, reply);
	}

	private write(response: ServerResponse, { status = 200, headers = {}, body = '' }: Exclude<Reply, 'cut'>): void {
		const raw = typeof body === 'string' || Buffer.isBuffer(body);
		response.writeHead(status, { 'content-type': raw ? 'text/plain' : 'application/json', ...headers });
		response.end(raw ? body : JSON.stringify(body));
	}
}

/** A record to answer with. */
export const invoice = { id: 12, 'invoice-number': 'Rechnung-Ä/1' };

/** A reply chosen by how many requests came before it; the last one stays. */
export function inTurn(...replies: Reply[]): Handler {
	let turn = 0;
	return () => replies[Math.min(turn++, replies.length - 1)] ?? 'cut';
}

/** The error a promise rejects with; fails the test when it does not. */
export async function failureOf<T extends Error>(promise: Promise<unknown>, type: new (...args: never[]) => T): Promise<T> {
	try {
		await promise;
	} catch (error) {
		if (error instanceof type) return error;
		throw error;
	}
	throw new Error(`Expected a ${type.name}`);
}
