import type { IDataObject } from 'n8n-workflow';

import type { CoupaRecord } from '../../lib/core';
import type { CoupaSandbox } from '../../tools/sandbox/coupa';
import { coupaSeed } from '../../tools/sandbox/dataset';
import { coupaCredential, startCoupa } from '../../tools/harness/engine/coupa';
import { Engine } from '../../tools/harness/engine/engine';

let coupa: CoupaSandbox;
let engine: Engine;

/** 150 suppliers: three pages, the last one exactly full. */
const suppliers = Array.from({ length: 150 }, (_, index): CoupaRecord => {
	const [model] = coupaSeed().suppliers ?? [];
	return {
		...model,
		id: 1000 + index * 3,
		number: `V-${String(index).padStart(4, '0')}`,
		name: index % 2 === 0 ? `Even & Söhne ${index}` : `Odd, Ltd ${index}`,
		status: index === 7 ? 'inactive' : 'active',
	};
});

beforeAll(async () => {
	coupa = await startCoupa({ seed: { ...coupaSeed(), suppliers }, settings: { requestsPerSecond: Infinity } });
	engine = await Engine.load({ coupaOAuth2Api: coupaCredential(coupa) });
});

afterAll(async () => {
	await coupa.stop();
});

const getMany = { resource: 'supplier', operation: 'getAll', returnAll: true, output: 'raw', filters: {}, options: {} };

function condition(field: string, operator: string, value: string) {
	return { filters: { conditions: [{ field, operator, value }] } };
}

describe('Get Many', () => {
	test('returns all pages, the exactly full last one included, each row once and in order', async () => {
		const { items } = await engine.execute('coupa', getMany);
		expect(items.map(({ json }) => json.id)).toEqual(suppliers.map(({ id }) => id));
		expect(items[149]?.pairedItem).toEqual({ item: 0 });
	});

	test('stops at the limit without reading on', async () => {
		coupa.clearRequests();
		const { items } = await engine.execute('coupa', { ...getMany, returnAll: false, limit: 60 });
		expect(items).toHaveLength(60);
		expect(coupa.requests().filter(({ operation }) => operation === 'list')).toHaveLength(2);
	});

	test.each([
		['number', 'eq', 'V-0003', 1],
		['number', 'not_eq', 'V-0003', 149],
		['name', 'contains', 'Söhne', 75],
		['name', 'starts_with', 'Odd,', 75],
		['number', 'ends_with', '9', 15],
		['id', 'gt', '1441', 2],
		['id', 'gt_or_eq', '1441', 3],
		['id', 'lt', '1003', 1],
		['id', 'lt_or_eq', '1003', 2],
		['number', 'in', 'V-0001, V-0002', 2],
		['status', 'not_in', 'active', 1],
		['number', 'blank', 'true', 0],
	])('filters %s %s %s', async (field, operator, value, count) => {
		const { items, error } = await engine.execute('coupa', { ...getMany, ...condition(field, operator, value) });
		expect(error).toBeUndefined();
		expect(items).toHaveLength(count);
	});

	test.each(['cancelled', 'canceled'])('%s finds orders in both spellings, also in Export to File', async (status) => {
		const [model] = coupaSeed().purchase_orders ?? [];
		coupa.put('purchase_orders', { ...model, id: 990_001, 'po-number': '990001', status: 'cancelled' });
		coupa.put('purchase_orders', { ...model, id: 990_002, 'po-number': '990002', status: 'canceled' });
		const filtered = { ...getMany, resource: 'purchaseOrder', ...condition('status', 'eq', status) };
		const { items } = await engine.execute('coupa', filtered);
		expect(items.map(({ json }) => json.id)).toEqual(expect.arrayContaining([990_001, 990_002]));
		const file = await engine.execute('coupa', {
			...filtered,
			operation: 'exportToFile',
			records: 'all',
			file: 'purchaseOrderLines',
			binaryPropertyName: 'data',
		});
		const text = (await engine.binary(file.items[0], 'data')).toString();
		expect([text.includes('990001'), text.includes('990002')]).toEqual([true, true]);
		coupa.remove('purchase_orders', 990_001);
		coupa.remove('purchase_orders', 990_002);
	});

	test('filters by a linked record, sorts, and returns the fields asked for', async () => {
		const { items } = await engine.execute('coupa', {
			...getMany,
			resource: 'purchaseOrder',
			...condition('status', 'eq', 'issued'),
			output: 'selected',
			fields: ['id', 'po-number', 'supplier.number'],
			options: { sort: { by: { field: 'po-number', direction: 'desc' } } },
		});
		const numbers = items.map(({ json }) => String(json['po-number']));
		expect(numbers.length).toBeGreaterThan(3);
		expect(numbers).toEqual([...numbers].sort().reverse());
		expect(Object.keys(items[0]?.json ?? {}).sort()).toEqual(['id', 'po-number', 'supplier']);
	});

	test('an unknown field is refused before anything is sent, for that item only, and those that come nearest are named', async () => {
		const parameters = {
			...getMany,
			returnAll: false,
			limit: 1,
			filters: { conditions: [{ field: '={{ $json.field }}', operator: 'eq', value: 'x' }] },
		};
		const { items } = await engine.execute(
			'coupa',
			parameters,
			[{ json: { field: 'suplier-nmae' } }, { json: { field: 'name' } }, { json: { field: 'nor-this' } }],
			{ continueOnFail: true },
		);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 2 }]);
		expect(items[0]?.json.error).toBe('“suplier-nmae” is not a field of a supplier.');
		expect(String((items[0]?.json.details as IDataObject).description)).toMatch(
			/^Similar fields: (\S+, ){14}\S+ and \d+ more\. .*“Unchecked Field”/,
		);
	});

	test('an item that fails leaves by the error output, with its own data beside the reason', async () => {
		const parameters = {
			...getMany,
			returnAll: false,
			limit: 1,
			filters: { unchecked: [{ field: '={{ $json.field }}', operator: 'eq', value: 'Even & Söhne 0' }] },
		};
		const { items, errorItems } = await engine.execute(
			'coupa',
			parameters,
			[{ json: { field: 'name' } }, { json: { field: 'no-such-field' } }],
			{ continueOnFail: 'errorOutput' },
		);
		expect(items.map(({ json, pairedItem }) => [json.id, pairedItem])).toEqual([[1000, { item: 0 }]]);
		expect(errorItems).toEqual([
			{
				json: {
					field: 'no-such-field',
					error: expect.stringMatching(/no_such_field/),
					details: expect.objectContaining({ request: 'GET /api/suppliers' }),
				},
				pairedItem: { item: 1 },
			},
		]);
	});

	test('simplified suppliers keep what people need and no secrets', async () => {
		const { items } = await engine.execute('coupa', { ...getMany, output: 'simplified', returnAll: false, limit: 1 });
		expect(items[0]?.json).toMatchObject({ id: 1000, number: 'V-0000', name: 'Even & Söhne 0', status: 'active' });
		expect(JSON.stringify(items[0]?.json)).not.toMatch(/secret|account-number-masked/);
	});
});

describe('Get', () => {
	test.each([
		['id', { __rl: true, mode: 'id', value: '1009' }],
		['number', { __rl: true, mode: 'key', value: 'V-0003' }],
		['list', { __rl: true, mode: 'list', value: '1009' }],
	])('by %s', async (_mode, supplier) => {
		const { items } = await engine.execute('coupa', { resource: 'supplier', operation: 'get', supplier, output: 'raw' });
		expect(items).toEqual([{ json: expect.objectContaining({ id: 1009, number: 'V-0003' }), pairedItem: { item: 0 } }]);
	});

	test('a number that fits no record says so and how to go on', async () => {
		const { error } = await engine.execute('coupa', {
			resource: 'supplier',
			operation: 'get',
			supplier: { __rl: true, mode: 'key', value: 'V-9999' },
			output: 'simplified',
		});
		expect(error?.message).toBe('No supplier has the number "V-9999" [item 0]');
		expect(error?.description).toMatch(/spelling/);
	});

	test('a record that is gone takes only its own item down', async () => {
		const parameters = {
			resource: 'supplier',
			operation: 'get',
			supplier: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
			output: 'raw',
		};
		const { items } = await engine.execute('coupa', parameters, [{ json: { id: 1 } }, { json: { id: 1003 } }], { continueOnFail: true });
		expect(items.map(({ json, pairedItem }) => [json.id ?? 'error', pairedItem])).toEqual([
			['error', { item: 0 }],
			[1003, { item: 1 }],
		]);
	});
});

describe('Get Charts of Accounts', () => {
	test('tells which charts have accounts and which have lookup values', async () => {
		const [chart] = coupa.rows('account_types');
		coupa.put('account_types', { ...chart, id: 900, name: 'Dynamic Chart', 'dynamic-flag': true, active: true });
		const { items } = await engine.execute('coupa', { resource: 'account', operation: 'getCharts' });
		expect(items.find(({ json }) => json.id === 900)?.json).toEqual({
			id: 900,
			name: 'Dynamic Chart',
			dynamic: true,
			file: 'lookupValuesExport',
		});
		expect(items.find(({ json }) => json.id === chart?.id)?.json).toMatchObject({ dynamic: false, file: 'accountImport' });
	});
});

describe('pick lists', () => {
	test('search on the side of Coupa, page by page', async () => {
		const first = await engine.listSearch('coupa', 'search_supplier');
		expect(first.results).toHaveLength(50);
		expect(first.results[0]).toEqual({ name: 'V-0000 · Even & Söhne 0', value: '1000', url: `${coupa.url}/suppliers/show/1000` });
		const second = await engine.listSearch('coupa', 'search_supplier', undefined, String(first.paginationToken));
		expect(second.results[0]?.value).toBe('1150');
		const found = await engine.listSearch('coupa', 'search_supplier', '0149');
		expect(found).toEqual({ results: [expect.objectContaining({ value: '1447' })] });
	});
});
