import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';

import { invoiceStatus } from '../../../lib/flat-file';
import { type CoupaRecord, sha256 } from '../../../lib/core';
import { referenceRows } from '../../../tools/demo/reference-data';
import { errorOf, hintsAt, itemsAt, SyncFlow } from './support/sync-flow';

const TEMPLATE = 'invoice-status.json';
const HOURLY = 'Every hour: invoice status';

let flow: SyncFlow;
beforeEach(async () => {
	flow = await SyncFlow.start();
});
afterEach(async () => {
	await flow.stop();
});

const marked = (number: string) => `As the supplier wrote\nscan-one:${sha256(number)}`;

function put(id: number, status: string, change: CoupaRecord = {}): void {
	const number = `NB-${id}`;
	flow.coupa.put('invoices', {
		...{ id, status, 'invoice-number': number, 'invoice-date': '2026-05-04T00:00:00-07:00', 'document-type': 'Invoice' },
		...{ supplier: { id: 5502, number: 'V-20011', name: 'Northbrook Fasteners' }, currency: { id: 1, code: 'USD' } },
		...{ 'gross-total': '512.25', paid: false, 'internal-note': marked(number) },
		...change,
	});
}

const files = () => flow.files('InvoiceUpdates', invoiceStatus);
const rowsOf = (at: number) => referenceRows(invoiceStatus, files()[at]?.bytes ?? Buffer.alloc(0)).map(({ cells }) => cells);

async function ran(mode: 'trigger' | 'manual' = 'trigger') {
	const run = await flow.run(TEMPLATE, HOURLY, mode);
	expect(errorOf(run)).toBeNull();
	return run;
}

test('first every delivered invoice, then nothing, then only what changed', async () => {
	put(1, 'pending_approval');
	put(2, 'ap_hold', {
		'failed-tolerances': [{ id: 5, code: 'price_percent', resolved: false, 'breach-amount': '12', 'breach-limit': '10' }],
	});
	put(3, 'approved', { 'internal-note': 'entered by hand' });
	put(4, 'draft');
	await ran();
	expect(files().map(({ name }) => name)).toEqual([expect.stringMatching(/^InvoiceStatus_\d{8}_\d{6}Z-full\.csv$/)]);
	expect(rowsOf(0)).toEqual([
		expect.objectContaining({
			...{ id: '1', 'invoice-number': 'NB-1', 'supplier-number': 'V-20011', status: 'pending_approval' },
			...{ 'status-in-words': 'Pending Approval', 'hold-reasons': '', paid: 'No', 'gross-total': '512.25' },
			'delivery-key': sha256('NB-1'),
		}),
		expect.objectContaining({ id: '2', 'status-in-words': 'AP Hold', 'hold-reasons': 'Price %: 12, limit 10' }),
	]);
	expect(flow.row('invoice status')).toMatchObject({ file: files()[0]?.name, kind: 'snapshot', full_snapshot: false });

	const before = { ...flow.row('invoice status') };
	const unchanged = await ran();
	expect(itemsAt(unchanged, 'Changed invoices')).toEqual([]);
	expect(hintsAt(unchanged, 'Changed invoices')).toEqual([expect.stringMatching(/^No invoices have changed since/)]);
	expect(itemsAt(unchanged, 'Upload invoice status')).toBeUndefined();
	expect(files()).toHaveLength(1);
	expect(flow.row('invoice status')).toEqual({ ...before, last_run: expect.anything() });

	put(1, 'approved', { paid: true, 'payment-date': '2026-06-01T00:00:00-07:00', payments: [{ id: 9, 'amount-paid': '512.25' }] });
	put(3, 'voided', { 'internal-note': 'entered by hand' });
	await ran();
	expect(files()).toHaveLength(2);
	expect(files()[1]?.full).toBe(false);
	expect(rowsOf(1)).toEqual([
		expect.objectContaining({
			...{ id: '1', status: 'approved', paid: 'Yes', 'payment-date': '2026-06-01T00:00:00-07:00', 'amount-paid': '512.25' },
		}),
	]);
	expect(flow.row('invoice status')).toMatchObject({ kind: 'delta', reason: null, file: files()[1]?.name });
});

test('no delivered invoice: no file', async () => {
	put(3, 'approved', { 'internal-note': 'entered by hand' });
	await ran();
	expect(files()).toEqual([]);
});

test('the file could not be delivered: the cursor stays, and the next run delivers it; a manual run keeps none', async () => {
	put(1, 'pending_approval');
	const folder = join(flow.lockBox.root, 'Outgoing/InvoiceUpdates');
	rmSync(folder, { recursive: true });
	expect(errorOf(await flow.run(TEMPLATE, HOURLY))).toMatch(
		/The lock-box has no folder ".*Outgoing\/InvoiceUpdates", so nothing was uploaded/,
	);
	expect(flow.row('invoice status')).toEqual({ name: 'invoice status', last_run: expect.anything() });
	const { engine } = flow;
	const created = await engine.execute(
		'scanOne',
		{
			resource: 'invoiceStatus',
			operation: 'upload',
			source: 'items',
			file: 'invoiceStatus',
			invoices: 'all',
			options: { createFolder: true },
		},
		[{ json: { id: 8, 'invoice-number': 'X-8', status: 'voided' } }],
	);
	expect(created.items[0]?.json).toMatchObject({ records: 1, leftOut: 0, folder: 'Outgoing/InvoiceUpdates' });
	await ran('manual');
	expect(files()).toHaveLength(2);
	expect(flow.row('invoice status')).toEqual({ name: 'invoice status', last_run: expect.anything() });
	await ran();
	expect(files()).toHaveLength(3);
	expect(flow.row('invoice status').cursor).toEqual(expect.any(String));
});

test('Coupa hides the internal notes: an error says so, and no change is lost', async () => {
	put(1, 'pending_approval');
	flow.coupa.settings.hiddenKeys = { invoices: ['internal-note'] };
	const run = await flow.run(TEMPLATE, HOURLY);
	expect(errorOf(run)).toMatch(/^Invoice NB-1 comes without its internal note, so nobody can tell whether Scan One delivered it/);
	expect(run.data.resultData.error).toMatchObject({ description: expect.stringMatching(/response filter.*show internal-note/) });
	expect(flow.row('invoice status')).toEqual({ name: 'invoice status', last_run: expect.anything() });
	flow.coupa.settings.hiddenKeys = {};
	await ran();
	expect(rowsOf(0).map((cells) => cells.id)).toEqual(['1']);
});

describe('which invoices', () => {
	const byHand = { id: 3, 'invoice-number': 'H-3', status: 'approved', 'internal-note': 'entered by hand' };
	const delivered = { id: 1, 'invoice-number': 'NB-1', status: 'voided', 'internal-note': marked('NB-1') };
	const written = async (operation: string, invoices: string, records: IDataObject[]) =>
		await flow.engine.execute(
			'scanOne',
			{ resource: 'invoiceStatus', operation, source: 'items', file: 'invoiceStatus', invoices, options: {} },
			records.map((json) => ({ json })),
		);

	test('those that Scan One delivered, and how many were left out; or all', async () => {
		const some = await written('upload', 'delivered', [byHand, delivered]);
		expect(some.items.map(({ json, pairedItem }) => [json.records, json.leftOut, pairedItem])).toEqual([[1, 1, [{ item: 1 }]]]);
		const all = await written('upload', 'all', [byHand, delivered]);
		expect(all.items[0]?.json).toMatchObject({ records: 2, leftOut: 0 });
		expect(files().map((_, at) => rowsOf(at).map((cells) => cells.id))).toEqual([['1'], ['3', '1']]);
	});

	test('none of them: no file, and the cursor goes on', async () => {
		const sync = { cursor: 'c', kind: 'snapshot', reason: null, records: 1, readAt: '2026-06-01T00:00:00.000Z' };
		const { items } = await written('upload', 'delivered', [{ ...byHand, _sync: sync }]);
		expect(items.map(({ json }) => json)).toEqual([
			{ fileName: null, folder: 'Outgoing/InvoiceUpdates', size: 0, records: 0, rows: 0, leftOut: 1, problems: [], _sync: sync },
		]);
		expect(files()).toEqual([]);
	});

	test('Build File makes the same file for other nodes', async () => {
		const { items } = await written('buildFile', 'delivered', [byHand, delivered]);
		expect(items[0]?.json).toMatchObject({ records: 1, rows: 1, leftOut: 1, fileName: expect.stringMatching(/^InvoiceStatus_.*Z\.csv$/) });
		const bytes = await flow.engine.binary(items[0], 'data');
		expect(referenceRows(invoiceStatus, bytes).map(({ cells }) => cells['invoice-number'])).toEqual(['NB-1']);
	});

	test('Coupa XML is not offered for it, and that is said', async () => {
		const { error } = await flow.engine.execute(
			'scanOne',
			{ resource: 'invoiceStatus', operation: 'buildFile', file: 'invoiceStatus', invoices: 'all', options: { format: 'xml' } },
			[{ json: delivered }],
		);
		expect(error?.message).toContain('Invoice status is written as CSV only.');
	});
});

test('Coupa → Invoice → Export to File asks only for fields that Coupa knows', async () => {
	put(1, 'disputed', { 'dispute-reasons': [{ id: 4, code: 'QTY', description: 'Wrong quantity' }] });
	flow.coupa.clearRequests();
	const { items, error } = await flow.engine.execute('coupa', {
		...{ resource: 'invoice', operation: 'exportToFile', records: 'all', file: 'invoiceStatus', filters: {}, options: {} },
		binaryPropertyName: 'data',
	});
	expect(error?.message).toBeUndefined();
	const [row] = referenceRows(invoiceStatus, await flow.engine.binary(items[0], 'data'));
	expect(row?.cells).toMatchObject({ id: '1', 'dispute-reasons': 'Wrong quantity', 'delivery-key': sha256('NB-1') });
	expect(flow.coupa.contractProblems()).toEqual([]);
});
