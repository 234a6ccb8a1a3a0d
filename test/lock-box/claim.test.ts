import { readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Announcement } from '../../lib/lock-box';
import { ClaimLostError, originalName } from '../../lib/lock-box';
import { abandon, box, boxPerTest, claimAll, inProcessing, MINUTE } from './claim.support';
import { INCOMING, PROCESSING, rejectionOf, WAITING, zipOf } from './lock-box';

const zip = zipOf('invoices.csv', 'Header\n1\n');

boxPerTest();

describe('claiming', () => {
	test.each([0, 3600, -3600])('moves the package and writes a lease first (server clock %d s ahead)', async (skew) => {
		box.server.settings.clockSkewSeconds = skew;
		await box.deliver('März~1.zip', zip, { ageMs: 10 * MINUTE });
		const steps: string[] = [];
		box.server.intercept((request, phase) => {
			if (phase === 'received' && (request.op === 'RENAME' || (request.op === 'OPEN' && request.path.endsWith('.lease'))))
				steps.push(request.op);
			return 'continue' as const;
		});
		const before = Date.now();
		await box.working(async (lockBox) => {
			const [announcement] = (await lockBox.look()).announcements;
			if (!announcement) throw new Error('nothing announced');
			const claim = await lockBox.claim(announcement);
			if (!claim) throw new Error('not claimed');
			expect(steps).toEqual(['OPEN', 'RENAME']);
			expect(claim.packageName).toBe('März~1.zip');
			expect((await claim.read({ maxBytes: 10_000 })).equals(zip)).toBe(true);
			expect(Math.abs(claim.modifiedAt - (before - 10 * MINUTE + skew * 1000))).toBeLessThan(5000);
			const named = /~(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z~/.exec(claim.name)?.slice(1).map(Number) as [
				number,
				number,
				number,
				number,
				number,
				number,
			];
			expect(Math.abs(Date.UTC(named[0], named[1] - 1, ...named.slice(2)) - (before + skew * 1000))).toBeLessThan(5000);
			expect(claim.claimedUntil.getTime()).toBeGreaterThan(before + 58 * MINUTE);
			expect(claim.claimedUntil.getTime()).toBeLessThan(Date.now() + 60 * MINUTE);
			const lease: unknown = JSON.parse(await readFile(inProcessing(`${claim.name}.lease`), 'utf8'));
			expect(lease).toMatchObject({ owner: 'test', reclaimSeconds: 3600, from: 'incoming' });
			expect(await claim.isOurs()).toBe(true);
		});
		expect(await box.names(INCOMING)).toEqual([]);
		expect(await box.names(PROCESSING)).toHaveLength(2);
	});

	test('a file that changed since it was announced is left alone', async () => {
		await box.deliver('a.csv', Buffer.from('1\n'), { ageMs: MINUTE });
		await box.working(async (lockBox) => {
			const [announcement] = (await lockBox.look()).announcements as [Announcement];
			await box.deliver('a.csv', Buffer.from('1\n2'));
			expect(await lockBox.claim(announcement)).toBeNull();
			await rm(join(box.server.root, INCOMING, 'a.csv'));
			expect(await lockBox.claim(announcement)).toBeNull();
		});
		expect(await box.allNames(PROCESSING)).toEqual([]);
	});

	test('a file that goes on growing while it is claimed is given back', async () => {
		await box.deliver('a.csv', Buffer.from('1\n'), { ageMs: MINUTE });
		box.server.intercept(async (request, phase) => {
			if (request.op === 'RENAME' && phase === 'received' && request.path.endsWith('/a.csv'))
				await writeFile(join(box.server.root, INCOMING, 'a.csv'), '1\n2');
			return 'continue' as const;
		});
		expect(await claimAll()).toEqual([null]);
		expect([await box.names(INCOMING), await box.allNames(PROCESSING)]).toEqual([['a.csv'], []]);
	});

	test('the loser of a race leaves nothing behind', async () => {
		await box.deliver('a.csv', Buffer.from('1\n'), { ageMs: MINUTE });
		await box.working(async (lockBox) => {
			const { announcements } = await lockBox.look();
			box.server.intercept(async (request, phase) => {
				if (request.op === 'RENAME' && phase === 'received') await rm(join(box.server.root, INCOMING, 'a.csv'));
				return 'continue' as const;
			});
			expect(await lockBox.claim(announcements[0] as Announcement)).toBeNull();
		});
		expect(await box.allNames(PROCESSING)).toEqual([]);
	});

	test('two on a server that lets both in: the later claim yields, and is taken up when the first is settled', async () => {
		await box.deliver('a.csv', Buffer.from('1\n'), { ageMs: MINUTE });
		const [first] = await claimAll();
		if (!first) throw new Error('not claimed');
		// The copy that a move by copying leaves: same name, size and time.
		const { mtime } = await stat(inProcessing(first));
		await box.deliver('a.csv', Buffer.from('1\n'));
		await utimes(join(box.server.root, INCOMING, 'a.csv'), mtime, mtime);
		await new Promise((resolve) => setTimeout(resolve, 1100));
		expect(await claimAll()).toEqual([null]);
		const twin = (await box.names(PROCESSING)).find((name) => name !== first && !name.endsWith('.lease'));
		expect(originalName(twin ?? '')).toBe('a.csv');
		expect(await box.names(PROCESSING)).toEqual([first, `${first}.lease`, twin].sort());
		await box.working((lockBox) => lockBox.settle(first));
		await rename(inProcessing(twin ?? ''), inProcessing((twin ?? '').replace(/~\d{8}T/, '~20250101T')));
		const [later] = await claimAll();
		expect(originalName(later ?? '')).toBe('a.csv');
	});

	test('an earlier claim that vanishes again (a rename being undone) does not make both yield', async () => {
		await box.deliver('a.csv', Buffer.from('1\n'), { ageMs: MINUTE });
		const rival = `a~20200101T000000Z~0000000000000000.csv`;
		let renamed = false;
		box.server.intercept(async (request, phase) => {
			if (request.op === 'RENAME' && phase === 'answering') {
				renamed = true;
				const mtime = (await stat(inProcessing(request.target?.split('/').at(-1) ?? ''))).mtime;
				await box.deliver(rival, Buffer.from('1\n'), { folder: PROCESSING });
				await utimes(inProcessing(rival), mtime, mtime);
				await writeFile(inProcessing(`${rival}.lease`), '{}');
				setTimeout(() => void rm(inProcessing(rival)), 150);
			}
			return 'continue' as const;
		});
		expect(await claimAll()).toEqual([expect.stringMatching(/^a~/)]);
		expect(renamed).toBe(true);
	});
});

describe('the lease', () => {
	test('renewing moves its time and the promise', async () => {
		await box.deliver('a.csv', Buffer.from('1\n'));
		await box.working(async (lockBox) => {
			const claim = await lockBox.claim((await lockBox.look()).announcements[0] as Announcement);
			if (!claim) throw new Error('not claimed');
			await box.age(`${PROCESSING}/${claim.name}.lease`, 50 * MINUTE);
			const until = claim.claimedUntil.getTime();
			await claim.renew();
			expect(claim.claimedUntil.getTime()).toBeGreaterThanOrEqual(until);
			expect(Date.now() - (await stat(inProcessing(`${claim.name}.lease`))).mtimeMs).toBeLessThan(5000);
		});
	});

	test('a claim that was taken over is not ours: no renewing, no settling, no lease left', async () => {
		await box.deliver('a.csv', Buffer.from('1\n'));
		const [first] = await claimAll();
		const stale = await abandon(first ?? '', 90 * MINUTE);
		const [second] = await claimAll();
		expect(second).not.toBe(stale);
		expect(originalName(second ?? '')).toBe('a.csv');
		await box.working(async (lockBox) => {
			expect([await lockBox.isOurs(stale), await lockBox.isOurs(second ?? '')]).toEqual([false, true]);
			expect(await rejectionOf(lockBox.settle(stale))).toBeInstanceOf(ClaimLostError);
		});
		expect(await box.allNames(PROCESSING)).toEqual([second, `${second}.lease`]);
	});

	test('a claim that came to life again since it was announced is not taken over', async () => {
		await box.deliver('a.csv', Buffer.from('1\n'));
		const [first] = await claimAll();
		const stale = await abandon(first ?? '', 90 * MINUTE);
		await box.working(async (lockBox) => {
			const { announcements } = await lockBox.look();
			expect(announcements).toMatchObject([{ name: stale, reason: 'reclaim' }]);
			await box.age(`${PROCESSING}/${stale}.lease`, 0);
			expect(await lockBox.claim(announcements[0] as Announcement)).toBeNull();
			expect(await lockBox.isOurs(stale)).toBe(true);
		});
	});
});

describe('giving back', () => {
	test.each([
		['a delivery', INCOMING, 'new'],
		['a package that waited', WAITING, 'retry'],
	])('%s goes where it came from, also after it was reclaimed', async (_what, folder, reason) => {
		await box.deliver('a.zip', zip, { folder, ageMs: 48 * 60 * MINUTE });
		const [first] = await claimAll();
		await abandon(first ?? '', 90 * MINUTE);
		const [second] = await claimAll();
		await box.working(async (lockBox) => {
			await lockBox.release(second ?? '');
			expect((await lockBox.look()).announcements).toMatchObject([{ name: 'a.zip', reason }]);
		});
		expect([await box.names(folder), await box.allNames(PROCESSING)]).toEqual([['a.zip'], []]);
	});

	test('under a name that is taken by now it stays, unowned', async () => {
		await box.deliver('a.csv', Buffer.from('1\n'));
		const [name] = await claimAll();
		await box.deliver('a.csv', Buffer.from('2\n'));
		await box.working((lockBox) => lockBox.release(name ?? ''));
		expect(await box.names(PROCESSING)).toEqual([name]);
		expect(await readFile(join(box.server.root, INCOMING, 'a.csv'), 'utf8')).toBe('2\n');
	});
});
