import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';

import { recordsAt } from '../../lib/core';
import { errorOf, itemsAt, SyncFlow } from '../nodes/sync/support/sync-flow';

const FOLDER = 'Payments';
const HEADER = 'Supplier Number,Invoice Number,Check Amount Paid,Check # / Note,Check Payment Date';
const MINUTES_MS = 60_000;

let flow: SyncFlow;
let root: string;
/** Set to let the next move into the archive fail, as if the run had been killed before it. */
let failMove = false;
let nextId = 8_000;

type Work = (this: IExecuteFunctions, item: INodeExecutionData, index: number) => INodeExecutionData[] | Promise<INodeExecutionData[]>;

function standIn(name: string, parameters: string[], work: Work): INodeType {
	const properties = parameters.map((parameter) => ({ displayName: parameter, name: parameter, type: 'json' as const, default: '' }));
	return {
		description: { displayName: name, name, group: ['transform'], version: 1, description: '', defaults: { name }, inputs: ['main'], outputs: ['main'], properties },
		async execute() {
			const outputs: INodeExecutionData[] = [];
			for (const [index, item] of this.getInputData().entries())
				for (const output of await work.call(this, item, index)) outputs.push({ ...output, pairedItem: { item: index } });
			return [outputs];
		},
	};
}

/** n8n's SFTP node, as far as the template uses it, on a folder of this machine. */
const ftp = standIn('ftp', ['operation', 'path', 'oldPath', 'newPath', 'binaryPropertyName'], async function (item, index) {
	const at = (name: string): string => join(root, String(this.getNodeParameter(name, index)));
	switch (this.getNodeParameter('operation', index)) {
		case 'list':
			return readdirSync(at('path'), { withFileTypes: true }).map((entry): INodeExecutionData => {
				const path = join(at('path'), entry.name);
				return { json: { name: entry.name, type: entry.isDirectory() ? 'd' : '-', modifyTime: statSync(path).mtime.toISOString(), path: join('/', FOLDER, entry.name) } };
			});
		case 'download':
			return [{ json: item.json, binary: { data: await this.helpers.prepareBinaryData(readFileSync(at('path')), basename(at('path'))) } }];
		default:
			if (failMove) throw new Error('Killed before the file was moved');
			mkdirSync(dirname(at('newPath')), { recursive: true });
			renameSync(at('oldPath'), at('newPath'));
			return [{ json: { success: true } }];
	}
});

const removeDuplicates: INodeType = {
	...standIn('removeDuplicates', ['fieldsToCompare'], () => []),
	async execute() {
		const field = String(this.getNodeParameter('fieldsToCompare', 0));
		const items = this.getInputData();
		return await Promise.resolve([items.filter(({ json }, index) => items.findIndex((other) => other.json[field] === json[field]) === index)]);
	},
};

beforeAll(async () => {
	flow = await SyncFlow.start();
	const pass = standIn('noOp', [], (item) => [item]);
	Object.assign(flow.engine.otherNodes, {
		'n8n-nodes-base.ftp': ftp,
		'n8n-nodes-base.removeDuplicates': removeDuplicates,
		'n8n-nodes-base.noOp': pass,
		'n8n-nodes-base.emailSend': pass,
	});
});

beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), 'erp-drop-'));
	mkdirSync(join(root, FOLDER));
	failMove = false;
	flow.tables.tables.clear();
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

function drop(name: string, rows: string[], minutesOld = 10): void {
	const path = join(root, FOLDER, name);
	writeFileSync(path, `${[HEADER, ...rows].join('\r\n')}\r\n`);
	const time = new Date(Date.now() - minutesOld * MINUTES_MS);
	utimesSync(path, time, time);
}

const run = async (mode: 'trigger' | 'manual' = 'trigger') => await flow.run('import-payments.json', 'Every hour: payments', mode);
const waiting = (): string[] => readdirSync(join(root, FOLDER)).filter((name) => name !== 'Archive');
const archived = (): string[] => (existsSync(join(root, FOLDER, 'Archive')) ? readdirSync(join(root, FOLDER, 'Archive')).sort() : []);
const rows = () => flow.tables.rows('Payments').map(({ payment_id: id, outcome, code, amount, file }) => [id, outcome, code, amount, file]);
const paid = (id: number) => recordsAt(flow.coupa.rows('invoices').find((invoice) => invoice.id === id) ?? {}, 'payments').length;
const json = (items: INodeExecutionData[] | undefined): IDataObject[] => (items ?? []).map((item) => item.json);

test('two files: recorded, in the table, archived; what was refused is in its branch', async () => {
	const ids = [approved('R-1'), approved('R-2')];
	drop('one.csv', ['V-20011,R-1,50.00,1001,2026-05-20', 'V-20011,"R-1,50.00,1002,2026-05-20']);
	drop('two.csv', ['V-20011,R-2,20.00,1003,2026-05-20', 'V-20011,R-9,20.00,1004,2026-05-20']);
	drop('still-written.csv', ['V-20011,R-2,20.00,1005,2026-05-20'], 0);
	drop('readme.txt', []);
	const result = await run();
	expect(errorOf(result)).toBeNull();
	expect(rows()).toEqual([
		['1001', 'recorded', null, '50.00', 'one.csv'],
		['', 'refused', 'unreadableRow', null, 'one.csv'],
		['1003', 'recorded', null, '20.00', 'two.csv'],
		['1004', 'noInvoice', null, '20.00', 'two.csv'],
	]);
	expect(ids.map(paid)).toEqual([1, 1]);
	expect(archived()).toEqual([expect.stringMatching(/^\d{8}_\d{6}_one\.csv$/), expect.stringMatching(/^\d{8}_\d{6}_two\.csv$/)]);
	expect(waiting().sort()).toEqual(['readme.txt', 'still-written.csv']);
	expect(json(itemsAt(result, 'AP: look at these payments')).map(({ code, outcome }) => code ?? outcome)).toEqual(['unreadableRow', 'noInvoice']);
});

test('killed before the file was moved: the next run finds everything recorded, and moves it', async () => {
	const id = approved('R-3');
	drop('three.csv', ['V-20011,R-3,20.00,2001,2026-05-20', 'V-20011,R-3,30.00,2002,2026-05-20']);
	failMove = true;
	expect(errorOf(await run())).toMatch(/Killed before/);
	expect([waiting(), paid(id)]).toEqual([['three.csv'], 2]);
	failMove = false;
	expect(errorOf(await run())).toBeNull();
	expect(rows().map(([payment, outcome]) => [payment, outcome])).toEqual([
		['2001', 'alreadyRecorded'],
		['2002', 'alreadyRecorded'],
	]);
	expect([waiting(), archived().length, paid(id)]).toEqual([[], 1, 2]);
});

test('a file with an undecided payment stays for the next run, the other one is archived', async () => {
	const ids = [approved('R-4'), approved('R-5')];
	drop('four.csv', ['V-20011,R-4,20.00,3001,2026-05-20']);
	drop('five.csv', ['V-20011,R-5,20.00,3002,2026-05-20']);
	const isPut = ({ method, path }: { method: string; path: string }) => method === 'PUT' && path.endsWith(`/${String(ids[0])}`);
	const forbidden = { match: isPut, status: 403, body: { error: 'Not allowed' } };
	flow.coupa.settings.failNext = [forbidden, forbidden, forbidden];
	expect(errorOf(await run())).toBeNull();
	flow.coupa.settings.failNext = [];
	expect([waiting(), archived()]).toEqual([['four.csv'], [expect.stringMatching(/five/)]]);
	expect(errorOf(await run())).toBeNull();
	expect([waiting(), ids.map(paid)]).toEqual([[], [1, 1]]);
	expect(rows().map(([payment, outcome]) => [payment, outcome])).toEqual(
		expect.arrayContaining([
			['3001', 'recorded'],
			['3002', 'recorded'],
		]),
	);
});

test('a manual run only validates: nothing is written, nothing moved', async () => {
	const id = approved('R-6');
	drop('six.csv', ['V-20011,R-6,20.00,4001,2026-05-20']);
	const result = await run('manual');
	expect(json(itemsAt(result, 'Import payments')).map(({ outcome }) => outcome)).toEqual(['wouldRecord']);
	expect([waiting(), rows(), paid(id)]).toEqual([['six.csv'], [], 0]);
});

test('a file without payments is told in the table and archived', async () => {
	drop('empty.csv', []);
	expect(errorOf(await run())).toBeNull();
	expect(rows()).toEqual([[null, 'noPayments', null, null, 'empty.csv']]);
	expect([waiting(), archived().length]).toEqual([[], 1]);
});
