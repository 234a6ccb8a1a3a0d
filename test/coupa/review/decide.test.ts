import { CoupaClient, decide } from '../../../lib/coupa';
import type { CoupaRecord } from '../../../lib/core';
import { markOf } from '../../../lib/coupa/review/mark';
import type { DecisionRequest } from '../../../lib/coupa/review/types';
import { DirectTransport } from '../../../tools/harness/engine/direct-transport';
import { type CoupaSandbox, DEFAULT_CLIENT, startCoupaSandbox } from '../../../tools/sandbox/coupa';

/** Decisions of which an earlier process left a part undone, or that Coupa answers oddly. */
let coupa: CoupaSandbox;
let client: CoupaClient;

beforeEach(async () => {
	coupa = await startCoupaSandbox({ settings: { requestsPerSecond: Infinity } });
	client = new CoupaClient(new DirectTransport({ baseUrl: coupa.url, ...DEFAULT_CLIENT }), { requestsPerSecond: 100_000 });
});
afterEach(async () => {
	await coupa.stop();
});

const AT = '2026-05-05T10:00:00-07:00';
const request = (change: Partial<DecisionRequest>): DecisionRequest => ({
	...{ invoiceId: 7, decision: 'dispute', reason: 'PRICE', comment: '', seenAt: AT, execution: '12', approvers: 'ownStep' },
	reviewer: { name: 'Dana', email: 'dana@acme.test', coupaUser: 'dana' },
	...change,
});

function invoice(change: CoupaRecord = {}): void {
	const record = { id: 7, 'invoice-number': 'R-7', status: 'ap_hold', 'updated-at': AT, 'invoice-lines': [], ...change };
	coupa.put('invoices', record, { keepUpdatedAt: true });
}

const writes = () =>
	coupa.requests().flatMap(({ method, path }) => (method === 'GET' || !path.startsWith('/api') ? [] : [path.split('/').at(-1)]));

test('cut off after the approval, before its comment: another process writes only the comment', async () => {
	const asked = request({ decision: 'approve', reason: '', comment: 'Agreed' });
	invoice({ status: 'approved', 'updated-at': '2026-05-06T10:00:00-07:00' });
	const of = { 'approvable-type': 'InvoiceHeader', 'approvable-id': 7 };
	coupa.put('approvals', { id: 70, status: 'approved', position: 1, note: `Agreed (Dana in n8n execution 11) ${markOf(asked)}`, ...of });
	expect(await decide(client, asked)).toMatchObject({ outcome: 'decided', isCommented: true });
	expect(writes()).toEqual(['comments']);
	// Somebody else's approval of the same step is not taken for the reviewer's.
	expect(await decide(client, { ...asked, comment: 'Me too' })).toMatchObject({ outcome: 'alreadyDecided' });
	expect(writes()).toEqual(['comments']);
});

test.each([
	['our own user', 'int.batch', 'decided', ['comments', 'comments']],
	['a person in Coupa', 'carla', 'movedOn', ['comments']],
])('disputed by %s, without a comment', async (_who, login, outcome, written) => {
	// The process knows its own user from a write.
	invoice();
	await decide(client, request({ decision: 'comment', comment: 'Looking' }));
	invoice({
		status: 'disputed',
		'dispute-reasons': [{ code: 'PRICE' }],
		'updated-by': { login },
		'updated-at': '2026-05-06T10:00:00-07:00',
	});
	await decide(client, request({ decision: 'comment', comment: 'Looking' }));
	expect(await decide(client, request({}))).toMatchObject({ outcome });
	expect(writes()).toEqual(written);
});

test('a record that was not asked for is not decided on', async () => {
	invoice();
	client.get = async () => ({ id: 8, status: 'ap_hold', 'updated-at': AT });
	await expect(decide(client, request({}))).rejects.toThrow('Coupa answered with invoice 8 instead of invoice 7. Nothing was done.');
	expect(writes()).toEqual([]);
});

test('withdrawn: the disputed invoice returns to approval, once', async () => {
	invoice({ status: 'disputed' });
	const asked = request({ decision: 'withdrawDispute', reason: '' });
	expect(await decide(client, asked)).toMatchObject({ outcome: 'decided', status: 'pending_approval' });
	expect(await decide(client, asked)).toMatchObject({ outcome: 'alreadyDecided' });
	expect(writes()).toEqual(['withdraw_dispute', 'comments']);
});

test('an order that cannot be read: whether the reviewer is the requester is not known, and that is said', async () => {
	invoice({ 'invoice-lines': [{ id: 71, 'line-num': 1, 'order-header-num': 'GONE' }] });
	expect(await decide(client, request({}))).toMatchObject({
		...{ outcome: 'decided', requesterCheck: 'unknown' },
		notes: ['Whether the reviewer is the requester is not known: the purchase order could not be read.'],
	});
});
