import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { deliver, PLAIN_LAYOUT, packageOf, plainInvoice, sampleDelivery } from '../../tools/sandbox/scan-one';
import { lockBoxCredential } from '../../tools/harness/engine/lock-box';
import { flow, flowPerTest } from './support/current-flow';
import { announcing, delivered, numbers } from './support/delivered';
import { itemsOf, problems } from './support/flow';

flowPerTest();

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

	test('names that are long or hide something are told as they can be read', async () => {
		const name = `big\u200b\u00ad${'x'.repeat(200)}.csv`;
		writeFileSync(join(flow.path('Incoming'), name), `${'x'.repeat(1024 * 1024 + 10)}\n`);
		const { error } = await flow.getMany({ largestPackage: 1 }, { mode: 'look' });
		expect(error?.message).toMatch(/^The package big\ufffd\ufffdx{114}…x{36}\.csv is 2 MB/);
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
