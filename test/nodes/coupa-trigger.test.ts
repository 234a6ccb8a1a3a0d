import type { IDataObject } from 'n8n-workflow';

import type { CoupaRecord } from '../../lib/core';
import { coupaCredential, startCoupa } from '../../tools/harness/engine/coupa';
import { Engine } from '../../tools/harness/engine/engine';
import type { CoupaSandbox } from '../../tools/sandbox/coupa';
import { sampledRecord } from '../../tools/sandbox/dataset/sampled';

/** The trigger in n8n's engine, with the static data that n8n keeps between polls. */
let coupa: CoupaSandbox;
let engine: Engine;

const LONG_AGO = '2026-01-05T10:00:00+00:00';
const order = (id: number, more: CoupaRecord = {}): CoupaRecord => ({
	...sampledRecord('OrderHeader', id),
	status: 'draft',
	'created-at': LONG_AGO,
	'updated-at': LONG_AGO,
	...more,
});

beforeEach(async () => {
	coupa = await startCoupa({ seed: {}, settings: { requestsPerSecond: Infinity } });
	for (const id of [1, 2, 3]) coupa.put('purchase_orders', order(id), { keepUpdatedAt: true });
	engine = await Engine.load({ coupaOAuth2Api: coupaCredential(coupa) });
});

afterEach(async () => {
	await coupa.stop();
});

const poll = async (parameters: IDataObject, staticData: IDataObject, mode: 'trigger' | 'manual' = 'trigger') =>
	(await engine.poll(
		{ resource: 'purchaseOrder', event: 'updated', filters: {}, emitExisting: false, simple: true, options: {}, ...parameters },
		staticData,
		mode,
		'coupaTrigger',
	)) ?? null;
const ids = async (parameters: IDataObject, staticData: IDataObject) =>
	((await poll(parameters, staticData)) ?? []).map(({ json }) => json.id);

/** A record as Coupa's users make or change it now. */
const change = (id: number, more: CoupaRecord = {}) => {
	coupa.put('purchase_orders', order(id, more));
};
const now = () => new Date().toISOString().replace(/\.\d+Z$/, '+00:00');

describe('Created or Updated', () => {
	test('says nothing of what is there, then each change once', async () => {
		const staticData = {};
		expect(await poll({}, staticData)).toBeNull();
		expect(await poll({}, staticData)).toBeNull();
		change(2);
		change(9, { 'created-at': now() });
		expect(await ids({}, staticData)).toEqual([2, 9]);
		expect(await poll({}, staticData)).toBeNull();
		change(2, { 'ship-to-attention': 'again, in the same second' });
		expect(await ids({}, staticData)).toEqual([2]);
		expect(await poll({}, staticData)).toBeNull();
	});

	test('starts with what is there where that is wanted', async () => {
		const staticData = {};
		expect(await ids({ emitExisting: true }, staticData)).toEqual([1, 2, 3]);
		expect(await poll({ emitExisting: true }, staticData)).toBeNull();
	});

	test('finds records by the filters, and goes on when these change', async () => {
		const staticData = {};
		const filters = { conditions: [{ field: 'status', operator: 'eq', value: 'issued' }] };
		await poll({ filters }, staticData);
		change(1);
		change(2, { status: 'issued' });
		expect(await ids({ filters }, staticData)).toEqual([2]);
		expect(await ids({}, staticData)).toEqual([1]);
	});

	test('shows raw records where these are wanted', async () => {
		const staticData = {};
		await poll({ output: 'raw' }, staticData);
		change(2, { supplier: { id: 4, name: 'N', 'shared-secret': 'never' } });
		const [item] = (await poll({ output: 'raw' }, staticData)) ?? [];
		expect(item?.json.supplier).toEqual({ id: 4, name: 'N' });
	});
});

test('Created tells a record once, whatever happens to it later', async () => {
	const staticData = {};
	await poll({ event: 'created' }, staticData);
	change(1);
	change(8, { 'created-at': now() });
	expect(await ids({ event: 'created' }, staticData)).toEqual([8]);
	change(8, { 'created-at': now(), status: 'issued' });
	expect(await poll({ event: 'created' }, staticData)).toBeNull();
});

describe('Status Changed', () => {
	const event = 'statusChanged';
	const told = async (parameters: IDataObject, staticData: IDataObject) =>
		((await poll({ event, ...parameters }, staticData)) ?? []).map(({ json }) => [json.id, json.status, json._event]);
	const changed = (previousStatus: string | null, previousStatusKnown = true) => ({
		type: 'statusChanged',
		previousStatus,
		previousStatusKnown,
	});

	test('tells the status before, and nothing of other changes', async () => {
		const staticData = {};
		expect(await told({}, staticData)).toEqual([]);
		change(1, { 'ship-to-attention': 'x' });
		change(2, { status: 'issued' });
		expect(await told({}, staticData)).toEqual([[2, 'issued', changed('draft')]]);
		change(2, { status: 'issued', 'ship-to-attention': 'x' });
		expect(await told({}, staticData)).toEqual([]);
		change(2, { status: 'closed' });
		expect(await told({}, staticData)).toEqual([[2, 'closed', changed('issued')]]);
	});

	test('a new record had none before', async () => {
		const staticData = {};
		await told({}, staticData);
		change(7, { 'created-at': now() });
		expect(await told({}, staticData)).toEqual([[7, 'draft', changed(null)]]);
	});

	test('says so where it does not know the status before', async () => {
		const staticData: IDataObject = {};
		await told({}, staticData);
		const memory = staticData['node:coupaTrigger'] as IDataObject;
		memory.watch = JSON.stringify({ ...(JSON.parse(String(memory.watch)) as object), statuses: [] });
		change(2, { status: 'issued' });
		expect(await told({}, staticData)).toEqual([[2, 'issued', changed(null, false)]]);
	});

	test('only to the statuses named, by value or label, in every spelling; others are remembered all the same', async () => {
		const staticData = {};
		const newStatus = 'Issued, cancelled';
		await told({ newStatus }, staticData);
		change(1, { status: 'canceled' });
		change(2, { status: 'closed' });
		expect(await told({ newStatus }, staticData)).toEqual([[1, 'canceled', changed('draft')]]);
		change(2, { status: 'issued' });
		expect(await told({ newStatus }, staticData)).toEqual([[2, 'issued', changed('closed')]]);
	});

	test.each([
		[{ newStatus: 'isued' }, /^“isued” is not a status of purchase orders/],
		[{ filters: { conditions: [{ field: 'status', operator: 'eq', value: 'issued' }] } }, /^A filter on status would hide/],
		[{ filters: { conditions: [{ field: 'updated-at', operator: 'gt', value: '2026' }] } }, /^A filter on updated-at cannot be combined/],
		[{ resource: 'account' }, /^In Coupa GL accounts have no status that could change/],
	])('%j is refused in words', async (parameters, message) => {
		await expect(poll({ event, ...parameters }, {})).rejects.toMatchObject({ message: expect.stringMatching(message) });
	});
});

describe('a poll', () => {
	test('takes so many records, and the next ones the others, each once', async () => {
		const staticData = {};
		const options = { recordsPerPoll: 2 };
		await poll({ options }, staticData);
		for (const id of [1, 2, 3, 4, 5]) change(id);
		expect(await ids({ options }, staticData)).toEqual([1, 2]);
		change(1, { status: 'issued' });
		expect(await ids({ options }, staticData)).toEqual([3, 4]);
		expect(await ids({ options }, staticData)).toEqual([5]);
		expect(await ids({ options }, staticData)).toEqual([1]);
		expect(await poll({ options }, staticData)).toBeNull();
	});

	test('that fails half-way changes nothing, and the next one tells everything once', async () => {
		const staticData = {};
		await poll({}, staticData);
		for (let id = 1; id <= 70; id++) change(id);
		const before = JSON.stringify(staticData);
		coupa.settings.failNext = [{ match: ({ query }) => query.some(([name]) => name === 'id[gt]'), status: 403, body: { errors: ['no'] } }];
		coupa.settings.failNext.push(...coupa.settings.failNext);
		await expect(poll({}, staticData)).rejects.toMatchObject({
			message: expect.stringMatching(/It needs the scope core\.purchase_order\.read/),
		});
		expect(JSON.stringify(staticData)).toBe(before);
		expect(await ids({}, staticData)).toEqual(Array.from({ length: 70 }, (_, index) => index + 1));
		expect(await poll({}, staticData)).toBeNull();
	});

	test('that begins while another is under way waits for it, so that nothing comes twice', async () => {
		const staticData = {};
		await poll({}, staticData);
		change(2);
		const both = await Promise.all([ids({}, staticData), ids({}, staticData)]);
		expect(both).toEqual([[2], []]);
	});

	test('of a workflow whose state is damaged, or of another instance or object, begins anew', async () => {
		const staticData: IDataObject = {};
		await poll({}, staticData);
		const memory = staticData['node:coupaTrigger'] as IDataObject;
		for (const damage of ['{', '{"v": 1}', String(memory.watch).replace(coupa.host, 'other.coupahost.com')]) {
			memory.watch = damage;
			change(1, { 'ship-to-attention': damage });
			expect(await poll({}, staticData)).toBeNull();
			expect(await poll({}, staticData)).toBeNull();
		}
	});
});

describe('a test in the editor', () => {
	test('shows the latest records and neither reads nor writes what the active workflow remembers', async () => {
		coupa.put('purchase_orders', order(4, { 'updated-at': '2026-02-01T10:00:00+00:00' }), { keepUpdatedAt: true });
		const staticData = {};
		const shown = await poll({}, staticData, 'manual');
		expect(shown).toHaveLength(3);
		expect(shown?.[0]?.json.id).toBe(4);
		expect(staticData).toEqual({});
		change(2);
		const active = {};
		await poll({}, active);
		const before = JSON.stringify(active);
		await poll({}, active, 'manual');
		expect(JSON.stringify(active)).toBe(before);
	});

	test('without a record says what to check', async () => {
		const filters = { conditions: [{ field: 'status', operator: 'eq', value: 'issued' }] };
		await expect(poll({ filters }, {}, 'manual')).rejects.toMatchObject({
			message: 'There are no purchase orders in Coupa that this trigger could show as a sample',
		});
	});
});

test('a supplier whose remit-to address alone has changed counts as changed', async () => {
	const address = { id: 5, name: 'R', 'updated-at': LONG_AGO };
	const supplier = { ...sampledRecord('Supplier', 11), 'updated-at': LONG_AGO, 'created-at': LONG_AGO, 'remit-to-addresses': [address] };
	coupa.put('suppliers', supplier, { keepUpdatedAt: true });
	const staticData = {};
	await poll({ resource: 'supplier' }, staticData);
	coupa.put('suppliers', { ...supplier, 'remit-to-addresses': [{ ...address, name: 'S', 'updated-at': now() }] }, { keepUpdatedAt: true });
	expect(await ids({ resource: 'supplier' }, staticData)).toEqual([11]);
	expect(await poll({ resource: 'supplier' }, staticData)).toBeNull();
});
