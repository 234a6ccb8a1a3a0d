import { createHash, generateKeyPairSync } from 'node:crypto';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Server as SshServer, utils, type SFTPWrapper } from 'ssh2';
import { SftpFailure, withSftp, type SftpFailureKind, type SftpSettings } from '../../lib/sftp';
import { rejectionOf, TestLockBox } from '../lock-box/lock-box';
import { keyPair } from '../../tools/sandbox/scan-one';

const PASSPHRASE = 'Grüße, lock-box';
const key = keyPair('ed25519', { passphrase: PASSPHRASE, cipher: 'aes256-cbc', rounds: 4 });
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const rsaPkcs8 = rsa.privateKey.export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'rsa secret' }).toString();
const rsaPublic = utils.parseKey(rsa.privateKey.export({ format: 'pem', type: 'pkcs1' }).toString());
if (rsaPublic instanceof Error) throw rsaPublic;

let box: TestLockBox;
beforeAll(async () => {
	box = await TestLockBox.start({
		users: [
			{ username: 'scan-one', password: 'lock-box' },
			{ username: 'keyed', publicKey: key.public },
			{ username: 'rsa', publicKey: `ssh-rsa ${rsaPublic.getPublicSSH().toString('base64')}` },
		],
	});
});
afterAll(() => box.stop());
afterEach(() => {
	box.server.settings.stall = false;
	box.server.settings.oldServer = false;
});

async function failing(changes: Partial<SftpSettings>): Promise<SftpFailure> {
	const error = await rejectionOf(box.connected(async (port) => await port.list('Incoming'), changes));
	if (!(error instanceof SftpFailure)) throw error;
	return error;
}

async function listedWith(changes: Partial<SftpSettings>): Promise<string[]> {
	return await box.connected(async (port) => (await port.list('Incoming')).map(({ name }) => name), changes);
}

describe('host key', () => {
	test.each([
		['as OpenSSH prints it', (fingerprint: string) => fingerprint],
		['without its prefix', (fingerprint: string) => fingerprint.slice('SHA256:'.length)],
		['padded', (fingerprint: string) => `${fingerprint}=`],
		['among several', (fingerprint: string) => `SHA256:${'A'.repeat(43)}, ${fingerprint}`],
	])('accepts the pinned fingerprint %s', async (_how, spelled) => {
		expect(await listedWith({ hostFingerprint: spelled(box.server.hostKeyFingerprint) })).toEqual(['Invoices']);
	});

	test('another key is refused: expected, seen, and no password sent', async () => {
		const other = `SHA256:${'B'.repeat(43)}`;
		const failure = await failing({ hostFingerprint: other });
		expect(failure.kind).toBe('hostKey');
		expect(failure.message).toContain(`expected ${other}, the server showed its ssh-ed25519 key ${box.server.hostKeyFingerprint}`);
		expect(failure.details.hint).toContain('before you change the fingerprint');
	});

	test('an empty fingerprint tells the one seen and lets nothing through', async () => {
		const failure = await failing({ hostFingerprint: '  ' });
		expect(failure.kind).toBe('hostKey');
		expect(failure.text).toContain(`paste ${box.server.hostKeyFingerprint} into the credential`);
	});

	test('MD5 and garbage are refused with the way out', async () => {
		expect((await failing({ hostFingerprint: 'MD5:16:27:ac:a5:76:28:2d:36:63:1b:56:4d:eb:df:a6:48' })).text).toMatch(
			/MD5.*SHA-256.*ssh-keygen -lf/,
		);
		expect((await failing({ hostFingerprint: 'SHA256:short' })).message).toBe('"SHA256:short" is not a SHA-256 fingerprint of a host key.');
	});
});

describe('sign-in', () => {
	test('wrong password: what was tried and what the server accepts', async () => {
		const failure = await failing({ password: 'wrong' });
		expect(failure.kind).toBe('authentication');
		expect(failure.message).toContain('Tried: the password. The server accepts: password, publickey.');
	});

	test('neither password nor key', async () => {
		expect((await failing({ password: '' })).kind).toBe('authentication');
	});

	test.each([
		['as it is', key.private],
		['on one line, as a password field keeps it', key.private.trim().replaceAll('\n', ' ')],
		['with \\n instead of line breaks', key.private.trim().replaceAll('\n', '\\n')],
		['with Windows line breaks', key.private.replaceAll('\n', '\r\n')],
	])('private key with passphrase, %s', async (_how, privateKey) => {
		expect(await listedWith({ username: 'keyed', password: undefined, privateKey, passphrase: PASSPHRASE })).toEqual(['Invoices']);
	});

	test('an encrypted PKCS#8 key', async () => {
		expect(await listedWith({ username: 'rsa', password: undefined, privateKey: rsaPkcs8, passphrase: 'rsa secret' })).toEqual([
			'Invoices',
		]);
	});

	test.each([
		['wrong passphrase', key.private, 'wrong', 'The passphrase does not open the private key.'],
		['no passphrase', key.private, '', 'The private key is protected by a passphrase, and none is set.'],
		['wrong passphrase, PKCS#8', rsaPkcs8, 'wrong', 'The passphrase does not open the private key.'],
		['no passphrase, PKCS#8', rsaPkcs8, undefined, 'The private key is protected by a passphrase, and none is set.'],
		['public key', key.public, '', 'The private key cannot be read (it is not a private key).'],
	])('%s', async (_what, privateKey, passphrase, message) => {
		const failure = await failing({ username: 'keyed', password: undefined, privateKey, passphrase });
		expect([failure.kind, failure.message]).toEqual(['authentication', message]);
	});

	test('a text that is no key', async () => {
		const failure = await failing({ privateKey: 'hello' });
		expect(failure.message).toMatch(/^The private key cannot be read/);
		expect(failure.details.hint).toContain('BEGIN and END lines');
	});

	test('a key the server does not know', async () => {
		const stranger = keyPair('ed25519');
		expect((await failing({ username: 'keyed', password: undefined, privateKey: stranger.private })).message).toContain(
			'Tried: the private key.',
		);
	});
});

test('servers that ask for the key and then, interactively, for the password get both', async () => {
	const hostKey = keyPair('ed25519').private;
	const parsed = utils.parseKey(hostKey);
	if (parsed instanceof Error) throw parsed;
	const steps: string[] = [];
	const server = new SshServer({ hostKeys: [hostKey] }, (client) => {
		client.on('error', () => undefined);
		client.on('authentication', (request) => {
			if (request.method === 'publickey') {
				// Without a signature the client only asks whether the key would do.
				if (!request.signature) {
					request.accept();
					return;
				}
				steps.push('key');
				request.reject(['keyboard-interactive'], true);
				return;
			}
			if (request.method !== 'keyboard-interactive') {
				request.reject(['publickey']);
				return;
			}
			request.prompt([{ prompt: 'Password:', echo: false }], (answers) => {
				steps.push(...answers);
				request.accept();
			});
		});
		client.on('session', (accept) =>
			accept().on('sftp', (acceptSftp) =>
				acceptSftp().on('STAT', function (this: SFTPWrapper, id: number) {
					this.status(id, 2);
				}),
			),
		);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	const fingerprint = createHash('sha256').update(parsed.getPublicSSH()).digest('base64');
	try {
		expect(
			await box.connected((files) => files.stat('a'), {
				port,
				hostFingerprint: fingerprint,
				privateKey: key.private,
				passphrase: PASSPHRASE,
			}),
		).toBeNull();
	} finally {
		server.close();
	}
	expect(steps).toEqual(['key', 'lock-box']);
});

describe('reaching the server', () => {
	let odd: Server;
	let sockets: Socket[] = [];
	let greet: (socket: Socket) => void = () => undefined;
	beforeAll(async () => {
		odd = createServer((socket) => {
			sockets.push(socket);
			socket.on('error', () => undefined);
			greet(socket);
		});
		await new Promise<void>((resolve) => odd.listen(0, '127.0.0.1', resolve));
	});
	afterAll(() => {
		for (const socket of sockets) socket.destroy();
		odd.close();
	});
	const oddPort = () => (odd.address() as AddressInfo).port;

	test('unknown host', async () => {
		const failure = await failing({ host: 'no-such-host.invalid' });
		expect([failure.kind, failure.message]).toEqual(['unknownHost', 'The host "no-such-host.invalid" is not known.']);
	});

	test('refused port', async () => {
		const closed = createServer();
		await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
		const { port } = closed.address() as AddressInfo;
		await new Promise((resolve) => closed.close(resolve));
		expect((await failing({ port })).message).toBe(`127.0.0.1 refuses connections on port ${port}.`);
	});

	test.each<[string, SftpFailureKind, RegExp, (socket: Socket) => void]>([
		['silence', 'timeout', /agree on encryption with .* within 0.3 s/, () => undefined],
		['something that is not SSH', 'other', /is not an SSH server/, (socket) => socket.end('220 FTP server ready\r\nHTTP/1.1 400\r\n\r\n')],
		['an FTP server that waits for a login', 'other', /is not an SSH server/, (socket) => void socket.write('220 FTP server ready\r\n')],
		['a connection that is closed at once', 'connectionLost', /closed the connection/, (socket) => socket.destroy()],
	])('%s', async (_what, kind, message, greeting) => {
		greet = greeting;
		const failure = await failing({ port: oddPort(), connectTimeoutMs: 300 });
		expect(failure.kind).toBe(kind);
		expect(failure.message).toMatch(message);
	});

	test('a giving up leaves no connection open', async () => {
		greet = (socket) => socket.resume();
		sockets = [];
		await failing({ port: oddPort(), connectTimeoutMs: 150 });
		await new Promise((resolve) => setTimeout(resolve, 50));
		expect(sockets.map((socket) => socket.destroyed || socket.readableEnded)).toEqual([true]);
	});

	test('an old server: told what it offers, let in with the algorithms named', async () => {
		box.server.settings.oldServer = true;
		const hostFingerprint = box.server.oldHostKeyFingerprint();
		const first = await failing({ hostFingerprint });
		expect(first.kind).toBe('algorithms');
		expect(first.text).toMatch(
			/The server offers for key exchange: diffie-hellman-group14-sha1, diffie-hellman-group1-sha1\..*such as \{"kex": "diffie-hellman-group14-sha1"\}/,
		);
		const second = await failing({ hostFingerprint, algorithms: { kex: 'diffie-hellman-group14-sha1' } });
		expect(second.message).toContain('The server offers for cipher: aes128-cbc, 3des-cbc.');
		expect(
			await listedWith({
				hostFingerprint,
				algorithms: { cipher: 'aes128-cbc', kex: 'diffie-hellman-group14-sha1, diffie-hellman-group1-sha1' },
			}),
		).toEqual(['Invoices']);
	});

	test('an algorithm nobody knows', async () => {
		const failure = await failing({ algorithms: { cipher: 'rot13' } });
		expect(failure.text).toMatch(/Unsupported algorithm: rot13.*Correct or remove it/);
	});
});

describe('the connection ends', () => {
	test('cancelled before and during', async () => {
		const early = await rejectionOf(withSftp(box.settings(), async () => 1, AbortSignal.abort()));
		expect(early).toMatchObject({ kind: 'cancelled' });
		box.server.settings.stall = true;
		const late = await rejectionOf(withSftp(box.settings(), (port) => port.list('Incoming'), AbortSignal.timeout(200)));
		expect(late).toMatchObject({ kind: 'cancelled' });
	});

	test('a stalled server times out and the later requests fail at once', async () => {
		await box.connected(
			async (port) => {
				box.server.settings.stall = true;
				expect(await rejectionOf(port.stat('Incoming'))).toMatchObject({
					kind: 'timeout',
					message: expect.stringContaining('when asked to look at "/Incoming"'),
				});
				expect(await rejectionOf(port.list('Incoming'))).toMatchObject({ kind: 'timeout' });
			},
			{ operationTimeoutMs: 200 },
		);
	});

	test('an error of the caller passes through unchanged and the connection is closed', async () => {
		const mine = new Error('mine');
		expect(await rejectionOf(box.connected(async () => Promise.reject(mine)))).toBe(mine);
		let kept: Promise<unknown> | undefined;
		await box.connected(async (port) => {
			kept = new Promise((resolve) =>
				setTimeout(() => {
					resolve(rejectionOf(port.list('Incoming')));
				}, 100),
			);
		});
		expect(await kept).toMatchObject({ kind: 'connectionLost' });
	});

	test('a dropped connection', async () => {
		const failure = await rejectionOf(
			box.connected(async (port) => {
				const pending = port.list('Incoming');
				box.server.dropConnections();
				await pending;
			}),
		);
		expect(failure).toMatchObject({ kind: 'connectionLost', mayHaveHappened: true });
	});
});

describe('several at a time', () => {
	test('at most four connections to one account are open; the others wait their turn', async () => {
		box.server.settings.latencyMs = 5;
		const before = box.server.peakConnections();
		const folders = await Promise.all(
			Array.from({ length: 12 }, async () => await box.connected(async (port) => (await port.list('Incoming')).map(({ name }) => name))),
		);
		box.server.settings.latencyMs = 0;
		expect(folders).toEqual(Array.from({ length: 12 }, () => ['Invoices']));
		expect(Math.max(before, box.server.peakConnections())).toBe(4);
	});

	test('one that waits can be cancelled, and one that fails gives its place to the next', async () => {
		let end = () => {};
		const ended = new Promise<void>((resolve) => (end = resolve));
		const held = Array.from({ length: 4 }, async () => await box.connected(async () => await ended));
		const cancelling = new AbortController();
		const waiting = withSftp(box.settings(), async () => await Promise.resolve('connected'), cancelling.signal);
		cancelling.abort();
		expect(await rejectionOf(waiting)).toMatchObject({ kind: 'cancelled' });
		const failing = Array.from(
			{ length: 5 },
			async () => await rejectionOf(box.connected(async () => await Promise.reject(new Error('no')))),
		);
		end();
		await Promise.all(held);
		expect(await Promise.all(failing)).toHaveLength(5);
		expect(await listedWith({})).toEqual(['Invoices']);
	});
});
