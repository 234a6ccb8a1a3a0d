import type { CoupaRecord } from '../../../../lib/core';
import { draft, field, openCompany, post, shapeB, type Company } from './company';

let company: Company;
beforeEach(async () => {
	company = await openCompany();
});
afterEach(() => company.sandbox.stop());

/** An invoice that stands in a status, with an approval for each of the given statuses. */
async function standing(status: string, approvals: string[] = [], more: CoupaRecord = {}): Promise<number> {
	const id = await draft(company);
	const record = company.sandbox.rows('invoices').find((invoice) => invoice.id === id) ?? {};
	const chain = approvals.map((state, index) => ({
		id: 500 + index,
		status: state,
		'approvable-type': 'InvoiceHeader',
		'approvable-id': id,
	}));
	for (const approval of chain) company.sandbox.put('approvals', approval);
	company.sandbox.put('invoices', { ...record, status, approvals: chain, ...more });
	return id;
}

const act = (id: number, step: string, body?: CoupaRecord): ReturnType<Company['call']> =>
	company.call('PUT', `/api/invoices/${id}/${step}`, body);
const approvalsOf = (record: unknown): unknown[] =>
	(field(record as CoupaRecord, 'approvals') as CoupaRecord[]).map(({ status }) => status);

it('dispute takes a reason and a comment, and withdraw leads back into approval', async () => {
	const id = await standing('ap_hold');
	expect(shapeB(await act(id, 'dispute', {}))).toEqual({ 'invoice-header': ["Dispute reason can't be blank"] });
	const disputed = await act(id, 'dispute', { 'dispute-reason': { code: 'PRICE' }, comment: 'Too much', colour: 'red' });
	expect(disputed.json).toMatchObject({ status: 'disputed', 'dispute-reasons': [{ code: 'PRICE' }] });
	expect(company.sandbox.ignored()).toMatchObject([{ attribute: 'colour', why: 'unknown attribute' }]);
	expect(field((await act(id, 'withdraw_dispute')).json, 'status')).toBe('pending_approval');
	expect((await act(id, 'withdraw_dispute')).status).toBe(400);
});

it.each([
	['void', 'disputed', 'Void is not possible in status disputed; it is in pending_receipt, approved, draft'],
	['withdraw_dispute', 'draft', 'Withdraw dispute is not possible in status draft; it is in disputed'],
	['bypass_approvals', 'draft', 'Bypass approvals is not possible in status draft; it is in pending_approval'],
	['revalidate_tolerances', 'voided', 'Revalidate tolerances is not possible in status voided; it is in ap_hold, on_hold'],
])('%s in status %s is refused, and the status named', async (step, status, text) => {
	const refused = await act(await standing(status), step);
	expect([refused.status, shapeB(refused)]).toEqual([400, { 'invoice-header': [text] }]);
});

it('tolerances that hold no more let the invoice go on', async () => {
	expect(field((await act(await standing('ap_hold'), 'revalidate_tolerances')).json, 'status')).toBe('pending_approval');
});

it('approvers are added and removed by hand', async () => {
	const id = await standing('pending_approval', ['pending_approval']);
	expect((await act(id, 'add_approver')).status).toBe(400);
	expect((await act(id, 'add_approver?approver_id=92')).status).toBe(400);
	const added = await act(id, 'add_approver?approver_id=91');
	expect(field(added.json, 'approvals', 1)).toMatchObject({ 'approver-id': 91, approver: { login: 'ines' }, status: 'pending_approval' });
	expect((await company.call('GET', `/api/approvals?approvable_id=${id}`)).json).toHaveLength(2);
	const removed = await act(id, 'remove_approval?approver_id=91');
	expect([removed.status, approvalsOf(removed.json)]).toEqual([200, ['pending_approval']]);
	expect((await act(id, 'remove_approval?approver_id=91')).status).toBe(400);
});

it('approvals are bypassed one by one or all together, and begin anew', async () => {
	const id = await standing('pending_approval', ['pending_approval', 'pending_approval']);
	const current = (await act(id, 'bypass_current_approval')).json;
	expect([field(current, 'status'), approvalsOf(current)]).toEqual(['pending_approval', ['approved', 'pending_approval']]);
	const anew = (await act(id, 'restart_approvals')).json;
	expect([field(anew, 'status'), approvalsOf(anew)]).toEqual(['pending_approval', ['pending_approval', 'pending_approval']]);
	const all = (await act(id, 'bypass_approvals')).json;
	expect([field(all, 'status'), approvalsOf(all)]).toEqual(['approved', ['approved', 'approved']]);
	expect(company.sandbox.rows('approvals').map(({ status }) => status)).toEqual(['approved', 'approved']);
});

it('abandon takes a reason that exists, in the address or in the body, and by setting needs one', async () => {
	company.sandbox.put('reason_insights', { id: 8, code: 'DUP', description: 'Duplicate' });
	const id = await standing('ap_hold');
	expect((await act(id, 'abandon?reason_insight_code=NONE')).status).toBe(400);
	company.sandbox.settings.abandonNeedsReason = true;
	expect(shapeB(await act(id, 'abandon'))).toEqual({ 'invoice-header': ["Reason insight can't be blank"] });
	const abandoned = await act(id, 'abandon?reason_insight_id=8', { comment: 'Twice' });
	expect(abandoned.json).toMatchObject({ status: 'abandoned', 'abandon-reason': { code: 'DUP' } });
	const other = await post(company, { 'invoice-number': 'B' });
	const byCode = await act(Number(field(other.json, 'id')), 'abandon', { 'reason-insight-code': 'DUP' });
	expect(field(byCode.json, 'abandon-reason', 'id')).toBe(8);
});

it('payments are recorded on an approved invoice, and added to those that are there', async () => {
	const id = await standing('approved');
	const pay = (body: CoupaRecord): ReturnType<Company['call']> => company.call('PUT', `/api/invoices/${id}`, body);
	const first = await pay({ payments: [{ 'amount-paid': '5', notes: '1003', 'payment-date': '2026-05-01' }] });
	expect(first.json).toMatchObject({ status: 'approved', payments: [{ 'amount-paid': '5.00', notes: '1003' }] });
	const second = await pay({ paid: true, payments: { payment: { check_number: '1004', amount_paid: '4' } } });
	expect(field(second.json, 'payments')).toMatchObject([{ notes: '1003' }, { notes: '1004', 'amount-paid': '4.00' }]);
	expect(second.json).toMatchObject({ paid: true, 'amount-due': '0.00' });
	expect((await pay({ paid: true, 'internal-note': 'x' })).status).toBe(400);
	company.sandbox.put('invoices', { id, status: 'voided' });
	expect((await pay({ paid: true })).status).toBe(400);
});

it('the same payment again stands twice: there is no check for duplicates, no change and no deletion', async () => {
	const id = await standing('approved');
	const pay = (body: CoupaRecord): ReturnType<Company['call']> => company.call('PUT', `/api/invoices/${id}`, body);
	const payment = { 'amount-paid': '5', notes: '1003', 'payment-date': '2026-05-01' };
	await pay({ payments: [payment] });
	const again = await pay({ payments: [payment] });
	expect(field(again.json, 'payments')).toMatchObject([payment, payment].map(({ notes }) => ({ notes })));
	expect(shapeB(await pay({ payments: [{ id: field(again.json, 'payments', 0, 'id'), 'amount-paid': '6' }] }))).toEqual({
		'invoice-header.payments': ["A payment can't be changed"],
	});
	expect(shapeB(await pay({ payments: [{ notes: '1004' }] }))).toEqual({ 'invoice-header.payments': ["amount-paid can't be blank"] });
});

it('payments go on approved invoices alone, and with no other change', async () => {
	const body = { payments: [{ 'amount-paid': '5', 'payment-date': '2026-05-01' }] };
	const id = await standing('draft');
	const pay = async (status: string, sent: CoupaRecord): Promise<number> => {
		const record = company.sandbox.rows('invoices').find((invoice) => invoice.id === id) ?? {};
		company.sandbox.put('invoices', { ...record, status });
		return (await company.call('PUT', `/api/invoices/${id}`, sent)).status;
	};
	for (const status of ['draft', 'pending_approval', 'voided']) expect(await pay(status, body)).toBe(400);
	expect(await pay('draft', { ...body, 'internal-note': 'x' })).toBe(400);
	expect(await pay('approved', body)).toBe(200);
});

it('POST takes payments where the instance does (playbook, scenario 5.1)', async () => {
	const id = await standing('approved');
	const post201 = () => company.call('POST', `/api/invoices/${id}`, { payments: [{ 'amount-paid': '5', 'payment-date': '2026-05-01' }] });
	expect((await post201()).status).toBe(404);
	company.sandbox.settings.paymentVerbs = ['POST'];
	expect((await post201()).status).toBe(201);
	expect((await company.call('PUT', `/api/invoices/${id}`, { payments: [{ 'amount-paid': '5' }] })).status).toBe(404);
});

it.each([
	['legalInvoice', 'retrieve_legal_invoice_pdf'],
	['clearanceDocument', 'retrieve_clearance_document'],
] as const)('the %s comes as bytes from %s', async (kind, step) => {
	const id = await draft(company);
	expect((await company.call('GET', `/api/invoices/${id}/${step}`)).status).toBe(404);
	company.sandbox.putDocument(kind, id, { fileName: 'a.pdf', mimeType: 'application/pdf', bytes: Buffer.from('%PDF') });
	const { status, text, headers } = await company.call('GET', `/api/invoices/${id}/${step}`);
	expect([status, text, headers.get('content-type')]).toEqual([200, '%PDF', 'application/pdf']);
});

it('only a new invoice can be deleted', async () => {
	const id = await draft(company);
	expect((await company.call('DELETE', `/api/invoices/${id}`)).status).toBe(400);
	company.sandbox.put('invoices', { id, status: 'new' });
	expect((await company.call('DELETE', `/api/invoices/${id}`)).status).toBe(200);
	expect(company.sandbox.rows('invoices')).toEqual([]);
});
