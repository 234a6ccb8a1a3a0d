import { CoupaClient, decide } from '../../../lib/coupa';
import type { CoupaRecord } from '../../../lib/core';
import { OwnUser } from '../../../lib/coupa/import/own-user';
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

test('the time that the reviewer saw may have been through a table: the same moment in another spelling is the same state', async () => {
	invoice();
	expect(await decide(client, request({ seenAt: '2026-05-05T17:00:00.000Z' }))).toMatchObject({ outcome: 'decided' });
	expect(await decide(client, request({ seenAt: AT }))).toMatchObject({ outcome: 'alreadyDecided' });
	expect(writes()).toEqual(['dispute', 'comments']);
});

test.each<[DecisionRequest['decision'], CoupaRecord]>([
	['dispute', { status: 'disputed', 'dispute-reasons': [{ code: 'PRICE' }] }],
	['withdrawDispute', { status: 'pending_approval' }],
	['revalidate', { status: 'pending_approval' }],
])('%s may have been cut off before its comment: the reviewer learns that no comment names who did it', async (decision, change) => {
	invoice({ ...change, 'updated-at': '2026-05-06T10:00:00-07:00', 'updated-by': { login: `nobody knows ${decision}` } });
	expect(await decide(client, request({ decision }))).toMatchObject({
		outcome: 'movedOn',
		message: expect.stringMatching(/No comment says who did that\. If this decision was sent before .* add a comment/),
	});
	expect(writes()).toEqual([]);
});

test('an approval that Coupa answers with itself, or with a stub: the status is that of the invoice', async () => {
	const answers: CoupaRecord[] = [{ id: 70, status: 'approved' }, { id: 7 }, {}];
	for (const answer of answers) {
		invoice({ status: 'pending_approval' });
		const of = { 'approvable-type': 'InvoiceHeader', 'approvable-id': 7 };
		coupa.put('approvals', { id: 70, status: 'pending_approval', position: 1, approver: { login: 'dana' }, ...of });
		client.write = async (method) => (method === 'POST' ? { id: 1 } : answer);
		expect(await decide(client, request({ decision: 'approve', reason: '', comment: JSON.stringify(answer) }))).toMatchObject({
			...{ outcome: 'decided', status: 'pending_approval', number: 'R-7', isCommented: true },
			message: expect.stringMatching(/^Thank you, Dana\. The open approval of invoice R-7 was given\. It is now Pending Approval\.$/),
		});
	}
});

test('done, but the invoice cannot be read any more: that is no failure, and the comment is written', async () => {
	invoice({ status: 'pending_approval' });
	const of = { 'approvable-type': 'InvoiceHeader', 'approvable-id': 7 };
	coupa.put('approvals', { id: 70, status: 'pending_approval', position: 1, approver: { login: 'dana' }, ...of });
	const [get, write] = [client.get.bind(client), client.write.bind(client)];
	let isDone = false;
	client.write = async (...given) => {
		const answer = await write(...given);
		isDone = true;
		return given[0] === 'PUT' ? {} : answer;
	};
	client.get = async (...given) => {
		if (isDone) coupa.settings.failNext.push({ match: ({ method }) => method === 'GET', status: 404 });
		return await get(...given);
	};
	expect(await decide(client, request({ decision: 'approve', reason: '' }))).toMatchObject({
		...{ outcome: 'decided', status: null, number: 'R-7', isCommented: true },
		message: expect.stringMatching(/Coupa did not show its status afterwards\.$/),
	});
	expect(writes()).toEqual(['approve', 'comments']);
});

test.each([
	['nobody is shown as requester', {}, 'Coupa does not show who the requester is'],
	[
		'the order shows none',
		{ 'invoice-lines': [{ id: 71, 'line-num': 1, 'order-header-num': 'SILENT' }] },
		'Coupa does not show who the requester is',
	],
	['only the login is shown, and the ID is entered', { 'requested-by': { login: 'bob' } }, 'Coupa does not show enough of the requester'],
])('%s: whether the reviewer is the requester is not known', async (_what, change, why) => {
	coupa.put('purchase_orders', { id: 5, 'po-number': 'SILENT', status: 'issued' });
	invoice(change);
	expect(await decide(client, request({ reviewer: { name: 'Dana', email: 'dana@acme.test', coupaUser: '4711' } }))).toMatchObject({
		...{ outcome: 'decided', requesterCheck: 'unknown' },
		notes: [`Whether the reviewer is the requester is not known: ${why}.`],
	});
});

test('a check that leaves the invoice held says so, though Coupa lists no tolerance', async () => {
	invoice({ status: 'on_hold' });
	const after: CoupaRecord = { id: 7, 'invoice-number': 'R-7', status: 'on_hold', 'updated-at': AT };
	client.write = async (method) => (method === 'POST' ? { id: 1 } : after);
	const { message } = await decide(client, request({ decision: 'revalidate', reason: '' }));
	expect(message).toMatch(/was checked against the tolerances again: it is still On Hold, and Coupa does not say which tolerance fails\.$/);
});

test('the words of a dispute go to the supplier as they were written, line by line', async () => {
	invoice();
	const comment = `Dear supplier,\nthe order says 100.00. ${'é'.repeat(2_500)}`;
	let sent: unknown;
	const write = client.write.bind(client);
	client.write = async (...given) => {
		sent ??= given[2];
		return await write(...given);
	};
	await decide(client, request({ comment }));
	expect(sent).toEqual({ 'dispute-reason': { code: 'PRICE' }, comment });
});

test('words that are too long to be kept whole are refused, not cut', async () => {
	invoice();
	expect(await decide(client, request({ comment: 'x'.repeat(4_001) }))).toMatchObject({
		outcome: 'incomplete',
		message: expect.stringMatching(/4,001 characters.* 4,000/),
	});
	expect(writes()).toEqual([]);
});

test('who changed an approved invoice last is not taken for this connection', async () => {
	const pat = { login: 'pat' };
	invoice({ status: 'pending_approval' });
	const of = { 'approvable-type': 'InvoiceHeader', 'approvable-id': 7 };
	coupa.put('approvals', { id: 70, status: 'pending_approval', position: 1, approver: { login: 'dana' }, ...of });
	const write = client.write.bind(client);
	client.write = async (...given) => ({ ...(await write(...given)), ...(given[0] === 'PUT' && { 'updated-by': pat }) });
	expect(await decide(client, request({ decision: 'approve', reason: '' }))).toMatchObject({ outcome: 'decided' });
	const own = new OwnUser(client.instance);
	expect([own.hasMade({ 'updated-by': pat }, 'updated-by'), own.hasMade({ 'created-by': { login: 'int.batch' } })]).toEqual([false, true]);
});
