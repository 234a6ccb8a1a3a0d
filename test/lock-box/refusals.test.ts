import { setTimeout as sleep } from 'node:timers/promises';
import type { Claim, LockBox } from '../../lib/lock-box';
import { LockBoxBoundError } from '../../lib/lock-box';
import { ARCHIVE, INCOMING, PROCESSING, rejectionOf, TestLockBox, WAITING, zipOf } from './lock-box';

const MINUTE = 60_000;
const zip = zipOf('invoices.csv', 'Header\n1\n');

let box: TestLockBox;
beforeEach(async () => {
	box = await TestLockBox.start();
	await box.deliver('a.zip', zip, { ageMs: MINUTE });
});
afterEach(() => box.stop());

async function claimedBy(lockBox: LockBox): Promise<Claim | null> {
	const [announcement] = (await lockBox.look()).announcements;
	if (!announcement) throw new Error('not announced');
	return await lockBox.claim(announcement);
}

/** Lets two renames to names of this kind be carried out side by side. */
function twoAtOnce(names: RegExp): void {
	let waiting = 0;
	box.server.intercept(async ({ op, target = '' }, phase): Promise<'continue'> => {
		if (op === 'RENAME' && phase === 'received' && names.test(target)) {
			waiting++;
			for (let tries = 0; waiting < 2 && tries < 200; tries++) await sleep(10);
		}
		return 'continue';
	});
}

describe('two runs at once', () => {
	test.each([
		['overwrites what is to be created exclusively', { exclusiveCreate: 'ignored', renameOverExisting: 'overwrite' }],
		['moves by copying', { renames: 'copying' }],
	] as const)('on a server that %s: one of them has the package', async (_name, faults) => {
		Object.assign(box.server.settings, faults);
		twoAtOnce(/Processing.*\.zip$/);
		const run = async () =>
			await box.working(async (lockBox) => {
				const claim = await claimedBy(lockBox);
				// As Get Many does before it hands anything on.
				await claim?.renew();
				return claim;
			});
		const [mine] = (await Promise.all([run(), run()])).filter((claim) => claim !== null);
		expect(mine).toBeDefined();
		expect((await box.allNames(PROCESSING)).filter((name) => name.endsWith('.lease'))).toEqual([`${mine?.name}.lease`]);
		await box.working(async (lockBox) => {
			expect(await lockBox.settle(mine?.name ?? '')).toMatchObject({ wasSettled: false });
		});
		expect(await box.names(ARCHIVE)).toEqual([mine?.name]);
	});

	test('a server that overwrites everything: one of them binds the lock-box, the other is refused', async () => {
		Object.assign(box.server.settings, { exclusiveCreate: 'ignored', renameOverExisting: 'overwrite' });
		twoAtOnce(/\.coupa-instance$/);
		const hosts = ['one.example', 'other.example'];
		const results = await Promise.allSettled(hosts.map((host) => box.working((lockBox) => lockBox.bindInstance(host))));
		const bound = await box.working((lockBox) => lockBox.boundInstance());
		expect(results.map(({ status }) => status)).toEqual(hosts.map((host) => (host === bound ? 'fulfilled' : 'rejected')));
		const [refused] = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
		expect(refused).toBeInstanceOf(LockBoxBoundError);
	});
});

describe('refused, with the advice that fits', () => {
	async function refusedClaim(): Promise<unknown> {
		const refusal = await box.working(async (lockBox) => await rejectionOf(claimedBy(lockBox)));
		expect(await box.names(INCOMING)).toEqual(['a.zip']);
		expect(await box.allNames(PROCESSING)).toEqual([]);
		return refusal;
	}

	test('renaming', async () => {
		box.server.settings.renames = 'refused';
		expect(await refusedClaim()).toMatchObject({
			text: expect.stringContaining(`does not rename files from "/${INCOMING}" to "/${PROCESSING}"`),
		});
	});

	test('taking files out of Incoming', async () => {
		box.server.settings.permissions = { [`/${INCOMING}`]: 'undeletable' };
		expect(await refusedClaim()).toMatchObject({
			kind: 'permission',
			text: expect.stringContaining(`rename and delete files in "/${INCOMING}" and make files in "/${PROCESSING}"`),
		});
	});

	test('reading: named by the look', async () => {
		box.server.settings.permissions = { [`/${INCOMING}`]: 'unreadable' };
		const { announcements, notYet } = await box.working((lockBox) => lockBox.look());
		expect(announcements).toEqual([]);
		expect(notYet).toEqual([{ name: 'a.zip', folder: 'incoming', why: expect.stringContaining('this account has no access to it') }]);
	});

	test('overwriting is not needed', async () => {
		box.server.settings.overwriting = 'refused';
		await box.working(async (lockBox) => {
			const claim = await claimedBy(lockBox);
			await claim?.renew();
			await lockBox.settle(claim?.name ?? '', { waiting: { fileName: 'w.zip', bytes: zip } });
		});
		expect([await box.allNames(PROCESSING), await box.names(WAITING)]).toEqual([[], ['w.zip']]);
	});

	test('the characters of a claim', async () => {
		box.server.settings.refusedNames = /~/;
		expect(await refusedClaim()).toMatchObject({
			message: expect.stringMatching(/Could not write ".*a~.*\.lease" over SFTP: the server refuses this file name/),
			details: { hint: expect.stringMatching(/allow such names in ".*": names that end in "\.lease", the character "~"\.$/) },
		});
	});

	test('temporary names', async () => {
		box.server.settings.refusedNames = /\.part$/;
		expect(await rejectionOf(box.connected((port) => port.upload('out.csv', zip)))).toMatchObject({
			message: expect.stringMatching(/"\/out\.csv\.[0-9a-f]{8}\.part" over SFTP: the server refuses this file name/),
			details: { hint: 'Ask the server\'s admin to allow such names in "/": names that end in ".part".' },
		});
		expect(await box.allNames('')).toEqual(['Incoming']);
	});

	test('names that begin with a dot', async () => {
		box.server.settings.refusedNames = /^\./;
		expect(await box.working(async (lockBox) => await rejectionOf(lockBox.bindInstance('one.example')))).toMatchObject({
			text: expect.stringContaining('names that begin with a dot'),
		});
		expect(await box.allNames(PROCESSING)).toEqual([]);
	});

	test('every file in a folder: then it may be the name or the account', async () => {
		box.server.settings.permissions = { [`/${INCOMING}`]: 'noNewFiles' };
		expect(await rejectionOf(box.connected((port) => port.upload(`${INCOMING}/b.csv`, zip)))).toMatchObject({
			kind: 'permission',
			details: {
				hint: expect.stringMatching(/let this account make, rename and delete files in .*allows certain names only.*"\.part"/),
			},
		});
	});
});
