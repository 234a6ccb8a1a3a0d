import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { boxPerTest, box, claimAll, inProcessing } from './claim.support';
import type { Settlement } from '../../lib/lock-box';
import { ARCHIVE, PROCESSING, REJECTED, rejectionOf, zipOf } from './lock-box';
import { rename } from 'node:fs/promises';

boxPerTest();

const zip = zipOf('invoices.csv', 'Header\n1\n');
const settlement: Settlement = {
	rejected: {
		fileName: 'rejected-ab12.zip',
		bytes: zipOf('rejected.csv', 'Header\n2\n'),
		reportName: 'rejected-ab12-report.csv',
		report: Buffer.from('row,column,value,reason\n'),
	},
};

/** Scan One fetches what is there for it, and remembers the names. */
function fetchRejected(fetched: string[]): void {
	for (const name of readdirSync(box.onDisk(REJECTED))) {
		if (name.startsWith('.')) continue;
		fetched.push(name);
		rmSync(join(box.onDisk(REJECTED), name));
	}
}

/** What another run does to the claim when its lease looks too old: another name, and a lease that keeps what the old one says. */
async function takeOver(claim: string): Promise<string> {
	for (const name of [claim, `${claim}.lease`]) await box.age(`${PROCESSING}/${name}`, 2 * 3_600_000);
	const older = claim.replace(/~\d{8}T\d{6}Z~/, '~20250101T000000Z~');
	await rename(inProcessing(claim), inProcessing(older));
	await rename(inProcessing(`${claim}.lease`), inProcessing(`${older}.lease`));
	const [name] = await claimAll();
	return name ?? '';
}

test('whichever request a settle is cut off at, Scan One gets each file once, though it fetches them at once and another run settles again', async () => {
	const cut = { reached: true };
	const isCut = () => cut.reached;
	let cuts = 0;
	for (let at = 1; isCut(); at += 2) {
		cut.reached = false;
		await box.deliver(`a${at}.zip`, zip);
		const [claim = null] = await claimAll();
		const fetched: string[] = [];
		let count = 0;
		const calm = box.server.intercept((_request, phase) => {
			if (phase !== 'answering' || ++count !== at) return 'continue' as const;
			cut.reached = true;
			return 'drop' as const;
		});
		await box.working((lockBox) => lockBox.settle(claim ?? '', settlement)).catch(() => undefined);
		calm();
		if (readdirSync(box.onDisk('Incoming')).includes('Rejected') && readdirSync(box.onDisk('Incoming/Rejected')).length > 0)
			fetchRejected(fetched);
		if (isCut()) {
			cuts += 1;
			const again = (await box.names(ARCHIVE)).includes(claim ?? '') ? (claim ?? '') : await takeOver(claim ?? '');
			await box.working((lockBox) => lockBox.settle(again, settlement));
			fetchRejected(fetched);
		}
		expect([at, fetched.sort()]).toEqual([at, ['rejected-ab12-report.csv', 'rejected-ab12.zip']]);
		expect((await box.allNames(PROCESSING)).filter((name) => !name.startsWith('.'))).toEqual([]);
	}
	expect(cuts).toBeGreaterThan(20);
}, 60_000);

test('a run that slept while another one settled sends nothing more', async () => {
	await box.deliver('a.zip', zip);
	const [claim = null] = await claimAll();
	const fetched: string[] = [];
	let slept = false;
	box.server.intercept(async ({ op, target }, phase) => {
		if (phase === 'received' && op === 'RENAME' && target?.startsWith(`/${REJECTED}`) && !slept) {
			slept = true;
			const other = await takeOver(claim ?? '');
			await box.working((lockBox) => lockBox.settle(other, settlement));
			fetchRejected(fetched);
		}
		return 'continue' as const;
	});
	expect(await rejectionOf(box.working((lockBox) => lockBox.settle(claim ?? '', settlement)))).toMatchObject({ kind: 'claimLost' });
	fetchRejected(fetched);
	expect(fetched.sort()).toEqual(['rejected-ab12-report.csv', 'rejected-ab12.zip']);
});
