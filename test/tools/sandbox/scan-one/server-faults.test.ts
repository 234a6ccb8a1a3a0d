import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startSftpServer } from '../../../../tools/sandbox/scan-one/server';
import type { SftpServer } from '../../../../tools/sandbox/scan-one/server';
import { answer, clientsOf } from './sftp-clients';

let server: SftpServer;
const { connect, withChannel, ops, endAll } = clientsOf(() => server);

beforeEach(async () => {
	server = await startSftpServer();
});
afterEach(async () => {
	await endAll();
	await server.stop();
});

describe('faults', () => {
	it('announces no posix-rename when it is off, and refuses it all the same', async () => {
		server.settings.posixRename = false;
		const client = await connect();
		await client.put(Buffer.from('1'), '/a');
		await expect(client.posixRename('/a', '/b')).rejects.toThrow(/does not support/i);
		expect(ops()).not.toContain('EXT_RENAME');
	});

	it('can rename over an existing file like some servers do', async () => {
		server.settings.renameOverExisting = 'overwrite';
		const client = await connect();
		await client.put(Buffer.from('new'), '/a');
		await client.put(Buffer.from('old'), '/b');
		await client.rename('/a', '/b');
		expect(String(await client.get('/b'))).toBe('new');
	});

	it('cuts an upload once, with the first bytes on the disk', async () => {
		server.settings.dropAfterBytes = 100_000;
		const client = await connect();
		await expect(client.put(Buffer.alloc(200_000, 1), '/big')).rejects.toThrow();
		expect((await readFile(join(server.root, 'big'))).length).toBe(100_000);
		expect(server.settings.dropAfterBytes).toBeNull();
		expect(server.requests().at(-1)).toMatchObject({ op: 'WRITE', status: 'DROPPED' });
		const again = await connect();
		await again.put(Buffer.alloc(200_000, 1), '/big');
		expect((await again.stat('/big')).size).toBe(200_000);
	});

	it('cuts a download', async () => {
		await writeFile(join(server.root, 'big'), Buffer.alloc(500_000, 2));
		server.settings.dropAfterBytes = 200_000;
		const client = await connect();
		await expect(client.get('/big')).rejects.toThrow();
		expect(await (await connect()).get('/big')).toHaveLength(500_000);
	});

	it('runs out of disk space', async () => {
		server.settings.freeBytes = 10;
		await withChannel(async (sftp) => {
			await answer((done) => sftp.writeFile('/fits', Buffer.from('12345678'), done));
			await expect(answer((done) => sftp.writeFile('/full', Buffer.from('1234'), done))).rejects.toThrow(/no space/i);
			server.settings.freeBytes = null;
			await answer((done) => sftp.writeFile('/full', Buffer.from('1234'), done));
		});
		expect(
			server
				.requests()
				.filter(({ op }) => op === 'WRITE')
				.map(({ status }) => status),
		).toEqual(['OK', 'FAILURE', 'OK']);
	});

	it('has a clock of its own', async () => {
		server.settings.clockSkewSeconds = -3600;
		const client = await connect();
		await client.put(Buffer.from('1'), '/a');
		const shown = (await client.stat('/a')).modifyTime;
		expect(Math.abs(Date.now() - 3_600_000 - shown)).toBeLessThan(10_000);
		expect((await client.list('/'))[0]?.modifyTime).toBe(shown);
	});

	it('protects folders', async () => {
		const client = await connect();
		await client.mkdir('/Incoming/Archive', true);
		await client.put(Buffer.from('1'), '/a');
		server.settings.permissions = { '/Incoming/Archive': 'readOnly' };
		await expect(client.rename('/a', '/Incoming/Archive/a')).rejects.toThrow(/permission/i);
		await expect(client.put(Buffer.from('1'), '/Incoming/Archive/b')).rejects.toThrow(/permission/i);
		expect(await client.list('/Incoming/Archive')).toEqual([]);
		server.settings.permissions = { '/Incoming': 'none' };
		await expect(client.list('/Incoming')).rejects.toThrow(/permission/i);
		await expect(client.list('/Incoming/Archive')).rejects.toThrow(/permission/i);
		expect(await client.exists('/Incoming')).toBe('d');
	});

	it('is slow, and stalls', async () => {
		const client = await connect();
		server.settings.latencyMs = 80;
		const start = Date.now();
		await client.exists('/');
		expect(Date.now() - start).toBeGreaterThanOrEqual(79);
		server.settings.latencyMs = 0;
		server.settings.stall = true;
		const answered = client.stat('/').then(() => 'answered');
		expect(await Promise.race([answered, new Promise((resolve) => setTimeout(() => resolve('silence'), 200))])).toBe('silence');
		expect(server.requests().at(-1)).toMatchObject({ status: null });
		server.dropConnections();
		await expect(answered).rejects.toThrow();
	});
});
