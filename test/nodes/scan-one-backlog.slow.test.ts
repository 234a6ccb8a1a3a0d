import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { invoicesCsv } from '../../tools/sandbox/scan-one/delivery-csv';
import { deliver, PLAIN_LAYOUT, plainInvoice } from '../../tools/sandbox/scan-one';
import { Flow, hintsOf, itemsOf } from './support/flow';

let flow: Flow;

beforeEach(async () => {
	flow = await Flow.start();
});

afterEach(async () => {
	await flow.stop();
});

const MINUTE = 60_000;
const names = (items: INodeExecutionData[]) => items.map(({ json }) => json.package);

/** Packages of one invoice each, the first one the oldest. */
async function delivered(...packages: string[]): Promise<void> {
	for (const [index, name] of packages.entries()) {
		await flow.deliver(`${name}.zip`, [plainInvoice(`B-${name}`)]);
		const at = Date.now() / 1000 - 60 * (packages.length - index);
		utimesSync(join(flow.path('Incoming'), `${name}.zip`), at, at);
	}
}

/** What the import and the settling of announced packages give: a run of the template behind the trigger. */
async function ranWith(announced: INodeExecutionData[], options: IDataObject = {}): Promise<INodeExecutionData[]> {
	const items = itemsOf(await flow.getMany(options, {}, announced));
	return items.length === 0 ? [] : itemsOf(await flow.acknowledge(itemsOf(await flow.import(items))));
}

describe('requests to the lock-box', () => {
	const PACKAGES = 12;
	const many = Array.from({ length: PACKAGES }, (_, index) => `p${index}`);

	/** Requests of poll, claiming, reading and settling, per package. */
	async function requestsPerPackage(): Promise<number> {
		flow.lockBox.clearRequests();
		expect(await ranWith(await flow.poll())).toHaveLength(PACKAGES);
		expect(flow.files('Archive')).toHaveLength(PACKAGES);
		expect(flow.files('Processing')).toEqual([]);
		return flow.lockBox.requests().length / PACKAGES;
	}

	test('are at most 30 for a package, from the trigger to the archive', async () => {
		await delivered(...many);
		expect(await requestsPerPackage()).toBeLessThanOrEqual(30);
		expect(flow.lockBox.peakConnections()).toBe(1);
	});

	test('are at most 60 where an invoice goes back with its report', async () => {
		for (const name of many)
			await flow.deliver(`${name}.zip`, [plainInvoice(`G-${name}`), plainInvoice(`R-${name}`, { wrongControlTotal: '50.01' })]);
		expect(await requestsPerPackage()).toBeLessThanOrEqual(60);
		expect(flow.files('Rejected')).toHaveLength(2 * PACKAGES);
	});
});

describe('a backlog', () => {
	test('is announced oldest first, so many at a poll, and every poll goes on', async () => {
		await delivered('c', 'a', 'e', 'b', 'd');
		const staticData: IDataObject = {};
		const poll = async () => await flow.poll({ packagesPerPoll: 2 }, staticData);
		const first = await poll();
		expect(first.map(({ json }) => [json.package, json.leftForLater])).toEqual([
			['c.zip', 3],
			['a.zip', 3],
		]);
		const second = await poll();
		expect(second.map(({ json }) => [json.package, json.leftForLater])).toEqual([
			['e.zip', 1],
			['b.zip', 1],
		]);
		const third = await poll();
		expect(third.map(({ json }) => [json.package, json.leftForLater])).toEqual([['d.zip', undefined]]);
		expect(await poll()).toEqual([]);
		await Promise.all([first, second, third].map(async (announced) => await ranWith(announced)));
		expect(flow.folders.archived().sort()).toEqual(['a.zip', 'b.zip', 'c.zip', 'd.zip', 'e.zip']);
		expect(flow.coupa.rows('invoices')).toHaveLength(5);
	});

	test('what a run leaves behind is announced at the next poll, and the run says so', async () => {
		await delivered('1', '2', '3', '4', '5');
		const staticData: IDataObject = {};
		const announced = await flow.poll({}, staticData);
		expect(announced).toHaveLength(5);
		const run = await flow.getMany({ maxPackages: 2 }, {}, announced);
		expect(itemsOf(run)).toHaveLength(2);
		expect(hintsOf(run)).toContainEqual(
			'3 more packages are left for a later run: this one has enough ("Packages per Run"). The oldest were taken first; the trigger announces the others at its next poll.',
		);
		expect(names(await flow.poll({}, staticData))).toEqual(['3.zip', '4.zip', '5.zip']);
		expect(await flow.poll({}, staticData)).toEqual([]);
	});

	test('what could not be taken waits for its time, though younger ones were taken', async () => {
		await delivered('1', '2', '3');
		const staticData: IDataObject = {};
		await flow.poll({}, staticData);
		itemsOf(await flow.getMany({}, {}, [{ json: { file: '2.zip' } }]));
		expect(names(await flow.poll({}, staticData))).toEqual(['3.zip']);
		const memory = staticData['node:scanOneTrigger'] as { announced: Record<string, number> };
		for (const key of Object.keys(memory.announced)) if (key.includes('1.zip')) memory.announced[key] = Date.now() - 10 * MINUTE;
		expect(names(await flow.poll({}, staticData))).toEqual(['1.zip']);
	});

	test('is seen whole in a test of the trigger', async () => {
		await delivered('a', 'b', 'c');
		const items = await flow.poll({ packagesPerPoll: 1 }, {}, 'manual');
		expect(items.map(({ json }) => [json.package, json.reason, json.why])).toEqual([
			['a.zip', 'new', null],
			['b.zip', 'later', 'Older packages come first. A later poll announces it.'],
			['c.zip', 'later', 'Older packages come first. A later poll announces it.'],
		]);
	});

	test('packages that are not complete keep none of the younger ones from being announced', async () => {
		for (const name of ['1', '2']) writeFileSync(join(flow.path('Incoming'), `${name}.csv`), 'no line end');
		await delivered('a', 'b');
		for (const name of ['1', '2']) utimesSync(join(flow.path('Incoming'), `${name}.csv`), 1, Date.now() / 1000 - 200);
		expect(names(await flow.poll({ packagesPerPoll: 2 }))).toEqual(['a.zip', 'b.zip']);
	});
});

describe('while runs are at work', () => {
	/** Claims as two runs hold them: of each, the first half of the nonce is the same. */
	function claimsOf(runs: string[], packages: number): void {
		mkdirSync(flow.path('Processing'), { recursive: true });
		const utc = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
		for (let index = 0; index < packages; index++) {
			const nonce = `${runs[index % runs.length]}${index.toString(16).padStart(8, '0')}`;
			for (const ending of ['', '.lease']) writeFileSync(join(flow.path('Processing'), `busy${index}~${utc}~${nonce}.csv${ending}`), '1\n');
		}
	}

	test.each([
		['two runs with 50 packages', ['aaaaaaaa', 'bbbbbbbb'], 50, []],
		['two runs with 49 packages', ['aaaaaaaa', 'bbbbbbbb'], 49, ['a.zip']],
		['one run with 60 packages', ['aaaaaaaa'], 60, ['a.zip']],
	])('%s: %j', async (_what, runs, packages, announced) => {
		await delivered('a');
		claimsOf(runs, packages);
		expect(names(await flow.poll())).toEqual(announced);
	});

	test('the next ones wait until the runs are through, or are known to be gone', async () => {
		await delivered('a');
		claimsOf(['aaaaaaaa', 'bbbbbbbb'], 50);
		const staticData: IDataObject = {};
		expect(await flow.poll({}, staticData)).toEqual([]);
		expect((await flow.poll({}, staticData, 'manual')).map(({ json }) => json.reason)).toContain('new');
		const hourAgo = Date.now() / 1000 - 3600;
		for (const name of readdirSync(flow.path('Processing'))) utimesSync(join(flow.path('Processing'), name), hourAgo, hourAgo);
		const again = await flow.poll({}, staticData);
		expect(again).toHaveLength(51);
		expect(names(again)).toContain('a.zip');
	});

	test('every run has a part of its own in the names of its claims', async () => {
		await delivered('a', 'b', 'c');
		itemsOf(await flow.getMany({ maxPackages: 2 }));
		itemsOf(await flow.getMany());
		const runs = flow
			.files('Processing')
			.filter((name) => name.endsWith('.zip'))
			.map((name) => [name[0], /~([0-9a-f]{8})[0-9a-f]{8}\.zip$/.exec(name)?.[1]]);
		const [a, b, c] = runs.map(([, run]) => run);
		expect(runs.map(([name]) => name)).toEqual(['a', 'b', 'c']);
		expect([a === b, b === c]).toEqual([true, false]);
	});
});

describe('one run takes', () => {
	test('no more than twice the megabytes that the largest package may have; the next one begins with what did not fit', async () => {
		const line = `${'x'.repeat(1023)}\n`;
		for (const [index, kilobytes] of [300, 900, 950, 10].entries()) {
			const path = join(flow.path('Incoming'), `${index}.csv`);
			writeFileSync(path, line.repeat(kilobytes));
			utimesSync(path, 1, Date.now() / 1000 - 600 + 60 * index);
		}
		const taken = async () => {
			const run = await flow.getMany({ largestPackage: 1 });
			return [
				names(itemsOf(run).map(({ json }) => ({ json: json.delivery as IDataObject }))),
				hintsOf(run).some((hint) => / left for a later run/.test(hint)),
			];
		};
		expect(await taken()).toEqual([['0.csv', '1.csv'], true]);
		expect(await taken()).toEqual([['2.csv', '3.csv'], false]);
	});

	test('no further package when it has 2,000 invoices', async () => {
		for (let index = 0; index < 6; index++) {
			const invoices = Array.from({ length: 500 }, (_, at) => plainInvoice(`B-${index}-${at}`));
			await deliver(flow.lockBox.root, { fileName: `${index}.csv`, content: invoicesCsv(invoices, PLAIN_LAYOUT) });
			const at = Date.now() / 1000 - 600 + 60 * index;
			utimesSync(join(flow.path('Incoming'), `${index}.csv`), at, at);
		}
		const run = await flow.getMany();
		expect(itemsOf(run)).toHaveLength(2000);
		expect(flow.files('Incoming')).toEqual(['4.csv', '5.csv']);
		expect(hintsOf(run)).toContainEqual(expect.stringMatching(/^2 more packages are left for a later run/));
	});
});

test('runs that overlap over one backlog import each package exactly once, with no more than four connections', async () => {
	const packages = Array.from({ length: 30 }, (_, index) => `p${index}`);
	await delivered(...packages);
	flow.lockBox.settings.latencyMs = 2;
	const announced = await flow.poll();
	const settled = (await Promise.all(Array.from({ length: 6 }, async () => await ranWith(announced)))).flat();
	expect(names(settled).sort()).toEqual(packages.map((name) => `${name}.zip`).sort());
	expect(flow.folders.archived().sort()).toEqual(packages.map((name) => `${name}.zip`).sort());
	expect(flow.coupa.rows('invoices')).toHaveLength(packages.length);
	expect([flow.files('Incoming'), flow.files('Processing')]).toEqual([[], []]);
	expect(flow.lockBox.peakConnections()).toBeLessThanOrEqual(4);
});
