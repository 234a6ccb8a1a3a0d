import { confirmOkToPay, type CoupaClient, type ErpResult } from '../../../lib/coupa';
import type { CoupaSandbox } from '../../../tools/sandbox/coupa';
import { startSandbox } from '../sync/sandbox';
import { approved, change, held, read } from './support';

let coupa: CoupaSandbox;
let client: CoupaClient;

beforeEach(async () => {
	({ coupa, client } = await startSandbox({ invoices: [approved(1)] }));
	coupa.settings.editableStatuses = ['draft', 'approved'];
});

afterEach(async () => {
	expect(coupa.contractProblems()).toEqual([]);
	await coupa.stop();
});

const keyNow = async () => (await read(client)).documents[0]?.key ?? '';
const accepted = (documentKey: string, erpNumber = ''): ErpResult => ({ documentKey, result: 'accepted', erpNumber, reason: '' });
const writes = () =>
	coupa
		.requests()
		.flatMap(({ method, path, query }) =>
			method === 'PUT' ? [`${path}${query.some(([name]) => name === 'exported') ? ' exported' : ''}`] : [],
		);

test('accepted: read again, the ERP number written, then the flag in a request of its own', async () => {
	const result = accepted(await keyNow(), '5105600001');
	expect(await confirmOkToPay(client, result, { numberField: 'erp-document' })).toEqual({
		id: 1,
		number: 'OTP-1',
		outcome: 'marked',
		reason: null,
	});
	expect(held(coupa, 1)).toMatchObject({ exported: true, 'custom-fields': { 'erp-document': '5105600001' } });
	expect(writes()).toEqual(['/api/invoices/1', '/api/invoices/1 exported']);
});

test('again: nothing is written twice', async () => {
	const result = accepted(await keyNow(), '5105600001');
	await confirmOkToPay(client, result, { numberField: 'erp-document' });
	expect(await confirmOkToPay(client, result, { numberField: 'erp-document' })).toMatchObject({ outcome: 'alreadyMarked' });
	change(coupa, 1, { exported: false, 'last-exported-at': null });
	expect(await confirmOkToPay(client, result, { numberField: 'erp-document' })).toMatchObject({ outcome: 'marked' });
	expect(writes()).toEqual(['/api/invoices/1', '/api/invoices/1 exported', '/api/invoices/1 exported']);
});

test('marked before the ERP gave its number: the number is written later, and never over another', async () => {
	const key = await keyNow();
	await confirmOkToPay(client, accepted(key));
	const number = { numberField: 'erp-document' };
	expect(await confirmOkToPay(client, accepted(key, '5105600001'), number)).toMatchObject({ outcome: 'alreadyMarked', reason: null });
	await confirmOkToPay(client, accepted(key, '5105600002'), number);
	expect(held(coupa, 1)).toMatchObject({ exported: true, 'custom-fields': { 'erp-document': '5105600001' } });
	expect(writes()).toEqual(['/api/invoices/1 exported', '/api/invoices/1']);
});

test('refused: nothing is asked of Coupa', async () => {
	const key = await keyNow();
	coupa.clearRequests();
	const refused: ErpResult = { documentKey: key, result: 'refused', erpNumber: '', reason: 'Posting period 05 is closed' };
	expect(await confirmOkToPay(client, refused)).toMatchObject({ outcome: 'refused', reason: 'Posting period 05 is closed' });
	expect(coupa.requests()).toEqual([]);
});

test('voided since: not marked, and the void goes next', async () => {
	const key = await keyNow();
	change(coupa, 1, { status: 'voided' });
	expect(await confirmOkToPay(client, accepted(key))).toMatchObject({ outcome: 'voided', number: 'OTP-1' });
	expect(held(coupa, 1).exported).toBe(false);
	expect((await read(client, { sent: [key] })).told).toEqual(['send 1-void']);
});

test('voided between reading and marking: the flag is taken back, and the void goes next', async () => {
	const key = await keyNow();
	coupa.intercept(({ operation }, phase) => {
		if (operation === 'exported' && phase === 'received' && held(coupa, 1).status === 'approved') change(coupa, 1, { status: 'voided' });
		return 'continue';
	});
	expect(await confirmOkToPay(client, accepted(key))).toMatchObject({ outcome: 'voided' });
	expect(held(coupa, 1).exported).toBe(false);
	expect((await read(client)).told).toEqual(['send 1-void']);
});

test('changed since: not marked, and it goes again under a new key', async () => {
	const key = await keyNow();
	change(coupa, 1, { 'gross-total': '60.00' });
	expect(await confirmOkToPay(client, accepted(key))).toMatchObject({ outcome: 'changed' });
	expect(held(coupa, 1).exported).toBe(false);
	expect(await keyNow()).not.toBe(key);
	change(coupa, 1, { status: 'pending_approval' });
	expect(await confirmOkToPay(client, accepted(key))).toMatchObject({
		outcome: 'changed',
		reason: expect.stringContaining('pending_approval') as string,
	});
});

test('a void: its flag is set where it is not, and left alone where it is', async () => {
	change(coupa, 1, { status: 'voided' });
	expect(await confirmOkToPay(client, accepted('1-void'))).toMatchObject({ outcome: 'marked' });
	expect(await confirmOkToPay(client, accepted('1-void'))).toMatchObject({ outcome: 'alreadyMarked' });
	expect(writes()).toEqual(['/api/invoices/1 exported']);
});

test('a number that Coupa does not take keeps the invoice from nothing, and is told', async () => {
	coupa.settings.editableStatuses = ['draft'];
	const found = await confirmOkToPay(client, accepted(await keyNow(), '5105600001'), { numberField: 'erp-document' });
	expect(found).toMatchObject({ outcome: 'marked', reason: expect.stringContaining('5105600001') as string });
	expect(held(coupa, 1).exported).toBe(true);
});

test('keys of nothing: told, and Coupa is not asked for what is no key', async () => {
	expect(await confirmOkToPay(client, accepted('4711-ok-00000000'))).toMatchObject({ id: 4711, outcome: 'gone' });
	for (const key of ['', '1', '1-ok-', '1-void; drop', '../1-void', '0-void'])
		expect(await confirmOkToPay(client, accepted(key))).toMatchObject({
			id: null,
			outcome: 'unknown',
			reason: expect.stringContaining('is not a document key') as string,
		});
});
