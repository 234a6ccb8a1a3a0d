import { readdirSync, renameSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import type { IConnections, IDataObject, IExecuteFunctions, INode, INodeExecutionData, INodeType } from 'n8n-workflow';

import { plainInvoice } from '../../tools/sandbox/scan-one';
import { lockBoxCredential } from '../../tools/harness/engine/lock-box';
import { detailsOf, Flow, hintsOf, inCoupa, itemsOf, outcomes, QUICK } from './support/flow';

let flow: Flow;

beforeEach(async () => {
	flow = await Flow.start();
});

afterEach(async () => {
	await flow.stop();
});

const good = plainInvoice('A-1');
const wrong = plainInvoice('A-2', { wrongControlTotal: '50.01' });
const waits = plainInvoice('A-3', { supplierNumber: 'V-20020' });

async function importedPackage(name = 'a.zip', invoices = [good, wrong, waits]): Promise<INodeExecutionData[]> {
	await flow.deliver(name, invoices);
	const captured = itemsOf(await flow.getMany({}, {}, [{ json: { file: name } }]));
	return itemsOf(await flow.import(captured));
}

const claimOf = (item: INodeExecutionData | undefined) => detailsOf(item).claim;
const claimed = () => flow.files('Processing').filter((name) => name.endsWith('.zip'));

test('settles each package, paired with all of its items', async () => {
	const first = await importedPackage('a.zip', [good, wrong]);
	const second = await importedPackage('b.zip', [plainInvoice('B-1'), plainInvoice('B-2')]);
	const mixed = [first[0], second[0], first[1], second[1]].filter((item) => item !== undefined);
	const run = await flow.acknowledge(mixed);
	expect(hintsOf(run)).toEqual(['2 of 2 packages settled: 3 imported, 1 refused.']);
	expect(itemsOf(run)).toEqual([
		{
			json: {
				package: 'a.zip',
				claim: claimOf(first[0]),
				imported: 1,
				alreadyImported: 0,
				heldAsDraft: 0,
				refused: 1,
				needsBuyer: 0,
				undecided: 0,
				settled: true,
				reason: '',
				archivedAs: claimOf(first[0]),
				rejectedAs: expect.stringMatching(/^a-rejected-[0-9a-f]{12}\.zip$/),
				report: expect.stringMatching(/^a-rejected-[0-9a-f]{12}\.report\.csv$/),
				waitingAs: null,
			},
			pairedItem: [{ item: 0 }, { item: 2 }],
		},
		{
			json: expect.objectContaining({ package: 'b.zip', imported: 2, settled: true, rejectedAs: null }),
			pairedItem: [{ item: 1 }, { item: 3 }],
		},
	]);
	expect(flow.files('Processing')).toEqual([]);
	expect(flow.folders.archived().sort()).toEqual(['a.zip', 'b.zip']);
});

test('what goes back is a package that our own reader reads, with its image and a report that names the place', async () => {
	const [settled] = itemsOf(await flow.acknowledge(await importedPackage('a.zip', [good, wrong])));
	const bytes = flow.read('Rejected', String(settled?.json.rejectedAs));
	const back = await flow.capturedFrom(bytes, String(settled?.json.rejectedAs));
	expect(back.map(({ json }) => (json.invoice as IDataObject)['invoice-number'])).toEqual(['A-2']);
	expect(back[0]?.binary?.imageScan?.fileName).toBe('A-2.pdf');
	expect(flow.folders.reports()).toEqual([
		expect.stringMatching(/"a\.zip","A-2","V-20011","5","Invoice Control Total","50\.01","error",".*control total is 50\.01/),
	]);
});

test('the original goes to the archive whole, byte for byte', async () => {
	const content = await flow.deliver('a.zip', [good, wrong, waits]);
	itemsOf(await flow.acknowledge(itemsOf(await flow.import(itemsOf(await flow.getMany())))));
	expect(flow.folders.archivedPackages()).toEqual([{ name: 'a.zip', bytes: content }]);
});

/** Makes a waiting package older than the time after which it is tried again. */
function waitedHours(name: unknown): void {
	const hoursAgo = new Date(Date.now() - 5 * 3_600_000);
	utimesSync(join(flow.path('Waiting'), String(name)), hoursAgo, hoursAgo);
}

describe('invoices that need the buyer', () => {
	test('wait, are tried again when their time has come, and go in once the buyer has acted', async () => {
		const [settled] = itemsOf(await flow.acknowledge(await importedPackage()));
		expect(settled?.json).toMatchObject({
			imported: 1,
			refused: 1,
			needsBuyer: 1,
			waitingAs: expect.stringMatching(/^a-waiting-[0-9a-f]{12}\.zip$/),
		});
		expect(await flow.folders.waitingNumbers()).toEqual(['A-3']);
		expect(await flow.folders.rejectedNumbers()).toEqual(['A-2']);
		expect(await flow.poll()).toEqual([]);

		const supplier = flow.coupa.rows('suppliers').find(({ number }) => number === 'V-20020');
		flow.coupa.put('suppliers', { ...supplier, status: 'active' });
		waitedHours(settled?.json.waitingAs);
		const announced = await flow.poll();
		expect(announced.map(({ json }) => [json.reason, json.file])).toEqual([['retry', settled?.json.waitingAs]]);
		const again = itemsOf(await flow.import(itemsOf(await flow.getMany({}, {}, announced))));
		expect(outcomes(again)).toEqual({ 'A-3': 'imported' });
		expect(flow.coupa.imageScan(Number(inCoupa(flow, 'A-3')?.id))?.fileName).toBe('A-3.pdf');
		expect(itemsOf(await flow.acknowledge(again))[0]?.json).toMatchObject({ settled: true, imported: 1 });
		expect([flow.files('Waiting'), flow.files('Processing')]).toEqual([[], []]);
	});

	test('still waiting, they wait on under the same name', async () => {
		const [settled] = itemsOf(await flow.acknowledge(await importedPackage()));
		waitedHours(settled?.json.waitingAs);
		const again = itemsOf(await flow.import(itemsOf(await flow.getMany({}))));
		expect(outcomes(again)).toEqual({ 'A-3': 'needsBuyer' });
		expect(itemsOf(await flow.acknowledge(again))[0]?.json).toMatchObject({ settled: true, waitingAs: settled?.json.waitingAs });
		expect(flow.files('Waiting')).toEqual([settled?.json.waitingAs]);
	});

	test('refused later on, they go back under the name that Scan One knows', async () => {
		const [settled] = itemsOf(await flow.acknowledge(await importedPackage()));
		waitedHours(settled?.json.waitingAs);
		const again = itemsOf(
			await flow.import(itemsOf(await flow.getMany({})), {
				checks: { check: [{ name: 'supplierActive', level: 'error' }] },
			}),
		);
		expect(itemsOf(await flow.acknowledge(again))[0]?.json).toMatchObject({
			refused: 1,
			rejectedAs: expect.stringMatching(/^a-rejected-[0-9a-f]{12}\.zip$/),
		});
	});

	test('go back with the refused ones, by setting', async () => {
		const [settled] = itemsOf(await flow.acknowledge(await importedPackage(), { needsBuyer: 'refuse' }));
		expect(settled?.json).toMatchObject({ settled: true, needsBuyer: 1, waitingAs: null });
		expect((await flow.folders.rejectedNumbers()).sort()).toEqual(['A-2', 'A-3']);
		expect(flow.folders.reports()[0]).toMatch(/A-3.*inactive/);
		expect(flow.files('Waiting')).toEqual([]);
	});
});

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

test('done twice, the second time changes nothing', async () => {
	const items = await importedPackage();
	itemsOf(await flow.acknowledge(items));
	const before = (['Rejected', 'Waiting', 'Archive'] as const).map((folder) => readdirSync(flow.path(folder)).sort());
	expect(itemsOf(await flow.acknowledge(items))[0]?.json).toMatchObject({ settled: true });
	expect((['Rejected', 'Waiting', 'Archive'] as const).map((folder) => readdirSync(flow.path(folder)).sort())).toEqual(before);
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

test('items from elsewhere are named as what they are', async () => {
	expect((await flow.acknowledge([{ json: { hello: 'world' } }])).error).toMatchObject({
		message: 'The items do not come from Coupa, Invoice, Import',
		description: expect.stringMatching(/^Connect the output of Coupa, Invoice, Import/),
	});
	const failed = await flow.acknowledge([{ json: { error: 'No answer from Coupa', details: {} } }]);
	expect(failed.error?.message).toBe('The input holds a failure instead of an invoice: No answer from Coupa');
	const items = await importedPackage('a.zip', [good]);
	const mixed = await flow.acknowledge([...items, { json: { hello: 'world' } }]);
	expect(itemsOf(mixed).map(({ json }) => [json.package, json.settled])).toEqual([['a.zip', true]]);
	expect(hintsOf(mixed)).toEqual([
		'1 of 1 package settled: 1 imported.',
		'1 of 2 packages failed, the others are done: The items do not come from Coupa, Invoice, Import',
	]);
	expect(itemsOf(await flow.acknowledge(itemsOf(await flow.import(await flow.captured([good])))))).toEqual([
		{ json: expect.objectContaining({ package: 'mail.zip', settled: false }), pairedItem: [{ item: 0 }] },
	]);
});

describe('a node between Import and Acknowledge', () => {
	const BETWEEN = 'test.between';

	/** Get Many, Import, a node that makes its items from those of Import, and Acknowledge. */
	async function withBetween(execute: INodeType['execute']) {
		await flow.deliver('a.zip', [good, wrong]);
		flow.engine.otherNodes[BETWEEN] = {
			description: {
				displayName: '',
				name: BETWEEN,
				group: [],
				version: 1,
				description: '',
				defaults: {},
				inputs: ['main'],
				outputs: ['main'],
				properties: [],
			},
			execute,
		};
		const invoice = (name: 'coupa' | 'scanOne', operation: string, label: string, more: IDataObject = {}) =>
			flow.engine.node(name, { resource: 'invoice', operation, ...more }, { id: label, name: label });
		const nodes: INode[] = [
			invoice('scanOne', 'getAll', 'Get', { options: QUICK }),
			invoice('coupa', 'import', 'Import'),
			{ id: 'Between', name: 'Between', type: BETWEEN, typeVersion: 1, position: [0, 0], parameters: {} },
			invoice('scanOne', 'acknowledge', 'Acknowledge'),
		];
		const names = ['Feed', ...nodes.map(({ name }) => name)];
		const connections = Object.fromEntries(
			nodes.map(({ name }, index) => [names[index], { main: [[{ node: name, type: 'main' as const, index: 0 }]] }]),
		);
		const { data } = await flow.engine.run(nodes, connections as IConnections, [{ json: {} }]);
		const { error, runData } = data.resultData;
		return { error, items: runData.Acknowledge?.[0]?.data?.main?.[0] ?? [] };
	}

	test('may leave fields out as long as n8n knows which item became which', async () => {
		const { error, items } = await withBetween(async function (this: IExecuteFunctions) {
			return await Promise.resolve([
				this.getInputData().map(({ json }, item) => ({ json: { number: json.number }, pairedItem: { item } })),
			]);
		});
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => [json.settled, json.imported, json.refused])).toEqual([[true, 1, 1]]);
		expect(flow.folders.reports()).toEqual([expect.stringMatching(/"A-2".*control total/)]);
	});

	test('is named where it left out what Acknowledge needs', async () => {
		const { error, items } = await withBetween(async function (this: IExecuteFunctions) {
			return await Promise.resolve([[{ json: { count: this.getInputData().length }, pairedItem: [{ item: 0 }, { item: 1 }] }]]);
		});
		expect(error).toMatchObject({
			message: 'The node "Between" left out where the items came from',
			description: expect.stringMatching(/^This node needs the fields "outcome" and "details" of "Import"\. Let "Between" pass them on/),
		});
		expect(items).toEqual([]);
		expect(claimed()).toHaveLength(1);
	});
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
			reason: expect.stringMatching(/^It stays claimed and is tried again from \d{4}-\d\d-\d\d \d\d:\d\d UTC on\. Could not move .*no access.* admin/),
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
