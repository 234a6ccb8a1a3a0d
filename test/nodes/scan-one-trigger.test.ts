import { appendFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { IDataObject } from 'n8n-workflow';

import { deliverSlowly, plainInvoice } from '../../tools/sandbox/scan-one';
import { Flow, hintsOf, itemsOf } from './support/flow';

let flow: Flow;

beforeEach(async () => {
	flow = await Flow.start();
});

afterEach(async () => {
	await flow.stop();
});

/** What n8n keeps for the trigger between polls. */
const memoryIn = (staticData: IDataObject) => (staticData['node:scanOneTrigger'] as { announced: Record<string, number> }).announced;

const names = (items: Array<{ json: IDataObject }>) => items.map(({ json }) => json.package);

test('announces a complete package without taking or reading it', async () => {
	const content = await flow.deliver('Żółw é.zip', [plainInvoice('T-1')]);
	flow.lockBox.clearRequests();
	const [item, ...others] = await flow.poll();
	expect(others).toEqual([]);
	expect(item).toEqual({
		json: {
			package: 'Żółw é.zip',
			file: 'Żółw é.zip',
			folder: 'incoming',
			reason: 'new',
			size: content.length,
			modifiedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]+\.000Z$/),
		},
	});
	expect(flow.files('Incoming')).toEqual(['Żółw é.zip']);
	expect(flow.lockBox.requests().filter(({ op }) => op === 'RENAME' || op === 'EXT_RENAME')).toEqual([]);
});

test('says nothing when there is nothing', async () => {
	expect(await flow.engine.poll({ options: {} })).toBeNull();
});

test('announces the oldest first', async () => {
	await flow.deliver('b.zip', [plainInvoice('T-1')]);
	await wait(1100);
	await flow.deliver('a.zip', [plainInvoice('T-2')]);
	expect(names(await flow.poll())).toEqual(['b.zip', 'a.zip']);
});

describe('what it remembers', () => {
	test('a package once, until the time to announce it again has come', async () => {
		await flow.deliver('a.zip', [plainInvoice('T-1')]);
		const staticData: IDataObject = {};
		expect(names(await flow.poll({}, staticData))).toEqual(['a.zip']);
		expect(await flow.poll({}, staticData)).toEqual([]);
		await flow.deliver('b.zip', [plainInvoice('T-2')]);
		expect(names(await flow.poll({}, staticData))).toEqual(['b.zip']);
		const memory = memoryIn(staticData);
		for (const key of Object.keys(memory)) if (key.includes('a.zip')) memory[key] = Date.now() - 10 * 60_000;
		expect(names(await flow.poll({}, staticData))).toEqual(['a.zip']);
		expect(await flow.poll({}, staticData)).toEqual([]);
		expect(names(await flow.poll({ announceAgainAfter: 0 }, staticData))).toEqual(['a.zip', 'b.zip']);
	});

	test('a package replaced by another of the same name is new', async () => {
		const staticData: IDataObject = {};
		await flow.deliver('a.zip', [plainInvoice('T-1')]);
		await flow.poll({}, staticData);
		await flow.deliver('a.zip', [plainInvoice('T-1'), plainInvoice('T-2')]);
		expect(names(await flow.poll({}, staticData))).toEqual(['a.zip']);
	});

	test('nothing of packages that are gone', async () => {
		const staticData: IDataObject = {};
		await flow.deliver('a.zip', [plainInvoice('T-1')]);
		await flow.poll({}, staticData);
		itemsOf(await flow.getMany());
		await flow.poll({}, staticData);
		expect(memoryIn(staticData)).toEqual({});
	});

	test('what makes looking less certain on this server is an item of a manual test, and a hint of Get Many', async () => {
		flow.lockBox.settings.times = 'zero';
		await flow.deliver('a.zip', [plainInvoice('T-1')]);
		const why = expect.stringContaining('The server shows no times of files') as string;
		expect((await flow.poll({}, {}, 'manual')).map(({ json }) => [json.reason, json.file, json.why ?? null])).toEqual([
			['new', 'a.zip', null],
			['server', null, why],
		]);
		expect(hintsOf(await flow.getMany({}, { mode: 'look' }))).toContainEqual(why);
	});

	test('a manual test neither reads nor writes it', async () => {
		await flow.deliver('a.zip', [plainInvoice('T-1')]);
		const staticData: IDataObject = {};
		expect(names(await flow.poll({}, staticData, 'manual'))).toEqual(['a.zip']);
		expect(names(await flow.poll({}, staticData, 'manual'))).toEqual(['a.zip']);
		expect(staticData).toEqual({});
		expect(names(await flow.poll({}, staticData))).toEqual(['a.zip']);
		expect(names(await flow.poll({}, staticData, 'manual'))).toEqual(['a.zip']);
	});
});

test('polls that overlap announce twice at most, and only one run gets the package', async () => {
	await flow.deliver('a.zip', [plainInvoice('T-1')]);
	const polled = await Promise.all([flow.poll(), flow.poll(), flow.poll()]);
	expect(polled.map(names)).toEqual([['a.zip'], ['a.zip'], ['a.zip']]);
	const runs = await Promise.all(polled.map(async (items) => itemsOf(await flow.getMany({}, {}, items))));
	expect(runs.map((items) => items.length).sort()).toEqual([0, 0, 1]);
	expect(flow.files('Processing').filter((name) => name.endsWith('.zip'))).toHaveLength(1);
});

describe('a package that is not there yet', () => {
	test.each(['.part', '.tmp', '.filepart'])('under a name with %s is not looked at', async (ending) => {
		await flow.deliver('a.zip', [plainInvoice('T-1')]);
		renameSync(join(flow.path('Incoming'), 'a.zip'), join(flow.path('Incoming'), `a.zip${ending}`));
		expect(await flow.poll()).toEqual([]);
	});

	test('that is still growing between the two looks is left for later', async () => {
		const content = await flow.deliver('done.zip', [plainInvoice('T-1')]);
		const growing = await deliverSlowly(flow.lockBox.root, 'slow.csv', true);
		await growing.add(Buffer.from('"Invoice","Invoice Number*"\n'));
		const polled = flow.poll({ settlingTime: 0.6 });
		await wait(250);
		appendFileSync(join(flow.path('Incoming'), 'slow.csv'), '"Invoice Line","Invoice Number*"\n');
		expect(names(await polled)).toEqual(['done.zip']);
		expect(names(await flow.poll())).toEqual(expect.arrayContaining(['slow.csv']));
		expect(content.length).toBeGreaterThan(0);
	});

	test('whose ZIP directory is still missing is left for later, and announced when it stays so', async () => {
		const content = await flow.deliver('a.zip', [plainInvoice('T-1')]);
		const cut = await deliverSlowly(flow.lockBox.root, 'cut.zip', true);
		await cut.add(content.subarray(0, content.length - 40));
		expect(names(await flow.poll())).toEqual(['a.zip']);
		await wait(1100);
		expect(names(await flow.poll({ unreadableAfter: 0.01 })).sort()).toEqual(['a.zip', 'cut.zip']);
	});
});

test('a claim that nobody has worked on for the reclaim time is announced under the name of the claim', async () => {
	await flow.deliver('a.zip', [plainInvoice('T-1')]);
	itemsOf(await flow.getMany());
	expect(await flow.poll()).toEqual([]);
	flow.age(45);
	const announced = await flow.poll();
	expect(announced).toEqual([
		{
			json: expect.objectContaining({
				package: 'a.zip',
				file: expect.stringMatching(/^a~\d{8}T\d{6}Z~[0-9a-f]{16}\.zip$/),
				folder: 'processing',
				reason: 'reclaim',
			}),
		},
	]);
	const [item] = itemsOf(await flow.getMany({}, {}, announced));
	expect(item?.json.delivery).toMatchObject({ package: 'a.zip' });
	expect((item?.json.delivery as IDataObject).claim).not.toBe(announced[0]?.json.file);
});

test('what is wrong with the lock-box is told in plain words', async () => {
	flow.engine.credentials.byType.scanOneSftpApi = { ...flow.engine.credentials.byType.scanOneSftpApi, password: 'typo' };
	await expect(flow.poll()).rejects.toMatchObject({
		message: expect.stringMatching(/did not accept the sign-in/),
		description: expect.stringMatching(/Check user name and password/),
	});
});

test('a missing incoming folder is an error, not silence', async () => {
	flow.engine.credentials.byType.scanOneSftpApi = { ...flow.engine.credentials.byType.scanOneSftpApi, incomingFolder: 'Eingang' };
	await expect(flow.poll()).rejects.toMatchObject({ message: expect.stringMatching(/no folder "Eingang"/) });
});

test('times of expressions may come as text; one that is none is refused by the name people see', async () => {
	await flow.deliver('a.zip', [plainInvoice('T-1')]);
	expect(names(await flow.poll({ settlingTime: '={{ "0.1" }}', announceAgainAfter: '={{ null }}' }))).toEqual(['a.zip']);
	await expect(flow.poll({ announceAgainAfter: '={{ "later" }}' })).rejects.toMatchObject({
		message: '"Announce Again After (Minutes)" cannot be "later"',
		description: 'Enter a number, or an expression that returns one.',
	});
});
