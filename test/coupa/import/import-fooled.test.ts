import type { CoupaRecord } from '../../../lib/core';
import type { ImportInput } from '../../../lib/coupa/import';
import { line } from './support/checks';
import { again, codes, input, World } from './support/world';

let world: World;
beforeEach(async () => {
	world = await World.start();
});
afterEach(async () => {
	await world.stop();
});

const posted = () => world.apiCalls().flatMap(({ operation, json }) => (operation === 'post' ? [json as CoupaRecord] : []));
const statuses = () => world.invoices().map(({ status }) => status);
const supplier = (change: CoupaRecord) => {
	const found = world.coupa.rows('suppliers').find(({ number }) => number === 'V-20011') ?? {};
	world.coupa.put('suppliers', { ...found, ...change });
};

describe('a later package that changes our draft', () => {
	const first = (change: CoupaRecord = {}) => input({ invoice: change }, { submit: false });
	const dear = () =>
		input({
			invoice: { 'supplier-total': '10000.00' },
			lines: [line({ 'line-num': 1, price: '1000.00', account: { code: '10-6200-LS' } })],
		});

	it('tells old and new total and the lines, and stays a draft', async () => {
		const { invoiceId } = await world.importOne(first());
		const result = await world.importOne(dear());
		expect(result).toMatchObject({ outcome: 'heldAsDraft', invoiceId, status: 'draft' });
		expect(result.problems).toMatchObject([{ code: 'correctedDraft', severity: 'warning', keepsDraft: true }]);
		expect(result.problems[0]?.message).toBe(
			`Draft ${invoiceId} of an earlier delivery was replaced by this corrected version: total 100 USD → 10000 USD; line 1: price 10.00 → 1000.00, account 10-6200-HS → 10-6200-LS. It stays a draft, because its total or remit-to address has changed: check it, and submit it in Coupa.`,
		);
		expect(world.invoice(invoiceId)).toMatchObject({ status: 'draft', 'supplier-total': '10000.00' });
	});

	it('is held as well when its total stays as stated and its lines come to another sum', async () => {
		const { invoiceId } = await world.importOne(first());
		const result = await world.importOne(input({ lines: [line({ 'line-num': 1, price: '1000.00' })] }), {
			checks: { controlTotal: 'off' },
		});
		expect(result).toMatchObject({ outcome: 'heldAsDraft', invoiceId });
		expect(result.problems[0]?.message).toContain('total 100 USD → 10000 USD');
	});

	it('is held as well in another currency', async () => {
		await world.importOne(first());
		expect((await world.importOne(input({ invoice: { currency: { code: 'EUR' } } }))).outcome).toBe('heldAsDraft');
	});

	it('is held again by each later run, and by a further correction that leaves the total', async () => {
		const { invoiceId } = await world.importOne(first());
		const captured = dear();
		await world.importOne(captured);
		const resumed = await world.importOne(again(captured));
		expect(resumed).toMatchObject({ outcome: 'heldAsDraft', invoiceId, problems: [{ code: 'correctedDraft', keepsDraft: true }] });
		const same = (code: string) =>
			input({ invoice: { 'supplier-total': '10000.00' }, lines: [line({ 'line-num': 1, price: '1000.00', account: { code } })] });
		const third = await world.importOne(same('10-6200-HQ'));
		expect(third).toMatchObject({ outcome: 'heldAsDraft', invoiceId });
		expect(statuses()).toEqual(['draft']);
		const { status, problems } = await world.importOne(same('10-6200-HS'), { moneyCorrections: 'submit' });
		expect([status, problems.map(({ code }) => code)]).toEqual(['pending_approval', ['correctedDraft']]);
	});

	it('tells another remit-to address, and stays a draft', async () => {
		supplier({
			'remit-to-addresses': [
				{ id: 71, 'remit-to-code': 'NB-01', active: true },
				{ id: 72, 'remit-to-code': 'NB-02', active: true },
			],
		});
		for (const id of [71, 72]) world.coupa.put('supplier_addresses', { id, 'remit-to-code': `NB-0${id - 70}`, active: true });
		const { invoiceId } = await world.importOne(first({ 'remit-to-address': { 'remit-to-code': 'NB-01' } }));
		const result = await world.importOne(input({ invoice: { 'remit-to-address': { 'remit-to-code': 'NB-02' } } }));
		expect(result).toMatchObject({ outcome: 'heldAsDraft', invoiceId });
		expect(result.problems[0]?.message).toContain('replaced by this corrected version: remit-to NB-01 → NB-02.');
	});

	it('is submitted when neither total nor remit-to changes, and told all the same', async () => {
		const { invoiceId } = await world.importOne(first());
		const result = await world.importOne(input({ lines: [line({ 'line-num': 1, account: { code: '10-6200-LS' } })] }));
		expect(result).toMatchObject({ outcome: 'imported', invoiceId, status: 'pending_approval', problems: [{ code: 'correctedDraft' }] });
		expect(result.problems[0]?.message).toContain('same total and remit-to address; line 1: account 10-6200-HS → 10-6200-LS.');
	});

	it('names ten lines and counts the others', async () => {
		const lines = (price: string) => Array.from({ length: 25 }, (_, index) => line({ 'line-num': index + 1, quantity: '1', price }));
		await world.importOne(input({ lines: lines('1.00'), invoice: { 'supplier-total': '25.00' } }, { submit: false }));
		const result = await world.importOne(input({ lines: lines('2.00'), invoice: { 'supplier-total': '50.00' } }));
		expect(result.problems[0]?.message).toMatch(/line 10: price 1\.00 → 2\.00; and 15 more lines\./);
	});

	it('costs no call more than before', async () => {
		await world.importOne(first());
		world.coupa.clearRequests();
		await world.importOne(dear());
		expect(world.calls()).toEqual([
			...['GET /api/suppliers', 'GET /api/accounts', 'GET /api/invoices'],
			...['GET /api/invoices/:id', 'PUT /api/invoices/:id', 'PUT /api/invoices/:id/image_scan'],
		]);
	});

	it('is foreseen by Validate Only', async () => {
		const { invoiceId } = await world.importOne(first());
		const result = await world.importOne(dear(), { validateOnly: true });
		expect(result).toMatchObject({ outcome: 'heldAsDraft', problems: [{ code: 'correctedDraft' }] });
		expect(world.invoice(invoiceId)['supplier-total']).toBe('100.00');
	});
});

describe('what the look-up has resolved is sent by id', () => {
	it('supplier, chart and account', async () => {
		await world.importOne(input());
		expect(posted()[0]).toMatchObject({
			supplier: { id: 5502 },
			'account-type': { id: 3 },
			'invoice-lines': [{ account: { id: expect.any(Number) as number } }],
		});
		expect(world.invoices()[0]).toMatchObject({ 'invoice-lines': [{ account: { code: '10-6200-HS' } }] });
	});

	it('of two suppliers of one name the active one, whichever Coupa would find first', async () => {
		const twin = { id: 10, number: 'V-OLD', name: 'Northbrook Fasteners', status: 'inactive', 'remit-to-addresses': [] };
		world.coupa.put('suppliers', twin);
		const result = await world.importOne(input({ invoice: { supplier: { name: 'Northbrook Fasteners' } } }));
		expect(result).toMatchObject({ outcome: 'imported', problems: [] });
		expect(world.invoices()).toMatchObject([{ supplier: { id: 5502, number: 'V-20011' } }]);
	});
});

describe('a draft of ours at another supplier', () => {
	it.each<[string, CoupaRecord | null]>([
		['none', null],
		['another one', { id: 5503, number: 'V-20012' }],
	])('(%s) is found by its mark: the same delivery never makes a second one', async (_name, moved) => {
		const captured = input();
		world.coupa.settings.failNext = [{ match: ({ operation }) => operation === 'submit', status: 400, body: { errors: { x: ['no'] } } }];
		const { invoiceId } = await world.importOne(captured);
		world.coupa.put('invoices', { ...world.invoice(invoiceId), supplier: moved });
		for (let delivery = 1; delivery <= 2; delivery++) {
			const result = await world.importOne(again(captured));
			expect(result).toMatchObject({ outcome: 'heldAsDraft', invoiceId });
			expect(codes(result)).toContain('notKept');
		}
		expect(statuses()).toEqual(['draft']);
	});
});

describe('lines that bring their PO line id themselves', () => {
	const backed = (change: CoupaRecord): ImportInput =>
		input({
			invoice: { 'supplier-total': null },
			lines: [{ description: 'Hex bolts', quantity: '5', price: '19.99', uom: { code: 'EA' }, ...change }],
		});
	const order = (number: string) => world.coupa.rows('purchase_orders').find((row) => row['po-number'] === number) ?? {};

	it('are checked like those by number', async () => {
		expect(await world.importOne(backed({ 'order-line-id': 881001 }))).toMatchObject({ outcome: 'imported', problems: [] });
		expect(world.invoices()[0]).toMatchObject({ 'invoice-lines': [{ 'order-line-id': 881001 }] });
	});

	it('of another supplier are refused', async () => {
		const stranger = input({
			invoice: { 'supplier-total': null, supplier: { number: 'V-20012' } },
			lines: [{ description: 'x', quantity: '5', price: '19.99', uom: { code: 'EA' }, 'order-line-id': 881001 }],
		});
		const refused = await world.importOne(stranger);
		expect(refused.outcome).toBe('refused');
		expect(codes(refused)).toContain('poSupplier');
	});

	it('of a closed order stay drafts', async () => {
		world.coupa.put('purchase_orders', { ...order('70315'), status: 'closed' });
		const result = await world.importOne(backed({ 'order-line-id': 881001 }));
		expect([result.outcome, codes(result)]).toEqual(['heldAsDraft', ['poIssued']]);
	});

	it('that Coupa does not have are refused, and never sent at a milder level', async () => {
		expect(codes(await world.importOne(backed({ 'order-line-id': 42 })))).toEqual(['poExists']);
		expect(codes(await world.importOne(backed({ 'order-line-id': '881001 or 1' })))).toEqual(['poExists']);
		await world.importOne(backed({ 'order-line-id': 42 }), { checks: { poExists: 'draft' } });
		expect(JSON.stringify(posted())).not.toContain('order-line-id');
	});

	it('beside a number that means another line are refused', async () => {
		const result = await world.importOne(backed({ 'order-line-id': 881001, 'order-header-num': '70315', 'order-line-num': '2' }));
		expect(codes(result)).toEqual(['poExists']);
		expect(result.problems[0]?.message).toContain('the PO line ID 881001, which is not the line of it');
	});

	it('fifty of them cost one look-up', async () => {
		await world.import(
			Array.from({ length: 50 }, (_, index) => {
				const one = backed({ 'order-line-id': 881001 });
				return { ...one, invoice: { ...one.invoice, 'invoice-number': `L-${index}` } };
			}),
			{ validateOnly: true },
		);
		expect(world.calls().filter((call) => call === 'GET /api/purchase_orders')).toHaveLength(1);
	});
});
