import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LockBoxBoundError, originalName, type Announcement, type Settlement } from '../../lib/lock-box';
import { isFailure } from '../../lib/sftp';
import { ARCHIVE, INCOMING, PROCESSING, REJECTED, rejectionOf, TestLockBox, WAITING, zipOf } from './lock-box';

const zip = zipOf('invoices.csv', 'Header\n1\n');
const settlement: Settlement = {
	rejected: {
		fileName: 'rejected-ab12.zip',
		bytes: zipOf('invoices.csv', 'refused\n'),
		reportName: 'rejected-ab12-report.csv',
		report: Buffer.from('row,column,value,reason\n'),
	},
	waiting: { fileName: 'waiting-cd34.zip', bytes: zipOf('invoices.csv', 'needs buyer\n') },
};

let box: TestLockBox;
beforeEach(async () => {
	box = await TestLockBox.start();
});
afterEach(() => box.stop());

async function claimed(): Promise<string> {
	return await box.working(async (lockBox) => {
		const claim = await lockBox.claim((await lockBox.look()).announcements[0] as Announcement);
		if (!claim) throw new Error('not claimed');
		return claim.name;
	});
}

async function endState(): Promise<Record<string, string[]>> {
	const folders = { INCOMING, PROCESSING, WAITING, REJECTED, ARCHIVE };
	// Parts of what was being prepared for Scan One are removed by a later look.
	const isLasting = (name: string) => !/^\.(out-.*\.part|clock-.*)$/.test(name);
	return Object.fromEntries(
		await Promise.all(
			Object.entries(folders).map(async ([name, folder]) => [name, (await box.allNames(folder)).filter(isLasting)] as const),
		),
	);
}

const settledState = (claim: string) => ({
	INCOMING: [],
	PROCESSING: [],
	WAITING: ['waiting-cd34.zip'],
	REJECTED: ['rejected-ab12-report.csv', 'rejected-ab12.zip'],
	ARCHIVE: [claim],
});

describe('settling', () => {
	test('a Rejected folder that cannot be listed is good enough', async () => {
		await box.deliver('a.zip', zip);
		const claim = await claimed();
		box.server.settings.failing = [{ op: 'OPENDIR', path: `/${REJECTED}` }];
		expect(await box.working((lockBox) => lockBox.settle(claim, settlement))).toMatchObject({ wasSettled: false });
		expect(await endState()).toEqual(settledState(claim));
	});

	test('what Scan One fetches at once is settled; what somebody takes away from Waiting is not', async () => {
		await box.deliver('a.zip', zip);
		const claim = await claimed();
		box.server.settings.fetchedAtOnce = { [`/${WAITING}`]: 'anyName', [`/${REJECTED}`]: 'anyName' };
		await box.working(async (lockBox) => {
			expect(await rejectionOf(lockBox.settle(claim, settlement))).toMatchObject({
				text: expect.stringMatching(
					/waiting-cd34\.zip" was gone right after it was written, so the package was not settled\. .*ask the admin/,
				),
			});
			expect(await box.names(PROCESSING)).toEqual([claim, `${claim}.lease`]);
			expect(await lockBox.settle(claim, { rejected: settlement.rejected })).toMatchObject({ wasSettled: false });
		});
		expect(await box.names(ARCHIVE)).toEqual([claim]);
	});

	test('package, report, waiting package, original: in this order, over another connection', async () => {
		await box.deliver('a~b.zip', zip);
		const claim = await claimed();
		box.server.clearRequests();
		const settled = await box.working((lockBox) => lockBox.settle(claim, settlement));
		expect(settled).toEqual({
			archived: claim,
			rejected: { fileName: 'rejected-ab12.zip', reportName: 'rejected-ab12-report.csv' },
			waiting: 'waiting-cd34.zip',
			wasSettled: false,
		});
		expect(await endState()).toEqual(settledState(claim));
		const renames = box.server.requests().filter(({ op, target }) => op === 'RENAME' && !target?.includes('/.out-'));
		expect(renames.map(({ target }) => target)).toEqual([
			`/${REJECTED}/rejected-ab12.zip`,
			`/${REJECTED}/rejected-ab12-report.csv`,
			`/${WAITING}/waiting-cd34.zip`,
			`/${ARCHIVE}/${claim}`,
		]);
		expect((await readFile(join(box.server.root, ARCHIVE, claim))).equals(zip)).toBe(true);
		expect((await readFile(join(box.server.root, REJECTED, 'rejected-ab12.zip'))).equals(settlement.rejected?.bytes ?? zip)).toBe(true);
		expect(originalName(claim)).toBe('a~b.zip');
	});

	test('again: done, nothing written', async () => {
		await box.deliver('a.zip', zip);
		const claim = await claimed();
		await box.working((lockBox) => lockBox.settle(claim, settlement));
		box.server.clearRequests();
		expect(await box.working((lockBox) => lockBox.settle(claim, settlement))).toMatchObject({ wasSettled: true, archived: claim });
		expect(box.server.requests().filter(({ op }) => op === 'WRITE' || op === 'RENAME')).toEqual([]);
		expect(await endState()).toEqual(settledState(claim));
	});

	test('the same invoices refused a second time find their package; other content under the name keeps both', async () => {
		await box.deliver('a.zip', zip);
		const first = await claimed();
		await box.working((lockBox) => lockBox.settle(first, settlement));
		await box.deliver('a.zip', zip);
		const second = await claimed();
		const otherReport = { ...settlement.rejected, report: Buffer.from('another report\n') } as NonNullable<Settlement['rejected']>;
		const settled = await box.working((lockBox) => lockBox.settle(second, { rejected: otherReport }));
		expect(settled.rejected?.fileName).toBe('rejected-ab12.zip');
		expect(settled.rejected?.reportName).toMatch(/^rejected-ab12-report-[0-9a-f]{12}\.csv$/);
		expect(await readFile(join(box.server.root, REJECTED, 'rejected-ab12-report.csv'), 'utf8')).toBe('row,column,value,reason\n');
		expect(await box.names(ARCHIVE)).toEqual([first, second].sort());
	});

	test('a settle that was cut off is taken over after the reclaim time of the claim, whatever its own settings say', async () => {
		await box.deliver('a.zip', zip);
		const minutes = (count: number) => count * 60_000;
		const claim = await box.working(
			async (lockBox) => (await lockBox.claim((await lockBox.look()).announcements[0] as Announcement))?.name ?? '',
			{ reclaimMs: minutes(10) },
		);
		// Old enough to be renewed before the uploads.
		await box.age(`${PROCESSING}/${claim}.lease`, minutes(2));
		box.server.intercept(({ op, path }) => (op === 'WRITE' && path.includes('/.out-') ? 'drop' : 'continue'));
		expect(
			isFailure(
				await rejectionOf(box.working((lockBox) => lockBox.settle(claim, settlement), { reclaimMs: minutes(60) })),
				'connectionLost',
			),
		).toBe(true);
		box.server.intercept(null);
		const look = async () =>
			(await box.working((lockBox) => lockBox.look(), { reclaimMs: minutes(10) })).announcements.map(({ name, reason }) => [name, reason]);
		expect(Date.now() - (await stat(join(box.server.root, PROCESSING, `${claim}.lease`))).mtimeMs).toBeLessThan(minutes(1));
		await box.age(`${PROCESSING}/${claim}.lease`, minutes(9));
		expect(await look()).toEqual([]);
		await box.age(`${PROCESSING}/${claim}.lease`, minutes(11));
		expect(await look()).toEqual([[claim, 'reclaim']]);
	});

	test('a name that would leave the folder is refused', async () => {
		await box.deliver('a.zip', zip);
		const claim = await claimed();
		await box.working(async (lockBox) => {
			expect(await rejectionOf(lockBox.settle('../a.zip'))).toMatchObject({
				message: expect.stringContaining('cannot be used as a file name'),
			});
			expect(await rejectionOf(lockBox.settle(claim, { waiting: { fileName: '../x.zip', bytes: zip } }))).toMatchObject({ kind: 'other' });
			expect(await lockBox.isOurs(claim)).toBe(true);
		});
	});

	test('a full disk: the claim stays, and later it is settled', async () => {
		await box.deliver('a.zip', zip);
		const claim = await claimed();
		box.server.settings.freeBytes = 500;
		expect(
			await rejectionOf(
				box.working((lockBox) => lockBox.settle(claim, { ...settlement, waiting: { fileName: 'w.zip', bytes: Buffer.alloc(2000) } })),
			),
		).toMatchObject({ kind: 'noSpace' });
		expect(await box.names(ARCHIVE)).toEqual([]);
		box.server.settings.freeBytes = null;
		await box.working((lockBox) => lockBox.settle(claim, settlement));
		expect(await endState()).toEqual(settledState(claim));
	});
});

// Cut before request n+1 is the same for the server as cut after request n; so this is before and after every request.
describe('a connection cut after every request', () => {
	/** Cuts the connection instead of the answer to the given request, counted from now; true when the work got that far. */
	async function cutting(at: number, work: () => Promise<unknown>): Promise<boolean> {
		let count = 0;
		const stop = box.server.intercept((_request, phase) => (phase === 'answering' && ++count === at ? 'drop' : 'continue'));
		try {
			await work();
			return false;
		} catch (error) {
			if (!isFailure(error, 'connectionLost')) throw error;
			return true;
		} finally {
			stop();
		}
	}

	async function emptied(): Promise<void> {
		for (const folder of [INCOMING, PROCESSING, WAITING, REJECTED, ARCHIVE]) {
			for (const name of await box.allNames(folder)) await rm(join(box.server.root, folder, name));
		}
	}

	test('while settling: repeated, it ends as if nothing had happened', async () => {
		const claim = 'a~20261122T140506Z~0123456789abcdef.zip';
		let at = 0;
		for (let reached = true; reached;) {
			await emptied();
			await box.deliver(claim, zip, { folder: PROCESSING });
			await box.deliver(`${claim}.lease`, Buffer.from('{}'), { folder: PROCESSING });
			reached = await cutting(++at, () => box.working((lockBox) => lockBox.settle(claim, settlement)));
			if (reached) await box.working((lockBox) => lockBox.settle(claim, settlement));
			expect(await endState()).toEqual(settledState(claim));
		}
		expect(at).toBeGreaterThan(50);
	});

	test('while claiming: the package is in one place, and a later run gets it', async () => {
		let at = 0;
		for (let reached = true; reached;) {
			await emptied();
			await box.deliver('a.zip', zip);
			reached = await cutting(++at, claimed);
			const names = [...(await box.names(INCOMING)), ...(await box.names(PROCESSING)).filter((name) => !name.endsWith('.lease'))];
			expect(names.map(originalName)).toEqual(['a.zip']);
			// The time passes after which the cut run counts as gone.
			for (const name of await box.allNames(PROCESSING)) await box.age(`${PROCESSING}/${name}`, 2 * 3_600_000);
			const again = await claimed();
			expect(originalName(again)).toBe('a.zip');
			expect(await box.allNames(PROCESSING)).toEqual([again, `${again}.lease`]);
		}
		expect(at).toBeGreaterThan(20);
	});
});

describe('the marker of the Coupa instance', () => {
	test('is set once, found again, and keeps others out', async () => {
		await box.working(async (lockBox) => {
			expect(await lockBox.boundInstance()).toBeNull();
			await lockBox.bindInstance('Acme.CoupaHost.com ');
			await lockBox.bindInstance('acme.coupahost.com');
			expect(await lockBox.boundInstance()).toBe('acme.coupahost.com');
			const error = await rejectionOf(lockBox.bindInstance('acme-test.coupahost.com'));
			expect(error).toBeInstanceOf(LockBoxBoundError);
			expect(error).toMatchObject({
				message:
					'This lock-box is bound to the Coupa instance acme.coupahost.com, but this workflow works with acme-test.coupahost.com. Nothing was imported or moved.',
				hint: expect.stringContaining(`delete the binding file "/${PROCESSING}/.coupa-instance" on the SFTP server`),
			});
		});
		expect(await box.allNames(PROCESSING)).toEqual(['.coupa-instance']);
		expect(await readFile(join(box.server.root, PROCESSING, '.coupa-instance'), 'utf8')).toBe('acme.coupahost.com\n');
	});

	test('two instances at the same time: one is bound, the other is kept out', async () => {
		const outcomes = await Promise.all(
			['one.coupahost.com', 'two.coupahost.com', 'one.coupahost.com'].map((host) =>
				box
					.working((lockBox) => lockBox.bindInstance(host))
					.then(
						() => host,
						(error: unknown) => error,
					),
			),
		);
		const bound = await box.working((lockBox) => lockBox.boundInstance());
		for (const outcome of outcomes) expect(outcome === bound || outcome instanceof LockBoxBoundError).toBe(true);
		expect(outcomes.filter((outcome) => outcome === bound)).toHaveLength(bound === 'one.coupahost.com' ? 2 : 1);
	});

	test('deleted by hand, it can be bound anew', async () => {
		await box.working((lockBox) => lockBox.bindInstance('one.coupahost.com'));
		await writeFile(join(box.server.root, PROCESSING, '.coupa-instance'), '');
		expect(await rejectionOf(box.working((lockBox) => lockBox.bindInstance('two.coupahost.com')))).toMatchObject({
			message: expect.stringContaining('binding file is empty'),
		});
		await box.connected((port) => port.remove(`${PROCESSING}/.coupa-instance`));
		await box.working((lockBox) => lockBox.bindInstance('two.coupahost.com'));
	});
});
