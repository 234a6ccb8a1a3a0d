import { setTimeout as sleep } from 'node:timers/promises';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { type FlatFileName, flatFileTables } from '../../../lib/flat-file';
import { referenceRows, wrongCells } from '../../../tools/demo/reference-data';
import type { CoupaRecord } from '../../../lib/core';
import type { NodeRun, RunOptions } from '../../../tools/harness/engine/engine';
import { SyncFlow } from './support/sync-flow';

let flow: SyncFlow;
beforeEach(async () => {
	flow = await SyncFlow.start();
});
afterEach(async () => {
	await flow.stop();
});

const LISTS: Record<string, string> = { account: 'accounts', supplier: 'suppliers', purchaseOrder: 'purchase_orders' };

async function changed(
	resource: string,
	parameters: IDataObject = {},
	items?: INodeExecutionData[],
	options?: RunOptions,
): Promise<NodeRun> {
	return await flow.engine.execute(
		'coupa',
		{ resource, operation: 'getAll', records: 'changed', cursor: '', fullSnapshot: false, filters: {}, options: {}, ...parameters },
		items,
		options,
	);
}

async function upload(
	resource: string,
	file: string,
	items: INodeExecutionData[],
	options: IDataObject = {},
	run?: RunOptions,
): Promise<NodeRun> {
	return await flow.engine.execute('scanOne', { resource, operation: 'upload', source: 'items', file, options }, items, run);
}

function outgoing(folder: string): string[] {
	return readdirSync(join(flow.lockBox.root, 'Outgoing', folder)).sort();
}

function content(folder: string, name: unknown): Buffer {
	return readFileSync(join(flow.lockBox.root, 'Outgoing', folder, String(name)));
}

describe('Get Many, changed', () => {
	test.each(Object.entries(LISTS))(
		'%s: whole records, the note on the last item only, paired with the item that asked',
		async (resource, list) => {
			const { items } = await changed(resource, {}, [{ json: { asked: 1 } }]);
			const records = flow.coupa.rows(list);
			expect(items.map(({ json }) => json.id)).toEqual(records.map(({ id }) => id));
			expect(items.map(({ pairedItem }) => pairedItem)).toEqual(items.map(() => ({ item: 0 })));
			expect(items.slice(0, -1).every(({ json }) => json._sync === undefined)).toBe(true);
			expect(items.at(-1)?.json._sync).toMatchObject({
				kind: 'snapshot',
				records: records.length,
				reason: expect.stringContaining('no cursor') as string,
			});
		},
	);

	test('the cursor goes in and nothing comes out; with a change, only that and another cursor', async () => {
		const { cursor } = (await changed('supplier')).items.at(-1)?.json._sync as { cursor: string };
		expect((await changed('supplier', { cursor })).items).toEqual([]);
		const [supplier] = flow.coupa.rows('suppliers');
		flow.coupa.put('suppliers', { ...supplier, name: 'Renamed' });
		const { items } = await changed('supplier', { cursor });
		expect(items.map(({ json }) => json.name)).toEqual(['Renamed']);
		expect(items[0]?.json._sync).toMatchObject({ kind: 'delta', reason: null, records: 1 });
	});

	test('another filter or a snapshot that is too old means everything, and says why', async () => {
		const { cursor } = (await changed('supplier')).items.at(-1)?.json._sync as { cursor: string };
		const filters = { conditions: [{ field: 'status', operator: 'eq', value: 'active' }] };
		expect((await changed('supplier', { cursor, filters })).items.at(-1)?.json._sync).toMatchObject({
			records: 11,
			reason: expect.stringContaining('filters have changed') as string,
		});
		// A millionth of a day is 86 ms.
		await sleep(150);
		expect((await changed('supplier', { cursor, options: { snapshotAfter: 0.000001 } })).items.at(-1)?.json._sync).toMatchObject({
			kind: 'snapshot',
			reason: expect.stringContaining('The last full snapshot is from') as string,
		});
	});

	test('a filter on updated-at is refused in plain words', async () => {
		const { error } = await changed('supplier', {
			filters: { conditions: [{ field: 'updated-at', operator: 'gt', value: '2026-01-01' }] },
		});
		expect(error?.message).toContain('A filter on updated-at cannot be combined with reading what has changed.');
	});

	test('secrets and inactive records: the first never, the second always', async () => {
		const suppliers = (await changed('supplier')).items;
		expect(JSON.stringify(suppliers)).not.toContain('invented-cxml-secret');
		expect(suppliers.filter(({ json }) => json.status === 'inactive')).toHaveLength(1);
		expect((await changed('account')).items.filter(({ json }) => json.active === false)).toHaveLength(1);
	});
});

describe('Upload', () => {
	const CHOICES: Array<[resource: string, file: FlatFileName, folder: string]> = [
		['account', 'accountImport', 'Accounts'],
		['supplier', 'supplierExport', 'Suppliers'],
		['supplier', 'suppliersImport', 'Suppliers'],
		['supplier', 'remitToExport', 'RemitToAddresses'],
		['supplier', 'remitToImport', 'RemitToAddresses'],
		['purchaseOrder', 'purchaseOrdersExport', 'PurchaseOrders'],
		['purchaseOrder', 'purchaseOrderLines', 'PurchaseOrders'],
	];

	test.each(CHOICES)('%s as %s: every cell as in Coupa, one item, paired with all', async (resource, file, folder) => {
		const { items } = await changed(resource);
		const { items: uploaded } = await upload(resource, file, items);
		expect(uploaded).toHaveLength(1);
		const { json, pairedItem } = uploaded[0] as INodeExecutionData;
		expect(pairedItem).toEqual(items.map((_, item) => ({ item })));
		const bytes = content(folder, json.fileName);
		const rows = referenceRows(flatFileTables[file], bytes);
		expect(json).toMatchObject({ folder: `Outgoing/${folder}`, size: bytes.length, records: items.length, rows: rows.length });
		if (file !== 'remitToImport' && file !== 'suppliersImport')
			expect(wrongCells(flatFileTables[file], rows, flow.coupa.rows(LISTS[resource] ?? ''))).toEqual([]);
		expect(bytes.toString()).not.toContain('_sync');
		expect(bytes.toString()).not.toContain('invented-cxml-secret');
		expect(json._sync).toEqual(items.at(-1)?.json._sync);
		expect(json.fileName).toMatch(/Z-full\.csv$/);
	});

	test('Coupa XML, chosen columns in their order, custom fields as columns', async () => {
		const { items } = await changed('supplier');
		const xml = await upload('supplier', 'supplierExport', items, { format: 'xml' });
		expect(String(xml.items[0]?.json.fileName)).toMatch(/\.xml$/);
		const text = content('Suppliers', xml.items[0]?.json.fileName).toString();
		expect(text).toMatch(/^<\?xml[^>]*\?>\s*<suppliers/);
		expect(text).not.toMatch(/invented-cxml-secret|_sync/);
		const csv = await upload('supplier', 'supplierExport', items, {
			columns: 'Supplier Number, Name',
			customFields: { column: [{ column: 'Region', field: 'cf-region' }] },
		});
		expect(content('Suppliers', csv.items[0]?.json.fileName).toString().split('\r\n').slice(0, 2)).toEqual([
			'"Supplier Number","Name","Region"',
			'"V-20011","Northbrook Fasteners","West"',
		]);
	});

	test('an unknown column is told before anything is uploaded', async () => {
		const { error } = await upload('supplier', 'supplierExport', (await changed('supplier')).items, { columns: 'Name, Colour' });
		expect(error?.message).toContain('Colour');
		expect(outgoing('Suppliers')).toEqual([]);
	});

	test('names that break careless files', async () => {
		const names = ['Comma, Inc.', 'The "Quoted"', 'Two\r\nLines', '=cmd|calc!A1', ' spaces ', '製作所', ''];
		const items = names.map((name, index) => ({ json: { id: index + 1, name, number: index === 2 ? null : `V-${index}` } }));
		const { items: uploaded } = await upload('supplier', 'supplierExport', items);
		const rows = referenceRows(flatFileTables.supplierExport, content('Suppliers', uploaded[0]?.json.fileName));
		expect(rows.map(({ cells }) => cells.Name)).toEqual(names);
		expect(rows.map(({ cells }) => cells['Supplier Number'])[2]).toBe('');
		const { items: defused } = await upload('supplier', 'supplierExport', items, { defuseFormulas: true });
		expect(
			referenceRows(flatFileTables.supplierExport, content('Suppliers', defused[0]?.json.fileName)).map(({ cells }) => cells.Name)[3],
		).toBe("'=cmd|calc!A1");
	});

	test('a remit-to of a supplier without number goes out, and is told', async () => {
		const [supplier] = flow.coupa.rows('suppliers');
		flow.coupa.put('suppliers', { ...supplier, number: null });
		const { items } = await upload('supplier', 'remitToExport', (await changed('supplier')).items);
		expect(items[0]?.json).toMatchObject({ rows: 14, problems: [{ severity: 'warning', column: 'Supplier Number', value: '5502' }] });
	});

	test('no item, or the empty one of "Always Output Data": no file', async () => {
		expect((await upload('supplier', 'supplierExport', [{ json: {} }])).items).toEqual([]);
		expect(outgoing('Suppliers')).toEqual([]);
	});

	test('an item that is an error and not a record is refused, so that no file lacks a record', async () => {
		const { items } = await changed('supplier');
		const { error } = await upload('supplier', 'supplierExport', [
			...items,
			{ json: { error: 'Coupa refused it', description: null, details: null } },
		]);
		expect(error?.message).toContain('not a record');
		expect(error?.description).toContain('Coupa refused it');
		expect(outgoing('Suppliers')).toEqual([]);
	});

	test('the items of two syncs are refused: one file cannot stand for two cursors', async () => {
		const { items } = await changed('supplier');
		const { error } = await upload('supplier', 'supplierExport', [...items, ...items]);
		expect(error?.message).toContain('more than one sync');
		expect(outgoing('Suppliers')).toEqual([]);
	});

	test('two files of one second: two names, in order', async () => {
		const { items } = await changed('supplier');
		const [first, second] = [await upload('supplier', 'supplierExport', items), await upload('supplier', 'supplierExport', items)];
		const names = [first.items[0]?.json.fileName, second.items[0]?.json.fileName];
		expect(outgoing('Suppliers')).toEqual(names);
		expect(names[1]).toMatch(/Z_002-full\.csv$/);
	});

	test("a name of one's own is not overwritten by other content", async () => {
		const { items } = await changed('supplier');
		await upload('supplier', 'supplierExport', items, { fileName: 'vendors.csv' });
		const before = content('Suppliers', 'vendors.csv');
		expect((await upload('supplier', 'supplierExport', items, { fileName: 'vendors.csv' })).error).toBeUndefined();
		const { error } = await upload('supplier', 'supplierExport', items.slice(1), { fileName: 'vendors.csv' });
		expect(error?.message).toContain('vendors.csv');
		expect(content('Suppliers', 'vendors.csv')).toEqual(before);
	});
});

describe('faults of the lock-box', () => {
	const many = (): INodeExecutionData[] =>
		Array.from({ length: 3000 }, (_, index) => ({
			json: { id: index + 1, name: `Supplier ${index}`, number: `V-${index}` } as CoupaRecord as IDataObject,
		}));

	test('a missing folder is told; it is made only when that is asked for', async () => {
		rmSync(join(flow.lockBox.root, 'Outgoing'), { recursive: true });
		const { items } = await changed('supplier');
		const { error } = await upload('supplier', 'supplierExport', items);
		expect(error?.message).toBe('The lock-box has no folder "Outgoing/Suppliers", so nothing was uploaded.');
		expect(error?.description).toContain('switch on "Create Folder"');
		expect(existsSync(join(flow.lockBox.root, 'Outgoing'))).toBe(false);
		const { items: uploaded } = await upload('supplier', 'supplierExport', items, { createFolder: true });
		expect(outgoing('Suppliers')).toEqual([uploaded[0]?.json.fileName]);
	});

	test('with "Continue On Fail" the failure is an item, and no cursor comes out', async () => {
		rmSync(join(flow.lockBox.root, 'Outgoing'), { recursive: true });
		const { items } = await upload('supplier', 'supplierExport', (await changed('account')).items.slice(-1), {}, { continueOnFail: true });
		expect(items.map(({ json }) => json)).toEqual([expect.objectContaining({ error: expect.stringContaining('no folder') as string })]);
		expect(JSON.stringify(items)).not.toContain('cursor');
	});

	test('disk full in the middle: nothing is left, and the reason is told', async () => {
		flow.lockBox.settings.freeBytes = 100_000;
		const { error, items } = await upload('supplier', 'supplierExport', many());
		expect(error?.message).toMatch(/disk or the quota is full|server answered/);
		expect(items).toEqual([]);
		expect(outgoing('Suppliers')).toEqual([]);
	});

	test('connection lost in the middle: nothing under the final name', async () => {
		flow.lockBox.settings.dropAfterBytes = 100_000;
		const { error, items } = await upload('supplier', 'supplierExport', many());
		expect(error?.message).toContain('was lost');
		expect(items).toEqual([]);
		expect(outgoing('Suppliers').filter((name) => !name.endsWith('.part'))).toEqual([]);
		const { items: uploaded } = await upload('supplier', 'supplierExport', many());
		expect(uploaded[0]?.json.rows).toBe(3000);
	});

	test('a folder in which this account may not write', async () => {
		mkdirSync(join(flow.lockBox.root, 'Outgoing/Suppliers'), { recursive: true });
		flow.lockBox.settings.permissions['/Outgoing/Suppliers'] = 'readOnly';
		const { error } = await upload('supplier', 'supplierExport', many().slice(0, 2));
		expect(error?.message).toContain('this account has no access to it');
	});
});
