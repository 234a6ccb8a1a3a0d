import { INCOMING, PROCESSING, rejectionOf, TestLockBox, WAITING, zipOf } from './lock-box';

const MINUTE = 60_000;
const zip = zipOf('invoices.csv', 'Header\n1\n');
const bad = Buffer.from('1\n');

let box: TestLockBox;
beforeEach(async () => {
	box = await TestLockBox.start();
});
afterEach(() => box.stop());

const looked = async () => await box.working((lockBox) => lockBox.look());
const namesOf = (files: Array<{ name: string }>) => files.map(({ name }) => name).sort();
const claimName = (stem: string) => {
	const utc = new Date(Date.now() - 100 * MINUTE).toISOString().replace(/[-:]|\.\d+/g, '');
	return `${stem}~${utc}~0123456789abcdef.zip`;
};

test('a delivery that cannot be read is named with the reason, its neighbours are announced', async () => {
	for (const name of ['a.zip', 'c.zip']) await box.deliver(name, zip);
	await box.deliver('b.csv', bad);
	box.server.settings.failing = [{ op: 'OPEN', path: `/${INCOMING}/b.csv` }];
	const { announcements, notYet } = await looked();
	expect(namesOf(announcements)).toEqual(['a.zip', 'c.zip']);
	expect(notYet).toEqual([{ name: 'b.csv', folder: 'incoming', why: expect.stringContaining(`Could not read "/${INCOMING}/b.csv"`) }]);
});

test('so is one that the server says nothing about', async () => {
	for (const name of ['a.zip', 'b.zip']) await box.deliver(name, zip);
	Object.assign(box.server.settings, { sizes: 'stat', failing: [{ op: 'STAT', path: `/${INCOMING}/b.zip` }] });
	const { announcements, notYet } = await looked();
	expect(namesOf(announcements)).toEqual(['a.zip']);
	expect(notYet).toEqual([{ name: 'b.zip', folder: 'incoming', why: expect.stringContaining(`Could not look at "/${INCOMING}/b.zip"`) }]);
});

test('a claim whose lease cannot be read is named, the other is announced again', async () => {
	const [one, other] = [claimName('one'), claimName('other')];
	for (const name of [one, other]) {
		await box.deliver(name, zip, { folder: PROCESSING });
		await box.deliver(`${name}.lease`, Buffer.from('{}'), { folder: PROCESSING, ageMs: 90 * MINUTE });
	}
	box.server.settings.permissions = { [`/${PROCESSING}/${one}.lease`]: 'none' };
	const { announcements, notYet } = await looked();
	expect(namesOf(announcements)).toEqual([other]);
	expect(notYet).toEqual([{ name: one, folder: 'processing', why: expect.stringContaining('this account has no access to it') }]);
});

test('a leftover that cannot be deleted is named and keeps nothing from being announced or cleaned up', async () => {
	await box.deliver('a.zip', zip);
	for (const name of ['1~x.zip.lease', '2~x.zip.lease']) await box.deliver(name, bad, { folder: PROCESSING, ageMs: 90 * MINUTE });
	box.server.settings.failing = [{ op: 'REMOVE', path: `/${PROCESSING}/1~x.zip.lease` }];
	const { announcements, notices } = await looked();
	expect(namesOf(announcements)).toEqual(['a.zip']);
	expect(notices).toEqual([expect.stringContaining(`Could not delete "/${PROCESSING}/1~x.zip.lease"`)]);
	expect(await box.allNames(PROCESSING)).toEqual(['1~x.zip.lease']);
});

test('a Waiting folder without rights is named, deliveries are announced', async () => {
	await box.deliver('a.zip', zip);
	await box.deliver('w.zip', zip, { folder: WAITING });
	box.server.settings.permissions = { [`/${WAITING}`]: 'none' };
	const { announcements, notices } = await looked();
	expect(namesOf(announcements)).toEqual(['a.zip']);
	expect(notices).toEqual([expect.stringMatching(/^Packages that wait for the buyer are not seen\. .*no access/)]);
});

test('a connection that is lost still fails the look', async () => {
	await box.deliver('a.zip', zip);
	box.server.intercept(({ op }) => (op === 'OPEN' ? 'drop' : 'continue'));
	expect(await rejectionOf(looked())).toMatchObject({ kind: 'connectionLost' });
});

test('a claim that fails after its rename is given back', async () => {
	await box.deliver('a.zip', zip);
	await box.working(async (lockBox) => {
		const [announcement] = (await lockBox.look()).announcements;
		if (!announcement) throw new Error('not announced');
		box.server.intercept(({ op }, phase) => {
			if (op === 'RENAME' && phase === 'answering')
				box.server.settings.failing = box.server.settings.failing.length > 0 ? [] : [{ op: 'OPENDIR', path: `/${PROCESSING}` }];
			return 'continue';
		});
		expect(await rejectionOf(lockBox.claim(announcement))).toMatchObject({ kind: 'other' });
	});
	expect(await box.names(INCOMING)).toEqual(['a.zip']);
	expect(await box.allNames(PROCESSING)).toEqual([]);
});

describe('names that are meant to confuse', () => {
	test('deliveries that look like claims, and that agree in their first 180 bytes, are all claimed, under names of their own', async () => {
		const names = [
			'x.zip',
			'x~20260101T000000Z~0123456789abcdef.zip',
			'x~20260101T000000Z~fedcba9876543210.zip',
			`${'y'.repeat(200)}1.zip`,
			`${'y'.repeat(200)}2.zip`,
		];
		// The same bytes and the same second.
		for (const name of names) await box.deliver(name, zip, { ageMs: MINUTE });
		const claims = await box.working(async (lockBox) => {
			const made = await lockBox.claimAll((await lockBox.look()).announcements);
			for (const one of made) expect('claim' in one && (await one.claim?.read({ maxBytes: 10_000 }))).toEqual(zip);
			return made;
		});
		const claimed = claims.map((one) => ('claim' in one ? (one.claim?.packageName ?? null) : one.error));
		expect(claimed.slice(0, 3)).toEqual(names.slice(0, 3));
		expect(claimed.slice(3)).toEqual([
			expect.stringMatching(/^y{167}-[0-9a-f]{12}\.zip$/),
			expect.stringMatching(/^y{167}-[0-9a-f]{12}\.zip$/),
		]);
		expect(new Set(claimed).size).toBe(5);
	});

	test('given back, they have the names they came with', async () => {
		const name = 'x~20260101T000000Z~0123456789abcdef.zip';
		await box.deliver(name, zip, { ageMs: MINUTE });
		await box.working(async (lockBox) => {
			const [announcement] = (await lockBox.look()).announcements;
			await (announcement && (await lockBox.claim(announcement)))?.release();
		});
		expect(await box.names(INCOMING)).toEqual([name]);
	});

	test('names in Processing that cannot be used are told and end no look', async () => {
		await box.deliver('a.zip', zip);
		const odd = ['\u0001.lease', 'b\u0001.zip', `c\u202e~20260101T000000Z~0123456789abcdef.zip`, 'd\u0001.part', `${'e'.repeat(250)}.zip`];
		for (const name of odd) await box.deliver(name, zip, { folder: PROCESSING, ageMs: 90 * MINUTE });
		const { announcements, ignored, notices } = await looked();
		expect(namesOf(announcements)).toEqual(['a.zip', `${'e'.repeat(250)}.zip`]);
		expect(ignored.map(({ name }) => name).sort()).toEqual([odd[1], odd[2]]);
		expect(ignored[0]?.why).toMatch(/^Its name cannot be used: .*Have it sent under another name\./);
		expect(notices).toHaveLength(2);
		expect(notices[0]).toMatch(/^What a run left behind could not be deleted\. "\ufffd?\.lease" cannot be used as a file name/);
		// The one whose lease would have too long a name is claimed all the same.
		const claims = await box.working(async (lockBox) => await lockBox.claimAll(announcements), { reclaimMs: 60 * MINUTE });
		expect(claims.map((one) => ('claim' in one ? one.claim?.packageName : one.error))).toEqual([
			expect.stringMatching(/^e{167}-[0-9a-f]{12}\.zip$/),
			'a.zip',
		]);
	});
});
