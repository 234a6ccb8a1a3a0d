import type { CoupaRecord, Json } from '../../../../lib/core';
import { draft, field, lineBody, openCompany, post, shapeB, type Company } from './company';

let company: Company;
beforeEach(async () => {
	company = await openCompany();
});
afterEach(() => company.sandbox.stop());

describe('POST', () => {
	it('makes a draft with everything Coupa adds', async () => {
		const { status, json } = await post(company, {
			'internal-note': 'scan-one:abc',
			'payment-term': { code: 'NET30' },
			'remit-to-address': { 'remit-to-code': 'NB-01' },
			'bill-to-address': { name: 'Demo HQ' },
			'requester-email': 'ines@example.test',
			'custom-fields': { 'cf-batch': '0421' },
			taggings: [{ name: 'scan-one' }],
		});
		expect(status).toBe(201);
		expect(json).toMatchObject({
			status: 'draft',
			'document-type': 'Invoice',
			'invoice-date': '2026-04-25T00:00:00-07:00',
			'internal-note': 'scan-one:abc',
			exported: false,
			paid: false,
			'created-by': { id: 77 },
			'updated-by': { id: 77 },
			supplier: { id: 5502, number: 'V-20011' },
			currency: { id: 1, code: 'USD' },
			'account-type': { id: 3 },
			'payment-term': { id: 4 },
			'remit-to-address': { id: 9301 },
			'bill-to-address': { id: 300 },
			'requested-by': { login: 'ines' },
			'net-due-date': '2026-05-25T00:00:00-07:00',
			'custom-fields': { 'cf-batch': '0421' },
			taggings: [{ name: 'scan-one' }],
			'gross-total': '199.80',
			'line-count': 1,
		});
		expect(field(json, 'created-at')).toEqual(expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d-07:00$/));
		expect(field(json, 'invoice-lines', 0)).toMatchObject({
			'line-num': 1,
			quantity: '10.0',
			price: '19.98',
			total: '199.80',
			account: { id: 4101 },
			uom: { id: 1 },
			currency: { code: 'USD' },
			'order-line-id': null,
		});
		expect(company.sandbox.rows('invoices')).toEqual([json]);
	});

	it('gives every invoice and line an id of its own', async () => {
		const first = await draft(company, { 'invoice-lines': [lineBody(), lineBody()] });
		const second = await draft(company, { 'invoice-number': 'B' });
		const lineIds = company.sandbox.rows('invoices').flatMap((invoice) => (invoice['invoice-lines'] as CoupaRecord[]).map(({ id }) => id));
		expect(second).toBeGreaterThan(first);
		expect(new Set(lineIds).size).toBe(3);
	});

	it.each([
		['supplier', { supplier: { number: 'V-0' } }],
		['supplier', { supplier: undefined as unknown as Json }],
		['currency', { currency: { code: 'XXX' } }],
		['payment-term', { 'payment-term': { code: 'NET31' } }],
		['remit-to-address', { 'remit-to-address': { 'remit-to-code': 'GS-01' } }],
		['remit-to-address', { 'remit-to-address': { id: 9302 } }],
		['bill-to-address', { 'bill-to-address': { id: 1 } }],
		['ship-to-address', { 'ship-to-address': { name: 'Nowhere' } }],
		['tax-code', { 'tax-code': { code: 'STD', country: { code: 'FR' } } }],
		['contract', { contract: { name: 'None' } }],
	])('drops an unknown %s in silence', async (name, changes) => {
		const { status, json } = await post(company, changes);
		expect(status).toBe(201);
		expect(field(json, name)).toBeNull();
	});

	it('drops unknown references of lines in silence', async () => {
		const { status, json } = await post(company, {
			'invoice-lines': [
				lineBody({
					uom: { code: 'XX' },
					account: { code: '00' },
					'order-line-id': 5,
					'tax-lines': [{ type: 'TaxLine', amount: '1', 'tax-code': { code: 'NONE' } }],
				}),
			],
		});
		expect(status).toBe(201);
		expect(field(json, 'invoice-lines', 0)).toMatchObject({
			uom: null,
			account: null,
			'order-line-id': null,
			'tax-lines': [{ 'tax-code': null, amount: '1.00' }],
		});
	});

	it('finds an account in its own chart, the tax code in its country', async () => {
		const { json } = await post(company, {
			'tax-code': { code: 'STD', country: { code: 'DE' } },
			'invoice-lines': [
				lineBody(),
				lineBody({ account: { code: '10-6200-HS', 'account-type': { name: 'Other Chart' } } }),
				lineBody({ account: { code: '10-6200-LS', 'account-type': { name: 'Other Chart' } } }),
			],
		});
		expect(field(json, 'tax-code', 'id')).toBe(13);
		expect([0, 1, 2].map((index) => field(json, 'invoice-lines', index, 'account', 'id'))).toEqual([4101, 4201, null]);
	});

	it('takes decimals as numbers too, and keeps them exact', async () => {
		const { json } = await post(company, {
			'invoice-lines': [lineBody({ quantity: 3, price: 0.1 }), lineBody({ quantity: '0.333', price: '12345678901234.56789' })],
		});
		expect([0, 1].map((index) => field(json, 'invoice-lines', index, 'total'))).toEqual(['0.30', '4111111074111.11110737']);
		expect(field(json, 'gross-total')).toBe('4111111074111.41');
	});
});

describe('totals', () => {
	it('adds charges and tax per line', async () => {
		const { json } = await post(company, {
			'line-level-taxation': true,
			'invoice-charges': [
				{
					type: 'InvoiceShippingCharge',
					'line-num': 1,
					total: '15',
					currency: { code: 'USD' },
					'tax-lines': [{ type: 'TaxLine', rate: '10' }],
				},
			],
			'invoice-lines': [
				lineBody({
					quantity: '12.5',
					'tax-lines': [
						{ type: 'TaxLine', amount: '20.60' },
						{ type: 'WithholdingTaxLine', amount: '7' },
					],
				}),
			],
		});
		expect(json).toMatchObject({ 'shipping-amount': '15.00', 'tax-amount': '22.10', 'gross-total': '286.85' });
	});

	it.each([
		['an amount', { 'tax-amount': '16.48' }, '216.28'],
		['a rate', { 'tax-rate': '8.25' }, '216.28'],
		['tax lines', { 'tax-lines': [{ amount: '10' }, { amount: '6.5' }] }, '216.30'],
		['header charges', { 'shipping-amount': '1', 'handling-amount': '2', 'misc-amount': '3.5' }, '206.30'],
	])('takes from the header %s', async (_case, changes, gross) => {
		expect(field((await post(company, changes)).json, 'gross-total')).toBe(gross);
	});

	it('rounds to the digits of the currency', async () => {
		expect(
			field(
				(await post(company, { currency: { code: 'JPY' }, 'invoice-lines': [lineBody({ quantity: '1', price: '99.5' })] })).json,
				'gross-total',
			),
		).toBe('100');
	});

	it('takes amount lines by their price', async () => {
		const { json } = await post(company, {
			'invoice-lines': [{ type: 'InvoiceAmountLine', description: 'Service', price: '249.7', account: { code: '10-6200-HS' } }],
		});
		expect(field(json, 'invoice-lines', 0)).toMatchObject({ total: '249.70', quantity: null });
	});
});

describe('PUT', () => {
	it('changes what it names, lines by id, and adds lines', async () => {
		const id = await draft(company, {
			'invoice-lines': [lineBody(), lineBody({ description: 'second' })],
			'internal-note': 'kept',
			'custom-fields': { a: '1' },
		});
		const lineId = field(company.sandbox.rows('invoices')[0] ?? null, 'invoice-lines', 1, 'id');
		const { status, json } = await company.call('PUT', `/api/invoices/${id}`, {
			'supplier-total': '5',
			'custom-fields': { b: '2' },
			'invoice-lines': [{ id: lineId, price: '1' }, lineBody({ description: 'third' })],
		});
		expect(status).toBe(200);
		expect(json).toMatchObject({
			'internal-note': 'kept',
			'supplier-total': '5.00',
			'custom-fields': { a: '1', b: '2' },
			'gross-total': '409.60',
			'lock-version-key': 1,
		});
		expect((field(json, 'invoice-lines') as CoupaRecord[]).map(({ description, total }) => [description, total])).toEqual([
			['Hex bolts M8 box', '199.80'],
			['second', '10.00'],
			['third', '199.80'],
		]);
	});

	it('computes the tax again for a new rate', async () => {
		const id = await draft(company, { 'tax-rate': '10' });
		expect(field((await company.call('PUT', `/api/invoices/${id}`, { 'tax-rate': '5' })).json, 'gross-total')).toBe('209.79');
	});

	it('clears references and reads new ones in the new supplier', async () => {
		const id = await draft(company, { 'remit-to-address': { id: 9301 } });
		const { json } = await company.call('PUT', `/api/invoices/${id}`, {
			supplier: { number: 'V-20012' },
			'remit-to-address': { 'remit-to-code': 'GS-01' },
			currency: null,
		});
		expect(json).toMatchObject({ supplier: { id: 5503 }, 'remit-to-address': { id: 9302 }, currency: null });
	});

	it('takes PATCH as its twin', async () => {
		expect(field((await company.call('PATCH', `/api/invoices/${await draft(company)}`, { comments: 'hi' })).json, 'comments')).toBe('hi');
	});

	it('refuses lines of other invoices, unknown invoices and submitted ones', async () => {
		const id = await draft(company);
		expect(shapeB(await company.call('PUT', `/api/invoices/${id}`, { 'invoice-lines': [{ id: 1, price: '1' }] }))).toHaveProperty([
			'invoice-header.invoice_lines',
		]);
		expect((await company.call('PUT', '/api/invoices/1', {})).status).toBe(404);
		await company.call('PUT', `/api/invoices/${id}/submit`);
		expect((await company.call('PUT', `/api/invoices/${id}`, { comments: 'x' })).status).toBe(400);
		company.sandbox.settings.editableStatuses = ['draft', 'pending_approval'];
		expect((await company.call('PUT', `/api/invoices/${id}`, { comments: 'x' })).status).toBe(200);
	});
});

describe('another user', () => {
	it('shows in updated-by, put behind the API', async () => {
		const id = await draft(company);
		const [invoice] = company.sandbox.rows('invoices');
		company.sandbox.put('invoices', { ...invoice, 'updated-by': { id: 91, login: 'ines' } });
		expect(field((await company.call('GET', `/api/invoices/${id}`)).json, 'updated-by', 'login')).toBe('ines');
	});
});
