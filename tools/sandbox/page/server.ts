import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { FormRefused, formOf } from './form-of';
import { FILE_HEADERS, HEADERS, strangeness } from './guard';
import { html } from './html';
import { layout, sorry } from './layout';
import type { Reply, SandboxPageOptions, Visit } from './types';

/** The HTTP side of the page: looks at who asks, reads forms, writes answers. It listens on 127.0.0.1 only. */
export class PageServer {
	private readonly server: Server;
	private port = 0;

	constructor(
		private readonly options: Pick<SandboxPageOptions, 'closed'>,
		/** What a sound visit is answered with; null for what there is not. */
		private readonly answer: (visit: Visit) => Promise<Reply | null>,
	) {
		this.server = createServer((message, response) => {
			this.handle(message, response).catch((error: unknown) => {
				this.failed(message, response, error);
			});
		});
	}

	/** Gives the port. */
	async listen(port: number): Promise<number> {
		await new Promise<void>((resolve, reject) => {
			this.server.once('error', reject);
			this.server.listen(port, '127.0.0.1', resolve);
		});
		this.port = (this.server.address() as AddressInfo).port;
		return this.port;
	}

	async close(): Promise<void> {
		await new Promise<void>((resolve) => {
			this.server.close(() => {
				resolve();
			});
			this.server.closeAllConnections();
		});
	}

	private async handle(message: IncomingMessage, response: ServerResponse): Promise<void> {
		const isForm = message.method === 'POST';
		const strange = strangeness(message.headers, isForm, this.port);
		if (strange !== null) {
			this.write(message, response, said(403, 'Not from here', strange));
			return;
		}
		if (!isForm && message.method !== 'GET' && message.method !== 'HEAD') {
			this.write(message, response, said(405, 'Not possible', 'These pages are read, and their forms are sent.'));
			return;
		}
		const [path = '/', search = ''] = (message.url ?? '/').split('?', 2);
		const closed = this.options.closed?.() ?? null;
		if (isForm && closed !== null) {
			this.write(message, response, said(503, 'Not yet', closed));
			return;
		}
		const form = isForm ? await formOf(message) : { fields: new Map<string, string>(), files: new Map<string, never>() };
		const visit: Visit = { method: isForm ? 'POST' : 'GET', path, query: new URLSearchParams(search), ...form };
		const reply = await this.answer(visit);
		this.write(message, response, reply ?? said(404, 'Not here', 'There is no such page, or what it showed has moved on.'));
	}

	private failed(message: IncomingMessage, response: ServerResponse, error: unknown): void {
		if (response.headersSent) {
			response.destroy();
			return;
		}
		const reason = error instanceof Error ? error.message : String(error);
		const status = error instanceof FormRefused ? error.status : 500;
		this.write(message, response, said(status, status === 500 ? 'The sandbox has failed' : 'Not taken', reason));
	}

	private write(message: IncomingMessage, response: ServerResponse, reply: Reply): void {
		// A form that is not read to its end is cut off: the connection cannot be used again.
		if (!message.complete && message.method === 'POST') response.setHeader('connection', 'close');
		if (reply.kind === 'moved') {
			response.writeHead(303, { ...HEADERS, location: reply.to });
			response.end();
			return;
		}
		if (reply.kind === 'file') {
			const { type, bytes, fileName } = reply;
			const own = ['text/css', 'text/javascript'].includes(type.split(';')[0] ?? '');
			response.writeHead(200, {
				...(own ? HEADERS : FILE_HEADERS),
				'content-type': type,
				'content-length': String(bytes.length),
				...(fileName !== undefined && { 'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}` }),
			});
			response.end(bytes);
			return;
		}
		const path = (message.url ?? '/').split('?', 1)[0] ?? '/';
		const closed = this.options.closed?.() ?? null;
		const text = layout({ title: reply.title, path, closed, body: reply.body });
		response.writeHead(reply.status ?? 200, { ...HEADERS, 'content-type': 'text/html; charset=utf-8' });
		response.end(text);
	}
}

function said(status: number, title: string, text: string): Reply {
	return { kind: 'page', status, title, body: sorry(title, html`${text}`) };
}
