import { createConnection } from 'node:net';
import SftpClient from 'ssh2-sftp-client';
import { Client } from 'ssh2';
import type { ConnectConfig, SFTPWrapper } from 'ssh2';
import type { SftpServer } from '../../../../tools/sandbox/scan-one/server';

/** Clients of the server that a test has at the time. */
export function clientsOf(current: () => SftpServer) {
	const clients: SftpClient[] = [];

	function credentials(more: ConnectConfig = {}): ConnectConfig {
		const server = current();
		// ssh2 writes a packet in two pieces: with Nagle's algorithm every round trip would cost a delayed ACK.
		const sock = createConnection({ host: server.host, port: server.port, noDelay: true });
		return { sock, username: server.username, password: server.password, ...more };
	}

	async function connect(more: ConnectConfig = {}): Promise<SftpClient> {
		const quiet = { error: () => undefined, end: () => undefined, close: () => undefined };
		const client = new SftpClient('test', quiet);
		await client.connect(credentials(more));
		clients.push(client);
		return client;
	}

	/** The bare SFTP channel, for what ssh2-sftp-client does not offer. */
	async function withChannel<T>(work: (sftp: SFTPWrapper) => Promise<T>): Promise<T> {
		const client = new Client();
		client.on('error', () => undefined);
		await new Promise<void>((resolve, reject) => client.once('ready', resolve).once('error', reject).connect(credentials()));
		try {
			return await work(await answer<SFTPWrapper>((done) => client.sftp(done)));
		} finally {
			client.end();
		}
	}

	function ops(): string[] {
		return current()
			.requests()
			.map(({ op }) => op);
	}

	async function endAll(): Promise<void> {
		await Promise.all(clients.splice(0).map((client) => client.end().catch(() => undefined)));
	}

	return { connect, withChannel, ops, endAll };
}

/** A callback of the channel as a promise. */
export async function answer<T = void>(ask: (done: (error?: Error | null, value?: T) => void) => void): Promise<T> {
	return await new Promise<T>((resolve, reject) => ask((error, value) => (error ? reject(error) : resolve(value as T))));
}
