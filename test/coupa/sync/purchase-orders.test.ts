import { markDelivered, MOST_PARALLEL, readUnexported, type CoupaClient, type DeliveredOrder } from '../../../lib/coupa';
import { recordsAt, type CoupaRecord } from '../../../lib/core';
import type { CoupaSandbox, CoupaSeed } from '../../../tools/sandbox/coupa';
import { all, callsTo, idsOf, startSandbox, sync } from './sandbox';

let coupa: CoupaSandbox;
let client: CoupaClient;
async function start(seed?: CoupaSeed): Promise<void> {
	({ coupa, client } = await startSandbox(seed));
}
afterEach(async () => {
	await coupa.stop();
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
		const { rows } = await sync(client, 'purchaseOrder', {
			cursor: null,
			filters: [{ field: 'status', operator: 'in', value: ['issued', 'canceled'] }],
		});
		expect(idsOf(rows)).toEqual([1, 2, 3]);
		expect(rows.map((row) => recordsAt(row, 'order-lines').length)).toEqual([2, 2, 2]);
		expect(Object.fromEntries(callsTo(coupa)[0]?.query ?? [])).toMatchObject({
			show_deleted_lines: 'true',
			'status[in]': 'issued,cancelled,canceled',
		});
	});

	test('lines as a set of their own', async () => {
		await start({ purchase_orders: [order(1), order(2)] });
		expect(idsOf((await sync(client, 'purchaseOrderLine', { cursor: null })).rows)).toEqual([10, 11, 20, 21]);
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
		expect(callsTo(coupa)).toHaveLength(MOST_PARALLEL);
	});

	test('nothing is handed over for marking before everything was read', async () => {
		await start({ purchase_orders: [order(1)] });
		expect(() => readUnexported(client).delivered()).toThrow('after the last page');
		const none: DeliveredOrder[] = [];
		expect(await markDelivered(client, none)).toEqual({ marked: [], changed: [], gone: [], failed: [] });
	});
});
