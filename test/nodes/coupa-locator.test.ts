import type { CoupaRecord } from '../../lib/core';
import { coupaCredential, startCoupa } from '../../tools/harness/engine/coupa';
import { Engine } from '../../tools/harness/engine/engine';
import type { CoupaSandbox } from '../../tools/sandbox/coupa';
import { sampledRecord } from '../../tools/sandbox/dataset/sampled';

let coupa: CoupaSandbox;
let engine: Engine;

/** Every second name and every third number has "north" in it: some are found twice. */
const suppliers = Array.from({ length: 150 }, (_, index): CoupaRecord => ({
	...sampledRecord('Supplier', 1000 + index),
	number: `${index % 3 === 0 ? 'NORTH' : 'V'}-${String(index)}`,
	name: `${index % 2 === 0 ? 'Northbrook' : 'Harbor'} ${String(index)}`,
}));
const isFound = (index: number) => index % 3 === 0 || index % 2 === 0;
const foundIds = suppliers.filter((_, index) => isFound(index)).map(({ id }) => String(id));

beforeAll(async () => {
	coupa = await startCoupa({ seed: {}, settings: { requestsPerSecond: Infinity } });
	for (const supplier of suppliers) coupa.put('suppliers', supplier);
	for (const id of [201, 202, 203]) {
		const invoice = {
			...sampledRecord('InvoiceHeader', id),
			'invoice-number': `INV-${String(id)}`,
			supplier: { id: 1000, name: 'Northbrook 0' },
		};
		coupa.put('invoices', { ...invoice, 'invoice-lines': [] });
	}
	engine = await Engine.load({ coupaOAuth2Api: coupaCredential(coupa) });
});

afterAll(async () => {
	await coupa.stop();
});

describe('pick lists', () => {
	test('search by number and name: each record once, in order, over all pages', async () => {
		const found: string[] = [];
		let token: string | undefined;
		do {
			const page = await engine.listSearch('coupa', 'search_supplier', 'north', token);
			found.push(...page.results.map(({ value }) => String(value)));
			token = page.paginationToken === undefined ? undefined : String(page.paginationToken);
		} while (token !== undefined);
		expect(found).toEqual(foundIds);
	});

	test('documents: by the name of their supplier too, the newest first', async () => {
		expect((await engine.listSearch('coupa', 'search_invoice', 'northbrook')).results.map(({ value }) => value)).toEqual([
			'203',
			'202',
			'201',
		]);
		expect((await engine.listSearch('coupa', 'search_invoice')).results.map(({ value }) => value)).toEqual(['203', '202', '201']);
		const next = await engine.listSearch('coupa', 'search_invoice', undefined, '202');
		expect(next.results.map(({ value }) => value)).toEqual(['201']);
	});

	test('search by ID', async () => {
		const { results } = await engine.listSearch('coupa', 'search_supplier', '1007');
		expect(results.map(({ value }) => value)).toEqual(['1007']);
	});

	test('nothing found', async () => {
		expect(await engine.listSearch('coupa', 'search_supplier', 'no such supplier')).toEqual({ results: [] });
	});
});

const get = async (resource: string, mode: string, value: string) =>
	await engine.execute('coupa', { resource, operation: 'get', output: 'raw', [resource]: { __rl: true, mode, value } });

describe('by URL', () => {
	test.each([
		['invoice', '/invoices/202', 202],
		['invoice', '/invoices/202/edit?tab=lines#l1', 202],
		['invoice', '/api/invoices/202', 202],
		['supplier', '/suppliers/show/1007', 1007],
		['supplier', '/suppliers/1007', 1007],
	])('%s %s', async (resource, path, id) => {
		const { items, error } = await get(resource, 'url', coupa.url + path);
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.id)).toEqual([id]);
	});

	test('another instance', async () => {
		const { error } = await get('invoice', 'url', 'https://other.coupahost.com/invoices/202');
		expect(error?.message).toBe(`The link leads to other.coupahost.com, but the credential is for ${new URL(coupa.url).host} [item 0]`);
		expect(error?.description).toMatch(/same Coupa instance/);
	});

	test.each([
		['/order_headers/202', 'The link is not one of an invoice [item 0]'],
		['/invoices', 'The link is not one of an invoice [item 0]'],
		['/invoices/new', 'The link is not one of an invoice [item 0]'],
	])('%s is not one of an invoice', async (path, message) => {
		const { error } = await get('invoice', 'url', coupa.url + path);
		expect(error?.message).toBe(message);
		expect(error?.description).toContain(`${coupa.url}/invoices/123450`);
	});

	test('no link at all', async () => {
		expect((await get('invoice', 'url', 'INV-202')).error?.message).toBe('“INV-202” is not a link [item 0]');
	});
});

test('a record picked from the list and deleted since', async () => {
	const { error } = await get('supplier', 'list', '999999');
	expect(error?.message).toBe('The supplier picked from the list is not in Coupa any more [item 0]');
	expect(error?.description).toMatch(/Pick it again/);
});

describe('what Get Many cuts is told', () => {
	const hints = async (parameters: object) => {
		const { run, items } = await engine.execute('coupa', {
			resource: 'supplier',
			operation: 'getAll',
			filters: {},
			options: {},
			...parameters,
		});
		const [task] = run.data.resultData.runData.coupa ?? [];
		return { count: items.length, hints: (task?.hints ?? []).map(({ message }) => message) };
	};

	test.each([
		[60, 60, 'The limit of 60 suppliers was reached, and there are more. Raise the limit, or turn on Return All.'],
		[50, 50, 'The limit of 50 suppliers was reached, and there may be more. Raise the limit, or turn on Return All.'],
		[149, 149, 'The limit of 149 suppliers was reached, and there are more. Raise the limit, or turn on Return All.'],
	])('limit %d', async (limit, count, hint) => {
		expect(await hints({ returnAll: false, limit, output: 'simplified' })).toEqual({ count, hints: [hint] });
	});

	test('not where nothing is cut', async () => {
		expect(await hints({ returnAll: false, limit: 160, output: 'simplified' })).toEqual({ count: 150, hints: [] });
	});

	test('secrets that are left out, once for all pages', async () => {
		const { hints: told } = await hints({ returnAll: true, output: 'raw' });
		expect(told).toEqual([expect.stringMatching(/^Left out because they hold secrets or bank data: .*cxml-http-password/)]);
	});
});

describe('Selected Fields', () => {
	test('Get reads only those', async () => {
		coupa.clearRequests();
		const { items } = await engine.execute('coupa', {
			...{ resource: 'invoice', operation: 'get', invoice: { __rl: true, mode: 'id', value: '202' } },
			...{ output: 'selected', fields: '={{ "invoice_number, supplier-name" }}' },
		});
		expect(items.map(({ json }) => json)).toEqual([{ id: 202, 'invoice-number': 'INV-202', supplier: { name: 'Northbrook 0' } }]);
	});

	test('none selected', async () => {
		const { error } = await engine.execute('coupa', {
			...{ resource: 'invoice', operation: 'get', invoice: { __rl: true, mode: 'id', value: '202' }, output: 'selected', fields: [] },
		});
		expect(error?.message).toBe('No fields are selected [item 0]');
	});
});
