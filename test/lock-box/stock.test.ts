import { rename, symlink, utimes } from 'node:fs/promises';
import { ARCHIVE, INCOMING, PROCESSING, REJECTED, TestLockBox, WAITING } from './lock-box';

const HOUR = 3_600_000;
const CLAIM = '~20260601T080000Z~0123456789abcdef';

let box: TestLockBox;
beforeEach(async () => {
	box = await TestLockBox.start();
});
afterEach(() => box.stop());

const stocked = async () => await box.working((lockBox) => lockBox.stock());

test('everything that stands in the folders, with the delivered name, and what settling has made told from deliveries', async () => {
	const put = async (folder: string, name: string) => {
		await box.deliver(name, Buffer.from('x\n'), { folder, ageMs: HOUR });
	};
	await put(INCOMING, 'a.zip');
	await put(INCOMING, 'growing.zip.part');
	await put(INCOMING, 'notes.txt~');
	await put(PROCESSING, `b${CLAIM}.zip`);
	await put(PROCESSING, `b${CLAIM}.zip.lease`);
	await put(PROCESSING, '.coupa-instance');
	await put(ARCHIVE, `c${CLAIM}.csv`);
	await put(ARCHIVE, `d-waiting-0123456789ab${CLAIM}.zip`);
	// Corrected, and sent again under the name that it came back by.
	await put(ARCHIVE, `e-rejected-0123456789ab${CLAIM}.zip`);
	await put(WAITING, 'f-waiting-0123456789ab.zip');
	await put(REJECTED, 'g-rejected-0123456789ab.zip');
	await put(REJECTED, 'g-rejected-0123456789ab.report.csv');
	await symlink('/etc/passwd', box.onDisk(`${ARCHIVE}/link.zip`));
	const { files, unread } = await stocked();
	expect(unread).toEqual([]);
	expect(files.map(({ place, delivered, isCopy, isReport }) => [place, delivered, isCopy, isReport])).toEqual([
		['archive', 'c.csv', false, false],
		['archive', 'd.zip', true, false],
		['archive', 'e-rejected-0123456789ab.zip', false, false],
		['rejected', 'g', true, true],
		['rejected', 'g.zip', true, false],
		['waiting', 'f.zip', true, false],
		['processing', 'b.zip', false, false],
		['incoming', 'a.zip', false, false],
	]);
	expect(files[0]).toMatchObject({ size: 2, claimedAt: Date.parse('2026-06-01T08:00:00Z') });
	expect(Math.abs(Date.now() - HOUR - (files[0]?.receivedAt ?? 0))).toBeLessThan(5_000);
});

test('a lock-box without any folder but Incoming is empty, and nothing is made or moved', async () => {
	expect(await stocked()).toEqual({ files: [], unread: [] });
	expect([await box.names(ARCHIVE), await box.names(PROCESSING)]).toEqual([[], []]);
});

test('a package that is claimed or settled while it is to be read is found again; one that is deleted is gone', async () => {
	await box.deliver('a.zip', Buffer.from('content\n'), { ageMs: HOUR });
	await box.deliver('gone.zip', Buffer.from('content\n'), { folder: ARCHIVE });
	await box.working(async (lockBox, port) => {
		const { files } = await lockBox.stock();
		const at = (name: string) => files.find(({ delivered }) => delivered === name);
		const [moved, gone] = [at('a.zip'), at('gone.zip')];
		if (!moved || !gone) throw new Error('not listed');
		await rename(box.onDisk(`${INCOMING}/a.zip`), box.onDisk(`${ARCHIVE}/a${CLAIM}.zip`));
		await port.remove(`${ARCHIVE}/gone.zip`);
		expect((await lockBox.readStocked(moved, { maxBytes: 100 }))?.toString()).toBe('content\n');
		expect(await lockBox.readStocked(gone, { maxBytes: 100 })).toBeNull();
	});
});

test.each([
	['claimed and settled', [INCOMING, 'a.zip'], [ARCHIVE, `a${CLAIM}.zip`]],
	['settled', [PROCESSING, `a${CLAIM}.zip`], [ARCHIVE, `a${CLAIM}.zip`]],
	['tried again', [WAITING, 'a-waiting-0123456789ab.zip'], [PROCESSING, `a-waiting-0123456789ab${CLAIM}.zip`]],
])(
	'a package that is %s between two listings is seen once, where it is by then',
	async (_, [folder = '', name = ''], [into = '', as = '']) => {
		for (const moment of [1, 2, 3, 4, 5]) {
			await box.deliver(name, Buffer.from('x\n'), { folder, ageMs: HOUR });
			await box.deliver('other.zip', Buffer.from('x\n'), { folder: into, ageMs: HOUR });
			await box.working(async (lockBox, port) => {
				const list = port.list.bind(port);
				let count = 0;
				port.list = async (path: string) => {
					if (++count === moment) await rename(box.onDisk(`${folder}/${name}`), box.onDisk(`${into}/${as}`));
					return await list(path);
				};
				const { files } = await lockBox.stock();
				const own = files.filter(({ name: shown }) => shown !== 'other.zip');
				expect([moment, own.map((file) => file.name)]).toEqual([moment, [as]]);
				await port.remove(`${into}/${as}`);
			});
		}
	},
);

test('what waits for the buyer has waited since it was first put there, also after it was tried again', async () => {
	const first = new Date(Date.now() - 9 * 24 * HOUR);
	await box.deliver(`w-waiting-0123456789ab${CLAIM}.zip`, Buffer.from('x\n'), { folder: ARCHIVE });
	await utimes(box.onDisk(`${ARCHIVE}/w-waiting-0123456789ab${CLAIM}.zip`), first, first);
	await box.deliver('w-waiting-0123456789ab.zip', Buffer.from('x\n'), { folder: WAITING, ageMs: HOUR });
	await box.deliver('w-waiting-ffffffffffff.zip', Buffer.from('y\n'), { folder: WAITING, ageMs: HOUR });
	const { files } = await stocked();
	const days = files
		.filter(({ place }) => place === 'waiting')
		.map(({ receivedAt }) => Math.round((Date.now() - receivedAt) / (24 * HOUR)));
	expect(days).toEqual([9, 0]);
});
