import { accountSources, readChanged, type ChangedOptions, type CoupaClient } from '../../../lib/coupa';
import { decodeCursor } from '../../../lib/coupa/sync/cursor';
import { recordsAt, type CoupaRecord } from '../../../lib/core';
import type { CoupaSandbox, CoupaSeed } from '../../../tools/sandbox/coupa';
import { randomNumbers } from '../client/changing-list';
import { callsTo, idsOf, startSandbox, sync } from './sandbox';

let coupa: CoupaSandbox;
let client: CoupaClient;
async function start(seed?: CoupaSeed): Promise<void> {
	({ coupa, client } = await startSandbox(seed));
}
afterEach(async () => {
	await coupa.stop();
});

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
		const first = await sync(client, 'supplier', { cursor: null });
		expect(first).toMatchObject({ kind: 'snapshot', reason: expect.stringContaining('no cursor') as string });
		expect(first.rows).toHaveLength(1900);
		// The 95 suppliers of the last day share one second: they are in the overlap, and have been delivered.
		coupa.put('suppliers', { ...manySuppliers(1)[0], 'updated-at': '2026-01-25T10:00:00-07:00' }, { keepUpdatedAt: true });
		const second = await sync(client, 'supplier', { cursor: first.cursor });
		expect(idsOf(second.rows)).toEqual([10]);
		coupa.clearRequests();
		const third = await sync(client, 'supplier', { cursor: second.cursor });
		expect(third).toMatchObject({ kind: 'delta', reason: null, rows: [] });
		expect(callsTo(coupa)).toHaveLength(2);
		coupa.put('suppliers', { ...manySuppliers(2)[1], name: 'Neu' });
		coupa.clearRequests();
		expect(idsOf((await sync(client, 'supplier', { cursor: third.cursor })).rows)).toEqual([13]);
		expect(callsTo(coupa)).toHaveLength(2);
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
			const first = await sync(client, 'account', { cursor: null });
			expect(first.rows).toHaveLength(140);
			coupa.clearRequests();
			const second = await sync(client, 'account', { cursor: first.cursor });
			expect(second).toMatchObject({ kind: 'delta', rows: [] });
			expect(callsTo(coupa).length).toBeLessThanOrEqual(most);
			coupa.put('accounts', { ...accounts(new Date().toISOString())[70], name: 'Neu' });
			expect(idsOf((await sync(client, 'account', { cursor: second.cursor })).rows)).toEqual([80]);
		});
	});

	test('1 % changed: calls grow with the changes', async () => {
		await start({ suppliers: manySuppliers(5000) });
		const first = await sync(client, 'supplier', { cursor: null });
		coupa.put('suppliers', { ...manySuppliers(1)[0] });
		const second = await sync(client, 'supplier', { cursor: first.cursor });
		const changed = manySuppliers(5000).filter((_, index) => index % 100 === 1);
		changed.forEach((row) => {
			coupa.put('suppliers', { ...row, status: 'inactive' });
		});
		coupa.clearRequests();
		expect(idsOf((await sync(client, 'supplier', { cursor: second.cursor })).rows)).toEqual(idsOf(changed));
		expect(callsTo(coupa).length).toBeLessThanOrEqual(5);
	});

	test('a remit-to address that changes alone brings its supplier', async () => {
		await start();
		const first = await sync(client, 'supplier', { cursor: null });
		coupa.put('suppliers', { ...coupa.rows('suppliers')[0] });
		const second = await sync(client, 'supplier', { cursor: first.cursor });
		const supplier = coupa.rows('suppliers').find(({ number }) => number === 'V-20019') ?? {};
		const [one, ...others] = recordsAt(supplier, 'remit-to-addresses');
		coupa.put(
			'suppliers',
			{ ...supplier, 'remit-to-addresses': [{ ...one, street1: 'Neue Straße 1', 'updated-at': new Date().toISOString() }, ...others] },
			{ keepUpdatedAt: true },
		);
		const { rows } = await sync(client, 'supplier', { cursor: second.cursor });
		expect(rows.map(({ number }) => number)).toEqual(['V-20019']);
		expect(recordsAt(rows[0], 'remit-to-addresses')).toHaveLength(others.length + 1);
	});

	test('with chosen fields the times come along, also those of remit-tos', async () => {
		await start();
		const fields = ['number', 'remit-to-addresses.remit-to-code'];
		const first = await sync(client, 'supplier', { cursor: null, fields });
		expect(Object.keys(first.rows[0] ?? {}).toSorted()).toEqual(['id', 'number', 'remit-to-addresses', 'updated-at']);
		expect((await sync(client, 'supplier', { cursor: first.cursor, fields })).rows).toEqual([]);
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
			const delivery = await sync(client, 'supplier', { cursor, snapshot, overlapMs: 2000 });
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
		expect(decodeCursor(changed.cursor(), Date.now())).toMatchObject({ scope: { instance: coupa.host, kind: 'supplier' } });
	});

	test('of another instance, another filter or damaged: a snapshot and why', async () => {
		await start();
		const { cursor } = await sync(client, 'supplier', { cursor: null });
		const json = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as CoupaRecord;
		const elsewhere = Buffer.from(JSON.stringify({ ...json, instance: 'acme.coupahost.com' })).toString('base64url');
		const active: ChangedOptions = { cursor, filters: [{ field: 'status', value: 'active' }] };
		const count = coupa.rows('suppliers').length;
		expect(await sync(client, 'supplier', { cursor: elsewhere })).toMatchObject({
			kind: 'snapshot',
			reason: `The cursor belongs to acme.coupahost.com, not to ${coupa.host}, so everything was read.`,
		});
		expect(await sync(client, 'supplier', active)).toMatchObject({
			kind: 'snapshot',
			reason: expect.stringContaining('filters have changed') as string,
		});
		expect(await sync(client, 'account', { cursor })).toMatchObject({
			kind: 'snapshot',
			reason: expect.stringContaining('suppliers, not for GL accounts') as string,
		});
		const broken = await sync(client, 'supplier', { cursor: cursor.slice(0, 40) });
		expect(broken).toMatchObject({ kind: 'snapshot', reason: expect.stringContaining('damaged') as string });
		expect(broken.rows).toHaveLength(count);
		expect(await sync(client, 'supplier', { cursor, snapshot: true })).toMatchObject({
			kind: 'snapshot',
			reason: expect.stringContaining('asked for') as string,
		});
	});
});

test('secrets and bank data stay in Coupa unless asked for', async () => {
	await start();
	const northbrook = (rows: CoupaRecord[]) => JSON.stringify(rows.find(({ number }) => number === 'V-20011'));
	expect(northbrook(coupa.rows('suppliers'))).toContain('invented-cxml-secret');
	expect(northbrook((await sync(client, 'supplier', { cursor: null })).rows)).not.toContain('invented-cxml-secret');
	expect(northbrook((await sync(client, 'supplier', { cursor: null, withSecrets: true })).rows)).toContain('invented-cxml-secret');
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
	const found = await Promise.all(
		sources.map(async ({ kind, filters }) => idsOf((await sync(client, kind, { cursor: null, filters })).rows)),
	);
	expect(found).toEqual([[1], [7]]);
	expect(await accountSources(client, ['Projekte'])).toHaveLength(1);
});
