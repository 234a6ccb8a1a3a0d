import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { LockBoxSettings } from '../../lib/lock-box';
import { PROCESSING, TestLockBox } from './lock-box';

export const MINUTE = 60_000;

/** The lock-box of the running test. */
export let box: TestLockBox;

/** Each test of the file has a lock-box of its own. */
export function boxPerTest(): void {
	beforeEach(async () => {
		box = await TestLockBox.start();
	});

	afterEach(() => box.stop());
}

export const inProcessing = (name: string) => join(box.server.root, PROCESSING, name);

/** Looks, claims everything, and gives the names of the claims, null for those not got. */
export async function claimAll(settings: Partial<LockBoxSettings> = {}): Promise<Array<string | null>> {
	return await box.working(async (lockBox) => {
		const names: Array<string | null> = [];
		for (const announcement of (await lockBox.look()).announcements) names.push((await lockBox.claim(announcement))?.name ?? null);
		return names;
	}, settings);
}

/** What a run that crashed long ago leaves: its lease is old, and so is the time in the name. */
export async function abandon(name: string, ageMs: number): Promise<string> {
	const utc = new Date(Date.now() - ageMs).toISOString().replace(/[-:]|\.\d+/g, '');
	const older = name.replace(/~\d{8}T\d{6}Z~/, `~${utc}~`);
	await rename(inProcessing(name), inProcessing(older));
	await rename(inProcessing(`${name}.lease`), inProcessing(`${older}.lease`));
	await box.age(`${PROCESSING}/${older}.lease`, ageMs);
	return older;
}
