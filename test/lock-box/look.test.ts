import { appendFile, mkdir, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ZipFile } from 'yazl';
import type { LockBoxSettings, Look, LookOptions } from '../../lib/lock-box';
import { INCOMING, PROCESSING, rejectionOf, TestLockBox, WAITING, zipOf } from './lock-box';

const MINUTE = 60_000;
const zip = zipOf('invoices.csv', 'Header\n1\n');

let box: TestLockBox;
beforeEach(async () => {
	box = await TestLockBox.start();
});
afterEach(() => box.stop());

/** Something that happens between the two listings of a look, whatever the machine's pace. */
function beforeSecondListing(change: () => Promise<void>): void {
	let listings = 0;
	box.server.intercept(async ({ op, path }, phase): Promise<'continue'> => {
		if (op === 'OPENDIR' && path === `/${INCOMING}` && phase === 'received' && ++listings === 2) await change();
		return 'continue';
	});
}

async function looked(options: LookOptions = {}, settings: Partial<LockBoxSettings> = {}): Promise<Look> {
	return await box.working((lockBox) => lockBox.look(options), settings);
}
const namesOf = ({ announcements }: Look) => announcements.map(({ name }) => name);

describe('deliveries', () => {
	test('complete packages are announced, oldest first, and nothing is moved or made', async () => {
		await box.deliver('b ü~1.zip', zip, { ageMs: 2 * MINUTE });
		await box.deliver('a.csv', Buffer.from('1,2\r\n'), { ageMs: MINUTE });
		await box.deliver('c.TXT', Buffer.from('1\t2\n'), { ageMs: 3 * MINUTE });
		const { announcements, notYet, ignored } = await looked();
		expect(announcements.map(({ name, folder, size, reason }) => [name, folder, size, reason])).toEqual([
			['c.TXT', 'incoming', 4, 'new'],
			['b ü~1.zip', 'incoming', zip.length, 'new'],
			['a.csv', 'incoming', 5, 'new'],
		]);
		expect([notYet, ignored]).toEqual([[], []]);
		expect(await box.allNames('Incoming')).toEqual(['Invoices']);
	});

	test('an empty folder takes no settling time; a missing one is named', async () => {
		expect(await looked({}, { settleMs: 60 * MINUTE })).toEqual({ announcements: [], notYet: [], later: [], ignored: [], notices: [] });
		await rm(join(box.server.root, INCOMING), { recursive: true });
		expect(await rejectionOf(looked())).toMatchObject({
			kind: 'noSuchFile',
			message: expect.stringContaining('There is no folder "/Incoming/Invoices"'),
		});
	});

	test('a growing file waits, its neighbour does not', async () => {
		await box.deliver('growing.csv', Buffer.from('1\n'));
		await box.deliver('done.csv', Buffer.from('1\n'));
		const growing = join(box.server.root, INCOMING, 'growing.csv');
		beforeSecondListing(async () => {
			await appendFile(growing, '2\n');
		});
		const look = await looked({}, { settleMs: 20 });
		expect(namesOf(look)).toEqual(['done.csv']);
		expect(look.notYet).toEqual([{ name: 'growing.csv', folder: 'incoming', why: 'It is still growing.' }]);
		expect(namesOf(await looked({}, { settleMs: 50 }))).toEqual(['done.csv', 'growing.csv']);
	});

	test('one that is replaced by another of the same size waits too', async () => {
		await box.deliver('a.csv', Buffer.from('1\n'), { ageMs: MINUTE });
		beforeSecondListing(async () => {
			await box.deliver('a.csv', Buffer.from('2\n'));
		});
		expect((await looked({}, { settleMs: 20 })).notYet).toHaveLength(1);
	});

	test('transfer leftovers, hidden files and folders are passed over; other files are told', async () => {
		for (const name of ['a.zip.part', 'b.zip.tmp', 'c.filepart', '.hidden.zip', 'UP.PART']) await box.deliver(name, zip);
		await mkdir(join(box.server.root, INCOMING, 'folder.zip'));
		await box.deliver('scan.tif', zip, { ageMs: 60 * MINUTE });
		await box.deliver('back\\slash.zip', zip);
		const look = await looked();
		expect([look.announcements, look.notYet]).toEqual([[], []]);
		expect(look.ignored.map(({ name, why }) => [name, why.slice(0, 30)])).toEqual([
			['back\\slash.zip', 'Its name cannot be used: it co'],
			['scan.tif', 'It is neither a .zip nor a .cs'],
		]);
	});

	test('names narrows it down', async () => {
		await box.deliver('a.csv', Buffer.from('1\n'));
		await box.deliver('b.csv', Buffer.from('1\n'));
		expect(namesOf(await looked({ names: ['b.csv', 'c.csv'] }))).toEqual(['b.csv']);
	});

	test('cancelled while waiting', async () => {
		await box.deliver('a.csv', Buffer.from('1\n'));
		expect(await rejectionOf(looked({ signal: AbortSignal.timeout(100) }, { settleMs: 60 * MINUTE }))).toMatchObject({ kind: 'cancelled' });
	});
});

describe('complete or not', () => {
	async function zip64(): Promise<Buffer> {
		const archive = new ZipFile();
		archive.addBuffer(Buffer.from('1\n'), 'a.csv', { forceZip64Format: true });
		archive.end({ forceZip64Format: true, comment: '' });
		const chunks: Buffer[] = [];
		for await (const chunk of archive.outputStream) chunks.push(Buffer.from(chunk));
		return Buffer.concat(chunks);
	}

	test('every form of a whole ZIP', async () => {
		await box.deliver('1.zip', zip);
		await box.deliver('2.zip', zipOf('ü.csv', 'x'.repeat(200_000), { comment: 'c'.repeat(60_000) }));
		await box.deliver('3.zip', zipOf('a.csv', 'PK\x05\x06 in the content', { comment: 'a comment' }));
		await box.deliver('4.zip', await zip64());
		await box.deliver('5.zip', Buffer.concat([Buffer.from('PK\x05\x06'), Buffer.alloc(18)]));
		expect((await looked()).notYet).toEqual([]);
	});

	test('a ZIP cut anywhere is not complete', async () => {
		const whole = zipOf('a.csv', 'x'.repeat(80_000), { comment: 'a comment' });
		const cuts = [1, 3, 22, 1000, whole.length - 1, whole.length - 9, whole.length - 10, whole.length - 32, whole.length - 60];
		for (const cut of cuts) await box.deliver(`${cut}.zip`, whole.subarray(0, cut));
		const big64 = await zip64();
		for (const cut of [1, 23, 60, 90]) await box.deliver(`64-${cut}.zip`, big64.subarray(0, big64.length - cut));
		const missingFront = whole.subarray(100);
		await box.deliver('front.zip', Buffer.concat([Buffer.from('PK'), missingFront]));
		const farAway = Buffer.from(big64);
		farAway.fill(0xff, farAway.length - 34, farAway.length - 26);
		await box.deliver('far.zip', farAway);
		const look = await looked();
		expect(namesOf(look)).toEqual([]);
		expect(look.notYet).toHaveLength(cuts.length + 6);
		expect(look.notYet[0]?.why).toBe('It is not complete yet: its ZIP directory cannot be read.');
	});

	test('a CSV without its last line break, an empty file, UTF-16', async () => {
		await box.deliver('a.csv', Buffer.from('1,2\n3'));
		await box.deliver('b.csv', Buffer.alloc(0));
		await box.deliver('c.csv', Buffer.from('1\r\n', 'utf16le'));
		const look = await looked();
		expect(namesOf(look)).toEqual(['c.csv']);
		expect(look.notYet.map(({ name }) => name).sort()).toEqual(['a.csv', 'b.csv']);
	});

	test.each([0, 3600, -3600])('after five minutes of the server (its clock %d s ahead) they are handed on all the same', async (skew) => {
		box.server.settings.clockSkewSeconds = skew;
		for (const [name, content] of [
			['cut.zip', zip.subarray(0, 60)],
			['cut.csv', Buffer.from('1')],
			['empty.zip', Buffer.alloc(0)],
		] as const) {
			await box.deliver(`young ${name}`, content, { ageMs: 4 * MINUTE });
			await box.deliver(`old ${name}`, content, { ageMs: 6 * MINUTE });
		}
		const look = await looked();
		expect(namesOf(look)).toEqual(['old cut.csv', 'old cut.zip', 'old empty.zip']);
		expect(look.notYet.map(({ name }) => name).sort()).toEqual(['young cut.csv', 'young cut.zip', 'young empty.zip']);
		expect(await box.allNames(PROCESSING)).toEqual([]);
	});

	test('a time of the future, kept from the sender, strands nothing', async () => {
		await box.deliver('cut.csv', Buffer.from('1'), { ageMs: -365 * 24 * 60 * MINUTE });
		expect(namesOf(await looked())).toEqual(['cut.csv']);
	});

	test('a .zip that does not begin like one is handed on at once', async () => {
		await box.deliver('page.zip', Buffer.from('<html>no</html>'));
		expect(namesOf(await looked())).toEqual(['page.zip']);
	});
});

describe('packages waiting for the buyer', () => {
	test.each([0, 3600, -3600])('are tried again after the waiting time (server clock %d s ahead)', async (skew) => {
		box.server.settings.clockSkewSeconds = skew;
		await box.deliver('young.zip', zip, { folder: WAITING, ageMs: 50 * MINUTE });
		await box.deliver('old.zip', zip, { folder: WAITING, ageMs: 70 * MINUTE });
		const { announcements } = await looked({}, { waitingRetryMs: 60 * MINUTE });
		expect(announcements.map(({ name, folder, reason }) => [name, folder, reason])).toEqual([['old.zip', 'waiting', 'retry']]);
	});
});

describe('claims of runs that are gone', () => {
	const utc = (ageMs: number) => new Date(Date.now() - ageMs).toISOString().replace(/[-:]|\.\d+/g, '');
	const claimName = (stem: string, ageMs: number, nonce = '0123456789abcdef') => `${stem}~${utc(ageMs)}~${nonce}.zip`;
	const lease = (reclaimSeconds: number) => Buffer.from(JSON.stringify({ owner: 'x', renewedAt: '', reclaimSeconds, from: 'incoming' }));

	test.each([0, 3600, -3600])('old lease, no lease, old name (server clock %d s ahead)', async (skew) => {
		box.server.settings.clockSkewSeconds = skew;
		const serverAge = (ageMs: number) => ageMs - skew * 1000;
		const [dead, alive, unowned, justMade] = [
			claimName('dead', serverAge(90 * MINUTE)),
			claimName('alive', serverAge(90 * MINUTE)),
			claimName('unowned', serverAge(90 * MINUTE)),
			claimName('just', serverAge(MINUTE)),
		];
		for (const name of [dead, alive, unowned, justMade, 'by hand.zip'])
			await box.deliver(name, zip, { folder: PROCESSING, ageMs: 100 * MINUTE });
		await box.deliver(`${dead}.lease`, lease(3600), { folder: PROCESSING, ageMs: 61 * MINUTE });
		await box.deliver(`${alive}.lease`, lease(3600), { folder: PROCESSING, ageMs: 59 * MINUTE });
		const { announcements } = await looked();
		expect(new Set(announcements.map(({ name }) => name))).toEqual(new Set([dead, unowned, 'by hand.zip']));
		expect(new Set(announcements.map(({ folder, reason }) => `${folder} ${reason}`))).toEqual(new Set(['processing reclaim']));
	});

	test('an owner that counts on a longer reclaim time is not robbed by one with a shorter', async () => {
		const name = claimName('slow', 90 * MINUTE);
		await box.deliver(name, zip, { folder: PROCESSING });
		await box.deliver(`${name}.lease`, lease(7200), { folder: PROCESSING, ageMs: 100 * MINUTE });
		expect(namesOf(await looked())).toEqual([]);
		await box.age(`${PROCESSING}/${name}.lease`, 121 * MINUTE);
		expect(namesOf(await looked())).toEqual([name]);
	});

	test('what crashes left is cleaned up after the reclaim time, young leases stay', async () => {
		for (const [name, ageMs] of [
			['old~x.zip.lease', 70],
			['young.zip.lease', 10],
			['.clock', 70],
			['.coupa-instance.12345678.part', 70],
		] as const) {
			await box.deliver(name, lease(3600), { folder: PROCESSING, ageMs: ageMs * MINUTE });
		}
		await looked();
		expect(await box.allNames(PROCESSING)).toEqual(['young.zip.lease']);
	});

	test('the twin of a living claim waits', async () => {
		const time = new Date(Date.now() - 200 * MINUTE);
		const [first, twin, other] = [claimName('a', 100 * MINUTE), claimName('a', 90 * MINUTE), claimName('b', 90 * MINUTE)];
		for (const name of [first, twin, other]) {
			await box.deliver(name, zip, { folder: PROCESSING });
			await utimes(join(box.server.root, PROCESSING, name), time, time);
		}
		await writeFile(join(box.server.root, PROCESSING, `${first}.lease`), lease(3600));
		expect(namesOf(await looked())).toEqual([other]);
	});
});
