import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Server } from 'ssh2';
import type { AuthContext, Session } from 'ssh2';
import { Jail } from './jail';
import { defaultHostKey, fingerprintOf, letsIn, oldHostKey, serverIdentity } from './keys';
import type { SftpUser } from './keys';
import { RequestLog } from './requests';
import type { RecordedSftp, SftpHook } from './requests';
import { SftpSession } from './session';
import { healthySettings } from './settings';
import type { SftpSettings } from './settings';

export interface SftpServerOptions {
	/** Default 0: any free port. */
	port?: number;
	/** A real folder that clients see as `/`; default a fresh temporary one, removed by `stop()`. */
	root?: string;
	/** Default: one user with a password. */
	users?: SftpUser[];
	/** Private host key in OpenSSH PEM; default one ed25519 key per process. */
	hostKey?: string;
	faults?: Partial<SftpSettings>;
}

/** A running lock-box. */
export interface SftpServer {
	host: '127.0.0.1';
	port: number;
	root: string;
	/** `SHA256:…`, as OpenSSH prints it. */
	hostKeyFingerprint: string;
	/** The fingerprint clients see while `settings.oldServer` is on: an old server has an RSA key. */
	oldHostKeyFingerprint(): string;
	/** Of the first user; the password is empty when that user has none. */
	username: string;
	password: string;
	/** Every request since the start or the last clearRequests(), in order. */
	requests(): RecordedSftp[];
	clearRequests(): void;
	/** Most connections that were open at the same time so far. */
	peakConnections(): number;
	/** Lets a test see and cut each request before it is carried out and before it is answered; returns how to stop that. */
	intercept(hook: SftpHook | null): () => void;
	/** The faults; change them at any time. */
	settings: SftpSettings;
	/** Cuts every connection of the moment. */
	dropConnections(): void;
	stop(): Promise<void>;
}

const DEFAULT_USER = { username: 'scan-one', password: 'lock-box' };

/** Starts a sandbox lock-box: an SFTP server (protocol version 3) on the loopback interface, jailed in one folder. */
export async function startSftpServer(options: SftpServerOptions = {}): Promise<SftpServer> {
	const root = options.root ?? (await mkdtemp(join(tmpdir(), 'scan-one-')));
	const users = options.users ?? [DEFAULT_USER];
	const hostKey = options.hostKey ?? defaultHostKey();
	const settings: SftpSettings = { ...healthySettings(), ...options.faults };
	const log = new RequestLog();
	const sockets = new Set<Socket>();
	let sessions = 0;
	let peakConnections = 0;

	const listener = createServer({ noDelay: true }, (socket) => {
		if (sockets.size >= (settings.mostConnections ?? Infinity)) {
			socket.destroy();
			return;
		}
		sockets.add(socket);
		cutWhenIdle(socket, settings);
		peakConnections = Math.max(peakConnections, sockets.size);
		socket.once('close', () => sockets.delete(socket));
		socket.on('error', () => socket.destroy());
		const jail = new Jail(root, settings);
		serveConnection(socket, hostKey, users, settings, () => ({ number: ++sessions, jail, settings, log, cut: () => socket.destroy() }));
	});
	await new Promise<void>((resolve, reject) => {
		listener.once('error', reject);
		listener.listen(options.port ?? 0, '127.0.0.1', resolve);
	});

	const dropConnections = () => sockets.forEach((socket) => socket.destroy());
	return {
		host: '127.0.0.1',
		port: (listener.address() as AddressInfo).port,
		root,
		hostKeyFingerprint: fingerprintOf(hostKey),
		oldHostKeyFingerprint: () => fingerprintOf(oldHostKey()),
		username: users[0]?.username ?? '',
		password: users[0]?.password ?? '',
		requests: () => log.all(),
		clearRequests: () => log.clear(),
		peakConnections: () => peakConnections,
		intercept: (hook) => log.intercept(hook),
		settings,
		dropConnections,
		stop: async () => {
			dropConnections();
			await new Promise<void>((resolve) => listener.close(() => resolve()));
			if (options.root === undefined) await rm(root, { recursive: true, force: true });
		},
	};
}

/** Also in the middle of a handshake, which takes less than any limit that is set. */
function cutWhenIdle(socket: Socket, settings: SftpSettings): void {
	socket.setTimeout(settings.idleMs ?? 0, () => socket.destroy());
}

/** One ssh2 server per connection: which key and algorithms it offers is settled when the client arrives. */
function serveConnection(
	socket: Socket,
	hostKey: string,
	users: SftpUser[],
	settings: SftpSettings,
	newContext: () => ConstructorParameters<typeof SftpSession>[1],
): void {
	const server = new Server({ ...serverIdentity(hostKey, settings.oldServer), ident: 'ScanOneSandbox' }, (client) => {
		// Clients that hang up in the middle of the handshake are ordinary here.
		client.on('error', () => socket.destroy());
		client.on('authentication', (request: AuthContext) => {
			if (letsIn(users, request)) request.accept();
			else request.reject(['password', 'publickey']);
		});
		client.on('session', (accept: () => Session) => {
			accept().on('sftp', (acceptSftp) => {
				const session = new SftpSession(acceptSftp(), newContext());
				socket.once('close', () => void session.close());
			});
		});
	});
	server.on('error', () => socket.destroy());
	server.injectSocket(socket);
}
