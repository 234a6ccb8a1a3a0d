import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { recordsAt } from '../../lib/core';
import { DEFAULT_PAYMENT_SETTINGS } from '../../lib/coupa';
import { paymentProperties } from '../../nodes/Coupa/resources/invoice/paymentFields';
import { plainInvoice } from '../../tools/sandbox/scan-one';
import { coupaCredential } from '../../tools/harness/engine/coupa';
import type { RunOptions } from '../../tools/harness/engine/engine';
import { Flow, hintsOf, inCoupa, itemsOf } from './support/flow';

let flow: Flow;
beforeAll(async () => {
	flow = await Flow.start();
	flow.coupa.settings.statusAfterSubmit = 'approved';
	itemsOf(await flow.import(await flow.captured(['PAY-1', 'PAY-2', 'PAY-3', 'PAY-4', 'PAY-5'].map((number) => plainInvoice(number)))));
});
afterEach(() => {
	expect(flow.coupa.contractProblems()).toEqual([]);
	flow.coupa.clearRequests();
});
afterAll(async () => {
	await flow.stop();
});

const HEADER = 'Supplier Number,Invoice Number,Check Amount Paid,Check # / Note,Check Payment Date';

const csv = (name: string, ...lines: string[]): INodeExecutionData => ({
	json: {},
	binary: { data: { data: Buffer.from(`${lines.join('\n')}\n`).toString('base64'), mimeType: 'text/csv', fileName: name } },
});

const run = async (items: INodeExecutionData[], parameters: IDataObject = {}, options: RunOptions = {}) =>
	await flow.engine.execute('coupa', { resource: 'invoice', operation: 'importPayments', ...parameters }, items, options);

const paidIn = (number: string) => recordsAt(inCoupa(flow, number) ?? {}, 'payments').map(({ notes }) => notes);

const shown = (items: INodeExecutionData[]) => items.map(({ json: { file, row, outcome, code } }) => [file, row, outcome, code]);

test('a file of the ERP: one item per row, in order, a broken row among them', async () => {
	const files = [
		csv(
			'payments-1.csv',
			HEADER,
			'V-20011,PAY-1,50.00,9001,2026-05-20',
			'V-20011,"PAY-2,20.00,9002,2026-05-20',
			'V-20011,PAY-2,20.00,9003,2026-05-20',
			'V-20011,PAY-2,30.00,9004,2026-05-20',
			'V-20011,PAY-2,0.01,9005,2026-05-20',
			'V-20011,PAY-0,5.00,9006,2026-05-20',
		),
		csv('payments-2.csv', HEADER, 'V-20011,PAY-1,50.00,9001,2026-05-20'),
		csv('payments-3.csv', HEADER),
	];
	const result = await run(files, { source: 'file' });
	const items = itemsOf(result);
	expect(shown(items)).toEqual([
		['payments-1.csv', 2, 'recorded', null],
		['payments-1.csv', 3, 'refused', 'unreadableRow'],
		['payments-1.csv', 4, 'recorded', null],
		['payments-1.csv', 5, 'recorded', null],
		['payments-1.csv', 6, 'refused', 'alreadyPaid'],
		['payments-1.csv', 7, 'noInvoice', null],
		['payments-2.csv', 2, 'alreadyRecorded', null],
		['payments-3.csv', null, 'noPayments', null],
	]);
	expect(items.map(({ pairedItem }) => pairedItem)).toEqual([0, 0, 0, 0, 0, 0, 1, 2].map((item) => ({ item })));
	const invoice = inCoupa(flow, 'PAY-1');
	expect(items[0]?.json).toEqual({
		paymentId: '9001',
		invoiceNumber: 'PAY-1',
		supplierNumber: 'V-20011',
		supplierName: expect.any(String),
		amount: '50.00',
		currency: 'USD',
		paymentDate: '2026-05-20',
		outcome: 'recorded',
		code: null,
		reason: 'The payment was recorded, and the invoice is marked as paid.',
		paid: true,
		open: '0.00',
		status: 'approved',
		link: `${flow.coupa.url}/invoices/${String(invoice?.id)}`,
		file: 'payments-1.csv',
		row: 2,
		details: {
			key: '9001 | V-20011 | PAY-1 | 50.00 | 2026-05-20',
			instance: new URL(flow.coupa.url).host,
			invoiceId: invoice?.id,
			candidates: [],
			problems: [],
			fileDecided: true,
		},
	});
	expect(hintsOf(result)).toEqual(['3 recorded, 1 recorded before, 2 refused, 1 without an invoice in Coupa, 1 without payments']);
	expect(paidIn('PAY-2')).toEqual(['[ERP payment 9003, 2026-05-20, 20.00]', '[ERP payment 9004, 2026-05-20, 30.00]']);
});

test('items of any node, by the names they usually have or by expressions', async () => {
	const items = [
		{
			json: {
				paymentId: 'T-1',
				supplierNumber: 'V-20011',
				invoiceNumber: 'PAY-3',
				amount: 12.5,
				currency: 'USD',
				paymentDate: '2026-05-20',
			},
		},
		{
			json: {
				paymentId: 'T-2',
				supplierNumber: 'V-20011',
				invoiceNumber: 'PAY-3',
				amount: '1',
				currency: 'EUR',
				paymentDate: '2026-05-20',
			},
		},
		{ json: { doc: 77, paymentId: 'T-3', supplierNumber: 'V-20011', invoiceNumber: 'PAY-3', amount: '-12.50', paymentDate: '2026-05-20' } },
	];
	const outcomes = itemsOf(await run(items, { source: 'items' }));
	expect(outcomes.map(({ json: { outcome, code, row } }) => [outcome, code, row])).toEqual([
		['recorded', null, null],
		['refused', 'wrongCurrency', null],
		['refused', 'nothingToReverse', null],
	]);
	expect(outcomes.map(({ pairedItem }) => pairedItem)).toEqual([0, 1, 2].map((item) => ({ item })));
	const named = itemsOf(
		await run([items[2] ?? { json: {} }], { source: 'items', paymentId: '={{ $json.doc }}', amountPaid: '3', notes: 'Rest' }),
	);
	expect(named.map(({ json }) => json.outcome)).toEqual(['recorded']);
	expect(paidIn('PAY-3')).toEqual(['[ERP payment T-1, 2026-05-20, 12.50]', 'Rest [ERP payment 77, 2026-05-20, 3.00]']);
});

test('Validate Only writes nothing', async () => {
	const outcomes = itemsOf(await run([csv('a.csv', HEADER, 'V-20011,PAY-4,50.00,1,2026-05-20')], { source: 'file', validateOnly: true }));
	expect(shown(outcomes)).toEqual([['a.csv', 2, 'wouldRecord', null]]);
	expect(flow.coupa.requests().filter(({ method, operation }) => operation !== 'token' && method !== 'GET')).toEqual([]);
});

test('the key is the same however the amount is written, and without ID another for each payment', async () => {
	const keys = async (...rows: string[]) =>
		itemsOf(await run([csv('p.csv', HEADER, ...rows)], { source: 'file', validateOnly: true })).map(
			({ json }) => (json.details as IDataObject).key,
		);
	const [plain, short, unnamed] = await keys(
		'V-20011,PAY-4,50.00,1,2026-05-20',
		'V-20011,PAY-4,50.0,1,2026-05-20T00:00:00Z',
		'V-20011,PAY-4,50,,2026-05-20',
	);
	expect([plain, short]).toEqual(Array(2).fill('1 | V-20011 | PAY-4 | 50.00 | 2026-05-20'));
	expect(unnamed).toBe('p.csv, row 4 | V-20011 | PAY-4 | 50.00 | 2026-05-20');
	const item = { paymentId: '', supplierNumber: 'V-20011', invoiceNumber: 'PAY-4', amount: 7.5, paymentDate: '2026-05-20' };
	const [ofItem] = itemsOf(await run([{ json: item }], { source: 'items', validateOnly: true }));
	expect((ofItem?.json.details as IDataObject).key).toBe('item 0 | V-20011 | PAY-4 | 7.50 | 2026-05-20');
});

test('an ID column and dates of the ERP’s own', async () => {
	const file = csv('a.csv', `${HEADER},Payment Document`, 'V-20011,PAY-4,50.00,Run 12,20/05/2026,4500012345');
	const options = { paymentIdColumn: 'payment document', dateFormat: 'DD/MM/YYYY' };
	expect(shown(itemsOf(await run([file], { source: 'file', options })))).toEqual([['a.csv', 2, 'recorded', null]]);
	expect(paidIn('PAY-4')).toEqual(['Run 12 [ERP payment 4500012345, 2026-05-20, 50.00]']);
});

test.each([
	['is no CSV of payments', 'Name,Id\nA,1', {}, /not a file of the layout Payments/],
	['is empty', '', {}, /empty/],
	['has a column twice', `${HEADER},Check Amount Paid\nV-20011,PAY-5,1.00,1,2026-05-20,2.00`, {}, /“Check Amount Paid” is twice/],
	['lacks the ID column', `${HEADER}\nV-20011,PAY-5,1.00,1,2026-05-20`, { paymentIdColumn: 'Doc' }, /no column “Doc”/],
])('a file that %s is refused whole, and the next one is read', async (_what, text, options, reason) => {
	const good = csv('good.csv', `${HEADER},Doc`, 'V-20011,PAY-5,50.00,5,2026-05-20,5');
	const items = itemsOf(await run([csv('bad.csv', ...text.split('\n')), good], { source: 'file', options }));
	expect(items.map(({ json: { file, code } }) => [file, code])).toEqual([
		['bad.csv', 'unreadableFile'],
		['good.csv', null],
	]);
	expect(items[0]?.json.reason).toMatch(reason);
});

test('a Coupa that cannot be reached is an error of the node; with Continue On Fail each file is one', async () => {
	const { coupaOAuth2Api } = flow.engine.credentials.byType;
	flow.engine.credentials.byType.coupaOAuth2Api = coupaCredential({ url: 'http://127.0.0.1:1' });
	const file = csv('a.csv', HEADER, 'V-20011,PAY-5,50.00,1,2026-05-20');
	const stopped = await run([file], { source: 'file' });
	const continued = await run([file, file], { source: 'file' }, { continueOnFail: true });
	if (coupaOAuth2Api) flow.engine.credentials.byType.coupaOAuth2Api = coupaOAuth2Api;
	expect(stopped.error?.message).toMatch(/No answer from Coupa/);
	expect(itemsOf(continued).map(({ json, pairedItem }) => [json.error, pairedItem])).toEqual(
		[0, 1].map((item) => [expect.stringMatching(/No answer/), { item }]),
	);
});

test('the options show what holds without them', () => {
	const options = paymentProperties.find(({ name }) => name === 'options')?.options ?? [];
	const shownDefaults = Object.fromEntries(options.flatMap((option) => ('default' in option ? [[option.name, option.default]] : [])));
	expect(DEFAULT_PAYMENT_SETTINGS).toMatchObject({
		method: shownDefaults.method,
		markPaid: shownDefaults.markPaid,
		overpayment: shownDefaults.overpayment,
		parallelInvoices: shownDefaults.parallelInvoices,
	});
});
