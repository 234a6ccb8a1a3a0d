import type { CoupaRecord } from '../../../../lib/core';
import type { Entry } from '../../../../lib/coupa';
import { field, ids, openCompany, type Company } from './company';

// Entries of its own, so that each column is tried whatever the product's table says today.
jest.mock('../../../../lib/coupa/resources', () => {
	const { ENTRIES } = jest.requireActual<{ ENTRIES: Entry[] }>('../../../../lib/coupa/resources');
	return { ENTRIES: jest.requireActual<typeof import('./invented-entries')>('./invented-entries').withInvented(ENTRIES) };
});

let company: Company;
beforeEach(async () => {
	company = await openCompany();
	company.sandbox.put('departments', { id: 5, name: 'Sales', active: true });
	company.sandbox.clearRequests();
});
afterEach(() => company.sandbox.stop());

const errors = async (pending: ReturnType<Company['call']>): Promise<unknown> => {
	const { status, json } = await pending;
	return [status, field(json, 'errors')];
};

describe('create', () => {
	it('answers 201 with the record, who made it and when', async () => {
		const { status, json } = await company.call('POST', '/api/departments', { name: 'Lab', active: true });
		expect([status, json]).toEqual([
			201,
			expect.objectContaining({
				name: 'Lab',
				active: true,
				'created-by': expect.objectContaining({ login: 'int.batch' }),
				'updated-by': expect.objectContaining({ login: 'int.batch' }),
				'updated-at': expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
			}),
		]);
		expect(ids(await company.call('GET', '/api/departments?name=Lab'))).toEqual([field(json, 'id')]);
		expect(company.sandbox.ignored()).toEqual([]);
	});

	it.each([
		[{ active: true }, { name: ["can't be blank"] }],
		[{ name: '' }, { name: ["can't be blank"] }],
		[{ name: 'Sales' }, { name: ['has already been taken'] }],
		[{ name: 'Lab', active: 'yes' }, { active: ['is not true or false'] }],
		[{ name: 'x'.repeat(10_000) }, { name: [expect.stringContaining('is too long')] }],
	])('refuses %j', async (body, refused) => {
		expect(await errors(company.call('POST', '/api/departments', body))).toEqual([400, refused]);
		expect(company.sandbox.rows('departments')).toHaveLength(1);
		expect(company.sandbox.ignored()).toEqual([]);
	});

	it('passes over what it does not know or only answers with, and the test can read it', async () => {
		const { status, json } = await company.call('POST', '/api/departments', { name: 'Lab', colour: 'red', id: 7 });
		expect(status).toBe(201);
		expect(json).not.toHaveProperty('colour');
		expect(field(json, 'id')).not.toBe(7);
		const call = { method: 'POST', path: '/api/departments' };
		expect(company.sandbox.ignored()).toEqual([
			{ ...call, attribute: 'colour', why: 'unknown attribute' },
			{ ...call, attribute: 'id', why: 'output only' },
		]);
		company.sandbox.clearRequests();
		expect(company.sandbox.ignored()).toEqual([]);
	});

	const order = {
		type: 'ExternalOrderHeader',
		'po-number': 'X-1',
		supplier: { number: 'V-20011' },
		currency: { code: 'XXX' },
		'payment-term': { code: 'NET30' },
		'order-lines': [{ description: 'Bolts', price: '3', quantity: '2', uom: { code: 'EA' } }],
	};

	it('finds references by their key, drops those that name nothing, keeps lists of its own', async () => {
		const { status, json } = await company.call('POST', '/api/purchase_orders', order);
		expect([status, json]).toEqual([
			201,
			expect.objectContaining({
				status: 'draft',
				supplier: expect.objectContaining({ id: 5502, name: 'Northbrook Fasteners' }),
				'payment-term': expect.objectContaining({ id: 4 }),
				currency: null,
				exported: false,
				'order-lines': [expect.objectContaining({ description: 'Bolts', price: '3.00', uom: expect.objectContaining({ id: 1 }) })],
			}),
		]);
		expect(company.sandbox.ignored()).toEqual([
			{ method: 'POST', path: '/api/purchase_orders', attribute: 'currency', why: 'unknown reference' },
		]);
		expect(company.sandbox.rows('purchase_order_lines').map((line) => line.description)).toContain('Bolts');
	});

	it('wants what goes with every such request', async () => {
		const untyped: CoupaRecord = Object.fromEntries(Object.entries(order).filter(([name]) => name !== 'type'));
		expect(await errors(company.call('POST', '/api/purchase_orders', untyped))).toEqual([
			400,
			{ type: ['has to be "ExternalOrderHeader"'] },
		]);
	});
});

describe('update and delete', () => {
	it('changes what is sent and moves updated-at', async () => {
		company.sandbox.put(
			'departments',
			{ id: 6, name: 'Old', active: false, 'updated-at': '2020-01-01T00:00:00Z' },
			{ keepUpdatedAt: true },
		);
		const { status, json } = await company.call('PATCH', '/api/departments/6', { active: true, name: 'New' });
		expect([status, json]).toEqual([200, expect.objectContaining({ id: 6, active: true, name: 'Old' })]);
		expect(field(json, 'updated-at')).not.toBe('2020-01-01T00:00:00Z');
		expect(company.sandbox.ignored()).toMatchObject([{ attribute: 'name', why: 'not written by this request' }]);
		expect((await company.call('PUT', '/api/departments/77', { active: true })).status).toBe(404);
	});

	it('changes and removes lines by id, refuses those of others', async () => {
		const lines: CoupaRecord[] = [
			{ id: 881001, price: '5' },
			{ id: 881002, _delete: true },
		];
		const { status, json } = await company.call('PUT', '/api/purchase_orders/70315', {
			'order-lines': lines,
			supplier: { number: 'none' },
		});
		expect(status).toBe(200);
		expect(field(json, 'order-lines', 0)).toMatchObject({ id: 881001, price: '5.00', description: 'Line 1' });
		expect(company.sandbox.rows('purchase_order_lines').map(({ id }) => id)).toEqual([881001, 881003]);
		// A reference that names nothing leaves what was there.
		expect(field(json, 'supplier', 'number')).toBe('V-20011');
		expect(await errors(company.call('PUT', '/api/purchase_orders/70315', { 'order-lines': [{ id: 1 }] }))).toEqual([
			400,
			{ 'order-lines': ['id 1 does not belong to this record'] },
		]);
	});

	it('refuses another status and names it', async () => {
		company.sandbox.put('purchase_orders', { id: 8, status: 'closed' });
		expect(await errors(company.call('PUT', '/api/purchase_orders/8', { version: 2 }))).toEqual([
			400,
			{ status: ['Update is not possible in status closed; it is in draft, issued'] },
		]);
	});

	it('serves a way of writing with a step, and its attributes only', async () => {
		const { json } = await company.call('PUT', '/api/purchase_orders/70315/revise', { 'po-number': 'other' });
		expect(field(json, 'po-number')).toBe('70315');
	});

	it('deletes with an empty answer', async () => {
		const { status, text } = await company.call('DELETE', '/api/departments/5');
		expect([status, text]).toEqual([200, '']);
		expect(company.sandbox.rows('departments')).toEqual([]);
		expect((await company.call('DELETE', '/api/purchase_orders/70315')).status).toBe(404);
	});
});

describe('actions', () => {
	it('lead to their status, from theirs only', async () => {
		company.sandbox.put('purchase_orders', { id: 8, status: 'draft' });
		expect(field((await company.call('PUT', '/api/purchase_orders/8/issue')).json, 'status')).toBe('issued');
		expect(await errors(company.call('PUT', '/api/purchase_orders/8/issue'))).toEqual([
			400,
			{ status: ['Issue is not possible in status issued; it is in draft'] },
		]);
		expect((await company.call('PUT', '/api/purchase_orders/9/issue')).status).toBe(404);
		expect((await company.call('POST', '/api/purchase_orders/8/issue')).status).toBe(404);
		expect((await company.call('PUT', '/api/purchase_orders/8/issue', { a: 1 })).status).toBe(400);
	});

	it('take either spelling of a status', async () => {
		company.sandbox.put('purchase_orders', { id: 8, status: 'canceled' });
		expect((await company.call('PUT', '/api/purchase_orders/8/cancel')).status).toBe(200);
	});

	it('without a documented status lead to one that shows they were carried out', async () => {
		company.sandbox.put('purchase_orders', { id: 8, status: 'draft' });
		expect(field((await company.call('PUT', '/api/purchase_orders/8/send')).json, 'status')).not.toBe('draft');
	});

	it.each([
		[{}, '', { event: ["can't be blank"] }],
		[{ event: [{ comment: 'a' }], 'reason-insight-id': 99 }, '', { 'reason-insight-id': ['99 was not found'] }],
		[{ event: [{ comment: 'a' }] }, '?way=hard', { way: ['is not included in the list'] }],
		[{ event: [{ comment: 'a' }] }, '?why=x', { why: ['is not a parameter of this call'] }],
	])('refuse %j%s', async (body, query, refused) => {
		expect(await errors(company.call('PUT', `/api/purchase_orders/70315/reopen${query}`, body))).toEqual([400, refused]);
	});

	it('take their fields, and tell of others', async () => {
		const body = { event: [{ comment: 'a' }], 'reason-insight-id': 5, colour: 'red' };
		expect((await company.call('PUT', '/api/purchase_orders/70315/reopen?way=soft', body)).status).toBe(200);
		expect(company.sandbox.ignored()).toMatchObject([{ attribute: 'colour', why: 'unknown attribute' }]);
	});

	it('on an approval answer with the document', async () => {
		company.sandbox.put('invoices', { id: 40, status: 'pending_approval', 'invoice-number': 'A' });
		const approval = { status: 'pending_approval', 'approvable-type': 'InvoiceHeader', 'approvable-id': 40 };
		for (const id of [1, 2]) company.sandbox.put('approvals', { id, ...approval });
		const first = await company.call('PUT', '/api/approvals/1/approve?reason=Fine');
		expect(first.json).toMatchObject({ id: 40, 'invoice-number': 'A', status: 'pending_approval' });
		expect(company.sandbox.rows('approvals')[0]).toMatchObject({ id: 1, status: 'approved', note: 'Fine' });
		expect((await company.call('PUT', '/api/approvals/2/approve')).json).toMatchObject({ id: 40, status: 'approved' });
		expect(await errors(company.call('PUT', '/api/approvals/2/approve'))).toEqual([
			400,
			{ status: ['Approve is not possible in status approved; it is in pending_approval'] },
		]);
	});
});

describe('below another record', () => {
	it('are made, listed, changed and removed there, and shown in it', async () => {
		const path = '/api/suppliers/5502/addresses';
		const made = await company.call('POST', path, { 'remit-to-code': 'NB-02', name: 'Second' });
		expect(made.status).toBe(201);
		const id = Number(field(made.json, 'id'));
		expect(ids(await company.call('GET', path))).toEqual([9301, id]);
		expect((await company.call('PUT', `${path}/${id}`, { name: 'Third' })).json).toMatchObject({ name: 'Third', 'remit-to-code': 'NB-02' });
		const supplier = await company.call('GET', '/api/suppliers/5502');
		expect(field(supplier.json, 'remit-to-addresses', 1)).toMatchObject({ id, name: 'Third' });
		// The supplier's own clock stands still (rules.md §3).
		expect(field(supplier.json, 'updated-at')).toBe(company.sandbox.rows('suppliers')[0]?.['updated-at']);
		expect((await company.call('GET', `/api/suppliers/5503/addresses/${id}`)).status).toBe(404);
		expect((await company.call('PUT', `/api/suppliers/5503/addresses/${id}`, { name: 'x' })).status).toBe(404);
		expect((await company.call('DELETE', `${path}/${id}`)).status).toBe(200);
		expect(ids(await company.call('GET', path))).toEqual([9301]);
		expect((await company.call('POST', '/api/suppliers/1/addresses', { name: 'x' })).status).toBe(404);
	});

	it('of parents with the same id are kept apart', async () => {
		company.sandbox.put('invoices', { id: 70315, status: 'draft' });
		await company.call('POST', '/api/invoices/70315/comments', { comments: 'of the invoice' });
		await company.call('POST', '/api/purchase_orders/70315/comments', { comments: 'of the order' });
		const of = async (parent: string): Promise<unknown> =>
			field((await company.call('GET', `/api/${parent}/70315/comments`)).json, 0, 'comments');
		expect([await of('invoices'), await of('purchase_orders')]).toEqual(['of the invoice', 'of the order']);
		expect((await company.call('GET', '/api/departments/5/comments')).status).toBe(404);
		expect(await errors(company.call('POST', '/api/invoices/70315/comments', {}))).toEqual([400, { comments: ["can't be blank"] }]);
	});

	it('attachments come back as bytes, and cannot be changed', async () => {
		const form = new FormData();
		form.append('attachment[type]', 'file');
		form.append('attachment[file]', new Blob(['bytes'], { type: 'application/pdf' }), 'a.pdf');
		const path = '/api/purchase_orders/70315/attachments';
		const id = String(field((await company.call('POST', path, form)).json, 'id'));
		expect(await company.call('GET', `${path}/${id}`)).toMatchObject({ status: 200, text: 'bytes' });
		company.sandbox.settings.attachmentsAnswerWithBytes = false;
		expect((await company.call('GET', `${path}/${id}`)).json).toMatchObject({ 'file-file-name': 'a.pdf' });
		expect((await company.call('PUT', `${path}/${id}`, { intent: 'Internal' })).status).toBe(404);
		expect(company.sandbox.attachments(70315, 'purchase_orders')).toMatchObject([{ kind: 'file' }]);
		expect((await company.call('DELETE', `${path}/${id}`)).status).toBe(200);
		expect(company.sandbox.attachments(70315, 'purchase_orders')).toEqual([]);
	});

	it('an invoice takes ten attachments, and 8 MB together', async () => {
		company.sandbox.put('invoices', { id: 40, status: 'draft', attachments: [] });
		const attach = async (name: string, bytes: number): Promise<unknown> => {
			const form = new FormData();
			form.append('attachment[type]', 'file');
			form.append('attachment[file]', new Blob([new Uint8Array(bytes)]), name);
			return errors(company.call('POST', '/api/invoices/40/attachments', form));
		};
		expect(await attach('a', 8 * 1024 * 1024)).toEqual([201, null]);
		expect(await attach('b', 1)).toEqual([400, { attachments: ['The attachments of an invoice take 8 MB together at most'] }]);
		for (let n = 0; n < 9; n += 1) await company.call('POST', '/api/invoices/40/attachments', { type: 'text', text: 'a' });
		expect(await errors(company.call('POST', '/api/invoices/40/attachments', { type: 'text', text: 'a' }))).toEqual([
			400,
			{ attachments: ['An invoice takes 10 attachments at most'] },
		]);
	});
});

it('custom fields that the company does not have are dropped', async () => {
	company.sandbox.settings.customFields.departments = [
		{ name: 'cost-owner', type: 'string' },
		{ name: 'region', type: 'string', flat: true },
	];
	const body = { name: 'Lab', region: 'EU', size: 3, 'custom-fields': { 'cost-owner': 'Ann', other: 1 } };
	const { json } = await company.call('POST', '/api/departments', body);
	expect(json).toMatchObject({ region: 'EU', 'custom-fields': { 'cost-owner': 'Ann' } });
	expect(json).not.toHaveProperty('size');
	expect(field(json, 'custom-fields')).not.toHaveProperty('other');
	expect(company.sandbox.ignored().map(({ attribute }) => attribute)).toEqual(['size', 'custom-fields.other']);
});
