import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { recordsAt } from '../../lib/core';
import { lockBoxCredential } from '../../tools/harness/engine/lock-box';
import type { SftpServer } from '../../tools/sandbox/scan-one';
import { CoupaAccount } from '../nodes/coupa-sftp/coupa-sftp';
import { errorOf, itemsAt, SyncFlow } from '../nodes/sync/support/sync-flow';
import { importNodes, Mails } from './support/import-nodes';

const FOLDER = 'Payments';
const ARCHIVE = `${FOLDER}/Archive`;
const HEADER = 'Supplier Number,Invoice Number,Check Amount Paid,Check # / Note,Check Payment Date';

let flow: SyncFlow;
let erp: CoupaAccount;
let nextId = 8_000;

beforeAll(async () => {
	flow = await SyncFlow.start();
	Object.assign(flow.engine.otherNodes, importNodes(flow.tables, new Mails()));
});

beforeEach(async () => {
	erp = await CoupaAccount.start([FOLDER]);
	flow.engine.credentials.byType.coupaSftpApi = lockBoxCredential(erp.server);
	flow.tables.tables.clear();
});

afterEach(async () => {
	flow.tables.before = () => undefined;
	flow.coupa.settings.failNext = [];
	expect(flow.coupa.contractProblems()).toEqual([]);
	await erp.server.stop();
});

afterAll(async () => {
	await flow.stop();
});

function approved(number: string): number {
	const id = (nextId += 1);
	flow.coupa.put('invoices', {
		id,
		status: 'approved',
		'invoice-number': number,
		'gross-total': '50.00',
		currency: { id: 1, code: 'USD', decimals: 2 },
		supplier: { id: 5, number: 'V-20011', name: 'Northern Bolts' },
		paid: false,
		payments: [],
		'invoice-lines': [{ id: id * 10, type: 'InvoiceAmountLine', description: 'Bolts', price: '50.00', 'line-num': 1 }],
	});
	return id;
}

const drop = async (name: string, rows: string[]) => await erp.put(FOLDER, name, `${[HEADER, ...rows].join('\r\n')}\r\n`);
/** Whether files are still being written is the node's own test. */
const run = async (mode: 'trigger' | 'manual' = 'trigger', settleTime = 0) =>
	await flow.run('import-payments.json', 'Every hour: payments', mode, { 'Payment files': { options: { settleTime } } });
const waiting = async () => (await erp.names(FOLDER)).filter((name) => name !== 'Archive');
const archived = async () => ((await erp.names(FOLDER)).includes('Archive') ? await erp.names(ARCHIVE) : []);
const rows = () => flow.tables.rows('Payments').map(({ payment_id: id, outcome, code, amount, file }) => [id, outcome, code, amount, file]);
const outcomes = () => rows().map(([id, outcome]) => [id, outcome]);
const paid = (id: number) => recordsAt(flow.coupa.rows('invoices').find((invoice) => invoice.id === id) ?? {}, 'payments').length;
const json = (items: INodeExecutionData[] | undefined): IDataObject[] => (items ?? []).map((item) => item.json);

test('two files: recorded, in the table, archived; what was refused is in its branch', async () => {
	const ids = [approved('R-1'), approved('R-2')];
	await drop('one.csv', ['V-20011,R-1,50.00,1001,2026-05-20', 'V-20011,"R-1,50.00,1002,2026-05-20']);
	await drop('two.csv', ['V-20011,R-2,20.00,1003,2026-05-20', 'V-20011,R-9,20.00,1004,2026-05-20']);
	await drop('under-way.csv.part', ['V-20011,R-2,20.00,1005,2026-05-20']);
	await drop('readme.txt', []);
	const result = await run('trigger', 0.1);
	expect(errorOf(result)).toBeNull();
	expect(rows()).toEqual([
		['1001', 'recorded', null, '50.00', 'one.csv'],
		['', 'refused', 'unreadableRow', null, 'one.csv'],
		['1003', 'recorded', null, '20.00', 'two.csv'],
		['1004', 'noInvoice', null, '20.00', 'two.csv'],
	]);
	expect(ids.map(paid)).toEqual([1, 1]);
	expect(await archived()).toEqual(['one.csv', 'two.csv']);
	expect(await waiting()).toEqual(['readme.txt', 'under-way.csv.part']);
	expect(json(itemsAt(result, 'AP: look at these payments')).map(({ code, outcome }) => code ?? outcome)).toEqual(['unreadableRow', 'noInvoice']);
});

test.each([
	['before its rows were stored', () => (flow.tables.failNext = 'upsert')],
	['before the file was moved', () => (erp.server.settings.permissions = { [`/${FOLDER}`]: 'undeletable' })],
])('ended %s: the next run finds everything recorded, and moves the file', async (when, disturb) => {
	const number = `R-3-${when.length}`;
	const id = approved(number);
	await drop('three.csv', [`V-20011,${number},20.00,2001,2026-05-20`, `V-20011,${number},30.00,2002,2026-05-20`]);
	disturb();
	expect(errorOf(await run())).not.toBeNull();
	expect([await waiting(), paid(id)]).toEqual([['three.csv'], 2]);
	erp.server.settings.permissions = {};
	expect(errorOf(await run())).toBeNull();
	expect(outcomes()).toEqual([
		['2001', 'alreadyRecorded'],
		['2002', 'alreadyRecorded'],
	]);
	expect([await waiting(), await archived(), paid(id)]).toEqual([[], ['three.csv'], 2]);
});

test('a file with an undecided payment stays for the next run, the other one is archived', async () => {
	const ids = [approved('R-4'), approved('R-5')];
	await drop('four.csv', ['V-20011,R-5,20.00,3000,2026-05-20', 'V-20011,R-4,20.00,3001,2026-05-20']);
	await drop('five.csv', ['V-20011,R-5,20.00,3002,2026-05-20']);
	const isPut = ({ method, path }: { method: string; path: string }) => method === 'PUT' && path.endsWith(`/${String(ids[0])}`);
	const forbidden = { match: isPut, status: 403, body: { error: 'Not allowed' } };
	flow.coupa.settings.failNext = [forbidden, forbidden, forbidden];
	expect(errorOf(await run())).toBeNull();
	flow.coupa.settings.failNext = [];
	expect([await waiting(), await archived()]).toEqual([['four.csv'], ['five.csv']]);
	expect(errorOf(await run())).toBeNull();
	expect([await waiting(), ids.map(paid)]).toEqual([[], [1, 2]]);
	expect(outcomes()).toEqual(
		expect.arrayContaining([
			['3000', 'alreadyRecorded'],
			['3001', 'recorded'],
			['3002', 'recorded'],
		]),
	);
});

test.each([
	['read', { failing: [{ op: 'OPEN', path: `/${FOLDER}/a-locked.csv` }] }, /^Payment files .* stay in the folder for the next run; the others are done\. Could not read .*a-locked\.csv/],
	['moved', { refusedNames: /^a-locked/ }, /^Payments are recorded, but .* the next run reads them again\. .*a-locked\.csv/],
] satisfies Array<[string, Partial<SftpServer['settings']>, RegExp]>)('a file that cannot be %s keeps none of the others back, and fails the run after them', async (what, faults, message) => {
	const number = `R-7-${what}`;
	const id = approved(number);
	await drop('a-locked.csv', []);
	await drop('b.csv', [`V-20011,${number},20.00,5001,2026-05-20`]);
	Object.assign(erp.server.settings, faults);
	expect(errorOf(await run())).toMatch(message);
	expect([await waiting(), await archived(), paid(id)]).toEqual([['a-locked.csv'], ['b.csv'], 1]);
	expect(outcomes()).toContainEqual(['5001', 'recorded']);
});

test('a file that the ERP went on writing after it was read stays, and is read again', async () => {
	const id = approved('R-8');
	await drop('eight.csv', ['V-20011,R-8,20.00,6001,2026-05-20']);
	flow.tables.before = (operation) => {
		if (operation === 'upsert') appendFileSync(join(erp.server.root, FOLDER, 'eight.csv'), 'V-20011,R-8,30.00,6002,2026-05-20\r\n');
	};
	expect(errorOf(await run())).toBeNull();
	expect([await waiting(), await archived(), paid(id)]).toEqual([['eight.csv'], [], 1]);
	flow.tables.before = () => undefined;
	expect(errorOf(await run())).toBeNull();
	expect([await waiting(), await archived(), paid(id)]).toEqual([[], ['eight.csv'], 2]);
	expect(outcomes()).toEqual([
		['6001', 'alreadyRecorded'],
		['6002', 'recorded'],
	]);
});

test('a manual run only validates: nothing is written, nothing moved', async () => {
	const id = approved('R-6');
	await drop('six.csv', ['V-20011,R-6,20.00,4001,2026-05-20']);
	const result = await run('manual');
	expect(json(itemsAt(result, 'Import payments')).map(({ outcome }) => outcome)).toEqual(['wouldRecord']);
	expect([await waiting(), rows(), paid(id)]).toEqual([['six.csv'], [], 0]);
});

test('a file without payments is noted in the table and archived; one of the same name the day after gets a number', async () => {
	for (const names of [['empty.csv'], ['empty.csv', 'empty_2.csv']]) {
		await drop('empty.csv', []);
		expect(errorOf(await run())).toBeNull();
		expect(rows()).toEqual([[null, 'noPayments', null, null, 'empty.csv']]);
		expect([await waiting(), await archived()]).toEqual([[], names]);
	}
});
