import { readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import type { IConnections, IDataObject, IExecuteFunctions, INode, INodeType } from 'n8n-workflow';

import { plainInvoice } from '../../tools/sandbox/scan-one';
import { claimed, claimOf, good, importedPackage, waits, wrong } from './support/acknowledge';
import { flow, flowPerTest } from './support/current-flow';
import { hintsOf, inCoupa, itemsOf, outcomes, QUICK } from './support/flow';

flowPerTest();

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

test('done twice, the second time changes nothing', async () => {
	const items = await importedPackage();
	itemsOf(await flow.acknowledge(items));
	const before = (['Rejected', 'Waiting', 'Archive'] as const).map((folder) => readdirSync(flow.path(folder)).sort());
	expect(itemsOf(await flow.acknowledge(items))[0]?.json).toMatchObject({ settled: true });
	expect((['Rejected', 'Waiting', 'Archive'] as const).map((folder) => readdirSync(flow.path(folder)).sort())).toEqual(before);
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
