import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Stats } from 'ssh2';
import { keyPair } from '../../../../tools/sandbox/scan-one/keys';
import { startSftpServer } from '../../../../tools/sandbox/scan-one/server';
import type { SftpServer } from '../../../../tools/sandbox/scan-one/server';
import { answer, clientsOf } from './sftp-clients';

const run = promisify(execFile);

let server: SftpServer;
const { connect, withChannel, ops, endAll } = clientsOf(() => server);

beforeEach(async () => {
	server = await startSftpServer();
});
afterEach(async () => {
	await endAll();
	await server.stop();
});

describe('logging in', () => {
	it('refuses a wrong password and an unknown user', async () => {
		await expect(connect({ password: 'wrong' })).rejects.toThrow(/authentication/i);
		await expect(connect({ username: 'stranger' })).rejects.toThrow(/authentication/i);
	});

	it.each(['ed25519', 'rsa'] as const)('takes the public key of an %s pair and refuses another one', async (type) => {
		const bits = { bits: 2048 };
		const pair = type === 'rsa' ? keyPair('rsa', bits) : keyPair('ed25519');
		const other = keyPair('ed25519');
		await server.stop();
		server = await startSftpServer({ users: [{ username: 'keyed', publicKey: pair.public }] });
		const client = await connect({ password: undefined, privateKey: pair.private });
		expect(await client.cwd()).toBe('/');
		await expect(connect({ password: undefined, privateKey: other.private })).rejects.toThrow(/authentication/i);
		await expect(connect({ password: '' })).rejects.toThrow(/authentication/i);
	});

	it('shows the host key whose fingerprint it tells', async () => {
		let seen = '';
		await connect({
			hostVerifier: (key: Buffer) => {
				seen = `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
				return true;
			},
		});
		expect(seen).toMatch(/^SHA256:[A-Za-z0-9+/]{43}$/);
		expect(server.hostKeyFingerprint).toBe(seen);
	});

	it('keeps a host key that is given to it', async () => {
		const { private: hostKey, public: line } = keyPair('ed25519');
		await server.stop();
		server = await startSftpServer({ hostKey });
		const blob = Buffer.from(line.split(' ')[1] ?? '', 'base64');
		expect(server.hostKeyFingerprint).toBe(`SHA256:${createHash('sha256').update(blob).digest('base64').replace('=', '')}`);
	});

	it('as an old server agrees only with clients that allow the old algorithms', async () => {
		server.settings.oldServer = true;
		await expect(connect()).rejects.toThrow(/handshake|algorithm/i);
		let seen = '';
		const client = await connect({
			algorithms: { kex: ['diffie-hellman-group14-sha1'], serverHostKey: ['ssh-rsa'], cipher: ['aes128-cbc'], hmac: ['hmac-sha1'] },
			hostVerifier: (key: Buffer) => {
				seen = `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
				return true;
			},
		});
		expect(await client.exists('/')).toBe('d');
		expect(seen).toBe(server.oldHostKeyFingerprint());
		expect(seen).not.toBe(server.hostKeyFingerprint);
	});
});

describe('files', () => {
	it('carries bytes both ways, appends, and writes and reads at an offset', async () => {
		const client = await connect();
		const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 7) % 251));
		await client.put(bytes, '/große Datei.bin');
		expect(await readFile(join(server.root, 'große Datei.bin'))).toEqual(bytes);
		expect(await client.get('/große Datei.bin')).toEqual(bytes);
		await client.append(Buffer.from('end'), '/große Datei.bin');
		expect((await client.stat('/große Datei.bin')).size).toBe(300_003);

		await client.put(Buffer.from('0123456789'), '/digits');
		await withChannel(async (sftp) => {
			const handle = await answer<Buffer>((done) => sftp.open('/digits', 'r+', done));
			await answer((done) => sftp.write(handle, Buffer.from('ab'), 0, 2, 4, done));
			const read = Buffer.alloc(4);
			await answer((done) => sftp.read(handle, read, 0, 4, 3, (error) => done(error)));
			expect(read.toString()).toBe('3ab6');
			await answer((done) => sftp.close(handle, done));
		});
		expect(await readFile(join(server.root, 'digits'), 'utf8')).toBe('0123ab6789');
	});

	it('makes a file exclusively: the second "wx" fails and changes nothing', async () => {
		await withChannel(async (sftp) => {
			const handle = await answer<Buffer>((done) => sftp.open('/lease', 'wx', done));
			await answer((done) => sftp.write(handle, Buffer.from('first'), 0, 5, 0, done));
			await expect(answer((done) => sftp.open('/lease', 'wx', (error) => done(error)))).rejects.toThrow(/failure/i);
		});
		expect(await readFile(join(server.root, 'lease'), 'utf8')).toBe('first');
	});

	it('truncates with "w", keeps with "r+", and sets times and rights', async () => {
		await writeFile(join(server.root, 'a'), 'long text');
		await withChannel(async (sftp) => {
			const handle = await answer<Buffer>((done) => sftp.open('/a', 'r+', done));
			expect((await answer<Stats>((done) => sftp.fstat(handle, done))).size).toBe(9);
			await answer((done) => sftp.close(handle, done));
			await answer((done) => sftp.utimes('/a', 1_700_000_000, 1_700_000_001, done));
			await answer((done) => sftp.chmod('/a', 0o600, done));
			const after = await answer<Stats>((done) => sftp.lstat('/a', done));
			expect(after.mtime).toBe(1_700_000_001);
			expect(after.mode & 0o777).toBe(0o600);
			await answer<Buffer>((done) => sftp.open('/a', 'w', done));
		});
		expect(await readFile(join(server.root, 'a'), 'utf8')).toBe('');
	});

	it('lists more names than fit in one answer, with type, rights, size and time', async () => {
		const client = await connect();
		await client.mkdir('/Incoming/Invoices', true);
		for (let index = 0; index < 230; index++)
			await writeFile(join(server.root, 'Incoming/Invoices', `файл-${index}.zip`), 'x'.repeat(index));
		const listed = await client.list('/Incoming/Invoices');
		expect(listed).toHaveLength(230);
		const one = listed.find(({ name }) => name === 'файл-117.zip');
		expect(one).toMatchObject({ type: '-', size: 117, rights: { user: 'rw', group: 'r', other: 'r' } });
		expect(Math.abs((one?.modifyTime ?? 0) - Date.now())).toBeLessThan(10_000);
		expect((await client.list('/')).map(({ name, type }) => [name, type])).toEqual([['Incoming', 'd']]);
	});

	it('makes and removes folders and files, and names what is not there', async () => {
		const client = await connect();
		await client.mkdir('/x');
		expect(await client.mkdir('/x')).toContain('already exists');
		await client.put(Buffer.from('1'), '/x/f');
		await expect(client.rmdir('/x')).rejects.toThrow(/failure/i);
		await client.delete('/x/f');
		await client.rmdir('/x');
		expect(await client.exists('/x')).toBe(false);
		await expect(client.get('/nowhere')).rejects.toThrow(/no such file/i);
	});

	it('renames, but never over an existing file; posix-rename replaces it', async () => {
		const client = await connect();
		await client.put(Buffer.from('new'), '/a');
		await client.put(Buffer.from('old'), '/b');
		await expect(client.rename('/a', '/b')).rejects.toThrow(/failure/i);
		expect(String(await client.get('/b'))).toBe('old');
		expect(await client.exists('/a')).toBe('-');
		await client.rename('/a', '/c');
		expect(await client.exists('/a')).toBe(false);
		await client.posixRename('/c', '/b');
		expect(String(await client.get('/b'))).toBe('new');
		await expect(client.rename('/gone', '/d')).rejects.toThrow(/no such file/i);
		expect(server.requests().filter(({ op }) => op.endsWith('RENAME'))).toMatchObject([
			{ op: 'RENAME', path: '/a', target: '/b', status: 'FAILURE' },
			{ op: 'RENAME', path: '/a', target: '/c', status: 'OK' },
			{ op: 'EXT_RENAME', path: '/c', target: '/b', status: 'OK' },
			{ op: 'RENAME', path: '/gone', target: '/d', status: 'NO_SUCH_FILE' },
		]);
	});

	it('lets exactly one of two clients move the same file', async () => {
		const [one, two] = [await connect(), await connect()];
		for (let round = 0; round < 20; round++) {
			await one.put(Buffer.from('package'), '/p');
			const results = await Promise.allSettled([one.rename('/p', `/one-${round}`), two.rename('/p', `/two-${round}`)]);
			expect(results.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(1);
			const kept = (await one.list('/')).filter(({ name }) => name.endsWith(`-${round}`) || name === 'p');
			expect(kept.length).toBeLessThanOrEqual(1);
		}
	});

	it('keeps every path below the root, symbolic links included', async () => {
		const outside = await mkdtemp(join(tmpdir(), 'outside-'));
		await writeFile(join(outside, 'secret'), 'secret');
		await symlink(outside, join(server.root, 'door'));
		const client = await connect();
		expect(await client.realPath('/../../etc')).toBe('/etc');
		await expect(client.get('/../../../../etc/hostname')).rejects.toThrow(/no such file/i);
		await expect(client.get('/door/secret')).rejects.toThrow(/permission/i);
		await expect(client.put(Buffer.from('x'), '/door/new')).rejects.toThrow(/permission/i);
		await expect(client.list('/door')).rejects.toThrow(/permission/i);
		await rm(outside, { recursive: true });
	});
});

describe('recording and meddling', () => {
	it('numbers the requests of a claim in order', async () => {
		const client = await connect();
		server.clearRequests();
		await client.put(Buffer.from('abc'), '/a.part');
		await client.rename('/a.part', '/a');
		const recorded = server.requests();
		expect(recorded.map(({ n }) => n)).toEqual(recorded.map((_, index) => index + 1));
		expect(recorded.filter(({ op }) => ['OPEN', 'WRITE', 'CLOSE', 'RENAME'].includes(op))).toMatchObject([
			{ op: 'OPEN', path: '/a.part', status: 'OK' },
			{ op: 'WRITE', path: '/a.part', offset: 0, length: 3, status: 'OK' },
			{ op: 'CLOSE', path: '/a.part', status: 'OK' },
			{ op: 'RENAME', path: '/a.part', target: '/a', status: 'OK' },
		]);
	});

	it.each([
		['received', false],
		['answering', true],
	] as const)('drops a rename when it is %s: carried out = %s', async (phase, carriedOut) => {
		const client = await connect();
		await client.put(Buffer.from('1'), '/a');
		const release = server.intercept((request, now) => (request.op === 'RENAME' && now === phase ? 'drop' : 'continue'));
		await expect(client.rename('/a', '/b')).rejects.toThrow();
		release();
		const again = await connect();
		expect(await again.exists('/b')).toBe(carriedOut ? '-' : false);
		expect(server.requests().find(({ op }) => op === 'RENAME')).toMatchObject({ status: 'DROPPED' });
	});
});

describe("OpenSSH's own client", () => {
	const sftp = '/usr/bin/sftp';
	let present = false;
	beforeAll(async () => {
		present = await run(sftp, ['-h']).then(
			() => true,
			(error: unknown) => (error as NodeJS.ErrnoException).code !== 'ENOENT',
		);
	});

	it('uploads, renames over, lists and fetches', async () => {
		if (!present) return;
		const pair = keyPair('ed25519');
		await server.stop();
		server = await startSftpServer({ users: [{ username: 'keyed', publicKey: pair.public }] });
		const home = await mkdtemp(join(tmpdir(), 'openssh-'));
		await writeFile(join(home, 'key'), pair.private, { mode: 0o600 });
		await writeFile(join(home, 'one.txt'), 'one');
		await writeFile(
			join(home, 'batch'),
			[
				'mkdir Incoming',
				`put ${home}/one.txt Incoming/one.part`,
				`put ${home}/one.txt Incoming/one.txt`,
				'rename Incoming/one.part Incoming/one.txt',
				'ls -l Incoming',
				`get Incoming/one.txt ${home}/back.txt`,
				'',
			].join('\n'),
		);
		const { stdout } = await run(sftp, [
			'-q',
			'-b',
			join(home, 'batch'),
			'-P',
			String(server.port),
			'-i',
			join(home, 'key'),
			'-o',
			'StrictHostKeyChecking=no',
			'-o',
			'UserKnownHostsFile=/dev/null',
			'-F',
			'/dev/null',
			`keyed@${server.host}`,
		]);
		expect(stdout).toMatch(/-rw-r--r--.* 3 .*one\.txt/);
		expect(await readFile(join(home, 'back.txt'), 'utf8')).toBe('one');
		expect(ops()).toContain('EXT_RENAME');
		await rm(home, { recursive: true });
	});
});
