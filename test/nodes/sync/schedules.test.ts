import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { accountImport, purchaseOrderLines, purchaseOrdersExport, remitToExport, supplierExport } from '../../../lib/flat-file';
import { wrongCells } from '../../../tools/demo/reference-data';
import { textAt } from '../../../lib/core';
import { errorOf, hintsAt, itemsAt, SyncFlow } from './support/sync-flow';

const MASTER_DATA = 'sync-master-data.json';
const ORDERS = 'export-purchase-orders.json';

let flow: SyncFlow;
beforeEach(async () => {
	flow = await SyncFlow.start();
});
afterEach(async () => {
	await flow.stop();
});

async function ran(file: string, trigger: string, mode: 'trigger' | 'manual' = 'trigger') {
	flow.coupa.clearRequests();
	const run = await flow.run(file, trigger, mode);
	expect(errorOf(run)).toBeNull();
	return run;
}

describe('accounts', () => {
	test('first everything, then nothing, then what changed; each night everything', async () => {
		await ran(MASTER_DATA, 'Every hour: accounts');
		expect(flow.row('accounts')).toMatchObject({
			records: 30,
			kind: 'snapshot',
			reason: 'There is no cursor from an earlier delivery, so everything was read.',
			full_snapshot: false,
		});
		const [first] = flow.files('Accounts', accountImport);
		expect(flow.row('accounts').file).toBe(first?.name);
		expect(first?.name).toMatch(/^Accounts_\d{8}_\d{6}Z-full\.csv$/);

		const { last_run: before, ...kept } = flow.row('accounts');
		const unchanged = await ran(MASTER_DATA, 'Every hour: accounts');
		expect(itemsAt(unchanged, 'Changed accounts')).toEqual([]);
		expect(hintsAt(unchanged, 'Changed accounts')).toEqual([
			expect.stringMatching(/^No GL accounts have changed since \d{4}-\d\d-\d\d \d\d:\d\d UTC, when the last delivery was read\./),
		]);
		expect(Object.keys(unchanged.data.resultData.runData)).not.toContain('Upload accounts');
		expect(flow.files('Accounts', accountImport)).toHaveLength(1);
		expect(flow.coupa.requests().filter(({ operation }) => operation === 'list')).toHaveLength(1);
		expect(flow.row('accounts')).toEqual({ ...kept, last_run: expect.anything() });
		expect(flow.row('accounts').last_run).not.toBe(before);

		const [account] = flow.coupa.rows('accounts');
		flow.coupa.put('accounts', { ...account, active: false });
		await ran(MASTER_DATA, 'Every hour: accounts');
		expect(flow.row('accounts')).toMatchObject({ records: 1, kind: 'delta', reason: null });
		await ran(MASTER_DATA, 'Every night: all accounts');
		const files = flow.files('Accounts', accountImport);
		expect(files.map(({ full }) => full)).toEqual([true, false, true]);
		expect(
			wrongCells(
				accountImport,
				flow.accumulated('Accounts', accountImport, ({ cells }) => JSON.stringify(cells)),
				flow.coupa.rows('accounts'),
			),
		).toEqual([]);
	});

	test('a first run without any account keeps no cursor and sends no file', async () => {
		for (const account of flow.coupa.rows('accounts')) flow.coupa.remove('accounts', Number(textAt(account, 'id')));
		const run = await ran(MASTER_DATA, 'Every hour: accounts');
		expect(hintsAt(run, 'Changed accounts')).toEqual(['Coupa has no GL accounts that match. No file is needed.']);
		expect(itemsAt(run, 'Upload accounts')).toBeUndefined();
		expect(flow.files('Accounts', accountImport)).toEqual([]);
		expect(flow.row('accounts').cursor).toBeUndefined();
	});
});

describe('manual runs', () => {
	test('deliver, and keep nothing', async () => {
		await ran(MASTER_DATA, 'Every hour: suppliers', 'manual');
		expect(flow.files('Suppliers', supplierExport)).toHaveLength(1);
		expect(flow.row('suppliers')).toEqual({ name: 'suppliers', last_run: expect.anything() });
		await ran(MASTER_DATA, 'Every hour: suppliers');
		const kept = { ...flow.row('suppliers') };
		await ran(MASTER_DATA, 'Every Sunday: all suppliers', 'manual');
		expect(flow.row('suppliers')).toEqual({ ...kept, last_run: expect.anything() });
	});
});

describe('suppliers', () => {
	test('suppliers and remit-to addresses, and one cursor for both', async () => {
		await ran(MASTER_DATA, 'Every hour: suppliers');
		const [suppliers, remitTos] = [flow.files('Suppliers', supplierExport), flow.files('RemitToAddresses', remitToExport)];
		expect(flow.row('suppliers').file).toBe(`${suppliers[0]?.name ?? ''}, ${remitTos[0]?.name ?? ''}`);
		expect(readFileSync(join(flow.lockBox.root, 'Outgoing/Suppliers', suppliers[0]?.name ?? ''), 'utf8')).not.toContain(
			'invented-cxml-secret',
		);
	});

	test('a changed supplier without remit-to address: no empty file, and the cursor moves', async () => {
		await ran(MASTER_DATA, 'Every hour: suppliers');
		const before = flow.row('suppliers').cursor;
		const [supplier] = flow.coupa.rows('suppliers');
		flow.coupa.put('suppliers', { ...supplier, 'remit-to-addresses': [] });
		const run = await ran(MASTER_DATA, 'Every hour: suppliers');
		expect(flow.files('RemitToAddresses', remitToExport)).toHaveLength(1);
		expect(itemsAt(run, 'Upload remit-to addresses')?.[0]?.json).toMatchObject({ fileName: null, size: 0, records: 1, rows: 0 });
		expect(flow.row('suppliers').cursor).not.toBe(before);
		expect(flow.row('suppliers').file).toBe(flow.files('Suppliers', supplierExport)[1]?.name);
	});
});

describe("the analyst's row", () => {
	test('full_snapshot has everything delivered once', async () => {
		await ran(MASTER_DATA, 'Every hour: suppliers');
		flow.row('suppliers').full_snapshot = true;
		await ran(MASTER_DATA, 'Every hour: suppliers');
		expect(flow.row('suppliers')).toMatchObject({
			kind: 'snapshot',
			reason: 'A full snapshot was asked for, so everything was read.',
			full_snapshot: false,
		});
		await ran(MASTER_DATA, 'Every hour: suppliers');
		expect(flow.files('Suppliers', supplierExport)).toHaveLength(2);
	});

	test.each([
		['full_snapshot', true],
		['cursor', ''],
	])('changing %s while a run delivers is not overwritten: the next run delivers everything', async (column, value) => {
		await ran(MASTER_DATA, 'Every hour: suppliers');
		const [supplier] = flow.coupa.rows('suppliers');
		flow.coupa.put('suppliers', { ...supplier, name: 'Renamed' });
		let updates = 0;
		flow.tables.before = (operation) => {
			if (operation === 'update' && ++updates === 1) flow.row('suppliers')[column] = value;
		};
		await ran(MASTER_DATA, 'Every hour: suppliers');
		expect(flow.row('suppliers')).toMatchObject({ reason: 'Two runs overlapped, so the next one delivers everything.', cursor: '' });
		await ran(MASTER_DATA, 'Every hour: suppliers');
		expect(flow.row('suppliers')).toMatchObject({ kind: 'snapshot', full_snapshot: false });
		expect(flow.files('Suppliers', supplierExport)).toHaveLength(3);
	});

	test('an unreadable cursor means everything, and says why', async () => {
		await ran(MASTER_DATA, 'Every hour: suppliers');
		flow.row('suppliers').cursor = 'edited by hand';
		await ran(MASTER_DATA, 'Every hour: suppliers');
		expect(flow.row('suppliers')).toMatchObject({
			kind: 'snapshot',
			reason: 'The cursor is damaged or was edited, so everything was read.',
		});
	});
});

describe('purchase orders', () => {
	const inFiles = () => flow.coupa.rows('purchase_orders').filter(({ status }) => status !== 'draft');

	test('issued and closed ones, whole; a draft stays out until it is issued; both spellings of cancelled come', async () => {
		await ran(ORDERS, 'Every hour: purchase orders');
		const [orders] = flow.files('PurchaseOrders', purchaseOrdersExport);
		expect(
			wrongCells(
				purchaseOrdersExport,
				flow.accumulated(
					'PurchaseOrders',
					purchaseOrdersExport,
					({ cells, kind }) => (kind === 'Header' ? cells.id : cells['order-header-id']) ?? '',
				),
				inFiles(),
			),
		).toEqual([]);
		expect(orders?.bytes.toString()).not.toContain('Drill bits');

		const found = (id: number) => flow.coupa.rows('purchase_orders').find((order) => order.id === id) ?? {};
		flow.coupa.put('purchase_orders', { ...found(70319), status: 'issued' });
		flow.coupa.put('purchase_orders', { ...found(70317), status: 'canceled' });
		flow.coupa.put('purchase_orders', { ...found(70316), status: 'cancelled' });
		await ran(ORDERS, 'Every hour: purchase orders');
		expect(flow.row('purchase orders')).toMatchObject({ kind: 'delta', records: 3 });
		expect(
			wrongCells(
				purchaseOrderLines,
				flow
					.accumulated('PurchaseOrders', purchaseOrderLines, ({ cells }) => cells['order-header-id'] ?? '')
					.toSorted((a, b) => Number(a.cells['order-header-id']) - Number(b.cells['order-header-id'])),
				inFiles(),
			),
		).toEqual([]);
	});

	test('what is still open stands with each line', async () => {
		await ran(ORDERS, 'Every hour: purchase orders');
		const rows = flow.accumulated('PurchaseOrders', purchaseOrderLines, ({ cells }) => cells['order-header-id'] ?? '');
		const open = (order: string, line: string) => {
			const cells = rows.find((row) => row.cells['po-number'] === order && row.cells['line-number'] === line)?.cells ?? {};
			return ['open-quantity-to-receive', 'open-quantity-to-invoice', 'open-amount-to-receive', 'open-amount-to-invoice'].map(
				(column) => cells[column],
			);
		};
		expect(open('70316', '1')).toEqual(['0', '400', '0', '30']);
		expect(open('70330', '1')).toEqual(['', '', '0', '3600']);
		expect(open('70370', '1')).toEqual(['', '', '10500', '18000']);
	});
});
