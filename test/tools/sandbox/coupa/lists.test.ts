import type { CoupaRecord } from '../../../../lib/core';
import { cpuSecondsOf } from '../../../../tools/harness/cpu';
import { field, ids, openCompany, seed, type Company } from './company';

let company: Company;

function supplier(id: number, more: CoupaRecord = {}): CoupaRecord {
	return {
		id,
		name: `Supplier ${id}`,
		number: `N-${id}`,
		status: 'active',
		'on-hold': false,
		'updated-at': '2026-01-01T00:00:00Z',
		'remit-to-addresses': [],
		...more,
	};
}

beforeAll(async () => {
	const many = Array.from({ length: 120 }, (_, index) => supplier(10 + index * 3));
	company = await openCompany({ seed: { ...seed(), suppliers: [...(seed().suppliers ?? []), ...many] } });
});
afterAll(() => company.sandbox.stop());

const get = (path: string): ReturnType<Company['call']> => company.call('GET', path);

describe('paging', () => {
	it('gives at most 50 rows, by id', async () => {
		expect(ids(await get('/api/suppliers'))).toEqual(Array.from({ length: 50 }, (_, index) => 10 + index * 3));
		expect(ids(await get('/api/suppliers?limit=200'))).toHaveLength(50);
	});

	it('pages by offset to the end', async () => {
		const pages = await Promise.all([0, 50, 100, 150].map((offset) => get(`/api/suppliers?offset=${offset}&order_by=id&dir=asc`)));
		expect(pages.map((page) => ids(page).length)).toEqual([50, 50, 22, 0]);
		expect(new Set(pages.flatMap(ids)).size).toBe(122);
	});

	it('sorts by any attribute, both ways', async () => {
		expect(ids(await get('/api/suppliers?order_by=updated_at&dir=desc&limit=2'))).toEqual([5503, 5502]);
		expect(ids(await get('/api/suppliers?order_by=name&limit=1'))).toEqual([5503]);
		expect(ids(await get('/api/suppliers?order_by=display_name&dir=desc&limit=1'))).toEqual([5503]);
	});

	it('answers an empty JSON list with 200', async () => {
		const { status, text } = await get('/api/suppliers?number=none');
		expect([status, text]).toEqual([200, '[]']);
	});
});

describe('operators', () => {
	it.each([
		['number=V-20011', [5502]],
		['number[contains]=2001', [5502, 5503]],
		['number[starts_with]=V-', [5502, 5503]],
		['number[starts_with]=2001', []],
		['number[ends_with]=2001', []],
		['number[ends_with]=20012', [5503]],
		['name=Gr%C3%B6%C3%9Fe%20%26%20S%C3%B6hne', [5503]],
		['id[gt]=5502', [5503]],
		['id[gt_or_eq]=5502', [5502, 5503]],
		['id[lt]=13', [10]],
		['id[lt_or_eq]=13', [10, 13]],
		['status[not_eq]=active', [5503]],
		['status[in]=inactive,draft', [5503]],
		['status[not_in]=active,draft', [5503]],
		['on_hold[blank]=true', [5502, 5503]],
		['number[blank]=false&id[gt]=5000', [5502, 5503]],
		['updated_at[gt]=2026-03-01T08:30:00-08:00', [5503]],
		['updated_at[gt_or_eq]=2026-03-01T16:30:00Z', [5502, 5503]],
		['updated_at[gt_or_eq]=2026-03-02', [5503]],
		['updated_at[lt]=2026-03-01T16:30:00Z&id[gt]=5000', []],
		['updated-at=2026-04-01T08:00:00Z', [5503]],
		['on-hold=false&id[lt]=13', [10]],
		['status=inactive&number=V-20011', []],
		['remit-to-addresses[updated-at][gt_or_eq]=2026-04-30', [5503]],
		['remit_to_addresses[remit_to_code]=NB-01', [5502]],
	])('suppliers?%s', async (query, expected) => {
		const answer = await get(`/api/suppliers?${query.replace(/\+(?=\d)/, '%2B')}`);
		expect([answer.status, ids(answer)]).toEqual([200, expected]);
	});

	it.each([
		['purchase_orders?supplier[name]=Northbrook%20Fasteners', [70315]],
		['purchase_orders?supplier[name][gt]=O', []],
		['purchase_orders?supplier_id=5502', [70315]],
		['purchase_orders?supplier[id]=5502', [70315]],
		['purchase_orders?order_lines[account][code]=10-6200-HS', [70315]],
		['purchase_orders?order_lines[price][gt]=100', [70315]],
		['purchase_orders?order_lines[price][gt]=300', []],
		['purchase_orders?exported=false&status[in]=issued,canceled,closed', [70315]],
		['purchase_orders?exported=true', []],
		['accounts?account_type[name]=Demo%20Chart&active=true', [4101, 4102]],
		['accounts?account_type_id=4', [4201]],
		['accounts?code=10-6200-HS', [4101, 4201]],
		['purchase_order_lines?order_header_id=70315&type=OrderAmountLine', [881002]],
		['tax_codes?country[code]=DE', [13]],
		['suppliers/5503/addresses', [9302]],
		['suppliers/5503/addresses?remit_to_code=NB-01', []],
	])('%s', async (path, expected) => {
		const answer = await get(`/api/${path}`);
		expect([answer.status, ids(answer)]).toEqual([200, expected]);
	});

	it('finds in nested lists of invoices that are no resource of their own', async () => {
		company.sandbox.put('invoices', {
			id: 1,
			status: 'approved',
			'invoice-lines': [
				{ id: 11, 'order-line-id': 881001, price: '9.5' },
				{ id: 12, price: '12.0' },
			],
		});
		expect(ids(await get('/api/invoices?invoice_lines[order_line_id]=881001'))).toEqual([1]);
		expect(ids(await get('/api/invoices?invoice_lines[price][gt]=10'))).toEqual([1]);
		expect(ids(await get('/api/invoices?invoice_lines[price][gt]=12'))).toEqual([]);
	});
});

describe('strictness', () => {
	it.each([
		['suplier=1', 'suplier'],
		['supplier[nmae]=x', 'supplier[nmae]'],
		['number[like]=x', 'number[like]'],
		['updated_at[contains]=2026', 'updated_at[contains]'],
		['updated_at[blank]=true', 'updated_at[blank]'],
		['updated_at[gt]=yesterday', 'updated_at[gt]'],
		['updated_at[gt]=2026-02-30', 'updated_at[gt]'],
		['updated_at[gt]=2026-03-01T08:30:00', 'updated_at[gt]'],
		['updated_at[gt]=2026-03-01T08:30:00+01:00', 'updated_at[gt]'],
		['on_hold=maybe', 'on_hold'],
		['id=abc', 'id'],
		['limit=0', 'limit'],
		['limit=ten', 'limit'],
		['offset=-1', 'offset'],
		['dir=up', 'dir'],
		['order_by=shoe_size', 'order_by'],
		['return_object=none', 'return_object'],
		['show_deleted_lines=true', 'show_deleted_lines'],
		[
			'payment_term[created_by][login]=x&primary_contact[created_by][login][gt]=x&parent[parent][parent][name]=x',
			'parent[parent][parent][name]',
		],
	])('refuses suppliers?%s', async (query, named) => {
		const answer = await get(`/api/suppliers?${query}`);
		expect(answer.status).toBe(400);
		expect(Object.keys(field(answer.json, 'errors') as object)).toEqual([named]);
	});

	it.each([
		'/api/remit_to_addresses',
		'/api/supplier_addresses',
		'/api/tags',
		'/api/toString',
		'/api/suppliers/1',
		'/api/suppliers/5502/addresses/9302',
		'/api/suppliers/1/addresses',
		'/api/invoices/999/attachments',
		'/nowhere',
	])('answers 404 for %s', async (path) => {
		expect((await get(path)).status).toBe(404);
	});

	it('answers 404 for verbs that are not documented', async () => {
		expect((await company.call('DELETE', '/api/suppliers/5502')).status).toBe(404);
		expect((await company.call('PUT', '/api/suppliers/5502?exported=true')).status).toBe(404);
	});

	it('gives one record by id, and refuses conditions there', async () => {
		expect(field((await get('/api/suppliers/5503')).json, 'name')).toBe('Größe & Söhne');
		expect(field((await get('/api/suppliers/5503/addresses/9302')).json, 'remit-to-code')).toBe('GS-01');
		expect((await get('/api/suppliers/5503?number=V-1')).status).toBe(400);
	});
});

describe('deleted order lines', () => {
	it('come only when asked for', async () => {
		expect(field((await get('/api/purchase_orders')).json, 0, 'order-lines')).toHaveLength(2);
		expect(field((await get('/api/purchase_orders?show_deleted_lines=true')).json, 0, 'order-lines')).toHaveLength(3);
		expect((await get('/api/purchase_orders?show_deleted_lines=1')).status).toBe(400);
	});
});

it('finds the few changed among many without reading them all', async () => {
	const large = Array.from({ length: 20_000 }, (_, index) =>
		supplier(index + 1, { 'updated-at': new Date(1_700_000_000_000 + index * 1000).toISOString() }),
	);
	const big = await openCompany({ seed: { suppliers: large } });
	// The sandbox is in this process: its CPU time is that of the request, whatever else the machine does. The least of several holds no
	// garbage collection.
	const fastest = async (query: string, rows: number): Promise<number> => {
		const times: number[] = [];
		for (let turn = 0; turn < 5; turn++)
			times.push(
				await cpuSecondsOf(async () => {
					expect(ids(await big.call('GET', `/api/suppliers?${query}&fields=["id"]&order_by=id`))).toHaveLength(rows);
				}),
			);
		return Math.min(...times);
	};
	// payment_term[code] has no index: every record is read.
	const readingAll = await fastest('payment_term[code]=NET99', 0);
	const since = new Date(1_700_000_000_000 + 19_990 * 1000).toISOString();
	expect(await fastest(`updated_at[gt_or_eq]=${since}`, 10)).toBeLessThan(readingAll / 2);
	expect(await fastest('offset=19950', 50)).toBeLessThan(readingAll / 2);
	expect(await fastest('number[in]=N-7,N-19999', 2)).toBeLessThan(readingAll / 2);
	await big.sandbox.stop();
});
