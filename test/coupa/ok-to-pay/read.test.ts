import type { CoupaClient } from '../../../lib/coupa';
import type { CoupaSandbox } from '../../../tools/sandbox/coupa';
import { startSandbox } from '../sync/sandbox';
import { approved, change, read } from './support';

let coupa: CoupaSandbox;
let client: CoupaClient;

beforeEach(async () => {
	({ coupa, client } = await startSandbox({}));
});

afterEach(async () => {
	expect(coupa.contractProblems()).toEqual([]);
	await coupa.stop();
});

const OK = (id: number) => expect.stringMatching(new RegExp(`^send ${String(id)}-ok-[0-9a-f]{8}$`)) as string;

test('approved and not exported: each once, more than a page of them, nothing else', async () => {
	for (let id = 1; id <= 120; id++) coupa.put('invoices', approved(id));
	coupa.put('invoices', approved(200, { exported: true }));
	coupa.put('invoices', approved(201, { status: 'pending_approval' }));
	coupa.put('invoices', approved(202, { status: 'abandoned' }));
	const { documents } = await read(client);
	expect(documents.map(({ invoice }) => invoice.id)).toEqual(Array.from({ length: 120 }, (_, index) => index + 1));
	expect(new Set(documents.map(({ key }) => key)).size).toBe(120);
});

test('an invoice that is paid already says so', async () => {
	coupa.put('invoices', approved(1, { paid: true }));
	coupa.put('invoices', approved(2));
	expect((await read(client)).documents.map(({ invoice }) => invoice.paid)).toEqual([true, false]);
});

test('what the ERP marks while we read makes no invoice disappear from it', async () => {
	for (let id = 1; id <= 120; id++) coupa.put('invoices', approved(id));
	coupa.intercept(({ n }, phase) => {
		if (n > 2 && phase === 'received') for (const id of [3, 7, 44]) change(coupa, id, { exported: true });
		return 'continue';
	});
	const ids = (await read(client)).documents.map(({ invoice }) => Number(invoice.id));
	for (let id = 50; id <= 120; id++) expect(ids).toContain(id);
});

test('what changes before its whole record is read goes with the next run: no key names what it is no more', async () => {
	// Coupa's times have no fractions of a second.
	for (const id of [1, 2, 3]) coupa.put('invoices', approved(id, { 'updated-at': '2026-05-05T09:00:00-07:00' }), { keepUpdatedAt: true });
	coupa.put('invoices', approved(4, { status: 'voided', exported: true }));
	const [, key] = (await read(client)).told;
	coupa.intercept(({ query }, phase) => {
		if (phase !== 'received' || !query.some(([name]) => name.startsWith('id[in]'))) return 'continue';
		coupa.intercept(null);
		change(coupa, 1, { status: 'disputed' });
		change(coupa, 2, { 'gross-total': '60.00' });
		return 'continue';
	});
	const first = await read(client, { fields: 'whole' });
	expect(first).toMatchObject({ told: [OK(3), 'send 4-void'], leftOut: { moved: ['OTP-1', 'OTP-2'], obsolete: [] } });
	const second = await read(client, { fields: 'whole', cursor: first.cursor });
	expect(second).toMatchObject({ told: [OK(2), OK(3)], leftOut: { moved: [] } });
	expect(second.told).not.toContain(key);
});

describe('the key of a document', () => {
	test('is the same however often it is read, whatever happens that the ERP does not post', async () => {
		coupa.put('invoices', approved(1));
		const [first] = (await read(client)).told;
		change(coupa, 1, { 'internal-note': 'called the supplier', paid: true, 'custom-fields': { 'erp-document': '5105600001' } });
		expect((await read(client)).told).toEqual([first]);
		coupa.settings.hiddenKeys = { invoices: ['gross-total', 'invoice-lines'] };
		expect((await read(client, { fields: 'whole' })).told).toEqual([first]);
	});

	test.each([
		['an amount', { 'gross-total': '50.01' }],
		['the number', { 'invoice-number': 'OTP-1a' }],
		['an account', { 'invoice-lines': [{ id: 10, 'line-num': '1', total: '50.00', account: { code: '10-6200-LS' } }] }],
		['the remit-to address', { 'remit-to-address': { id: 9 } }],
		['an export before', { 'last-exported-at': '2026-05-09T10:00:00-07:00' }],
	])('is another one with %s', async (_, changes) => {
		coupa.put('invoices', approved(1));
		const [first] = (await read(client)).told;
		change(coupa, 1, changes);
		const [second] = (await read(client)).told;
		expect(second).toEqual(OK(1));
		expect(second).not.toBe(first);
	});

	test('is not another one because Coupa writes 50.0 for 50.00, or an empty list for none', async () => {
		coupa.put('invoices', approved(1));
		const [first] = (await read(client)).told;
		change(coupa, 1, { 'gross-total': '50.0', 'tax-lines': [], 'invoice-charges': [] });
		expect((await read(client)).told).toEqual([first]);
	});
});

describe('voids', () => {
	test('one that was exported goes out, whatever its flag says; one that the ERP never had is only marked', async () => {
		coupa.put('invoices', approved(1, { status: 'voided' }));
		coupa.put('invoices', approved(2, { status: 'voided', 'last-exported-at': '2026-05-09T10:00:00-07:00' }));
		coupa.put('invoices', approved(3, { status: 'voided', exported: true, 'last-exported-at': '2026-05-09T10:00:00-07:00' }));
		expect((await read(client)).told).toEqual(['mark 1-void', 'send 2-void', 'send 3-void']);
		expect((await read(client, { neverExported: 'send' })).told[0]).toBe('send 1-void');
	});

	test('one whose approved document was sent and not yet confirmed goes out: the ERP may have it', async () => {
		coupa.put('invoices', approved(1));
		const key = (await read(client)).documents[0]?.key ?? '';
		change(coupa, 1, { status: 'voided' });
		expect((await read(client, { sent: [key] })).told).toEqual(['send 1-void']);
		expect((await read(client, { again: [key] })).told).toEqual(['send 1-void']);
	});

	test('the sweep goes on from the cursor: each void once, though the flag set afterwards moves its time', async () => {
		coupa.put('invoices', approved(1, { exported: true, 'last-exported-at': '2026-05-09T10:00:00-07:00' }));
		const first = await read(client);
		expect(first.told).toEqual([]);
		change(coupa, 1, { status: 'voided' });
		const second = await read(client, { cursor: first.cursor });
		expect(second).toMatchObject({ told: ['send 1-void'], reason: null });
		// Not kept, because the file did not land: it comes again, under the same key.
		expect((await read(client, { cursor: first.cursor })).told).toEqual(['send 1-void']);
		change(coupa, 1, { exported: true });
		const third = await read(client, { cursor: second.cursor });
		expect(third.told).toEqual([]);
		expect((await read(client, { cursor: third.cursor })).told).toEqual([]);
	});

	test('without a cursor, or with a damaged or foreign one, voids of the last days are looked for, and that is told', async () => {
		coupa.put('invoices', approved(1, { status: 'voided', exported: true, 'updated-at': '2020-01-01T00:00:00-07:00' }), {
			keepUpdatedAt: true,
		});
		coupa.put('invoices', approved(2, { status: 'voided', exported: true }));
		for (const cursor of ['', 'nonsense', Buffer.from('{"v":1,"kind":"okToPay"}').toString('base64url')]) {
			const { told, reason } = await read(client, { cursor });
			expect(told).toEqual(['send 2-void']);
			expect(reason).toMatch(/^(There is no cursor|The cursor is damaged).*voided since \d{4}-\d\d-\d\d were looked for\.$/);
		}
	});
});

describe('documents that were sent before', () => {
	test('wait for the answer; corrected in Coupa they go out under a new key; sent again under the same', async () => {
		coupa.put('invoices', approved(1));
		const key = (await read(client)).documents[0]?.key ?? '';
		const waiting = await read(client, { sent: [key] });
		expect(waiting).toMatchObject({ told: [], leftOut: { waiting: [key] } });
		expect((await read(client, { sent: [key], again: [key] })).told).toEqual([`send ${key}`]);
		change(coupa, 1, { 'gross-total': '49.00' });
		const corrected = await read(client, { sent: [key] });
		expect(corrected.told).toEqual([OK(1)]);
		expect(corrected.told).not.toContain(`send ${key}`);
	});

	test('an invoice that was voided and swept is not sent again for the sake of the key that it had before', async () => {
		coupa.put('invoices', approved(1));
		const key = (await read(client)).documents[0]?.key ?? '';
		change(coupa, 1, { status: 'voided' });
		const first = await read(client, { again: [key] });
		expect(first.told).toEqual(['send 1-void']);
		change(coupa, 1, { exported: true });
		const second = await read(client, { cursor: first.cursor, again: [key] });
		expect(second).toMatchObject({ told: [], leftOut: { obsolete: [] } });
		expect((await read(client, { cursor: second.cursor, again: [key, '1-void'] })).told).toEqual(['send 1-void']);
	});

	test('a void that was swept long ago goes again when it is asked for; what is nothing to the ERP any more is told', async () => {
		coupa.put('invoices', approved(1, { status: 'voided', exported: true }));
		coupa.put('invoices', approved(2, { status: 'disputed' }));
		const { cursor } = await read(client);
		const again = await read(client, { cursor, again: ['1-void', '2-ok-00000000', '99-void', 'K17'] });
		expect(again.told).toEqual(['send 1-void']);
		expect(again.leftOut.obsolete.sort()).toEqual(['2-ok-00000000', '99-void', 'K17']);
	});
});

test('invoices that Coupa Pay pays are left out and told by number; a channel may mean the ERP, or all do', async () => {
	coupa.put('invoices', approved(1, { 'payment-channel': 'ERP' }));
	coupa.put('invoices', approved(2, { 'payment-channel': 'coupa_pay_invoice' }));
	coupa.put('invoices', approved(3, { 'payment-channel': 'virtual_card' }));
	const usual = await read(client);
	expect(usual.documents.map(({ invoice }) => invoice.id)).toEqual([1]);
	expect([...usual.leftOut.coupaPay]).toEqual([
		['coupa_pay_invoice', ['OTP-2']],
		['virtual_card', ['OTP-3']],
	]);
	expect((await read(client, { erpChannels: ['erp', ' Virtual_Card'] })).documents.map(({ invoice }) => invoice.id)).toEqual([1, 3]);
	expect((await read(client, { erpChannels: null })).documents).toHaveLength(3);
});

test.each([
	{ field: 'status', value: 'draft' },
	{ field: 'status', operator: 'in' as const, value: ['approved', 'draft'] },
	{ field: 'exported', value: true },
])('a filter that contradicts what is read is refused, not dropped: %j', async (filter) => {
	await expect(read(client, { filters: [filter] })).rejects.toThrow(`A filter on ${filter.field} cannot be used with Get OK to Pay.`);
	expect(coupa.requests().filter(({ path }) => path === '/api/invoices')).toEqual([]);
});

test('what is no key among the sent documents is reported', async () => {
	expect((await read(client, { sent: ['OTP-1', '5-void'] })).leftOut.unknown).toEqual(['OTP-1']);
});
