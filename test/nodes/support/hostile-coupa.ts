import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a server saw. */
export interface Heard {
	method: string;
	path: string;
	authorization: string | undefined;
	body: string;
}

export type Reply = (request: Heard, response: ServerResponse) => void;

/** A server that answers in the place of Coupa, token requests included, as the test likes. */
export class HostileCoupa {
	readonly heard: Heard[] = [];
	/** Default: a token that no other server gives. */
	onToken: Reply = (_request, response) => {
		json(response, { access_token: this.token(), token_type: 'bearer', expires_in: 86_399 });
	};
	/** Default: a list of nothing. */
	onApi: Reply = (_request, response) => {
		json(response, []);
	};
	private constructor(private readonly server: Server) {}

	static async start(host = '127.0.0.1'): Promise<HostileCoupa> {
		const server = createServer();
		const coupa = new HostileCoupa(server);
		server.on('request', (request: IncomingMessage, response: ServerResponse) => {
			void coupa.answer(request, response);
		});
		await new Promise<void>((resolve) => server.listen(0, host, resolve));
		return coupa;
	}

	get port(): number {
		return (this.server.address() as AddressInfo).port;
	}

	get url(): string {
		return `http://127.0.0.1:${this.port}`;
	}

	/** The token of the nth token request, by default the last one. */
	token(n = this.heard.filter(({ path }) => path === '/oauth2/token').length): string {
		return `token-${n}-of-${this.port}`;
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		let body = '';
		for await (const chunk of request) body += String(chunk);
		const { method = '', url: path = '' } = request;
		const heard: Heard = { method, path, authorization: request.headers.authorization, body };
		this.heard.push(heard);
		(path === '/oauth2/token' ? this.onToken : this.onApi)(heard, response);
	}
}

/** Answers with JSON. */
export function json(response: ServerResponse, value: unknown, status = 200): void {
	response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}
