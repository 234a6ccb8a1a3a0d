import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { withSftp, type SftpFailureKind } from '../../lib/sftp';
import { rejectionOf, TestLockBox } from '../lock-box/lock-box';
import { listingOf } from './listing';

let box: TestLockBox;
const { failing, listedWith } = listingOf(() => box);
beforeAll(async () => {
	box = await TestLockBox.start();
});
afterAll(() => box.stop());
afterEach(() => {
	box.server.settings.stall = false;
	box.server.settings.oldServer = false;
});

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

describe('reaching the server', () => {
	let odd: Server;
	const sockets: Socket[] = [];
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
		const before = sockets.length;
		await failing({ port: oddPort(), connectTimeoutMs: 150 });
		await new Promise((resolve) => setTimeout(resolve, 50));
		expect(sockets.slice(before).map((socket) => socket.destroyed || socket.readableEnded)).toEqual([true]);
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
