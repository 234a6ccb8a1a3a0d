import type { CoupaRecord, Json } from '../../../../lib/core';
import { draft, field, invoiceBody, lineBody, openCompany, shapeB, type Company } from './company';

let company: Company;
beforeEach(async () => {
	company = await openCompany();
});
afterEach(() => company.sandbox.stop());

const post = (changes: CoupaRecord = {}): ReturnType<Company['call']> => company.call('POST', '/api/invoices', invoiceBody(changes));

describe('POST', () => {
	it('makes a draft with everything Coupa adds', async () => {
		const { status, json } = await post({
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
		const { status, json } = await post(changes);
		expect(status).toBe(201);
		expect(field(json, name)).toBeNull();
	});

	it('drops unknown references of lines in silence', async () => {
		const { status, json } = await post({
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
		const { json } = await post({
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
		const { json } = await post({
			'invoice-lines': [lineBody({ quantity: 3, price: 0.1 }), lineBody({ quantity: '0.333', price: '12345678901234.56789' })],
		});
		expect([0, 1].map((index) => field(json, 'invoice-lines', index, 'total'))).toEqual(['0.30', '4111111074111.11110737']);
		expect(field(json, 'gross-total')).toBe('4111111074111.41');
	});
});

describe('totals', () => {
	it('adds charges and tax per line', async () => {
		const { json } = await post({
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
		expect(field((await post(changes)).json, 'gross-total')).toBe(gross);
	});

	it('rounds to the digits of the currency', async () => {
		expect(
			field((await post({ currency: { code: 'JPY' }, 'invoice-lines': [lineBody({ quantity: '1', price: '99.5' })] })).json, 'gross-total'),
		).toBe('100');
	});

	it('takes amount lines by their price', async () => {
		const { json } = await post({
			'invoice-lines': [{ type: 'InvoiceAmountLine', description: 'Service', price: '249.7', account: { code: '10-6200-HS' } }],
		});
		expect(field(json, 'invoice-lines', 0)).toMatchObject({ total: '249.70', quantity: null });
	});
});

describe('refused with 400 in shape B', () => {
	it.each([
		['an unknown attribute', { _note: 'x' }, 'invoice-header', '_note is not an attribute'],
		['an output-only attribute', { status: 'approved' }, 'invoice-header', 'status is output only'],
		['a computed total', { 'gross-total': '1' }, 'invoice-header', 'gross-total is output only'],
		['an over-long number', { 'invoice-number': 'x'.repeat(41) }, 'invoice-header', 'maximum is 40'],
		['a wrong type', { 'line-level-taxation': 'No' }, 'invoice-header', 'true or false'],
		['a number for a text', { 'invoice-number': 5 }, 'invoice-header', 'is not a text'],
		['a date of another kind', { 'invoice-date': '04/25/2026' }, 'invoice-header', 'ISO 8601'],
		['no number', { 'invoice-number': null }, 'invoice-header', "invoice-number can't be blank"],
		['no chart', { 'account-type': null }, 'invoice-header', "account-type can't be blank"],
		['a reference that is a text', { supplier: 'V-20011' }, 'invoice-header', 'supplier is not an object'],
		['an unknown key in a reference', { supplier: { nr: '1' } }, 'invoice-header.supplier', 'supplier.nr is not an attribute'],
		[
			'an over-long description',
			{ 'invoice-lines': [lineBody({ description: 'x'.repeat(1551) })] },
			'invoice-header.invoice_lines',
			'maximum is 1550',
		],
		['a line id on create', { 'invoice-lines': [lineBody({ id: 5 })] }, 'invoice-header.invoice_lines', 'id is output only'],
		['a line total', { 'invoice-lines': [lineBody({ total: '5' })] }, 'invoice-header.invoice_lines', 'total is output only'],
		[
			'PO numbers',
			{ 'invoice-lines': [lineBody({ 'order-header-num': '70315' })] },
			'invoice-header.invoice_lines',
			'order-header-num is output only',
		],
		[
			'an unknown line class',
			{ 'invoice-lines': [lineBody({ type: 'Line' })] },
			'invoice-header.invoice_lines',
			'none of InvoiceQuantityLine',
		],
		[
			'a quantity with separators',
			{ 'invoice-lines': [lineBody({ quantity: '1,000' })] },
			'invoice-header.invoice_lines',
			'quantity is not a number',
		],
		[
			'too many digits after the point',
			{ 'invoice-lines': [lineBody({ quantity: '1.1234567' })] },
			'invoice-header.invoice_lines',
			'decimal(30,6)',
		],
		['no price', { 'invoice-lines': [lineBody({ price: null })] }, 'invoice-header.invoice_lines', "price can't be blank"],
		['no description', { 'invoice-lines': [lineBody({ description: '' })] }, 'invoice-header.invoice_lines', "description can't be blank"],
		[
			'no quantity on a quantity line',
			{ 'invoice-lines': [lineBody({ quantity: null })] },
			'invoice-header.invoice_lines',
			"quantity can't be blank",
		],
		[
			'a quantity on an amount line',
			{ 'invoice-lines': [lineBody({ type: 'InvoiceAmountLine' })] },
			'invoice-header.invoice_lines',
			'no quantity',
		],
		[
			'an unknown charge',
			{ 'invoice-charges': [{ type: 'Freight', total: '1' }] },
			'invoice-header.invoice_charges',
			'none of InvoiceShippingCharge',
		],
		[
			'a tax line attribute',
			{ 'invoice-lines': [lineBody({ 'tax-lines': [{ percent: '5' }] })] },
			'invoice-header.invoice_lines.tax_lines',
			'percent is not an attribute',
		],
	])('%s', async (_case, changes, object, text) => {
		const answer = await post(changes as CoupaRecord);
		expect(answer.status).toBe(400);
		expect(shapeB(answer)).toEqual({ [object]: [expect.stringContaining(text)] });
		expect(company.sandbox.rows('invoices')).toEqual([]);
	});

	it('names everything that is wrong at once', async () => {
		const answer = await post({ status: 'x', 'invoice-lines': [lineBody({ price: 'a' }), lineBody({ quantity: 'b' })] });
		expect(shapeB(answer)).toEqual({
			'invoice-header': [expect.any(String)],
			'invoice-header.invoice_lines': ['invoice-lines[0].price is not a number', 'invoice-lines[1].quantity is not a number'],
		});
	});

	it('without a trace: not even ids are used up', async () => {
		const before = await draft(company);
		expect((await post()).status).toBe(400);
		expect(await draft(company, { 'invoice-number': 'next' })).toBe(before + 1);
		const [first, second] = company.sandbox.rows('invoices').map((invoice) => Number(field(invoice, 'invoice-lines', 0, 'id')));
		expect(second).toBe(Number(first) + 1);
	});

	it('parameters it does not know', async () => {
		expect((await company.call('POST', '/api/invoices?dry_run=true', invoiceBody())).status).toBe(400);
	});
});

describe('a number used twice', () => {
	const message = { 'invoice-header': ['Invoice # has already been used for this supplier'] };

	it('is refused at POST, for the same supplier', async () => {
		await draft(company);
		const again = await post();
		expect([again.status, shapeB(again)]).toEqual([400, message]);
		expect((await post({ supplier: { number: 'V-20012' } })).status).toBe(201);
		expect(company.sandbox.rows('invoices')).toHaveLength(2);
	});

	it('is refused at submit by setting', async () => {
		company.sandbox.settings.duplicateRule = 'submit';
		await draft(company);
		const second = await draft(company);
		const submitted = await company.call('PUT', `/api/invoices/${second}/submit`);
		expect([submitted.status, shapeB(submitted)]).toEqual([400, message]);
	});

	it('is never refused by setting', async () => {
		company.sandbox.settings.duplicateRule = 'never';
		await draft(company);
		expect((await company.call('PUT', `/api/invoices/${await draft(company)}/submit`)).status).toBe(200);
	});

	it('is free again after void, by setting', async () => {
		await company.call('PUT', `/api/invoices/${await draft(company)}/void`);
		const again = await draft(company);
		company.sandbox.settings.numberFreedBy = [];
		expect((await post()).status).toBe(400);
		expect((await company.call('PUT', `/api/invoices/${again}`, { comments: 'x' })).status).toBe(400);
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
