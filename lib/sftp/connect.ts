import { connect as openTcp, type Socket } from 'node:net';
import { Client, type AuthenticationType, type SFTPWrapper } from 'ssh2';
import { algorithmsOf } from './algorithms';
import { Attempt } from './attempt';
import { asError, SftpFailure } from './failure';
import { pinnedFingerprints } from './fingerprint';
import { readablePrivateKey } from './private-key';
import { Session } from './session';
import { serverName, type SftpSettings } from './settings';

const KEEPALIVE_MISSES = 3;

/**
 * Connects, verifies the host key and starts SFTP; throws SftpFailure. Nothing stays open when it throws.
 * Host key pinning, timeouts, algorithms for old servers: design.md §7.
 */
export async function connect(settings: SftpSettings, signal?: AbortSignal): Promise<Session> {
	if (signal?.aborted) throw cancelledFailure(settings);
	const pinned = pinnedFingerprints(settings);
	const privateKey = settings.privateKey?.trim() ? readablePrivateKey(settings.privateKey, settings.passphrase || undefined) : undefined;
	const client = new Client();
	const socket = openTcp({ host: settings.host, port: settings.port, noDelay: true });
	const attempt = new Attempt({ ...settings, privateKey }, pinned, () => socket.bytesRead);
	// Errors after the outcome is known (a reset while closing) must not end the process.
	client.on('error', () => undefined);
	socket.on('error', () => undefined);

	let giveUp: (failure: SftpFailure) => void = () => undefined;
	const givenUp = new Promise<never>((_resolve, reject) => (giveUp = reject));
	const timer = setTimeout(() => {
		giveUp(attempt.timeout());
	}, settings.connectTimeoutMs);
	const cancel = () => {
		giveUp(cancelledFailure(settings));
	};
	signal?.addEventListener('abort', cancel);
	try {
		await Promise.race([reached(socket), givenUp]);
		attempt.stage = 'agree on encryption with';
		await Promise.race([signedIn(client, socket, settings, attempt, privateKey), givenUp]);
		attempt.stage = 'start SFTP on';
		const sftp = await Promise.race([started(client), givenUp]);
		return new Session(client, socket, sftp, settings, { hostKey: attempt.hostKey, agreed: attempt.agreed });
	} catch (error) {
		socket.destroy();
		throw attempt.failure(asError(error));
	} finally {
		clearTimeout(timer);
		signal?.removeEventListener('abort', cancel);
	}
}

/** The failure when the caller's cancel signal fired. */
export function cancelledFailure(settings: SftpSettings): SftpFailure {
	return new SftpFailure(`Cancelled while working on ${serverName(settings)}.`, 'cancelled');
}

function reached(socket: Socket): Promise<void> {
	return new Promise((resolve, reject) => {
		socket.once('error', reject);
		socket.once('connect', resolve);
	});
}

function signedIn(client: Client, socket: Socket, settings: SftpSettings, attempt: Attempt, privateKey: string | undefined): Promise<void> {
	return new Promise((resolve, reject) => {
		client.once('ready', resolve);
		client.once('error', reject);
		client.once('close', () => {
			reject(new Error('closed by the server'));
		});
		client.once('handshake', ({ kex, serverHostKey, cs }) => {
			attempt.agreed = { kex, hostKey: serverHostKey, cipher: cs.cipher, mac: cs.mac };
		});
		client.on('keyboard-interactive', (_name, _instructions, _language, prompts, answer) => {
			answer(prompts.map(() => settings.password ?? ''));
		});
		client.connect({
			sock: socket,
			username: settings.username,
			password: settings.password || undefined,
			privateKey,
			passphrase: settings.passphrase || undefined,
			tryKeyboard: Boolean(settings.password),
			readyTimeout: 0,
			keepaliveInterval: settings.keepaliveMs,
			keepaliveCountMax: KEEPALIVE_MISSES,
			algorithms: algorithmsOf(settings),
			hostVerifier: (key: Buffer) => attempt.verifyHostKey(key),
			authHandler: (available: AuthenticationType[] | null) => attempt.nextAuthentication(available),
			debug: attempt.hear,
		});
	});
}

function started(client: Client): Promise<SFTPWrapper> {
	return new Promise((resolve, reject) => {
		client.once('close', () => {
			reject(new Error('closed by the server'));
		});
		client.sftp((error, sftp) => {
			if (error) reject(error);
			else resolve(sftp);
		});
	});
}
