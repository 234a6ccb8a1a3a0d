import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Announcement } from '../../lib/lock-box';
import { ARCHIVE, INCOMING, PROCESSING, TestLockBox, zipOf } from './lock-box';

const MINUTE = 60_000;
const zip = zipOf('invoices.csv', 'Header\n1\n');

let box: TestLockBox;
beforeEach(async () => {
	box = await TestLockBox.start();
});
afterEach(() => box.stop());

const announced = async () => await box.working(async (lockBox) => (await lockBox.look()).announcements);

async function claimed(announcement: Announcement | undefined): Promise<string> {
	return await box.working(async (lockBox) => {
		const claim = announcement && (await lockBox.claim(announcement));
		if (!claim) throw new Error('not claimed');
		return claim.name;
	});
}

async function postponed(claim: string): Promise<{ minutes: number; lease: unknown }> {
	const until = await box.working(async (lockBox) => await lockBox.postpone(claim));
	const lease: unknown = JSON.parse(await readFile(join(box.server.root, PROCESSING, `${claim}.lease`), 'utf8'));
	return { minutes: Math.round((until.getTime() - Date.now()) / MINUTE), lease };
}

test('a package that cannot be settled is left alone for longer after each failure, then announced again, whole', async () => {
	await box.deliver('a.zip', zip);
	const first = await claimed((await announced())[0]);
	expect(await postponed(first)).toMatchObject({ minutes: 120, lease: { from: 'incoming', failures: 1, reclaimSeconds: 7200 } });
	await box.age(`${PROCESSING}/${first}.lease`, 110 * MINUTE);
	expect(await announced()).toEqual([]);
	await box.age(`${PROCESSING}/${first}.lease`, 121 * MINUTE);
	const [again] = await announced();
	expect(again).toMatchObject({ name: first, reason: 'reclaim' });

	const second = await claimed(again);
	expect(await postponed(second)).toMatchObject({ minutes: 240, lease: { failures: 2, reclaimSeconds: 14_400 } });
	await box.age(`${PROCESSING}/${second}.lease`, 241 * MINUTE);
	const third = await claimed((await announced())[0]);
	expect(await readFile(join(box.server.root, PROCESSING, third))).toEqual(zip);
	await box.working((lockBox) => lockBox.settle(third));
	expect([await box.names(INCOMING), await box.names(PROCESSING), await box.names(ARCHIVE)]).toEqual([[], [], [third]]);
});

test('the pause grows to a day and no further, and nobody else counts it as work', async () => {
	await box.deliver('a.zip', zip);
	const claim = await claimed((await announced())[0]);
	const pauses: number[] = [];
	for (let failure = 0; failure < 7; failure++) pauses.push((await postponed(claim)).minutes);
	expect(pauses).toEqual([120, 240, 480, 960, 1440, 1440, 1440]);
	await box.age(`${PROCESSING}/${claim}.lease`, 61 * MINUTE);
	expect(await box.working((lockBox) => lockBox.atWork())).toEqual({ packages: 0, runs: 0 });
});
