import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { SftpFailure } from '../../lib/sftp';
import { rejectionOf, TestLockBox } from '../lock-box/lock-box';

let box: TestLockBox;
const inBox = (path: string) => box.onDisk(path);
beforeEach(async () => {
	box = await TestLockBox.start();
});
afterEach(() => box.stop());

describe('moving', () => {
	const servers = [
		['OpenSSH', { posixRename: true, renameOverExisting: 'refuse' }],
		['without posix-rename', { posixRename: false, renameOverExisting: 'refuse' }],
		['whose rename overwrites', { posixRename: false, renameOverExisting: 'overwrite' }],
	] as const;
	const files = async () => await Promise.all(['a', 'b'].map((name) => readFile(inBox(name), 'utf8').catch(() => null)));

	test.each(servers)('%s: moves, never overwrites', async (_name, faults) => {
		Object.assign(box.server.settings, faults);
		await writeFile(inBox('a'), 'A');
		await box.connected(async (port) => {
			await port.move('a', 'b');
			expect(await files()).toEqual([null, 'A']);
			await writeFile(inBox('a'), 'A2');
			expect(await rejectionOf(port.move('a', 'b'))).toMatchObject({ kind: 'exists' });
			expect(await files()).toEqual(['A2', 'A']);
			expect(await rejectionOf(port.move('c', 'd'))).toMatchObject({ kind: 'noSuchFile', message: '"/c" is no longer there to be moved.' });
			expect(await rejectionOf(port.move('a', 'nowhere/a'))).toMatchObject({
				kind: 'noSuchFile',
				message: expect.stringContaining('There is no folder "/nowhere"'),
			});
		});
	});

	test.each(servers)('%s: replaces', async (_name, faults) => {
		Object.assign(box.server.settings, faults);
		await writeFile(inBox('a'), 'A');
		await writeFile(inBox('b'), 'B');
		await box.connected(async (port) => {
			await port.replace('a', 'b');
			expect(await files()).toEqual([null, 'A']);
			expect(await rejectionOf(port.replace('a', 'b'))).toBeInstanceOf(SftpFailure);
			expect(await files()).toEqual([null, 'A']);
		});
	});

	test('a target that appears between the look and the rename is not overwritten', async () => {
		await writeFile(inBox('a'), 'A');
		box.server.intercept(async (request, phase) => {
			if (request.op === 'RENAME' && phase === 'received') await writeFile(inBox('b'), 'B');
			return 'continue' as const;
		});
		expect(await rejectionOf(box.connected((port) => port.move('a', 'b')))).toMatchObject({ kind: 'exists' });
		expect(await files()).toEqual(['A', 'B']);
	});

	test('a move that was carried out although the answer says no', async () => {
		await writeFile(inBox('a'), 'A');
		box.server.intercept(async (request, phase) => {
			// Carried out behind the server's back, with a file in its way: it then answers FAILURE.
			if (request.op === 'RENAME' && phase === 'received') {
				await rename(inBox('a'), inBox('b'));
				await mkdir(inBox('a'));
			}
			if (request.op === 'RENAME' && phase === 'answering') await import('node:fs/promises').then((fs) => fs.rmdir(inBox('a')));
			return 'continue' as const;
		});
		await box.connected((port) => port.move('a', 'b'));
		expect(await files()).toEqual([null, 'A']);
	});

	test('remove and make folders', async () => {
		await box.connected(async (port) => {
			expect([await port.makeFolder('new'), await port.makeFolder('new')]).toEqual([true, false]);
			expect(await rejectionOf(port.makeFolder('no/where'))).toMatchObject({ kind: 'noSuchFile' });
			await writeFile(inBox('new/a'), 'A');
			expect(await rejectionOf(port.makeFolder('new/a'))).toBeInstanceOf(SftpFailure);
			expect([await port.remove('new/a'), await port.remove('new/a')]).toEqual([true, false]);
			expect(await port.stat('new/a')).toBeNull();
		});
	});
});
