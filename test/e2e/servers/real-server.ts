import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { withSftp, type SftpSettings } from '../../../lib/sftp';
import { fingerprintOf, keyPair } from '../../../tools/sandbox/scan-one/keys';

const USER = 'scan-one';
const PASSWORD = 'lock-box';
const START_MS = 15_000;

/** A server program of this machine that serves one folder. */
export interface RealServer {
	settings: SftpSettings;
	/** What an analyst enters to reach it. */
	credential: ICredentialDataDecryptedObject;
	/** The folder on disk that clients see as `/`. */
	root: string;
	stop(): Promise<void>;
}

/** What a server program is started with. */
export interface Place {
	/** A folder for configuration and logs. */
	work: string;
	root: string;
	port: number;
	hostKeyFile: string;
	username: string;
	password: string;
	/** A line of an `authorized_keys` file: the account may sign in with the password or with this key, as the server likes. */
	publicKey: string;
}

/** The program's first lines on how it was built, or null when it is not installed. */
export function versionOf(command: string, args: string[]): string | null {
	const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
	return status === 0 ? `${stdout}${stderr}`.trim().split('\n')[0] || null : null;
}

/** Starts the program that `launch` describes and waits until it lets us in, by key or by password as the program is set up. */
export async function startRealServer(
	authenticateWith: 'privateKey' | 'password',
	launch: (place: Place) => Promise<{ command: string; args: string[] }>,
): Promise<RealServer> {
	const work = await mkdtemp(join(tmpdir(), 'real-server-'));
	const root = join(work, 'root');
	await mkdir(join(root, 'Incoming', 'Invoices'), { recursive: true });
	const { private: privateKey, public: publicKey } = keyPair('rsa');
	const { privateKey: hostKey } = generateKeyPairSync('rsa', {
		modulusLength: 3072,
		publicKeyEncoding: { type: 'spki', format: 'pem' },
		privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
	});
	const hostKeyFile = join(work, 'host-key');
	await writeFile(hostKeyFile, hostKey);
	await chmod(hostKeyFile, 0o600);
	const port = await freePort();
	const { command, args } = await launch({ work, root, port, hostKeyFile, username: USER, password: PASSWORD, publicKey });
	const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
	let said = '';
	for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (said += text));
	const stop = async () => {
		await ended(child);
		await rm(work, { recursive: true, force: true });
	};
	const settings: SftpSettings = {
		host: '127.0.0.1',
		port,
		username: USER,
		...(authenticateWith === 'password' ? { password: PASSWORD } : { privateKey }),
		hostFingerprint: fingerprintOf(hostKey),
		baseFolder: '/',
		connectTimeoutMs: 10_000,
		operationTimeoutMs: 10_000,
		keepaliveMs: 0,
	};
	try {
		await letsIn(settings);
	} catch (error) {
		await stop();
		throw new Error(`${command} did not let us in.\n${said}`, { cause: error });
	}
	const { host, username, password = '', hostFingerprint } = settings;
	const credential = { host, port, username, authenticateWith, password, privateKey, hostFingerprint, baseFolder: '/' };
	return { settings, credential, root, stop };
}

async function letsIn(settings: SftpSettings): Promise<void> {
	const end = Date.now() + START_MS;
	for (;;) {
		try {
			await withSftp(settings, async (port) => await port.list('Incoming'));
			return;
		} catch (error) {
			if (Date.now() > end) throw error;
			await sleep(200);
		}
	}
}

async function ended(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const closed = new Promise((resolve) => child.once('close', resolve));
	child.kill();
	await closed;
}

async function freePort(): Promise<number> {
	const listener = createServer();
	await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
	const { port } = listener.address() as AddressInfo;
	await new Promise((resolve) => listener.close(resolve));
	return port;
}
