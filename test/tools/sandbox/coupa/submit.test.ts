import type { CoupaRecord } from '../../../../lib/core';
import { draft, field, invoiceBody, lineBody, openCompany, shapeB, type Company } from './company';

let company: Company;
beforeEach(async () => {
	company = await openCompany();
});
afterEach(() => company.sandbox.stop());

const backed = (changes: CoupaRecord = {}): CoupaRecord => lineBody({ 'order-line-id': 881001, account: null, ...changes });
const act = (id: number, action: string): ReturnType<Company['call']> => company.call('PUT', `/api/invoices/${id}/${action}`);
const submitted = async (changes: CoupaRecord = {}): ReturnType<Company['call']> => act(await draft(company, changes), 'submit');

describe('PO-backed lines', () => {
	it('take over the numbers of the PO line, and what they leave open', async () => {
		const id = await draft(company, { 'invoice-lines': [backed({ uom: null })] });
		const line = field((await company.call('GET', `/api/invoices/${id}`)).json, 'invoice-lines', 0);
		expect(line).toMatchObject({
			'order-line-id': 881001,
			'order-header-num': '70315',
			'order-line-num': '1',
			'po-number': '70315',
			account: { id: 4101 },
			uom: { code: 'EA' },
		});
	});

	it('match by numbers only by setting', async () => {
		company.sandbox.settings.acceptsOrderNumbers = true;
		const id = await draft(company, {
			'invoice-lines': [
				lineBody({ 'order-header-num': '70315', 'order-line-num': '1' }),
				lineBody({ 'po-number': '70315', 'order-line-num': '9' }),
			],
		});
		const lines = field((await company.call('GET', `/api/invoices/${id}`)).json, 'invoice-lines');
		expect(lines).toMatchObject([{ 'order-line-id': 881001 }, { 'order-line-id': null, 'po-number': null }]);
	});

	it('come loose again', async () => {
		const id = await draft(company, { 'invoice-lines': [backed()] });
		const lineId = field(company.sandbox.rows('invoices')[0] ?? null, 'invoice-lines', 0, 'id');
		const { json } = await company.call('PUT', `/api/invoices/${id}`, { 'invoice-lines': [{ id: lineId, 'order-line-id': null }] });
		expect(field(json, 'invoice-lines', 0)).toMatchObject({ 'order-line-id': null, 'po-number': null });
	});

	it('must be of the same class', async () => {
		const answer = await company.call('POST', '/api/invoices', invoiceBody({ 'invoice-lines': [backed({ 'order-line-id': 881002 })] }));
		expect([answer.status, shapeB(answer)]).toEqual([400, { 'invoice-header.invoice_lines': [expect.stringContaining('same type')] }]);
	});

	it('must be of the same supplier', async () => {
		const answer = await company.call(
			'POST',
			'/api/invoices',
			invoiceBody({ supplier: { number: 'V-20012' }, 'invoice-lines': [backed()] }),
		);
		expect([answer.status, shapeB(answer)]).toEqual([
			400,
			{ 'invoice-header.invoice_lines': [expect.stringContaining('70315 does not belong')] },
		]);
	});
});

describe('submit', () => {
	it('moves a valid draft on', async () => {
		const { status, json } = await submitted({ 'supplier-total': '199.80' });
		expect([status, field(json, 'status')]).toEqual([200, 'pending_approval']);
		expect(company.sandbox.rows('invoices')[0]).toMatchObject({ status: 'pending_approval', 'failed-tolerances': [] });
	});

	it('leads where the setting says', async () => {
		company.sandbox.settings.statusAfterSubmit = 'pending_receipt';
		expect(field((await submitted()).json, 'status')).toBe('pending_receipt');
	});

	it.each([
		[
			'an unbacked line without account',
			{ 'invoice-lines': [lineBody({ account: null })] },
			'invoice-header.invoice_lines',
			"Account can't be blank",
		],
		[
			'an inactive account',
			{ 'invoice-lines': [lineBody({ account: { code: '10-9999-XX' } })] },
			'invoice-header.invoice_lines',
			'10-9999-XX is not active',
		],
		['an unknown unit', { 'invoice-lines': [lineBody({ uom: { code: 'XX' } })] }, 'invoice-header.invoice_lines', 'Unit of measure'],
		[
			'a split that is not whole',
			{ 'invoice-lines': [lineBody({ 'account-allocations': [{ account: { code: '10-6200-HS' }, pct: '50' }] })] },
			'invoice-header.invoice_lines',
			'50 instead of 100',
		],
		['another control total', { 'supplier-total': '199.81' }, 'invoice-header', 'does not agree'],
		['no supplier', { supplier: { number: 'none' } }, 'invoice-header', "Supplier can't be blank"],
		['no currency', { currency: { code: 'none' } }, 'invoice-header', "Currency can't be blank"],
		['no lines', { 'invoice-lines': [] }, 'invoice-header', 'at least one line'],
		['a total below zero', { 'invoice-lines': [lineBody({ price: '-1' })] }, 'invoice-header', 'credit note'],
	])('refuses %s and leaves the draft', async (_case, changes, object, text) => {
		const answer = await submitted(changes);
		expect(answer.status).toBe(400);
		expect(shapeB(answer)).toEqual({ [object]: [expect.stringContaining(text)] });
		expect(company.sandbox.rows('invoices')[0]).toMatchObject({ status: 'draft' });
	});

	it('refuses accounts of a closed period', async () => {
		company.sandbox.settings.closedPeriodAccounts = ['10-6200-HS'];
		expect(shapeB(await submitted())).toEqual({
			'invoice-header.invoice_lines': [expect.stringContaining('Budget period is closed for account 10-6200-HS')],
		});
	});

	it('takes a whole split and a backed line without account', async () => {
		const split = lineBody({
			account: null,
			'account-allocations': [
				{ account: { code: '10-6200-HS' }, pct: '33.4' },
				{ account: { code: '10-6200-LS' }, pct: '66.6' },
			],
		});
		const order = company.sandbox.rows('purchase_orders')[0] ?? {};
		const lines = (order['order-lines'] as CoupaRecord[]).map((line) => ({ ...line, account: null }));
		company.sandbox.put('purchase_orders', { ...order, 'order-lines': lines });
		expect((await submitted({ 'invoice-lines': [split, backed()] })).status).toBe(200);
	});

	it('refuses what is no draft, and bodies', async () => {
		const id = await draft(company);
		expect((await company.call('PUT', `/api/invoices/${id}/submit`, { comments: 'x' })).status).toBe(400);
		expect((await act(id, 'submit')).status).toBe(200);
		expect((await act(id, 'submit')).status).toBe(400);
		expect((await act(1, 'submit')).status).toBe(404);
	});
});

describe('credit notes', () => {
	const credit: CoupaRecord = {
		'is-credit-note': true,
		'original-invoice-number': 'NB-1',
		'original-invoice-date': '2026-04-01',
		'invoice-lines': [lineBody({ price: '-19.98' })],
	};

	it('are told apart by document-type', async () => {
		const answer = await submitted(credit);
		expect(answer.json).toMatchObject({ status: 'pending_approval', 'document-type': 'Credit Note', 'gross-total': '-199.80' });
		expect(answer.json).not.toHaveProperty('is-credit-note');
	});

	it('stay credit notes through a PUT', async () => {
		const id = await draft(company, credit);
		expect(field((await company.call('PUT', `/api/invoices/${id}`, { comments: 'x' })).json, 'document-type')).toBe('Credit Note');
	});

	it('name their invoice and are below zero', async () => {
		const answer = await submitted({ 'is-credit-note': true });
		expect(shapeB(answer)).toEqual({
			'invoice-header': [
				"Original Invoice Number can't be blank",
				"Original Invoice Date can't be blank",
				expect.stringContaining('below zero'),
			],
		});
	});
});

describe('tolerances', () => {
	it.each([
		['the price at 5 percent, the quantity whole', { price: '20.9895', quantity: '25' }, 'pending_approval', []],
		['the price beyond', { price: '21' }, 'ap_hold', [{ 'breach-amount': '21', 'breach-limit': '20.9895' }]],
		['the quantity beyond', { quantity: '25.5' }, 'ap_hold', [{ 'breach-amount': '25.5', 'breach-limit': '25' }]],
	])('%s', async (_case, changes, status, breaches) => {
		const { json } = await submitted({ 'invoice-lines': [backed(changes)] });
		expect(field(json, 'status')).toBe(status);
		expect(field(json, 'failed-tolerances')).toMatchObject(breaches);
		expect(field(json, 'failed-tolerances')).toHaveLength(breaches.length);
		expect(field(json, 'invoice-lines', 0, 'failed-tolerances')).toHaveLength(breaches.length);
	});

	it('hold amount lines beyond what is open', async () => {
		const line = { type: 'InvoiceAmountLine', description: 'Service', price: '315.01', 'order-line-id': 881002 };
		const { json } = await submitted({ 'invoice-lines': [line] });
		expect(json).toMatchObject({ status: 'ap_hold', 'tolerance-failures': expect.stringContaining('315.01 is above 315') });
	});

	it('are switched off with null', async () => {
		Object.assign(company.sandbox.settings, { priceTolerancePercent: null, quantityTolerancePercent: null });
		expect(field((await submitted({ 'invoice-lines': [backed({ price: '99', quantity: '99' })] })).json, 'status')).toBe(
			'pending_approval',
		);
	});

	it('hold all invoices of a supplier under review', async () => {
		company.sandbox.put('suppliers', { ...company.sandbox.rows('suppliers')[0], 'hold-invoices-for-ap-review': true });
		expect(field((await submitted()).json, 'status')).toBe('ap_hold');
	});
});

describe('void, abandon, delete', () => {
	it.each([
		['draft', 'void', 200, 'voided'],
		['approved', 'void', 200, 'voided'],
		['pending_approval', 'void', 400, 'pending_approval'],
		['draft', 'abandon', 200, 'abandoned'],
		['ap_hold', 'abandon', 200, 'abandoned'],
		['approved', 'abandon', 400, 'approved'],
		['voided', 'abandon', 400, 'voided'],
	])('%s, %s: %i', async (from, action, status, to) => {
		const id = await draft(company);
		company.sandbox.put('invoices', { ...company.sandbox.rows('invoices')[0], status: from });
		expect((await act(id, action)).status).toBe(status);
		expect(company.sandbox.rows('invoices')[0]).toMatchObject({ status: to });
	});

	it('deletes only new invoices', async () => {
		const id = await draft(company);
		expect((await company.call('DELETE', `/api/invoices/${id}`)).status).toBe(400);
		company.sandbox.put('invoices', { ...company.sandbox.rows('invoices')[0], status: 'new' });
		expect((await company.call('DELETE', `/api/invoices/${id}`)).status).toBe(200);
		expect(company.sandbox.rows('invoices')).toEqual([]);
		expect((await company.call('DELETE', `/api/invoices/${id}`)).status).toBe(404);
	});

	it('never gives an id twice', async () => {
		const id = await draft(company);
		company.sandbox.remove('invoices', id);
		expect(await draft(company)).toBe(id + 1);
	});
});
