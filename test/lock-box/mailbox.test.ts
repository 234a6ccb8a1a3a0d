import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LockBoxBoundError } from '../../lib/lock-box';
import { ARCHIVE, INCOMING, PROCESSING, rejectionOf, TestLockBox, zipOf } from './lock-box';

const MINUTE = 60_000;
const small = zipOf('invoices.csv', 'Header\n1\n');
const large = zipOf('invoices.csv', 'Header\n1\n2\n');

/** A mailbox: every file is gone once it was read from. */
let box: TestLockBox;
beforeEach(async () => {
	box = await TestLockBox.start({ faults: { givesOnce: [`/${INCOMING}`, `/${PROCESSING}`] } });
	await box.deliver('small.zip', small, { ageMs: 10 * MINUTE });
	await box.deliver('large.zip', large, { ageMs: 10 * MINUTE });
});
afterEach(() => box.stop());

const looked = async () => await box.working((lockBox) => lockBox.look());
const content = async (folder: string, name: string) => await readFile(join(box.server.root, folder, name));

test('the look loses nothing: what it reads is put back, the rest is not read', async () => {
	const { announcements, notYet, notices } = await looked();
	expect(announcements).toMatchObject([{ name: 'large.zip' }]);
	expect(notYet).toEqual([{ name: 'small.zip', folder: 'incoming', why: expect.stringContaining('it has been put back') }]);
	expect(notices).toEqual([expect.stringContaining('The server removes a file when it was read.')]);
	expect(await box.allNames(INCOMING)).toEqual(['large.zip', 'small.zip']);
	expect((await content(INCOMING, 'small.zip')).equals(small)).toBe(true);
	expect((await looked()).notYet).toEqual([
		{ name: 'small.zip', folder: 'incoming', why: expect.stringContaining('It was not looked into') },
	]);
	await box.age(`${INCOMING}/small.zip`, 6 * MINUTE);
	expect((await looked()).announcements).toHaveLength(2);
});

test('a young file is not handed on by its size alone', async () => {
	await box.deliver('young.zip', large.subarray(0, 60));
	await looked();
	expect((await looked()).notYet.map(({ name }) => name)).toContain('young.zip');
	expect((await content(INCOMING, 'young.zip')).equals(large.subarray(0, 60))).toBe(true);
});

test('a package is claimed, read twice, and archived whole', async () => {
	const name = await box.working(async (lockBox) => {
		const [announcement] = (await lockBox.look()).announcements;
		const claim = announcement && (await lockBox.claim(announcement));
		if (!claim) throw new Error('not claimed');
		expect((await claim.read({ maxBytes: 10_000 })).equals(large)).toBe(true);
		expect((await claim.read({ maxBytes: 10_000 })).equals(large)).toBe(true);
		await claim.renew();
		return (await lockBox.settle(claim.name)).archived;
	});
	expect((await content(ARCHIVE, name)).equals(large)).toBe(true);
	expect(await box.allNames(PROCESSING)).toEqual([]);
});

test('the binding outlives being read', async () => {
	await box.working(async (lockBox) => {
		await lockBox.bindInstance('one.example');
		expect([await lockBox.boundInstance(), await lockBox.boundInstance()]).toEqual(['one.example', 'one.example']);
		expect(await rejectionOf(lockBox.bindInstance('other.example'))).toBeInstanceOf(LockBoxBoundError);
	});
});

test('where nothing can be put into Incoming, the package goes on from Processing', async () => {
	box.server.settings.permissions = { [`/${INCOMING}`]: 'noNewFiles' };
	const { notYet } = await looked();
	expect(notYet).toContainEqual({ name: 'small.zip', folder: 'incoming', why: expect.stringContaining('has been put back') });
	const [claim = ''] = await box.names(PROCESSING);
	expect(claim).toMatch(/^small~.*\.zip$/);
	expect((await content(PROCESSING, claim)).equals(small)).toBe(true);
});

test('a file that another run claims while it is read is not put back', async () => {
	box.server.settings.givesOnce = [];
	box.server.intercept(async ({ op, path }, phase): Promise<'continue'> => {
		if (op === 'CLOSE' && path.endsWith('/small.zip') && phase === 'answering') {
			box.server.intercept(null);
			await box.working(async (lockBox, port) => {
				await port.makeFolder('Incoming/Processing');
				await port.makeFolder(PROCESSING);
				await port.move(`${INCOMING}/small.zip`, `${PROCESSING}/small~20260101T000000Z~0123456789abcdef.zip`);
				await lockBox.boundInstance();
			});
		}
		return 'continue';
	});
	const { notices } = await looked();
	expect(notices).toEqual([]);
	expect(await box.allNames(INCOMING)).toEqual(['large.zip']);
});
