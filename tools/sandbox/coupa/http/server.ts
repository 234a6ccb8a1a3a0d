import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { isRecord, type Json } from '../../../../lib/core';
import type { Company } from '../company';
import { answerTokenRequest, type TokenDesk } from '../oauth/token-endpoint';
import { Refusal } from '../refusal';
import { answerCall } from '../routes';
import type { Fault } from '../settings';
import type { InterceptHook, RecordedRequest } from '../types';
import { send, writeAnswer, type Answer } from './answer';
import { readBody, receive, type RequestBody } from './body';
import { RateLimit } from './rate-limit';
import { invoiceIdOf, operationOf, type RequestLog } from './request-log';

/** The HTTP side of a sandbox: records each request, lets hooks and faults at it, and answers it. */
export class CoupaServer {
	private readonly server: Server;
	private readonly limit: RateLimit;
	private hook: InterceptHook | null = null;
	private stopped = false;

	constructor(
		private readonly company: Company,
		private readonly desk: TokenDesk,
		private readonly log: RequestLog,
	) {
		this.limit = new RateLimit(company.settings);
		this.server = createServer((message, response) => {
			// A client that went away in the middle of its request has asked for nothing.
			this.handle(message, response).catch(() => response.destroy());
		});
		this.server.keepAliveTimeout = 60_000;
	}

	/** Listens on the loopback address only; gives the port. */
	async listen(port: number): Promise<number> {
		await new Promise<void>((resolve, reject) => {
			this.server.once('error', reject);
			this.server.listen(port, '127.0.0.1', resolve);
		});
		return (this.server.address() as AddressInfo).port;
	}

	intercept(hook: InterceptHook | null): void {
		this.hook = hook;
	}

	async close(): Promise<void> {
		this.stopped = true;
		await new Promise<void>((resolve) => {
			this.server.close(() => {
				resolve();
			});
			this.server.closeAllConnections();
		});
	}

	private async handle(message: IncomingMessage, response: ServerResponse): Promise<void> {
		const bytes = await receive(message);
		const body = await readBody(message.headers, bytes);
		const request = this.log.add(describe(message, bytes, body));
		if (await this.isDropped(request, 'received')) return void response.destroy();
		const answer = await this.answer(message, request, body);
		if (answer === null) return void response.destroy();
		const written = writeAnswer(answer, message.headers.accept);
		if (await this.isDropped(request, 'answering')) return void response.destroy();
		request.status = written.status;
		send(response, written, this.company.settings.clockAheadMs);
	}

	/** The work itself; null when the answer is never to be sent. */
	private async answer(message: IncomingMessage, request: RecordedRequest, body: RequestBody): Promise<Answer | null> {
		const { settings } = this.company;
		if (settings.latencyMs > 0) await pause(settings.latencyMs);
		if ((message.url ?? '').length > settings.longestTarget) return faultAnswer(TOO_LONG);
		const fault = taken(settings.failNext, request);
		if (fault !== null) return faultAnswer(fault);
		const answer = await this.served(message, request, body);
		if (answer.kind === 'list') {
			request.rows = answer.records.length;
			const skippingMs = (answer.skipped * settings.skippedRowMicros) / 1000;
			if (skippingMs > 0) await pause(skippingMs);
		}
		return taken(settings.dropAnswers, request) === null ? answer : null;
	}

	private async served(message: IncomingMessage, request: RecordedRequest, body: RequestBody): Promise<Answer> {
		try {
			if (request.operation === 'token' && request.method === 'POST')
				return answerTokenRequest(this.desk, body, message.headers.authorization);
			await this.limit.admit();
			if (this.stopped) throw new Error('The sandbox has stopped');
			const scopes = this.desk.tokens.scopesOf(message.headers.authorization);
			const call = { method: request.method, path: request.path, query: request.query, body, scopes };
			const answer = this.company.database.transaction(() => answerCall(this.company, call));
			nameCreated(request, answer);
			return answer;
		} catch (error) {
			if (error instanceof Refusal) return { kind: 'refusal', refusal: error };
			throw error;
		}
	}

	private async isDropped(request: RecordedRequest, phase: 'received' | 'answering'): Promise<boolean> {
		return this.hook !== null && (await this.hook(request, phase)) === 'drop';
	}
}

function describe(message: IncomingMessage, bytes: Buffer, body: RequestBody): Omit<RecordedRequest, 'n'> {
	const method = message.method ?? 'GET';
	const [path = '', search = ''] = (message.url ?? '').split('?', 2);
	const query = [...new URLSearchParams(search)];
	const invoiceId = invoiceIdOf(path);
	return {
		time: Date.now(),
		method,
		path,
		query,
		status: null,
		requestBytes: bytes.length,
		operation: operationOf(method, path, query),
		...(invoiceId === undefined ? {} : { invoiceId }),
		...(body.kind === 'json' ? { json: body.value } : {}),
		...(body.kind === 'form' ? { parts: [...body.fields.keys(), ...body.files.keys()] } : {}),
	};
}

/** A POST learns the id of its draft only now. */
function nameCreated(request: RecordedRequest, answer: Answer): void {
	if (request.operation !== 'post' || request.path !== '/api/invoices' || answer.kind !== 'record') return;
	const id: Json | undefined = isRecord(answer.record) ? answer.record.id : undefined;
	if (typeof id === 'number') request.invoiceId = id;
}

/** As nginx words it. */
const TOO_LONG: Fault = { status: 414, body: '<html><head><title>414 Request-URI Too Large</title></head></html>' };

/** Takes the first entry that fits out of a queue of faults. */
function taken<T extends { match?: (request: RecordedRequest) => boolean }>(queue: T[], request: RecordedRequest): T | null {
	const index = queue.findIndex(({ match }) => match === undefined || match(request));
	return index < 0 ? null : (queue.splice(index, 1)[0] ?? null);
}

function faultAnswer({ status, headers, body }: Fault): Answer {
	const isText = typeof body === 'string' || body === undefined;
	return {
		kind: 'fault',
		status,
		headers: { ...(isText ? {} : { 'content-type': 'application/json; charset=utf-8' }), ...headers },
		body: isText ? (body ?? '') : JSON.stringify(body),
	};
}
