import {
	accountSources,
	CoupaClient,
	markDelivered,
	MOST_PARALLEL,
	readChanged,
	readUnexported,
	type ChangedOptions,
	type DeliveredOrder,
} from '../../../lib/coupa';
import { decodeCursor } from '../../../lib/coupa/sync/cursor';
import { recordsAt, textAt, type CoupaRecord } from '../../../lib/core';
import { DEFAULT_CLIENT, startCoupaSandbox, type CoupaSandbox, type CoupaSeed } from '../../../tools/sandbox/coupa';
import { coupaSeed } from '../../../tools/sandbox/dataset';
import { randomNumbers } from '../client/changing-list';
import { DirectTransport } from '../../../tools/harness/engine/direct-transport';

let coupa: CoupaSandbox;
let client: CoupaClient;
async function start(seed: CoupaSeed = coupaSeed()): Promise<void> {
	coupa = await startCoupaSandbox({ seed, settings: { requestsPerSecond: Infinity } });
	client = new CoupaClient(new DirectTransport({ baseUrl: coupa.url, ...DEFAULT_CLIENT }), { requestsPerSecond: 100_000 });
}
afterEach(async () => {
	await coupa.stop();
});

const idsOf = (rows: CoupaRecord[]) => rows.map((row) => Number(textAt(row, 'id')));
const calls = () => coupa.requests().filter(({ operation }) => operation !== 'token');
const queries = () => calls().map(({ query }) => Object.fromEntries(query));

async function all(pages: AsyncIterable<CoupaRecord[]>): Promise<CoupaRecord[]> {
	const rows: CoupaRecord[] = [];
	for await (const page of pages) rows.push(...page);
	return rows;
}

async function sync(kind: string, options: ChangedOptions) {
	const changed = readChanged(client, kind, options);
	const rows = await all(changed.pages);
	return { ...changed, rows, cursor: changed.cursor() };
}

const manySuppliers = (count: number): CoupaRecord[] =>
	Array.from({ length: count }, (_, index) => ({
		id: 10 + index * 3,
		number: `V-${String(index)}`,
		name: `Søren ${String(index)}`,
		status: 'active',
		'updated-at': '2026-01-05T10:00:00-07:00',
		'remit-to-addresses': [],
	}));

describe('delta', () => {
	test('nothing changed: two calls and no row; one changed: two calls and that row', async () => {
		await start({
			suppliers: manySuppliers(1900).map((row, index) => ({
				...row,
				'updated-at': `2026-01-${String(1 + (index % 20)).padStart(2, '0')}T10:00:00-07:00`,
			})),
		});
		const first = await sync('supplier', { cursor: null });
		expect(first).toMatchObject({ kind: 'snapshot', reason: expect.stringContaining('no cursor') as string });
		expect(first.rows).toHaveLength(1900);
		// The 95 suppliers of the last day share one second: they are in the overlap, and have been delivered.
		coupa.put('suppliers', { ...manySuppliers(1)[0], 'updated-at': '2026-01-25T10:00:00-07:00' }, { keepUpdatedAt: true });
		const second = await sync('supplier', { cursor: first.cursor });
		expect(idsOf(second.rows)).toEqual([10]);
		coupa.clearRequests();
		const third = await sync('supplier', { cursor: second.cursor });
		expect(third).toMatchObject({ kind: 'delta', reason: null, rows: [] });
		expect(calls()).toHaveLength(2);
		coupa.put('suppliers', { ...manySuppliers(2)[1], name: 'Neu' });
		coupa.clearRequests();
		expect(idsOf((await sync('supplier', { cursor: third.cursor })).rows)).toEqual([13]);
		expect(calls()).toHaveLength(2);
	});

	describe('nothing changed in a table that was loaded at once', () => {
		const accounts = (updatedAt: string): CoupaRecord[] =>
			Array.from({ length: 140 }, (_, index) => ({
				id: 10 + index,
				name: `Kostenstelle ${String(index)}`,
				code: `10-${String(index)}`,
				'updated-at': updatedAt,
			}));

		test.each([
			['long ago', 365 * 24 * 60, 1],
			['ten minutes ago', 10, 1],
			['a minute ago, so that all of it lies in the overlap', 1, 3],
		])('%s', async (_when, minutes, most) => {
			await start({ accounts: accounts(new Date(Date.now() - minutes * 60_000).toISOString()) });
			const first = await sync('account', { cursor: null });
			expect(first.rows).toHaveLength(140);
			coupa.clearRequests();
			const second = await sync('account', { cursor: first.cursor });
			expect(second).toMatchObject({ kind: 'delta', rows: [] });
			expect(calls().length).toBeLessThanOrEqual(most);
			coupa.put('accounts', { ...accounts(new Date().toISOString())[70], name: 'Neu' });
			expect(idsOf((await sync('account', { cursor: second.cursor })).rows)).toEqual([80]);
		});
	});

	test('1 % changed: calls grow with the changes', async () => {
		await start({ suppliers: manySuppliers(5000) });
		const first = await sync('supplier', { cursor: null });
		coupa.put('suppliers', { ...manySuppliers(1)[0] });
		const second = await sync('supplier', { cursor: first.cursor });
		const changed = manySuppliers(5000).filter((_, index) => index % 100 === 1);
		changed.forEach((row) => {
			coupa.put('suppliers', { ...row, status: 'inactive' });
		});
		coupa.clearRequests();
		expect(idsOf((await sync('supplier', { cursor: second.cursor })).rows)).toEqual(idsOf(changed));
		expect(calls().length).toBeLessThanOrEqual(5);
	});

	test('a remit-to address that changes alone brings its supplier', async () => {
		await start();
		const first = await sync('supplier', { cursor: null });
		coupa.put('suppliers', { ...coupa.rows('suppliers')[0] });
		const second = await sync('supplier', { cursor: first.cursor });
		const supplier = coupa.rows('suppliers').find(({ number }) => number === 'V-20019') ?? {};
		const [one, ...others] = recordsAt(supplier, 'remit-to-addresses');
		coupa.put(
			'suppliers',
			{ ...supplier, 'remit-to-addresses': [{ ...one, street1: 'Neue Straße 1', 'updated-at': new Date().toISOString() }, ...others] },
			{ keepUpdatedAt: true },
		);
		const { rows } = await sync('supplier', { cursor: second.cursor });
		expect(rows.map(({ number }) => number)).toEqual(['V-20019']);
		expect(recordsAt(rows[0], 'remit-to-addresses')).toHaveLength(others.length + 1);
	});

	test('with chosen fields the times come along, also those of remit-tos', async () => {
		await start();
		const fields = ['number', 'remit-to-addresses.remit-to-code'];
		const first = await sync('supplier', { cursor: null, fields });
		expect(Object.keys(first.rows[0] ?? {}).toSorted()).toEqual(['id', 'number', 'remit-to-addresses', 'updated-at']);
		expect((await sync('supplier', { cursor: first.cursor, fields })).rows).toEqual([]);
	});
});

describe('random changes and deletions, snapshots by schedule', () => {
	test('what has accumulated equals the sandbox', async () => {
		await start({ suppliers: manySuppliers(160) });
		const random = randomNumbers(42);
		let nextId = 10_000;
		const disturb = (): void => {
			const rows = coupa.rows('suppliers');
			for (let count = Math.floor(random() * 4); count > 0; count--) {
				const row = rows[Math.floor(random() * rows.length)];
				const what = random();
				if (row === undefined || what < 0.3) coupa.put('suppliers', { ...manySuppliers(1)[0], id: nextId++, name: 'neu' });
				else if (what < 0.5) coupa.remove('suppliers', Number(row.id));
				else if (coupa.rows('suppliers').some(({ id }) => id === row.id))
					coupa.put('suppliers', { ...row, name: `Ångström ${String(random())}` });
			}
		};
		let held = new Map<number, CoupaRecord>();
		let cursor: string | null = null;
		const deliver = async (snapshot: boolean): Promise<void> => {
			const delivery = await sync('supplier', { cursor, snapshot, overlapMs: 2000 });
			if (delivery.kind === 'snapshot') held = new Map();
			delivery.rows.forEach((row) => held.set(Number(row.id), row));
			cursor = delivery.cursor;
		};
		coupa.intercept((request, phase) => {
			if (phase === 'received' && request.operation === 'list') disturb();
			return 'continue';
		});
		for (let run = 0; run < 12; run++) await deliver(run % 5 === 0);
		coupa.intercept(null);
		await deliver(false);
		for (const row of coupa.rows('suppliers')) expect(held.get(Number(row.id))).toEqual(row);
		await deliver(true);
		expect([...held.values()]).toEqual(coupa.rows('suppliers'));
	});
});

describe('cursor', () => {
	test('is not to be had before the last page was taken', async () => {
		await start();
		const changed = readChanged(client, 'supplier', { cursor: null });
		expect(() => changed.cursor()).toThrow('after the last page');
		for await (const page of changed.pages) {
			expect(page.length).toBeGreaterThan(0);
			expect(() => changed.cursor()).toThrow('after the last page');
		}
		expect(decodeCursor(changed.cursor())).toMatchObject({ scope: { instance: coupa.host, kind: 'supplier' } });
	});

	test('of another instance, another filter or damaged: a snapshot and why', async () => {
		await start();
		const { cursor } = await sync('supplier', { cursor: null });
		const json = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as CoupaRecord;
		const elsewhere = Buffer.from(JSON.stringify({ ...json, instance: 'acme.coupahost.com' })).toString('base64url');
		const active: ChangedOptions = { cursor, filters: [{ field: 'status', value: 'active' }] };
		const count = coupa.rows('suppliers').length;
		expect(await sync('supplier', { cursor: elsewhere })).toMatchObject({
			kind: 'snapshot',
			reason: `The cursor belongs to acme.coupahost.com, not to ${coupa.host}, so everything was read.`,
		});
		expect(await sync('supplier', active)).toMatchObject({
			kind: 'snapshot',
			reason: expect.stringContaining('filters have changed') as string,
		});
		expect(await sync('account', { cursor })).toMatchObject({
			kind: 'snapshot',
			reason: expect.stringContaining('suppliers, not for GL accounts') as string,
		});
		const broken = await sync('supplier', { cursor: cursor.slice(0, 40) });
		expect(broken).toMatchObject({ kind: 'snapshot', reason: expect.stringContaining('damaged') as string });
		expect(broken.rows).toHaveLength(count);
		expect(await sync('supplier', { cursor, snapshot: true })).toMatchObject({
			kind: 'snapshot',
			reason: expect.stringContaining('asked for') as string,
		});
	});
});

test('secrets and bank data stay in Coupa unless asked for', async () => {
	await start();
	const northbrook = (rows: CoupaRecord[]) => JSON.stringify(rows.find(({ number }) => number === 'V-20011'));
	expect(northbrook(coupa.rows('suppliers'))).toContain('invented-cxml-secret');
	expect(northbrook((await sync('supplier', { cursor: null })).rows)).not.toContain('invented-cxml-secret');
	expect(northbrook((await sync('supplier', { cursor: null, withSecrets: true })).rows)).toContain('invented-cxml-secret');
});

describe('purchase orders', () => {
	const order = (id: number, more: CoupaRecord = {}): CoupaRecord => ({
		id,
		'po-number': String(id),
		status: 'issued',
		exported: false,
		version: 1,
		'updated-at': '2026-01-05T10:00:00-07:00',
		'order-lines': [
			{ id: id * 10, 'line-num': '1', status: 'created' },
			{ id: id * 10 + 1, 'line-num': '2', status: 'deleted' },
		],
		...more,
	});

	test('with deleted lines, and cancelled in both spellings', async () => {
		await start({
			purchase_orders: [order(1), order(2, { status: 'cancelled' }), order(3, { status: 'canceled' }), order(4, { status: 'draft' })],
		});
		const { rows } = await sync('purchaseOrder', {
			cursor: null,
			filters: [{ field: 'status', operator: 'in', value: ['issued', 'canceled'] }],
		});
		expect(idsOf(rows)).toEqual([1, 2, 3]);
		expect(rows.map((row) => recordsAt(row, 'order-lines').length)).toEqual([2, 2, 2]);
		expect(queries()[0]).toMatchObject({ show_deleted_lines: 'true', 'status[in]': 'issued,cancelled,canceled' });
	});

	test('lines as a set of their own', async () => {
		await start({ purchase_orders: [order(1), order(2)] });
		expect(idsOf((await sync('purchaseOrderLine', { cursor: null })).rows)).toEqual([10, 11, 20, 21]);
	});

	async function unexported() {
		const read = readUnexported(client, { fields: ['po-number', 'order-lines.line-num'] });
		const rows = await all(read.pages);
		return { rows, delivered: read.delivered() };
	}

	test('by the exported flag: all are read although somebody marks some meanwhile, and each is marked once delivered', async () => {
		await start({ purchase_orders: Array.from({ length: 240 }, (_, index) => order(1 + index)) });
		let page = 0;
		coupa.intercept((request, phase) => {
			if (phase === 'received' && request.operation === 'list' && ++page === 2)
				coupa
					.rows('purchase_orders')
					.slice(0, 30)
					.forEach((row) => {
						coupa.put('purchase_orders', { ...row, exported: true });
					});
			return 'continue';
		});
		const first = await unexported();
		coupa.intercept(null);
		expect(new Set(idsOf(first.rows)).size).toBe(first.rows.length);
		expect(idsOf(first.rows)).toEqual(expect.arrayContaining(Array.from({ length: 210 }, (_, index) => 31 + index)));
		expect(first.delivered[0]).toEqual({ id: 1, version: '1' });
		expect(coupa.rows('purchase_orders').filter(({ exported }) => exported === true)).toHaveLength(30);
		expect(await markDelivered(client, first.delivered)).toMatchObject({ changed: [], gone: [] });
		expect(coupa.rows('purchase_orders').every(({ exported }) => exported === true)).toBe(true);
		expect((await unexported()).rows).toEqual([]);
	});

	test('an order revised between reading and marking is not marked, and comes again', async () => {
		await start({ purchase_orders: [order(1), order(2), order(3)] });
		const { delivered } = await unexported();
		coupa.put('purchase_orders', order(2, { version: 2 }));
		coupa.remove('purchase_orders', 3);
		expect(await markDelivered(client, delivered)).toEqual({ marked: [1], changed: [2], gone: [3], failed: [] });
		expect(idsOf((await unexported()).rows)).toEqual([2]);
	});

	test('marking survives lost answers; where Coupa refuses, it tells and can be repeated', async () => {
		await start({ purchase_orders: [order(1), order(2)] });
		const { delivered } = await unexported();
		coupa.settings.dropAnswers.push({ match: ({ operation }) => operation === 'exported' });
		coupa.settings.failNext.push({ match: ({ path }) => path === '/api/purchase_orders/2', status: 403 });
		coupa.settings.failNext.push({ match: ({ path }) => path === '/api/purchase_orders/2', status: 403 });
		expect(await markDelivered(client, delivered)).toEqual({
			...{ marked: [1], changed: [], gone: [] },
			failed: [{ id: 2, error: expect.objectContaining({ kind: 'forbidden' }) as unknown }],
		});
		expect(await markDelivered(client, delivered)).toMatchObject({ marked: expect.arrayContaining([1, 2]) as number[] });
		expect(coupa.rows('purchase_orders').map(({ exported }) => exported)).toEqual([true, true]);
	});

	test('an order whose marker cannot be taken back is reported with what to do', async () => {
		await start({ purchase_orders: [order(1), order(2)] });
		const { delivered } = await unexported();
		coupa.put('purchase_orders', order(2, { version: 2 }));
		const isReset = ({ query }: { query: string[][] }) => query.some(([name, value]) => name === 'exported' && value === 'false');
		coupa.settings.failNext.push({ match: isReset, status: 400 });
		const { marked, failed } = await markDelivered(client, delivered);
		expect([marked, failed.map(({ id }) => id)]).toEqual([[1], [2]]);
		expect(failed[0]?.error).toMatchObject({
			message: expect.stringMatching(/^Order 2 changed after it was delivered/) as string,
			hint: expect.stringMatching(/Reset the flag/) as string,
		});
	});

	test('where a whole crowd fails, the rest is not tried', async () => {
		await start({ purchase_orders: Array.from({ length: 60 }, (_, index) => order(index + 1)) });
		const { delivered } = await unexported();
		coupa.clearRequests();
		coupa.settings.failNext = delivered.map(() => ({ match: ({ operation }) => operation === 'exported', status: 400 }));
		expect((await markDelivered(client, delivered)).failed).toHaveLength(60);
		expect(calls()).toHaveLength(MOST_PARALLEL);
	});

	test('nothing is handed over for marking before everything was read', async () => {
		await start({ purchase_orders: [order(1)] });
		expect(() => readUnexported(client).delivered()).toThrow('after the last page');
		const none: DeliveredOrder[] = [];
		expect(await markDelivered(client, none)).toEqual({ marked: [], changed: [], gone: [], failed: [] });
	});
});

test('charts with dynamic accounts are read from lookup values', async () => {
	const time = '2026-01-05T10:00:00-07:00';
	const [fixed, dynamic] = [
		{ id: 3, name: 'Corporate' },
		{ id: 4, name: 'Projekte' },
	];
	await start({
		account_types: [
			{ ...fixed, active: true, 'dynamic-flag': false },
			{ ...dynamic, active: true, 'dynamic-flag': true },
			{ id: 5, name: 'Old', active: false },
		],
		accounts: [
			{ id: 1, code: '100-200', 'account-type': fixed, 'updated-at': time },
			{ id: 2, code: '9', 'account-type': { id: 5 }, 'updated-at': time },
		],
		lookup_values: [
			{ id: 7, name: 'P-1', 'account-type': dynamic, 'updated-at': time },
			{ id: 8, name: 'other', 'updated-at': time },
		],
	});
	const sources = await accountSources(client);
	expect(sources.map(({ chart, kind }) => [chart.name, kind])).toEqual([
		['Corporate', 'account'],
		['Projekte', 'lookupValue'],
	]);
	const found = await Promise.all(sources.map(async ({ kind, filters }) => idsOf((await sync(kind, { cursor: null, filters })).rows)));
	expect(found).toEqual([[1], [7]]);
	expect(await accountSources(client, ['Projekte'])).toHaveLength(1);
});
