import { readFile, writeFile } from 'node:fs/promises';
import { box, boxPerTest, claimAll, inProcessing, MINUTE } from './claim.support';
import { PROCESSING, rejectionOf, WAITING, zipOf } from './lock-box';
import type { Announcement } from '../../lib/lock-box';

const zip = zipOf('invoices.csv', 'Header\n1\n');
const YEAR = 365 * 24 * 60 * MINUTE;

boxPerTest();
afterEach(() => {
	jest.restoreAllMocks();
});

async function changeLease(claim: string, change: Record<string, unknown>): Promise<void> {
	const path = inProcessing(`${claim}.lease`);
	await writeFile(path, JSON.stringify({ ...(JSON.parse(await readFile(path, 'utf8')) as object), ...change }));
}

/** A claim whose time is ahead of the server's clock, as after that was set back. */
async function claimAhead(aheadMs: number): Promise<string> {
	await box.deliver('a.zip', zip);
	const [claim = null] = await claimAll();
	for (const name of [claim, `${claim}.lease`]) await box.age(`${PROCESSING}/${name}`, -aheadMs);
	return claim ?? '';
}

describe.each([60 * MINUTE, YEAR])('after the clock of the server was set back by %d ms', (ms) => {
	test('a dead claim is taken up, and told by name', async () => {
		const claim = await claimAhead(ms);
		await changeLease(claim, { writtenAt: new Date(Date.now() - 2 * 60 * MINUTE).toISOString() });
		await box.age(`${PROCESSING}/${claim}.lease`, -ms);
		const { announcements, notices } = await box.working((lockBox) => lockBox.look());
		expect(announcements.map(({ name, reason }) => [name, reason])).toEqual([[claim, 'reclaim']]);
		expect(notices).toEqual([expect.stringMatching(new RegExp(`ahead of the server's own clock.*"${claim}"`))]);
	});

	test('a claim that a run has renewed a moment ago is left to it', async () => {
		await claimAhead(ms);
		const { announcements, notYet } = await box.working((lockBox) => lockBox.look());
		expect([announcements, notYet.map(({ why }) => why)]).toEqual([[], ['A run has claimed it and has not settled it yet.']]);
	});

	test('a waiting package is tried again, and told by name', async () => {
		await box.deliver('w.zip', zip, { folder: WAITING, ageMs: -ms });
		const { announcements, notices } = await box.working((lockBox) => lockBox.look());
		expect(announcements.map(({ name, reason }) => [name, reason])).toEqual([['w.zip', 'retry']]);
		expect(notices).toEqual([expect.stringContaining('"w.zip"')]);
	});
});

test.each([1e308, 10 * YEAR])('a lease that asks for %d seconds lasts a day at most', async (reclaimSeconds) => {
	await box.deliver('a.zip', zip);
	const [claim = null] = await claimAll();
	await changeLease(claim ?? '', { reclaimSeconds });
	await box.age(`${PROCESSING}/${claim}.lease`, 25 * 60 * MINUTE);
	expect((await box.working((lockBox) => lockBox.look())).announcements).toMatchObject([{ name: claim, reason: 'reclaim' }]);
});

describe.each(['performance', 'Date'] as const)('a run that sleeps (only the clock of %s goes on)', (clock) => {
	/** Half the reclaim time has passed already: the lease is to be renewed. */
	async function sleeping(before: (op: string, path: string) => boolean, ms: number): Promise<unknown> {
		await box.deliver('a.zip', zip);
		return await box.working(async (lockBox) => {
			const claim = await lockBox.claim((await lockBox.look()).announcements[0] as Announcement);
			if (!claim) throw new Error('not claimed');
			const started = Date.now();
			let passed = 30 * MINUTE;
			const target = clock === 'Date' ? Date : performance;
			const real = target.now.bind(target);
			jest.spyOn(target, 'now').mockImplementation(() => real() + passed);
			box.server.intercept(({ op, path }, phase) => {
				if (phase === 'received' && before(op, path)) passed = 30 * MINUTE + ms;
				return 'continue' as const;
			});
			const error = (await lockBox.keep([claim])).get(claim);
			return error ?? claim.claimedUntil.getTime() - started;
		});
	}

	test('between the check and the lease for longer than its time was left has lost the claim', async () => {
		expect(await sleeping((op, path) => op === 'OPEN' && path.endsWith('.lease'), 40 * MINUTE)).toMatchObject({ kind: 'claimLost' });
	});

	test('for a while has its time counted from before the check', async () => {
		const leftMs = await sleeping((op, path) => op === 'OPEN' && path.endsWith('.lease'), 10 * MINUTE);
		expect(leftMs).toBeLessThanOrEqual((clock === 'Date' ? 90 : 60) * MINUTE);
	});
});

test('a claim made too slowly is given back', async () => {
	await box.deliver('a.zip', zip);
	const real = performance.now.bind(performance);
	box.server.intercept(({ op }, phase) => {
		if (phase === 'received' && op === 'RENAME') jest.spyOn(performance, 'now').mockImplementation(() => real() + 60 * MINUTE);
		return 'continue' as const;
	});
	const error = await rejectionOf(claimAll());
	expect(error).toMatchObject({ kind: 'claimLost' });
	expect(await box.names('Incoming/Invoices')).toEqual(['a.zip']);
});
