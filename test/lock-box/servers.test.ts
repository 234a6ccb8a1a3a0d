import { readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { SftpSettings } from '../../tools/sandbox/scan-one/settings';
import { ARCHIVE, INCOMING, PROCESSING, TestLockBox, WAITING, zipOf } from './lock-box';

const MINUTE = 60_000;
const zip = zipOf('invoices.csv', 'Header\n1\n');

let box: TestLockBox;
beforeEach(async () => {
	box = await TestLockBox.start();
});
afterEach(() => box.stop());

async function claimedNames(): Promise<string[]> {
	return await box.working(async (lockBox) => {
		const names: string[] = [];
		for (const announcement of (await lockBox.look()).announcements) {
			const claim = await lockBox.claim(announcement);
			if (claim) names.push(claim.name);
		}
		return names;
	});
}

const odd: Array<[string, Partial<SftpSettings>]> = [
	['shows no file types', { noFileTypes: true }],
	['shows every time as 0', { times: 'zero' }],
	['shows no times', { times: 'missing' }],
	['shows sizes in listings only', { sizes: 'listing' }],
	['shows sizes of single files only', { sizes: 'stat' }],
	['cannot create exclusively', { exclusiveCreate: 'unsupported' }],
	['creates over what is there', { exclusiveCreate: 'ignored' }],
	['moves by copying', { renames: 'copying' }],
	['never overwrites', { overwriting: 'refused' }],
	['gives each file out once', { givesOnce: [`/${PROCESSING}`] }],
	['does all of this', { noFileTypes: true, times: 'missing', sizes: 'listing', exclusiveCreate: 'unsupported' }],
];

test.each(odd)('a server that %s: announced, claimed, read, settled with what is left over', async (_name, faults) => {
	Object.assign(box.server.settings, faults);
	await box.deliver('a.zip', zip, { ageMs: MINUTE });
	const name = await box.working(async (lockBox) => {
		const { announcements } = await lockBox.look();
		expect(announcements).toMatchObject([{ name: 'a.zip', size: zip.length }]);
		const claim = announcements[0] && (await lockBox.claim(announcements[0]));
		if (!claim) throw new Error('not claimed');
		expect((await claim.read({ maxBytes: 10_000 })).equals(zip)).toBe(true);
		await claim.renew();
		const settled = await lockBox.settle(claim.name, { waiting: { fileName: 'w.zip', bytes: zip } });
		expect(settled).toMatchObject({ waiting: 'w.zip', wasSettled: false });
		return claim.name;
	});
	expect(await box.names(ARCHIVE)).toEqual([name]);
	expect(await box.allNames(PROCESSING)).toEqual([]);
	expect((await readFile(join(box.server.root, WAITING, 'w.zip'))).equals(zip)).toBe(true);
});

describe('a server without times', () => {
	beforeEach(() => {
		box.server.settings.times = 'zero';
	});

	test('a living claim is left alone, a crashed one is taken over by what its lease says', async () => {
		await box.deliver('a.zip', zip);
		const [first = ''] = await claimedNames();
		expect(first).toMatch(/^a~20[2-9]\d/);
		expect(await claimedNames()).toEqual([]);
		const leasePath = `${PROCESSING}/${first}.lease`;
		const lease = await readFile(join(box.server.root, leasePath), 'utf8');
		const old = new Date(Date.now() - 90 * MINUTE).toISOString();
		await box.deliver(`${first}.lease`, Buffer.from(lease.replace(/"renewedAt": "[^"]*"/, `"renewedAt": "${old}"`)), {
			folder: PROCESSING,
		});
		const [second = ''] = await claimedNames();
		expect(second).toMatch(/^a~/);
		expect(second).not.toBe(first);
	});

	test('a lease whose claim is just being made is not cleaned away', async () => {
		const now = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
		const lease = `b~${now}~0123456789abcdef.zip.lease`;
		await box.deliver(lease, Buffer.from('{}'), { folder: PROCESSING });
		expect(await claimedNames()).toEqual([]);
		expect(await box.allNames(PROCESSING)).toEqual([lease]);
	});

	test('a package that waits moves again, an incomplete one is named, and the reason is given', async () => {
		await box.deliver('waits.zip', zip, { folder: WAITING });
		await box.deliver('cut.zip', zip.subarray(0, 60));
		const look = await box.working((lockBox) => lockBox.look());
		expect(look.announcements).toMatchObject([{ name: 'waits.zip', reason: 'retry' }]);
		expect(look.notYet).toMatchObject([{ name: 'cut.zip', why: expect.stringContaining('The server shows no times') }]);
		expect(look.notices).toEqual([expect.stringContaining('seen from its size only')]);
	});
});

test('a symbolic link is named, its neighbour is announced', async () => {
	await box.deliver('a.zip', zip);
	await symlink('a.zip', join(box.server.root, INCOMING, 'link.zip'));
	const look = await box.working((lockBox) => lockBox.look());
	expect(look.announcements).toMatchObject([{ name: 'a.zip' }]);
	expect(look.ignored).toEqual([{ name: 'link.zip', folder: 'incoming', why: expect.stringContaining('symbolic link') }]);
});
