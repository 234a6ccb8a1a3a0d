import type { CoupaRecord } from '../../../lib/core';
import { CoupaClient } from '../../../lib/coupa';
import { type HeldInvoice, heldInvoices } from '../../../lib/coupa/review/held';
import { DirectTransport } from '../../../tools/harness/engine/direct-transport';
import { type CoupaSandbox, DEFAULT_CLIENT, startCoupaSandbox } from '../../../tools/sandbox/coupa';

/** Which invoices count as held, and how odd figures are shown. */
let coupa: CoupaSandbox;
let client: CoupaClient;

beforeEach(async () => {
	coupa = await startCoupaSandbox({ settings: { requestsPerSecond: Infinity } });
	client = new CoupaClient(new DirectTransport({ baseUrl: coupa.url, ...DEFAULT_CLIENT }), { requestsPerSecond: 100_000 });
});
afterEach(async () => {
	await coupa.stop();
});

function invoice(id: number, status: string, change: CoupaRecord = {}): void {
	coupa.put('invoices', { id: 880_000 + id, 'invoice-number': `H-${id}`, status, 'invoice-lines': [], ...change });
}

async function held(statuses: string[]): Promise<HeldInvoice[]> {
	const found = [];
	for await (const one of heldInvoices(client, { statuses, ids: [], includeWithoutFailures: false })) if (one.id > 880_000) found.push(one);
	return found;
}

test('a status that was chosen counts, whichever it is; in approval only what a tolerance holds', async () => {
	invoice(1, 'pending_receipt');
	invoice(2, 'disputed');
	invoice(3, 'pending_action');
	invoice(4, 'pending_approval');
	const statuses = ['pending_receipt', 'disputed', 'pending_action', 'pending_approval'];
	expect((await held(statuses)).map(({ number, held }) => [number, held])).toEqual([
		['H-1', true],
		['H-2', true],
		['H-3', true],
	]);
});

test('in approval with nothing but the summary of its tolerances: held, for the reason that Coupa gives', async () => {
	invoice(1, 'pending_approval', { 'tolerance-failures': 'Price over by 12.5 %' });
	expect(await held(['pending_approval'])).toMatchObject([{ number: 'H-1', held: true, reasons: 'Price over by 12.5 %', failures: [] }]);
});

test('limits of zero and below, figures as numbers, blank figures, an unknown code, and one that is resolved', async () => {
	invoice(1, 'ap_hold', {
		'failed-tolerances': [
			{ id: 1, code: 'price_amount', resolved: false, 'breach-amount': '-5.00', 'breach-limit': '0' },
			{ id: 2, code: 'total_amount', resolved: false, 'breach-amount': 12.5, 'breach-limit': '-0.01' },
			{
				id: 3,
				code: 'TAX_ENGINE_7',
				resolved: false,
				'breach-amount': '',
				'breach-limit': '',
				'breach-detail-1': '',
				'breach-detail-2': 'DE',
			},
			{ id: 4, code: 'price_percent', resolved: 'true' },
		],
	});
	const [one] = await held(['ap_hold']);
	expect(one?.reasons).toBe('Price amount: -5.00, limit 0; Total amount: 12.5, limit -0.01; TAX_ENGINE_7');
	expect(one?.failures[2]).toMatchObject({ kind: null, code: 'TAX_ENGINE_7', breach: null, limit: null, details: ['DE'] });
});
