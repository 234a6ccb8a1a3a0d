import { lstat, mkdir, readFile, rm, symlink } from 'node:fs/promises';
import { ARCHIVE, INCOMING, PROCESSING, rejectionOf, REJECTED, TestLockBox, WAITING, zipOf } from './lock-box';

const MINUTE = 60_000;
const zip = zipOf('invoices.csv', 'Header\n1\n');
const SECRET = 'not ours to write\n';

/** A file that somebody else's links point to. */
const TARGET = 'precious.txt';

let box: TestLockBox;
beforeEach(async () => {
	box = await TestLockBox.start();
	await box.deliver('a.zip', zip, { ageMs: MINUTE });
	await box.deliver(TARGET, Buffer.from(SECRET), { folder: PROCESSING });
});
afterEach(async () => {
	expect(await readFile(box.onDisk(`${PROCESSING}/${TARGET}`), 'utf8')).toBe(SECRET);
	await box.stop();
});

const linked = async (path: string) => await symlink(box.onDisk(`${PROCESSING}/${TARGET}`), box.onDisk(path));

async function claimed(): Promise<string> {
	return await box.working(async (lockBox) => {
		const [announcement] = (await lockBox.look({ names: ['a.zip'] })).announcements;
		const claim = announcement && (await lockBox.claim(announcement));
		if (!claim) throw new Error('not claimed');
		return claim.name;
	});
}

describe('a link where the clock is read from', () => {
	test.each(['kept', 'ignored', 'unsupported'] as const)('exclusive creation %s: never written through', async (exclusiveCreate) => {
		box.server.settings.exclusiveCreate = exclusiveCreate;
		await linked(`${PROCESSING}/.clock`);
		const name = await claimed();
		expect(await box.allNames(PROCESSING)).toEqual(['.clock', name, `${name}.lease`, TARGET]);
	});
});

test('a lease that is a link is not renewed through it, which is told with what to do', async () => {
	const name = await claimed();
	await rm(box.onDisk(`${PROCESSING}/${name}.lease`));
	await linked(`${PROCESSING}/${name}.lease`);
	await box.working(async (lockBox) => {
		expect(await rejectionOf(lockBox.postpone(name))).toMatchObject({
			text: expect.stringMatching(/\.lease" is a symbolic link: nothing is written through it.*have it deleted/),
		});
		await lockBox.release(name);
	});
	expect(await box.names(INCOMING)).toEqual(['a.zip']);
});

test('what is settled goes beside links that have its names, and takes the place of those to nothing', async () => {
	const name = await claimed();
	for (const folder of [REJECTED, WAITING, ARCHIVE]) await mkdir(box.onDisk(folder), { recursive: true });
	await linked(`${REJECTED}/r.zip`);
	await symlink('nowhere', box.onDisk(`${REJECTED}/r.csv`));
	await linked(`${WAITING}/w.zip`);
	const settled = await box.working(
		async (lockBox) =>
			await lockBox.settle(name, {
				rejected: { fileName: 'r.zip', bytes: zip, reportName: 'r.csv', report: Buffer.from('report\n') },
				waiting: { fileName: 'w.zip', bytes: zip },
			}),
	);
	expect(settled).toMatchObject({
		rejected: { fileName: expect.stringMatching(/^r-[0-9a-f]{12}\.zip$/), reportName: 'r.csv' },
		waiting: expect.stringMatching(/^w-[0-9a-f]{12}\.zip$/),
	});
	expect((await lstat(box.onDisk(`${REJECTED}/r.csv`))).isFile()).toBe(true);
	expect(await box.allNames(REJECTED)).not.toContain('nowhere');
	expect(await box.names(ARCHIVE)).toEqual([name]);
});
