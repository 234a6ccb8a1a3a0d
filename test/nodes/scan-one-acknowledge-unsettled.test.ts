import { renameSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { plainInvoice } from '../../tools/sandbox/scan-one';
import { lockBoxCredential } from '../../tools/harness/engine/lock-box';
import { claimed, claimOf, good, importedPackage, waits, wrong } from './support/acknowledge';
import { flow, flowPerTest } from './support/current-flow';
import { hintsOf, itemsOf, outcomes } from './support/flow';

flowPerTest();

describe('stays claimed and is tried again', () => {
	test('while an item is missing', async () => {
		const items = await importedPackage();
		const [result] = itemsOf(await flow.acknowledge(items.slice(0, 2)));
		expect(result).toEqual({
			json: expect.objectContaining({
				settled: false,
				reason: expect.stringMatching(/Only 2 of its 3 items.*Pass all items/),
				archivedAs: null,
			}),
			pairedItem: [{ item: 0 }, { item: 1 }],
		});
		expect(claimed()).toEqual([claimOf(items[0])]);
		expect([flow.files('Rejected'), flow.files('Archive')]).toEqual([[], []]);
		expect(itemsOf(await flow.acknowledge(items))[0]?.json).toMatchObject({ settled: true });
	});

	test('while one of its invoices is undecided', async () => {
		const items = await importedPackage();
		const undecided = items.map((item, index) => (index === 0 ? { ...item, json: { ...item.json, outcome: 'undecided' } } : item));
		const [result] = itemsOf(await flow.acknowledge(undecided));
		expect(result?.json).toMatchObject({ settled: false, undecided: 1, reason: expect.stringMatching(/1 of its invoices are undecided/) });
		expect(claimed()).toEqual([claimOf(items[0])]);
	});

	test('when one item came without an outcome, as after a node that failed', async () => {
		const items = await importedPackage();
		const [result] = itemsOf(await flow.acknowledge([...items.slice(1), { json: { error: 'Something failed' } }]));
		expect(result?.json).toMatchObject({ settled: false, reason: expect.stringMatching(/Only 2 of its 3/) });
	});

	test('an item that came twice counts once, with its least settled outcome', async () => {
		const items = await importedPackage('a.zip', [good]);
		const [item] = items;
		const [result] = itemsOf(await flow.acknowledge([...items, { json: { ...item?.json, outcome: 'undecided' } }]));
		expect(result?.json).toMatchObject({ settled: false, imported: 0, undecided: 1 });
		expect(itemsOf(await flow.acknowledge([...items, ...items]))[0]?.json).toMatchObject({ settled: true, imported: 1 });
	});
});

test('a claim that another run has taken over is left to that run; the neighbour is settled', async () => {
	const lost = await importedPackage('a.zip', [good]);
	const ours = await importedPackage('b.zip', [plainInvoice('B-1')]);
	const [claim] = claimed().filter((name) => name === claimOf(lost[0]));
	renameSync(
		join(flow.path('Processing'), String(claim)),
		join(flow.path('Processing'), String(claim).replace(/[0-9a-f]{16}(?=\.zip)/, 'f'.repeat(16))),
	);
	const packages = itemsOf(await flow.acknowledge([...lost, ...ours]));
	expect(packages.map(({ json }) => [json.package, json.settled, json.reason])).toEqual([
		['a.zip', false, expect.stringMatching(/is no longer ours.*Nothing is lost/)],
		['b.zip', true, ''],
	]);
	expect(flow.folders.archived()).toEqual(['b.zip']);
});

test('items that were only looked at have nothing to settle', async () => {
	await flow.deliver('a.zip', [good]);
	const looked = itemsOf(await flow.getMany({}, { mode: 'look' }));
	const [result] = itemsOf(await flow.acknowledge(itemsOf(await flow.import(looked, {}, { validateOnly: true }))));
	expect(result?.json).toMatchObject({ settled: false, reason: expect.stringMatching(/only read/) });
	expect(flow.files('Incoming')).toEqual(['a.zip']);
});

test('what was only validated is not settled but given back: nothing of it is in Coupa', async () => {
	await flow.deliver('a.zip', [good, wrong, waits]);
	const validated = itemsOf(await flow.import(itemsOf(await flow.getMany()), {}, { validateOnly: true }));
	expect(outcomes(validated)).toEqual({ 'A-1': 'wouldImport', 'A-2': 'wouldRefuse', 'A-3': 'wouldNeedBuyer' });
	const run = await flow.acknowledge(validated);
	expect(itemsOf(run)[0]?.json).toMatchObject({
		...{ imported: 0, alreadyImported: 0, heldAsDraft: 0, refused: 0, needsBuyer: 0, undecided: 0 },
		settled: false,
		reason: expect.stringMatching(/only validated.*returned/),
	});
	expect(hintsOf(run)).toEqual(['0 of 1 package settled. Not settled, see "reason": a.zip.']);
	expect([flow.files('Incoming'), flow.files('Processing'), flow.files('Rejected'), flow.files('Archive')]).toEqual([
		['a.zip'],
		[],
		[],
		[],
	]);
});

describe('faults', () => {
	test('a lock-box that another Coupa instance has been bound to meanwhile is not settled', async () => {
		const items = await importedPackage('a.zip', [good]);
		const foreign = items.map((item) => ({
			...item,
			json: { ...item.json, details: { ...(item.json.details as IDataObject), instance: 'other.coupahost.com' } },
		}));
		itemsOf(await flow.acknowledge(await importedPackage('b.zip', [plainInvoice('B-1')])));
		const { error } = await flow.acknowledge(foreign);
		expect(error).toMatchObject({
			message: expect.stringMatching(/bound to the Coupa instance 127\.0\.0\.1:\d+, but this workflow works with other\.coupahost\.com/),
		});
		expect(claimed()).toEqual([claimOf(items[0])]);
	});

	test('no connection: an error, or an error item for each', async () => {
		const items = await importedPackage('a.zip', [good, wrong]);
		flow.engine.credentials.byType.scanOneSftpApi = lockBoxCredential(flow.lockBox, { port: 1 });
		expect((await flow.acknowledge(items)).error?.message).toMatch(/refuses connections/);
		const { items: outputs } = await flow.acknowledge(items, {}, { continueOnFail: true });
		expect(outputs.map(({ json, pairedItem }) => [json.error, pairedItem])).toEqual(
			[0, 1].map((item) => [expect.stringMatching(/refuses connections/), { item }]),
		);
	});

	test('a folder that cannot be written names it, and the package stays claimed', async () => {
		const items = await importedPackage('a.zip', [good, wrong]);
		flow.lockBox.settings.permissions = { '/Incoming/Rejected': 'none' };
		const { error } = await flow.acknowledge(items);
		expect(error).toMatchObject({ message: expect.stringMatching(/Rejected/), description: expect.stringMatching(/admin/) });
		expect(claimed()).toEqual([claimOf(items[0])]);
		flow.lockBox.settings.permissions = {};
		expect(itemsOf(await flow.acknowledge(items))[0]?.json).toMatchObject({ settled: true, refused: 1 });
	});

	test('a package that cannot be settled keeps none of the others from being settled, and says why', async () => {
		const items: INodeExecutionData[] = [];
		for (const name of ['a', 'b', 'c']) items.push(...(await importedPackage(`${name}.zip`, [plainInvoice(`${name}-1`)])));
		flow.lockBox.settings.permissions = { [`/Incoming/Processing/Invoices/${String(claimOf(items[1]))}`]: 'none' };
		const run = await flow.acknowledge(items);
		const packages = itemsOf(run);
		expect(packages.map(({ json, pairedItem }) => [json.package, json.settled, json.imported, pairedItem])).toEqual([
			['a.zip', true, 1, [{ item: 0 }]],
			['b.zip', false, 1, [{ item: 1 }]],
			['c.zip', true, 1, [{ item: 2 }]],
		]);
		expect(packages[1]?.json).toMatchObject({
			claim: claimOf(items[1]),
			reason: expect.stringMatching(
				/^It stays claimed and is tried again from \d{4}-\d\d-\d\d \d\d:\d\d UTC on\. Could not read .*no access.* admin/,
			),
			archivedAs: null,
		});
		expect(hintsOf(run)).toEqual([
			'2 of 3 packages settled: 2 imported. Not settled, see "reason": b.zip.',
			expect.stringMatching(/^1 of 3 packages failed, the others are done: .*no access/),
		]);
		expect(flow.folders.archived().sort()).toEqual(['a.zip', 'c.zip']);
		flow.lockBox.settings.permissions = {};
		expect(itemsOf(await flow.acknowledge(items)).map(({ json }) => json.settled)).toEqual([true, true, true]);
	});

	test('with "Continue On Fail" it leaves in the same form', async () => {
		const items = [...(await importedPackage('a.zip', [good])), ...(await importedPackage('b.zip', [plainInvoice('B-1')]))];
		flow.lockBox.settings.permissions = { [`/Incoming/Processing/Invoices/${String(claimOf(items[0]))}`]: 'none' };
		const { items: packages } = await flow.acknowledge(items, {}, { continueOnFail: true });
		expect(packages.map(({ json }) => [json.package, json.settled])).toEqual([
			['a.zip', false],
			['b.zip', true],
		]);
	});
});
