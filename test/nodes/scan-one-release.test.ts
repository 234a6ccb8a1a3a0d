import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { plainInvoice } from '../../tools/sandbox/scan-one';
import { Flow, hintsOf, itemsOf, QUICK } from './support/flow';

let flow: Flow;

beforeEach(async () => {
	flow = await Flow.start();
});

afterEach(async () => {
	await flow.stop();
});

test('what Get Many claimed is named, explained when missed, and given back once', async () => {
	await flow.deliver('a.zip', [plainInvoice('R-1'), plainInvoice('R-2')]);
	const first = await flow.getMany();
	expect(hintsOf(first)).toEqual([expect.stringMatching(/^Claimed until \d{4}-\d\d-\d\d \d\d:\d\d UTC: a\.zip\./)]);
	const second = await flow.getMany();
	expect(itemsOf(second)).toEqual([]);
	expect(hintsOf(second)).toEqual(['Not taken: a.zip. A run has claimed it and has not settled it yet.']);

	const release = async () => itemsOf(await flow.engine.execute('scanOne', { resource: 'invoice', operation: 'release' }, itemsOf(first)));
	expect(await release()).toMatchObject([
		{ json: { package: 'a.zip', released: true, reason: '' }, pairedItem: [{ item: 0 }, { item: 1 }] },
	]);
	expect([flow.files('Incoming'), flow.files('Processing')]).toEqual([['a.zip'], []]);
	expect(await release()).toMatchObject([{ json: { released: false, reason: expect.stringMatching(/does not exist any more/) } }]);
	expect(itemsOf(await flow.getMany())).toHaveLength(2);
});

test('files that can never become packages are named by Get Many and by a test of the trigger, not by the active trigger', async () => {
	writeFileSync(join(flow.path('Incoming'), 'prices.xlsx'), 'PK');
	expect(hintsOf(await flow.getMany())).toEqual([expect.stringMatching(/^Not taken: prices\.xlsx\. It is neither a \.zip nor/)]);
	expect(await flow.poll({}, {}, 'manual')).toMatchObject([
		{ json: { file: 'prices.xlsx', reason: 'ignored', why: expect.stringMatching(/neither/) } },
	]);
	expect(await flow.poll()).toEqual([]);
});

test('an empty lock-box, a package that is gone and one that waits for the buyer are each explained', async () => {
	expect(hintsOf(await flow.getMany())).toEqual([
		expect.stringMatching(/^Nothing to take: there is no package in ".*Incoming\/Invoices"\.$/),
	]);
	const gone = await flow.engine.execute('scanOne', { resource: 'invoice', operation: 'getAll', package: 'b.zip', options: QUICK });
	expect(hintsOf(gone)).toEqual([expect.stringMatching(/^Not there any more: b\.zip\. Another run has taken or settled it/)]);
	mkdirSync(flow.path('Waiting'), { recursive: true });
	writeFileSync(join(flow.path('Waiting'), 'a-waiting-0123456789ab.zip'), 'PK');
	expect(hintsOf(await flow.getMany())).toEqual([
		'Not taken: a-waiting-0123456789ab.zip. Its invoices wait for the buyer. It is tried again 4 hours after it was put there.',
	]);
});

test('without a fingerprint the nodes do nothing and say why', async () => {
	flow.engine.credentials.byType.scanOneSftpApi = { ...flow.engine.credentials.byType.scanOneSftpApi, hostFingerprint: '' };
	expect((await flow.getMany()).error?.message).toMatch(/No host key fingerprint is set .*nothing was sent/);
});
