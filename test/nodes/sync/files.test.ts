import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { type FlatFileName, flatFileTables } from '../../../lib/flat-file';
import { referenceRows, wrongCells } from '../../../tools/demo/reference-data';
import type { CoupaRecord } from '../../../lib/core';
import type { NodeRun } from '../../../tools/harness/engine/engine';
import { hintsOf, itemsOf } from '../support/flow';
import { SyncFlow } from './support/sync-flow';

let flow: SyncFlow;
beforeAll(async () => {
	flow = await SyncFlow.start();
});
afterAll(async () => {
	await flow.stop();
});

const LISTS: Record<string, string> = { account: 'accounts', supplier: 'suppliers', purchaseOrder: 'purchase_orders' };
const CHOICES: Array<[resource: string, file: FlatFileName]> = [
	['account', 'accountImport'],
	['supplier', 'supplierExport'],
	['supplier', 'suppliersImport'],
	['supplier', 'remitToExport'],
	['supplier', 'remitToImport'],
	['purchaseOrder', 'purchaseOrdersExport'],
	['purchaseOrder', 'purchaseOrderLines'],
];

function records(resource: string): CoupaRecord[] {
	return flow.coupa.rows(LISTS[resource] ?? '');
}

async function built(resource: string, file: string, items: INodeExecutionData[], options: IDataObject = {}): Promise<NodeRun> {
	return await flow.engine.execute('scanOne', { resource, operation: 'buildFile', file, binaryPropertyName: 'data', options }, items);
}

async function read(resource: string, file: string, items: INodeExecutionData[]): Promise<NodeRun> {
	return await flow.engine.execute('scanOne', { resource, operation: 'readFile', file, binaryPropertyName: 'data' }, items);
}

async function exported(resource: string, file: string, parameters: IDataObject = {}): Promise<NodeRun> {
	return await flow.engine.execute('coupa', {
		resource,
		operation: 'exportToFile',
		file,
		records: 'changed',
		cursor: '',
		fullSnapshot: false,
		filters: {},
		binaryPropertyName: 'data',
		options: {},
		...parameters,
	});
}

describe('Build File and Read File', () => {
	test.each(CHOICES)('%s as %s: records to file to records to file, equal', async (resource, file) => {
		const items = records(resource).map((json) => ({ json: json as IDataObject }));
		const first = await built(resource, file, items);
		expect(first.items).toHaveLength(1);
		expect(first.items[0]?.pairedItem).toEqual(items.map((_, item) => ({ item })));
		const bytes = await flow.engine.binary(first.items[0], 'data');
		expect(first.items[0]?.binary?.data).toMatchObject({ mimeType: 'text/csv', fileName: first.items[0]?.json.fileName });
		const { items: back } = await read(resource, file, first.items);
		expect(back.every(({ pairedItem }) => JSON.stringify(pairedItem) === '{"item":0}')).toBe(true);
		expect(back.filter(({ json }) => (json._problems as unknown[] | undefined)?.length)).toEqual([]);
		expect(await flow.engine.binary((await built(resource, file, back)).items[0], 'data')).toEqual(bytes);
	});

	test('a file that is none of this kind is refused in plain words', async () => {
		const binary = { data: { data: Buffer.from('Colour;Size\nred;4\n').toString('base64'), mimeType: 'text/csv', fileName: 'x.csv' } };
		const { error } = await read('supplier', 'supplierExport', [{ json: {}, binary }]);
		expect(error?.message).toContain("The file can't be read");
		expect(error?.description).toMatch(/no header row.*semicolons/);
	});

	test('Build File needs no lock-box', async () => {
		const { scanOneSftpApi } = flow.engine.credentials.byType;
		flow.engine.credentials.byType.scanOneSftpApi = { ...scanOneSftpApi, port: 1 };
		const { error } = await built('account', 'accountImport', [{ json: { id: 1, name: 'A' } }]);
		flow.engine.credentials.byType.scanOneSftpApi = scanOneSftpApi ?? {};
		expect(error).toBeUndefined();
	});
});

describe('Export to File', () => {
	test.each(CHOICES)('%s as %s: one item with the file, every cell as in Coupa', async (resource, file) => {
		const { items } = await exported(resource, file);
		expect(items).toHaveLength(1);
		const { json, binary, pairedItem } = items[0] as INodeExecutionData;
		expect(pairedItem).toEqual({ item: 0 });
		const bytes = await flow.engine.binary(items[0], 'data');
		expect(json).toMatchObject({
			records: records(resource).length,
			size: bytes.length,
			_sync: { kind: 'snapshot', records: records(resource).length },
		});
		expect(binary?.data?.fileName).toBe(json.fileName);
		expect(json.fileName).toMatch(/Z-full\.csv$/);
		expect(bytes.toString()).not.toMatch(/_sync|invented-cxml-secret/);
		if (!file.endsWith('Import') || file === 'accountImport')
			expect(wrongCells(flatFileTables[file], referenceRows(flatFileTables[file], bytes), records(resource))).toEqual([]);
	});

	test('the cursor goes in: no change, no item; a change, a file of it', async () => {
		const { cursor } = (await exported('account', 'accountImport')).items[0]?.json._sync as { cursor: string };
		expect((await exported('account', 'accountImport', { cursor })).items).toEqual([]);
		const [account] = records('account');
		flow.coupa.put('accounts', { ...account, name: 'Renamed' });
		const { items } = await exported('account', 'accountImport', { cursor });
		expect(items[0]?.json).toMatchObject({ records: 1, _sync: { kind: 'delta', reason: null } });
		expect(items[0]?.json.fileName).toMatch(/^Accounts_\d{8}_\d{6}Z\.csv$/);
	});

	test('all that match the filters: also by updated-at, without a cursor, not called full', async () => {
		const filters = {
			conditions: [
				{ field: 'updated-at', operator: 'gt', value: '2026-03-10T00:00:00Z' },
				{ field: 'active', operator: 'eq', value: 'false' },
			],
		};
		const { items, error } = await exported('account', 'accountImport', { records: 'all', filters });
		expect(error).toBeUndefined();
		expect(items[0]?.json).toEqual({
			fileName: expect.stringMatching(/Z\.csv$/) as string,
			records: 1,
			size: expect.any(Number) as number,
		});
		const suppliers = await exported('supplier', 'supplierExport', { records: 'all', options: { format: 'xml' } });
		expect((await flow.engine.binary(suppliers.items[0], 'data')).toString()).not.toContain('invented-cxml-secret');
	});

	test('lookup values, for charts with dynamic accounts', async () => {
		flow.coupa.put('lookup_values', { id: 1, name: 'Hill, Site', 'external-ref-num': 'HS', active: true, lookup: { id: 5, name: 'Site' } });
		const { items, error } = await exported('account', 'lookupValuesExport');
		expect(error).toBeUndefined();
		const [row] = referenceRows(flatFileTables.lookupValuesExport, await flow.engine.binary(items[0], 'data'));
		expect(Object.values(row?.cells ?? {})).toEqual(expect.arrayContaining(['Hill, Site', 'HS', 'Site']));
	});

	test('Coupa failing while the file is written: no item, no cursor', async () => {
		for (let id = 1; id <= 500; id++) flow.coupa.put('suppliers', { id: 900_000 + id, name: `Many ${id}`, number: `M-${id}` });
		let lists = 0;
		flow.coupa.settings.failNext.push({
			status: 400,
			body: { errors: { base: ['made to fail'] } },
			match: ({ operation }) => operation === 'list' && ++lists === 7,
		});
		const { items, error } = await exported('supplier', 'supplierExport');
		flow.coupa.settings.failNext.length = 0;
		expect(error?.message).toContain('made to fail');
		expect(items).toEqual([]);
		for (let id = 1; id <= 500; id++) flow.coupa.remove('suppliers', 900_000 + id);
	});

	test('its file goes to the lock-box as it is, with its cursor; several files all go', async () => {
		const suppliers = await exported('supplier', 'supplierExport');
		const remitTos = await exported('supplier', 'remitToExport');
		const { items } = await flow.engine.execute(
			'scanOne',
			{ resource: 'supplier', operation: 'upload', source: 'file', file: 'supplierExport', binaryPropertyName: 'data', options: {} },
			[...suppliers.items, ...remitTos.items],
		);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		const names = [suppliers.items[0]?.json.fileName, remitTos.items[0]?.json.fileName];
		expect(items.map(({ json }) => json.fileName)).toEqual(names);
		expect(items[0]?.json._sync).toEqual(suppliers.items[0]?.json._sync);
		const folder = join(flow.lockBox.root, 'Outgoing/Suppliers');
		expect(readdirSync(folder).sort()).toEqual([...names].sort());
		expect(readFileSync(join(folder, String(names[0])))).toEqual(await flow.engine.binary(suppliers.items[0], 'data'));
	});

	test('with "Continue On Fail" an item without a file fails alone', async () => {
		const suppliers = await exported('supplier', 'supplierExport');
		const { items } = await flow.engine.execute(
			'scanOne',
			{ resource: 'supplier', operation: 'upload', source: 'file', file: 'supplierExport', binaryPropertyName: 'data', options: {} },
			[{ json: { note: 'no file' } }, ...suppliers.items],
			{ continueOnFail: true },
		);
		expect(items.map(({ json, pairedItem }) => [json.error ?? json.fileName, pairedItem])).toEqual([
			[expect.stringMatching(/binary|file/i), { item: 0 }],
			[suppliers.items[0]?.json.fileName, { item: 1 }],
		]);
	});

	test('one that cannot be uploaded keeps none of the others back, and is no silent success', async () => {
		const suppliers = await exported('supplier', 'supplierExport');
		const parameters = { resource: 'supplier', operation: 'upload', source: 'file', file: 'supplierExport', binaryPropertyName: 'data' };
		const run = await flow.engine.execute('scanOne', { ...parameters, options: {} }, [{ json: { note: 'no file' } }, ...suppliers.items]);
		expect(itemsOf(run).map(({ json, pairedItem }) => [json.fileName, pairedItem])).toEqual([
			[suppliers.items[0]?.json.fileName, { item: 1 }],
		]);
		expect(hintsOf(run)).toEqual([expect.stringMatching(/^1 of 2 files failed, the others are done: /)]);
		const alone = await flow.engine.execute('scanOne', { ...parameters, options: {} }, [{ json: { note: 'no file' } }]);
		expect(alone.error?.message).toMatch(/binary|file/i);
	});

	test('a file that the receiver fetches at once is uploaded, and its item says so', async () => {
		const suppliers = await exported('supplier', 'supplierExport');
		const parameters = { resource: 'supplier', operation: 'upload', source: 'file', file: 'supplierExport', binaryPropertyName: 'data' };
		flow.lockBox.settings.fetchedAtOnce = { '/Outgoing/Suppliers': 'anyName' };
		const [item] = itemsOf(await flow.engine.execute('scanOne', { ...parameters, options: { fileName: 'fetched.csv' } }, suppliers.items));
		flow.lockBox.settings.fetchedAtOnce = {};
		expect(item?.json).toMatchObject({
			fileName: 'fetched.csv',
			note: expect.stringContaining('arrived whole and was gone at once') as string,
			_sync: suppliers.items[0]?.json._sync,
		});
	});

	test('files under a field of their own per item, and a kind of file that does not exist', async () => {
		const [supplier, remitTo] = [await exported('supplier', 'supplierExport'), await exported('supplier', 'remitToExport')];
		const items = [
			{ json: { field: 'data' }, binary: supplier.items[0]?.binary ?? {} },
			{ json: { field: 'other' }, binary: { other: remitTo.items[0]?.binary?.data ?? { data: '', mimeType: '' } } },
		];
		const parameters = { resource: 'supplier', operation: 'upload', source: 'file', binaryPropertyName: '={{ $json.field }}', options: {} };
		const run = await flow.engine.execute('scanOne', { ...parameters, file: 'supplierExport' }, items);
		expect(run.items.map(({ json }) => json.fileName)).toEqual([supplier.items[0]?.json.fileName, remitTo.items[0]?.json.fileName]);
		const { error } = await flow.engine.execute('scanOne', { ...parameters, file: '={{ "suppliers" }}' }, items);
		expect(error?.message).toBe('"File" cannot be "suppliers" [item 0]');
		expect(error?.description).toContain('supplierExport');
	});
});
