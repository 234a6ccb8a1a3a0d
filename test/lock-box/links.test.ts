import { readFile, symlink } from 'node:fs/promises';
import { PROCESSING, TestLockBox, zipOf } from './lock-box';

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

test('the clock is read from a file whose name nobody knows beforehand', async () => {
	await linked(`${PROCESSING}/.clock`);
	const opened = new Set<string>();
	box.server.intercept(({ op, path }) => {
		if (op === 'OPEN' && path.includes('/.clock')) opened.add(path);
		return 'continue';
	});
	await claimed();
	await box.working(async (lockBox) => await lockBox.look());
	expect([...opened].every((path) => /\/\.clock-[0-9a-f]{16}$/.test(path))).toBe(true);
	expect(opened.size).toBeGreaterThan(1);
});
