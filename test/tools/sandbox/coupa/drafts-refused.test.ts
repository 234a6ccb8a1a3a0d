import type { CoupaRecord } from '../../../../lib/core';
import { draft, field, invoiceBody, lineBody, openCompany, post, shapeB, type Company } from './company';

let company: Company;
beforeEach(async () => {
	company = await openCompany();
});
afterEach(() => company.sandbox.stop());

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
			'not one of InvoiceQuantityLine',
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
			'not one of InvoiceShippingCharge',
		],
		[
			'a tax line attribute',
			{ 'invoice-lines': [lineBody({ 'tax-lines': [{ percent: '5' }] })] },
			'invoice-header.invoice_lines.tax_lines',
			'percent is not an attribute',
		],
	])('%s', async (_case, changes, object, text) => {
		const answer = await post(company, changes as CoupaRecord);
		expect(answer.status).toBe(400);
		expect(shapeB(answer)).toEqual({ [object]: [expect.stringContaining(text)] });
		expect(company.sandbox.rows('invoices')).toEqual([]);
	});

	it('names everything that is wrong at once', async () => {
		const answer = await post(company, { status: 'x', 'invoice-lines': [lineBody({ price: 'a' }), lineBody({ quantity: 'b' })] });
		expect(shapeB(answer)).toEqual({
			'invoice-header': [expect.any(String)],
			'invoice-header.invoice_lines': ['invoice-lines[0].price is not a number', 'invoice-lines[1].quantity is not a number'],
		});
	});

	it('without a trace: not even ids are used up', async () => {
		const before = await draft(company);
		expect((await post(company)).status).toBe(400);
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
		const again = await post(company);
		expect([again.status, shapeB(again)]).toEqual([400, message]);
		expect((await post(company, { supplier: { number: 'V-20012' } })).status).toBe(201);
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
		expect((await post(company)).status).toBe(400);
		expect((await company.call('PUT', `/api/invoices/${again}`, { comments: 'x' })).status).toBe(400);
	});
});
