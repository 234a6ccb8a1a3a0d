import type { CoupaRecord } from '../../../../lib/core';
import { field, openCompany, type Company } from './company';

/** What the product's table says of single objects, beyond ways of writing and actions. */
let company: Company;
beforeEach(async () => {
	company = await openCompany();
});
afterEach(() => company.sandbox.stop());

const errors = async (path: string): Promise<unknown> => {
	const { status, json } = await company.call('GET', path);
	return [status, field(json, 'errors')];
};

describe('purchase order revisions, whose id is that of the order', () => {
	const revision = (id: number, order: number, number: number): CoupaRecord => ({
		id: order,
		'revision-record': { id, revision: number, 'created-at': `2026-04-0${number}T08:00:00Z` },
	});
	const numbers = async (query: string): Promise<unknown> =>
		((await company.call('GET', `/api/purchase_order_revisions${query}`)).json as CoupaRecord[]).map((found) =>
			field(found, 'revision-record', 'id'),
		);

	beforeEach(() => {
		for (const record of [revision(1, 70315, 1), revision(2, 70315, 2), revision(3, 8, 1)])
			company.sandbox.put('purchase_order_revisions', record, { keepUpdatedAt: true });
	});

	it('are kept apart by the id of the revision', async () => {
		expect(await numbers('')).toEqual([1, 2, 3]);
		expect(field((await company.call('GET', '/api/purchase_order_revisions/2')).json, 'revision-record', 'revision')).toBe(2);
	});

	it.each([
		['?purchase_order_id=70315', [1, 2]],
		['?purchase_order_id[in]=8,9', [3]],
		['?purchase_order_id=70315&limit=1&offset=1', [2]],
		['?revision[gt]=1', [2]],
		['?created_at[gt_or_eq]=2026-04-02T00:00:00Z', [2]],
	])('are listed by %s', async (query, expected) => {
		expect(await numbers(query)).toEqual(expected);
		expect(company.sandbox.contractProblems()).toEqual([]);
	});

	it('by nothing else', async () => {
		expect(await errors('/api/purchase_order_revisions?colour=red')).toEqual([
			400,
			{ colour: ['is not a parameter of purchase_order_revisions'] },
		]);
	});
});

it('matching allocations are listed with an invoice or a line of one only', async () => {
	company.sandbox.put('invoices', { id: 40, 'invoice-lines': [{ id: 401 }] });
	for (const [id, line] of [
		[1, 401],
		[2, 402],
	] as const)
		company.sandbox.put('matching_allocations', { id, 'invoice-line-id': line });
	const listed = async (query: string): Promise<unknown> =>
		((await company.call('GET', `/api/matching_allocations?${query}`)).json as CoupaRecord[]).map(({ id }) => id);
	expect(await listed('invoice_line_id=402')).toEqual([2]);
	expect(await listed('invoice_line[invoice_header_id][in]=40,41')).toEqual([1]);
	expect(company.sandbox.contractProblems()).toEqual([]);
	expect(await errors('/api/matching_allocations?limit=5')).toEqual([
		400,
		{ 'invoice-line-id': ['is needed: the list is known with invoice-line-id or invoice-line.invoice-header-id only'] },
	]);
});

it('the exported flag of a Coupa Pay payment goes in the body, and nothing else with it', async () => {
	company.sandbox.put('coupa_pay/payments', { id: 5, 'external-ref-id': 'A', exported: false });
	const { status, json } = await company.call('PUT', '/api/coupa_pay/payments/5', { exported: true });
	expect([status, json]).toEqual([200, expect.objectContaining({ id: 5, exported: true, 'external-ref-id': 'A' })]);
	expect(company.sandbox.contractProblems()).toEqual([]);
	await company.call('PUT', '/api/coupa_pay/payments/5', { exported: true, 'external-ref-id': 'B' });
	expect(company.sandbox.contractProblems()).toHaveLength(1);
});

it('a copy of a chart of accounts is answered with, and kept', async () => {
	const { status, json } = await company.call('POST', '/api/account_types/3/copy', { name: 'Chart 2027' });
	expect([status, field(json, 'name')]).toEqual([200, 'Chart 2027']);
	expect(company.sandbox.rows('account_types').map(({ id }) => id)).toEqual([3, 4, field(json, 'id')]);
});

it('instances of a custom object lie below an object that has no list', async () => {
	const made = await company.call('POST', '/api/custom_objects/12/object_instances', { 'custom-fields': { colour: 'red' } });
	expect([made.status, field(made.json, 'custom-fields')]).toEqual([201, { colour: 'red' }]);
	expect((await company.call('GET', '/api/custom_objects/12/object_instances')).json).toHaveLength(1);
	expect((await company.call('GET', '/api/custom_objects/13/object_instances')).json).toEqual([]);
	expect((await company.call('GET', '/api/custom_objects')).status).toBe(404);
});

it('an attachment is found and deleted without the record that it belongs to', async () => {
	const id = String(field((await company.call('POST', '/api/purchase_orders/70315/attachments', { type: 'text', text: 'a' })).json, 'id'));
	expect(field((await company.call('GET', `/api/attachments/${id}?attachable_type=OrderHeader`)).json, 'id')).toBe(Number(id));
	expect((await company.call('DELETE', `/api/attachments/${id}`)).status).toBe(200);
	expect((await company.call('GET', '/api/purchase_orders/70315/attachments')).json).toEqual([]);
	expect(company.sandbox.contractProblems()).toEqual([]);
});
