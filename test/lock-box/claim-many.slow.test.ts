import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ClaimLostError, originalName } from '../../lib/lock-box';
import { abandon, box, boxPerTest, claimAll, inProcessing, MINUTE } from './claim.support';
import { lockBoxOf, INCOMING, PROCESSING } from './lock-box';

boxPerTest();

describe('several at a time', () => {
	test('one that fails, one that changed and one that is gone keep none of the others from being claimed', async () => {
		for (const name of ['a', 'b', 'c', 'd', 'e']) await box.deliver(`${name}.csv`, Buffer.from('1\n'), { ageMs: MINUTE });
		await box.working(async (lockBox) => {
			const { announcements } = await lockBox.look();
			await box.deliver('b.csv', Buffer.from('1\n2'));
			await rm(join(box.server.root, INCOMING, 'd.csv'));
			box.server.intercept(({ op, path }, phase) => {
				if (op === 'STAT' && phase === 'received' && path.endsWith('/c.csv'))
					box.server.settings.permissions = { [`/${INCOMING}`]: 'none' };
				else if (phase === 'received') box.server.settings.permissions = {};
				return 'continue';
			});
			const results = await lockBox.claimAll(announcements);
			expect(
				results.map((result) => [result.announcement.name, 'error' in result ? 'failed' : (result.claim?.packageName ?? null)]),
			).toEqual([
				['a.csv', 'a.csv'],
				['b.csv', null],
				['c.csv', 'failed'],
				['d.csv', null],
				['e.csv', 'e.csv'],
			]);
		});
		box.server.intercept(null);
		box.server.settings.permissions = {};
		expect(await box.names(INCOMING)).toEqual(['b.csv', 'c.csv']);
		expect((await box.names(PROCESSING)).filter((name) => !name.endsWith('.lease')).map(originalName)).toEqual(['a.csv', 'e.csv']);
	});

	test('three runs at once over the same packages: each exactly once', async () => {
		for (let n = 0; n < 40; n++) await box.deliver(`${n}.csv`, Buffer.from(`${n}\n`), { ageMs: MINUTE });
		const runs = await Promise.all(
			[1, 2, 3].map(
				async () =>
					await box.working(async (lockBox) => {
						const results = await lockBox.claimAll((await lockBox.look()).announcements);
						return results.flatMap((result) => ('error' in result ? [result.error] : (result.claim?.packageName ?? [])));
					}),
			),
		);
		expect(runs.flat().sort()).toEqual(Array.from({ length: 40 }, (_, n) => `${n}.csv`).sort());
		expect((await box.names(PROCESSING)).filter((name) => !name.endsWith('.lease'))).toHaveLength(40);
		expect(await box.names(PROCESSING)).toHaveLength(80);
	});

	test('keeping them renews the leases that have lost much of their time, and reports those that are lost', async () => {
		for (const name of ['a', 'b', 'c']) await box.deliver(`${name}.csv`, Buffer.from('1\n'), { ageMs: MINUTE });
		await box.working(
			async (lockBox) => {
				const claims = (await lockBox.claimAll((await lockBox.look()).announcements)).flatMap((result) =>
					'claim' in result && result.claim ? [result.claim] : [],
				);
				box.server.clearRequests();
				expect([...(await lockBox.keep(claims))]).toEqual([]);
				expect(box.server.requests().filter(({ op }) => op === 'WRITE')).toEqual([]);
				await rm(inProcessing(claims[1]?.name ?? ''));
				await new Promise((resolve) => setTimeout(resolve, 1_200));
				const lost = await lockBox.keep(claims);
				expect([...lost].map(([claim, error]) => [claim.packageName, error])).toEqual([['b.csv', expect.any(ClaimLostError)]]);
				expect(box.server.requests().filter(({ op }) => op === 'WRITE')).toHaveLength(2);
			},
			{ reclaimMs: 5_000 },
		);
	});
});

describe('races', () => {
	const servers = [
		['OpenSSH', { posixRename: true, renameOverExisting: 'refuse' }],
		['rename that overwrites', { posixRename: false, renameOverExisting: 'overwrite' }],
	] as const;

	test.each(servers)('three runs, many rounds, %s: each package claimed exactly once', async (_name, faults) => {
		Object.assign(box.server.settings, faults);
		const runs = [0, 1, 2];
		const winners = await Promise.all(
			runs.map((run) =>
				box.connected(async (port) => {
					const won: string[] = [];
					const lockBox = lockBoxOf(port, { owner: `run ${run}`, settleMs: 5 });
					for (let round = 0; round < 25; round++) {
						if (run === 0) for (const name of ['x', 'y']) await box.deliver(`${name}${round}.csv`, Buffer.from(`${round}\n`));
						const { announcements } = await lockBox.look();
						for (const announcement of announcements) {
							const claim = await lockBox.claim(announcement);
							if (claim) won.push(claim.packageName);
						}
					}
					return won;
				}),
			),
		);
		const all = winners.flat().sort();
		expect(all).toEqual([...new Set(all)]);
		expect(all.length + (await box.names(INCOMING)).length).toBe(50);
		const claims = (await box.names(PROCESSING)).filter((name) => !name.endsWith('.lease'));
		expect(claims.map(originalName).sort()).toEqual(all);
	});

	test('runs that take over the same stale claims: each exactly once', async () => {
		for (let n = 0; n < 12; n++) await box.deliver(`${n}.csv`, Buffer.from(`${n}\n`));
		for (const name of await claimAll()) await abandon(name ?? '', 90 * MINUTE);
		const winners = (await Promise.all([claimAll(), claimAll(), claimAll()])).flat().filter((name) => name !== null);
		expect(winners.map(originalName).sort()).toEqual([...Array(12).keys()].map((n) => `${n}.csv`).sort());
		expect(await box.names(PROCESSING)).toEqual(winners.flatMap((name) => [name, `${name}.lease`]).sort());
	});
});
