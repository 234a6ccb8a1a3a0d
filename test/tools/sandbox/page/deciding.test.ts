import { textAt } from '../../../../lib/core';
import { faultsOn, formValues, PageRig } from './support';

let rig: PageRig;
beforeEach(async () => {
	rig = await PageRig.start();
});
afterEach(async () => await rig.stop());

const statusOf = (id: number) =>
	textAt(
		rig.coupa.rows('invoices').find((record) => record.id === id),
		'status',
	);

test('an invoice is shown with status, page image, lines and history, and is approved, then voided', async () => {
	const id = await rig.imported('D-<1>', 'pdf');
	const shown = await rig.get(`/invoices/${id}`);
	expect(shown.text).toContain('D-&lt;1&gt;');
	expect(shown.text).toContain('Pending Approval');
	expect(shown.text).toMatch(/Created as a draft[^]*Page image uploaded[^]*Submitted/);
	const page = await rig.get(`/invoices/${id}/page`);
	expect([page.headers.get('content-type'), page.bytes.subarray(0, 5).toString()]).toEqual(['application/pdf', '%PDF-']);
	expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
	expect(await rig.post(`/invoices/${id}/approve`, { go: '' })).toMatchObject({ status: 303, to: `/invoices/${id}` });
	expect(statusOf(id)).toBe('approved');
	await rig.post(`/invoices/${id}/void`, { go: '' });
	expect(statusOf(id)).toBe('voided');
	expect((await rig.get(`/invoices/${id}`)).text).toMatch(/Submitted[^]*Approved[^]*Voided/);
	expect(rig.coupa.contractProblems()).toEqual([]);
});

test('an invoice is disputed with a reason and a comment, and the dispute is withdrawn', async () => {
	const id = await rig.imported('D-2', 'tiff');
	const page = await rig.get(`/invoices/${id}/page`);
	expect([page.headers.get('content-type'), page.bytes.subarray(1, 4).toString()]).toEqual(['image/png', 'PNG']);
	const refused = await rig.post(`/invoices/${id}/dispute`, { reason: 'NONE', comment: 'Five <boxes> short' });
	expect([refused.status, faultsOn(refused.text)]).toEqual([422, { reason: 'Choose why the invoice is disputed.' }]);
	expect(formValues(refused.text).comment).toBe('Five <boxes> short');
	expect(statusOf(id)).toBe('pending_approval');
	await rig.post(`/invoices/${id}/dispute`, { reason: 'QUANTITY', comment: 'Five <boxes> short' });
	expect(statusOf(id)).toBe('disputed');
	const shown = (await rig.get(`/invoices/${id}`)).text;
	expect(shown).toContain('The quantity is wrong');
	expect(shown).toContain('Comment: Disputed: Five &lt;boxes&gt; short');
	await rig.post(`/invoices/${id}/withdraw`, { go: '' });
	expect(statusOf(id)).toBe('pending_approval');
});

test("an invoice that its price holds shows why, goes on when the order's price is mended, and Coupa's refusal is shown", async () => {
	const id = await rig.imported('D-3', 'pdf', '25.00');
	expect(statusOf(id)).toBe('ap_hold');
	const held = (await rig.get(`/invoices/${id}`)).text;
	expect(held).toMatch(/Held:[^]*25/);
	expect(held).not.toContain(`/invoices/${id}/approve`);
	const refused = await rig.post(`/invoices/${id}/void`, { go: '' });
	expect(refused.status).toBe(422);
	expect(refused.text).toContain('Void is not possible in status ap_hold');
	const form = formValues((await rig.get('/orders/70315')).text);
	expect((await rig.post('/orders/70315', { ...form, 'line-881001-price': '25' })).to).toBe('/orders/70315');
	await rig.post(`/invoices/${id}/revalidate`, { go: '' });
	expect(statusOf(id)).toBe('pending_approval');
});

test('approval steps that Coupa lists are approved one by one', async () => {
	const approval = { status: 'pending_approval', 'approvable-type': 'InvoiceHeader', 'approvable-id': 9, 'approver-type': 'User' };
	rig.coupa.put('invoices', { id: 9, 'invoice-number': 'A-9', status: 'pending_approval', supplier: { id: 5502, number: 'V-20011' } });
	for (const [place, approver] of [78, 79].entries())
		rig.coupa.put('approvals', { id: 90 + place, position: place + 1, 'approver-id': approver, ...approval });
	await rig.post('/invoices/9/approve', { go: '' });
	expect([statusOf(9), ...rig.coupa.rows('approvals').map(({ status }) => status)]).toEqual(['approved', 'approved', 'approved']);
});

test('an invoice, a picture and an action that there are not are not found', async () => {
	rig.coupa.put('invoices', { id: 9, 'invoice-number': 'A-9', status: 'draft', supplier: { id: 5502, number: 'V-20011' } });
	for (const path of ['/invoices/8', '/invoices/9/page', '/invoices/9/image', '/pages/0123', '/nothing', '/%'])
		expect([path, (await rig.get(path)).status]).toEqual([path, 404]);
	expect((await rig.post('/invoices/9/explode', { go: '' })).status).toBe(404);
});
