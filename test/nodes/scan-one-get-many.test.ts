import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { IDataObject } from 'n8n-workflow';

import type { DeliveredInvoice } from '../../lib/core';
import { csv, csvFile } from './support/csv';
import { deliver, PLAIN_LAYOUT, packageOf, plainInvoice, sampleDelivery, zipOf } from '../../tools/sandbox/scan-one';
import { lockBoxCredential } from '../../tools/harness/engine/lock-box';
import { Flow, hintsOf, itemsOf, problems } from './support/flow';

let flow: Flow;

beforeEach(async () => {
	flow = await Flow.start();
});

afterEach(async () => {
	await flow.stop();
});

const delivered = ({ json }: { json: IDataObject }) => json as unknown as DeliveredInvoice;
const numbers = (items: Array<{ json: IDataObject }>) => items.map((item) => delivered(item).invoice?.['invoice-number']);
const announcing = (...files: string[]) => files.map((file) => ({ json: { file } }));

describe('claims', () => {
	test('a package and gives an item per invoice, with its image and where it came from', async () => {
		const invoices = [plainInvoice('G-1'), plainInvoice('G-2', { image: { fileName: 'G-2.tif', kind: 'tiff' } })];
		const { packed } = await packageOf('a.zip', invoices, PLAIN_LAYOUT);
		await flow.deliver('a.zip', invoices);
		const items = itemsOf(await flow.getMany());
		expect(numbers(items)).toEqual(['G-1', 'G-2']);
		expect(flow.files('Incoming')).toEqual([]);
		const [claim] = flow.files('Processing').filter((name) => name.endsWith('.zip'));
		expect(delivered(items[1] ?? { json: {} }).delivery).toMatchObject({
			package: 'a.zip',
			claim,
			entry: 'a.csv',
			position: 2,
			rows: [5, 6],
			invoices: 2,
			items: 2,
			boundTo: null,
			key: expect.stringMatching(/^[0-9a-f]{64}$/),
		});
		expect(Date.parse(delivered(items[0] ?? { json: {} }).delivery.claimedUntil ?? '') - Date.now()).toBeGreaterThan(28 * 60_000);
		expect(items.map(({ binary }) => [Object.keys(binary ?? {}), binary?.imageScan?.fileName, binary?.imageScan?.mimeType])).toEqual([
			[['imageScan'], 'G-1.pdf', 'application/pdf'],
			[['imageScan'], 'G-2.tif', 'image/tiff'],
		]);
		for (const [index, { files }] of packed.entries())
			expect((await flow.engine.binary(items[index], 'imageScan')).equals(files[0]?.content ?? Buffer.alloc(0))).toBe(true);
		expect(items.flatMap(problems)).toEqual([]);
	});

	test('only the packages that the input names, each paired with the item that named it', async () => {
		for (const name of ['a', 'b', 'c']) await flow.deliver(`${name}.zip`, [plainInvoice(`G-${name}1`), plainInvoice(`G-${name}2`)]);
		const items = itemsOf(await flow.getMany({}, {}, announcing('c.zip', 'gone.zip', 'a.zip', 'c.zip')));
		expect(numbers(items).sort()).toEqual(['G-a1', 'G-a2', 'G-c1', 'G-c2']);
		expect(items.map((item) => [delivered(item).delivery.package, item.pairedItem])).toEqual(
			expect.arrayContaining([
				['a.zip', [{ item: 2 }]],
				['c.zip', [{ item: 0 }, { item: 3 }]],
			]),
		);
		expect(flow.files('Incoming')).toEqual(['b.zip']);
	});

	test('one of the sample packages whatever its layout', async () => {
		for (const file of await sampleDelivery()) await deliver(flow.lockBox.root, file);
		const items = itemsOf(await flow.getMany({}, {}, announcing('scan-one-20260505-b.zip')));
		expect(items.length).toBeGreaterThan(5);
		expect(new Set(items.map((item) => delivered(item).delivery.package))).toEqual(new Set(['scan-one-20260505-b.zip']));
	});

	test('the oldest first and no more than "Packages per Run"; the rest is told', async () => {
		for (const name of ['1', '2', '3']) {
			await flow.deliver(`${name}.zip`, [plainInvoice(`G-${name}`)]);
			await wait(1050);
		}
		const run = await flow.getMany({ maxPackages: 2 });
		expect(numbers(itemsOf(run))).toEqual(['G-1', 'G-2']);
		expect(flow.files('Incoming')).toEqual(['3.zip']);
		expect(JSON.stringify(run.run.data.resultData.runData.scanOne?.[0]?.hints)).toMatch(/1 more package/);
		expect(numbers(itemsOf(await flow.getMany({ maxPackages: 2 })))).toEqual(['G-3']);
	});

	test('nothing twice', async () => {
		await flow.deliver('a.zip', [plainInvoice('G-1')]);
		const runs = await Promise.all([flow.getMany(), flow.getMany({}, {}, announcing('a.zip')), flow.getMany()]);
		expect(runs.flatMap((run) => numbers(itemsOf(run)))).toEqual(['G-1']);
	});

	test('a package larger than the limit stays, and does not stand in the way of others', async () => {
		writeFileSync(join(flow.path('Incoming'), 'big.csv'), `${'x'.repeat(1024 * 1024 + 10)}\n`);
		await wait(1050);
		await flow.deliver('small.zip', [plainInvoice('G-1')]);
		const run = await flow.getMany({ largestPackage: 1, maxPackages: 1 });
		expect(numbers(itemsOf(run))).toEqual(['G-1']);
		expect(flow.files('Incoming')).toEqual(['big.csv']);
		expect(JSON.stringify(run.run.data.resultData.runData.scanOne?.[0]?.hints)).toMatch(/big\.csv is 2 MB; the limit is 1 MB/);
		const again = await flow.getMany({ largestPackage: 1 });
		expect(again.error).toMatchObject({
			message: expect.stringMatching(/big\.csv is 2 MB/),
			description: expect.stringMatching(/Largest Package/),
		});
	});
});

describe('looks only', () => {
	test('reads without claiming, and changes nothing in the lock-box', async () => {
		await flow.deliver('a.zip', [plainInvoice('G-1')]);
		flow.engine.credentials.byType.scanOneSftpApi = lockBoxCredential(flow.lockBox, { coupaInstance: 'acme' });
		const [item, ...others] = itemsOf(await flow.getMany({}, { mode: 'look' }));
		expect(others).toEqual([]);
		expect(item && delivered(item).delivery).toMatchObject({
			package: 'a.zip',
			claim: null,
			claimedUntil: null,
			boundTo: 'acme.coupahost.com',
		});
		expect(item?.binary?.imageScan?.fileName).toBe('G-1.pdf');
		expect(flow.files('Incoming')).toEqual(['a.zip']);
		expect(existsSync(flow.path('Processing')) ? readdirSync(flow.path('Processing')) : []).toEqual([]);
	});

	test('leaves packages that are too large', async () => {
		writeFileSync(join(flow.path('Incoming'), 'big.csv'), `${'x'.repeat(1024 * 1024 + 10)}\n`);
		await flow.deliver('small.zip', [plainInvoice('G-1')]);
		expect(numbers(itemsOf(await flow.getMany({ largestPackage: 1 }, { mode: 'look' })))).toEqual(['G-1']);
	});
});

test('a mode of an expression that is neither takes nothing', async () => {
	await flow.deliver('a.zip', [plainInvoice('G-1')]);
	const { error } = await flow.getMany({}, { mode: '={{ "Look" }}' });
	expect(error?.message).toBe('"Mode" cannot be "Look" [item 0]');
	expect(flow.files('Incoming')).toEqual(['a.zip']);
});

describe('a file name', () => {
	test('with a folder in it is refused', async () => {
		const { error } = await flow.getMany({}, {}, announcing('../Archive/a.zip'));
		expect(error).toMatchObject({
			message: '"../Archive/a.zip" is not a file name [item 0]',
			description: expect.stringMatching(/without folders/),
		});
	});

	test.each(["O'Brien & Söhne (1) #7 100%.zip", 'さくら 請求書.zip', 'a~20200101T000000Z~0000000000000000.zip', `${'ü'.repeat(100)}.zip`])(
		'such as %s goes through',
		async (name) => {
			await flow.deliver(name, [plainInvoice('G-1')]);
			const items = itemsOf(await flow.getMany({}, {}, await flow.poll()));
			expect(numbers(items)).toEqual(['G-1']);
			const outcome = itemsOf(await flow.import(items));
			expect(itemsOf(await flow.acknowledge(outcome))[0]?.json).toMatchObject({ settled: true });
			expect(flow.files('Incoming')).toEqual([]);
			expect(flow.files('Archive')).toHaveLength(1);
		},
	);
});

describe('the Coupa instance that a lock-box belongs to', () => {
	const bound = { coupaInstance: 'acme' };

	test('is bound when packages are claimed, and another instance takes nothing', async () => {
		await flow.deliver('a.zip', [plainInvoice('G-1')]);
		flow.engine.credentials.byType.scanOneSftpApi = lockBoxCredential(flow.lockBox, bound);
		const items = itemsOf(await flow.getMany());
		expect(items.map((item) => delivered(item).delivery.boundTo)).toEqual(['acme.coupahost.com']);

		await flow.deliver('b.zip', [plainInvoice('G-2')]);
		flow.engine.credentials.byType.scanOneSftpApi = lockBoxCredential(flow.lockBox, { coupaInstance: 'acme-test' });
		for (const mode of ['claim', 'look']) {
			const { error } = await flow.getMany({}, { mode });
			expect(error).toMatchObject({
				message: expect.stringMatching(
					/bound to the Coupa instance acme\.coupahost\.com, but this workflow works with acme-test\.coupahost\.com/,
				),
				description: expect.stringMatching(/\.coupa-instance/),
			});
		}
		expect(flow.files('Incoming')).toEqual(['b.zip']);
	});

	test('is the one of the first import; the import into another one sends nothing', async () => {
		await flow.deliver('a.zip', [plainInvoice('G-1')]);
		itemsOf(await flow.acknowledge(itemsOf(await flow.import(itemsOf(await flow.getMany())))));
		await flow.deliver('b.zip', [plainInvoice('G-2')]);
		const items = itemsOf(await flow.getMany());
		expect(items.map((item) => delivered(item).delivery.boundTo)).toEqual([flow.coupa.host]);

		flow.coupa.clearRequests();
		flow.engine.credentials.byType.coupaOAuth2Api = {
			...flow.engine.credentials.byType.coupaOAuth2Api,
			serverUrl: flow.coupa.url.replace('127.0.0.1', 'localhost'),
		};
		const { error } = await flow.import(items);
		expect(error).toMatchObject({
			message: expect.stringMatching(/belong to the Coupa instance 127\.0\.0\.1:\d+, not to localhost:\d+/),
			description: expect.stringMatching(/Nothing was sent/),
		});
		expect(flow.coupa.requests()).toEqual([]);
		expect(flow.files('Processing').filter((name) => name.endsWith('.zip'))).toHaveLength(1);
	});
});

describe('reading options', () => {
	const invoice = { number: 'G-1', date: '04/05/2026' };

	test.each([
		['DD/MM/YYYY', '2026-05-04'],
		['MM/DD/YYYY', '2026-04-05'],
	])('date format %s', async (dateFormat, date) => {
		await deliver(flow.lockBox.root, csvFile('a.csv', csv(invoice)));
		const [item] = itemsOf(await flow.getMany({ dateFormat }));
		expect(item && delivered(item).invoice?.['invoice-date']).toMatch(new RegExp(`^${date}`));
		expect(item && problems(item)).toEqual([]);
	});

	test('without a date format a date with slashes is refused, not guessed', async () => {
		await deliver(flow.lockBox.root, csvFile('a.csv', csv(invoice)));
		const [item] = itemsOf(await flow.getMany());
		expect(item?.json.problems).toEqual([
			expect.objectContaining({ severity: 'error', row: 3, column: 'Invoice Date', value: '04/05/2026' }),
		]);
	});

	test.each([
		['windows-1252', 'auto', 'Müller – “Ø”', 'Müller – “Ø”'],
		['windows-1252', 'windows-1252', 'Müller – “Ø”', 'Müller – “Ø”'],
		['utf8', 'auto', 'Müller – “Ø” 製作所', 'Müller – “Ø” 製作所'],
		['utf8', 'windows-1252', 'Müller', 'MÃ¼ller'],
	] as const)('a %s file read as %s: %s', async (written, encoding, note, read) => {
		await deliver(flow.lockBox.root, { fileName: 'a.csv', content: csv({ number: 'G-1', note }, written) });
		const [item] = itemsOf(await flow.getMany({ encoding }));
		expect(item && delivered(item).invoice?.['supplier-note']).toBe(read);
	});

	test('a file that is not the encoding set is refused with the place', async () => {
		await deliver(flow.lockBox.root, { fileName: 'a.csv', content: csv({ number: 'G-1', note: 'Müller' }, 'windows-1252') });
		const [item] = itemsOf(await flow.getMany({ encoding: 'utf-8' }));
		expect(item && problems(item)).toEqual([expect.stringMatching(/^error /)]);
	});

	test('columns of one’s own fill custom fields, those not named are kept and not sent', async () => {
		const columns = {
			customFields: {
				column: [
					{ column: 'Cost Region', field: 'cf-region', rowKind: '' },
					{ column: ' Shelf ', field: ' cf-shelf ', rowKind: 'Invoice Line' },
				],
			},
		};
		await deliver(
			flow.lockBox.root,
			csvFile('a.csv', csv({ number: 'G-1', own: { 'Cost Region': 'West', 'Lock-Box Batch': '7' }, lineOwn: { Shelf: 'B4' } })),
		);
		const [item] = itemsOf(await flow.getMany(columns));
		const record = item && delivered(item);
		expect(record?.invoice?.['custom-fields']).toEqual({ 'cf-region': 'West' });
		expect(record?.invoice?.['invoice-lines']).toEqual([expect.objectContaining({ 'custom-fields': { 'cf-shelf': 'B4' } })]);
		expect(record?.extraColumns).toEqual([expect.objectContaining({ column: 'Lock-Box Batch', value: '7' })]);
	});
});

describe('faults of the lock-box', () => {
	test('no connection: an error, or one error item per input item', async () => {
		flow.engine.credentials.byType.scanOneSftpApi = lockBoxCredential(flow.lockBox, { port: 1 });
		const stopped = await flow.getMany({}, {}, announcing('a.zip', 'b.zip'));
		expect(stopped.error).toMatchObject({
			message: expect.stringMatching(/refuses connections on port 1/),
			description: expect.stringMatching(/usually 22/),
		});
		const { items, error } = await flow.getMany({}, {}, announcing('a.zip', 'b.zip'), { continueOnFail: true });
		expect(error).toBeUndefined();
		expect(items).toEqual(
			[0, 1].map((item) => ({
				json: expect.objectContaining({ error: expect.stringMatching(/refuses connections/) }),
				pairedItem: { item },
			})),
		);
	});

	test('a connection that breaks while the second package is read strands neither', async () => {
		for (const name of ['a', 'b']) await flow.deliver(`${name}.zip`, [plainInvoice(`G-${name}`)]);
		let reads = 0;
		const uninvited = flow.lockBox.intercept(({ op, path, offset }) =>
			op === 'READ' && offset === 0 && /Processing.*\.zip$/.test(path) && ++reads === 2 ? 'drop' : 'continue',
		);
		const { error } = await flow.getMany({ reclaimAfter: 0 });
		uninvited();
		expect(error?.message).toMatch(/connection .* was lost/);
		await wait(1200);
		expect(numbers(itemsOf(await flow.getMany({ reclaimAfter: 0 }))).sort()).toEqual(['G-a', 'G-b']);
	});

	/** Takes the right to read package b away as soon as it is claimed. */
	function unreadableB(): () => void {
		return flow.lockBox.intercept(({ op, path }, phase) => {
			if (op === 'OPEN' && phase === 'received' && /Processing\/Invoices\/b~[^/]*\.zip$/.test(path))
				flow.lockBox.settings.permissions = { [path]: 'none' };
			return 'continue';
		});
	}

	test('a package that cannot be read just now keeps none of the others back', async () => {
		for (const name of ['a', 'b', 'c']) await flow.deliver(`${name}.zip`, [plainInvoice(`G-${name}`)]);
		const readable = unreadableB();
		const run = await flow.getMany();
		readable();
		flow.lockBox.settings.permissions = {};
		expect(numbers(itemsOf(run)).sort()).toEqual(['G-a', 'G-c']);
		expect(hintsOf(run)).toEqual([
			expect.stringMatching(/^Claimed until .*: a\.zip, c\.zip\./),
			expect.stringMatching(/^1 of 3 packages failed, the others are done: .*no access/),
		]);
		expect(flow.files('Processing').filter((name) => /^[ac]~.*zip$/.test(name))).toHaveLength(2);
	});

	test('so does one that cannot be claimed: it stays where it is', async () => {
		for (const name of ['a', 'b', 'c']) await flow.deliver(`${name}.zip`, [plainInvoice(`G-${name}`)]);
		flow.lockBox.settings.failing = (['RENAME', 'EXT_RENAME'] as const).map((op) => ({ op, path: '/Incoming/Invoices/b.zip' }));
		const run = await flow.getMany();
		expect(numbers(itemsOf(run)).sort()).toEqual(['G-a', 'G-c']);
		expect(hintsOf(run)).toContainEqual(expect.stringMatching(/^1 of 3 packages failed, the others are done: Could not move ".*b\.zip"/));
		expect(flow.files('Incoming')).toEqual(['b.zip']);
		expect(flow.files('Processing').filter((name) => name.startsWith('b~'))).toEqual([]);
	});

	test('with "Continue On Fail" its input items become error items beside the others', async () => {
		for (const name of ['a', 'b']) await flow.deliver(`${name}.zip`, [plainInvoice(`G-${name}`)]);
		const readable = unreadableB();
		const { items } = await flow.getMany({}, {}, announcing('b.zip', 'a.zip'), { continueOnFail: true });
		readable();
		flow.lockBox.settings.permissions = {};
		expect(items.map(({ json, pairedItem }) => [json.error ?? numbers([{ json }])[0], pairedItem])).toEqual([
			[expect.stringMatching(/no access/), { item: 0 }],
			['G-a', [{ item: 1 }]],
		]);
	});

	test('a single package that cannot be read is an error', async () => {
		await flow.deliver('b.zip', [plainInvoice('G-b')]);
		const readable = unreadableB();
		expect((await flow.getMany()).error?.message).toMatch(/no access/);
		readable();
		flow.lockBox.settings.permissions = {};
	});

	test('when only looking, too, one that cannot be read keeps none back', async () => {
		for (const name of ['a', 'b']) await flow.deliver(`${name}.zip`, [plainInvoice(`G-${name}`)]);
		const readable = flow.lockBox.intercept(({ op, path }, phase) => {
			if (op === 'READ' && phase === 'received' && path.endsWith('b.zip')) flow.lockBox.settings.permissions = { [path]: 'none' };
			return 'continue';
		});
		const run = await flow.getMany({}, { mode: 'look' });
		readable();
		flow.lockBox.settings.permissions = {};
		expect(numbers(itemsOf(run))).toContain('G-a');
	});
});

describe('Read File', () => {
	const readFile = { resource: 'invoice', operation: 'readFile', binaryPropertyName: 'data', options: {} };
	const binary = (fileName: string, content: Buffer) => ({
		data: { data: content.toString('base64'), mimeType: 'application/octet-stream', fileName },
	});

	test('gives the items of each file, paired, and needs no lock-box', async () => {
		await flow.lockBox.stop();
		const { content } = await packageOf('mail.zip', [plainInvoice('G-1'), plainInvoice('G-2')], PLAIN_LAYOUT);
		const { items } = await flow.engine.execute('scanOne', readFile, [
			{ json: {}, binary: binary('mail.zip', content) },
			{ json: {}, binary: binary('one.csv', csv({ number: 'G-3' })) },
		]);
		expect(
			items.map((item) => [numbers([item])[0], delivered(item).delivery.package, delivered(item).delivery.claim, item.pairedItem]),
		).toEqual([
			['G-1', 'mail.zip', null, { item: 0 }],
			['G-2', 'mail.zip', null, { item: 0 }],
			['G-3', 'one.csv', null, { item: 1 }],
		]);
		expect(Object.keys(items[0]?.binary ?? {})).toEqual(['imageScan']);
	});

	test('an item without the file fails alone', async () => {
		const { items } = await flow.engine.execute(
			'scanOne',
			readFile,
			[{ json: {} }, { json: {}, binary: binary('one.csv', csv({ number: 'G-3' })) }],
			{ continueOnFail: true },
		);
		expect(items.map(({ json, pairedItem }) => [Boolean(json.error), pairedItem])).toEqual([
			[true, { item: 0 }],
			[false, { item: 1 }],
		]);
	});

	test('a file that is no package is an item with the reason', async () => {
		const { items } = await flow.engine.execute('scanOne', readFile, [{ json: {}, binary: binary('empty.zip', await zipOf([])) }]);
		expect(items.map(problems)).toEqual([[expect.stringMatching(/^error /)]]);
	});
});
