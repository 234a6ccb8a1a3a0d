import { plainInvoice } from '../../tools/sandbox/scan-one';
import { lockBoxCredential } from '../../tools/harness/engine/lock-box';
import { flow, flowPerTest } from './support/current-flow';
import { announcing, numbers } from './support/delivered';
import { hintsOf, itemsOf } from './support/flow';

flowPerTest();

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
		const { error } = await flow.getMany();
		uninvited();
		expect(error?.message).toMatch(/connection .* was lost/);
		flow.age(45);
		expect(numbers(itemsOf(await flow.getMany())).sort()).toEqual(['G-a', 'G-b']);
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
