import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { parse } from 'csv-parse/sync';

import type { CoupaRecord } from '../../lib/core';
import { lockBoxCredential } from '../../tools/harness/engine/lock-box';
import type { InvoiceFacts } from '../../tools/sandbox/dataset';
import { plainInvoice } from '../../tools/sandbox/scan-one';
import { CoupaAccount } from '../nodes/coupa-sftp/coupa-sftp';
import { hintsOf, itemsOf } from '../nodes/support/flow';
import { certified, coupa, delivered, flow, held, picked } from './support';

certified();

const FOLDER = 'OkToPay';
let erp: CoupaAccount;
/** As the template keeps it: stored once the documents have landed. */
let cursor = '';

beforeAll(async () => {
	erp = await CoupaAccount.start([FOLDER]);
	flow.engine.credentials.byType.coupaSftpApi = lockBoxCredential(erp.server);
});

afterAll(async () => {
	await erp.server.stop();
});

beforeEach(() => {
	flow.coupa.settings.statusAfterSubmit = 'approved';
	flow.coupa.settings.editableStatuses = ['draft', 'approved'];
});

/** One run: what is OK to pay goes to the drop as one file, and is confirmed; each row of the file by its header. */
async function exported(
	confirmation: IDataObject = {},
): Promise<{ rows: Array<[string, Record<string, string>]>; documents: IDataObject[]; outcomes: IDataObject[] }> {
	const [file] = itemsOf(await get({ deliverAs: 'file', binaryPropertyName: 'data', cursor }));
	if (file === undefined) return { rows: [], documents: [], outcomes: [] };
	const documents = file.json.documents as IDataObject[];
	if (file.binary) {
		const [landed] = itemsOf(
			await flow.engine.execute(
				'coupaSftp',
				{ resource: 'erpDrop', operation: 'upload', folder: FOLDER, binaryPropertyName: 'data', options: {} },
				[file],
			),
		);
		expect(landed?.json).toMatchObject({ outcome: 'uploaded', fileName: file.json.fileName });
	}
	const rows = file.binary ? rowsOf(await erp.file(FOLDER, String(file.json.fileName))) : [];
	cursor = String((file.json._sync as IDataObject).cursor);
	const confirmed = await flow.engine.execute(
		'coupa',
		{ resource: 'invoice', operation: 'confirmOkToPay', documentKey: '={{ $json.documentKey }}', result: 'accepted', ...confirmation },
		documents.map((json) => ({ json })),
	);
	return { rows, documents, outcomes: itemsOf(confirmed).map(({ json }) => json) };
}

async function get(parameters: IDataObject = {}) {
	return await flow.engine.execute('coupa', {
		resource: 'invoice',
		operation: 'getOkToPay',
		deliverAs: 'items',
		filters: {},
		options: {},
		...parameters,
	});
}

function rowsOf(csv: Buffer): Array<[string, Record<string, string>]> {
	const all = parse(csv, { relax_column_count: false }) as unknown as string[][];
	const heads = new Map<string, string[]>();
	const kinds = ['Header', 'Line', 'Line Split', 'Charge', 'Charge Split', 'Tax', 'Witholding'];
	kinds.forEach((kind, place) => heads.set(kind, all[place] ?? []));
	return all.slice(kinds.length).map(([kind = '', ...cells]) => {
		const [, ...head] = heads.get(kind) ?? [];
		return [
			kind,
			Object.fromEntries(head.map((name, place): [string, string] => [name, cells[place] ?? '']).filter(([, cell]) => cell !== '')),
		];
	});
}

/** Imports one invoice, has it approved and exported; the rows of the file, and what Coupa holds then. */
async function scenario(invoice: InvoiceFacts, confirmation: IDataObject = {}) {
	expect(await delivered([invoice])).toEqual({ [invoice.number]: 'imported' });
	const run = await exported(confirmation);
	expect(run.documents).toMatchObject([
		{ documentKey: expect.stringMatching(/^\d+-ok-[0-9a-f]{8}$/) as string, number: invoice.number, action: 'send' },
	]);
	expect(run.outcomes).toMatchObject([{ outcome: 'marked', number: invoice.number }]);
	expect(held(invoice.number)).toMatchObject({ exported: true, status: 'approved' });
	expect((await exported()).documents).toEqual([]);
	return { ...run, kinds: run.rows.map(([kind]) => kind), cells: run.rows.map(([, row]) => row) };
}

const order = { number: '70315', line: '1' };

test('scenario 4.1: an invoice with one line of a purchase order', async () => {
	const { kinds, cells, documents } = await scenario(
		plainInvoice('OTP-1', { lines: [{ description: 'Hex bolts M8 box', quantity: '10', price: '19.99', order }] }),
	);
	expect(kinds).toEqual(['Header', 'Line']);
	expect(cells[0]).toMatchObject({
		'invoice-number': 'OTP-1',
		status: 'approved',
		total: '199.90',
		'supplier-number': 'V-20011',
		'document-key': documents[0]?.documentKey,
	});
	expect(cells[1]).toMatchObject({ 'order-header-num': '70315', 'order-line-num': '1', quantity: '10.0', price: '19.99', total: '199.90' });
});

test('scenario 4.2: an invoice without a purchase order, its account split', async () => {
	const allocations = [
		{ account: '10-6200-HS', amount: '120.00' },
		{ account: '10-6200-LS', amount: '60.00' },
	];
	const { kinds, cells } = await scenario(plainInvoice('OTP-2', { lines: [{ description: 'Fitting', price: '180.00', allocations }] }));
	expect(kinds).toEqual(['Header', 'Line', 'Line Split', 'Line Split']);
	expect(cells.slice(2)).toMatchObject([
		{ 'account-code': '10-6200-HS', 'account-allocation-amount': '120.00', 'account-allocation-sequence': '1' },
		{ 'account-code': '10-6200-LS', 'account-allocation-amount': '60.00', 'account-allocation-sequence': '2' },
	]);
});

test('scenario 4.3: a custom field takes the number of the ERP document, by a request before the marker', async () => {
	await scenario(plainInvoice('OTP-3'), { erpNumber: '5105600003', options: { numberField: 'erp-document' } });
	expect(held('OTP-3')['custom-fields']).toMatchObject({ 'erp-document': '5105600003' });
	const puts = flow.coupa.requests().filter(({ method, path }) => method === 'PUT' && path === `/api/invoices/${String(held('OTP-3').id)}`);
	expect(puts.map(({ query, json }) => [query.some(([name]) => name === 'exported'), json])).toEqual([
		[false, { 'custom-fields': { 'erp-document': '5105600003' } }],
		[true, undefined],
	]);
});

test('scenario 4.4: service lines by amount', async () => {
	const { cells } = await scenario(
		plainInvoice('OTP-4', {
			...{ supplierNumber: 'V-20012', currency: 'EUR', remitTo: 'MS-01' },
			lines: [{ description: 'Montage vor Ort, zwei Tage', price: '800.00', order: { number: '70321', line: '2' } }],
		}),
	);
	expect(cells[1]).toMatchObject({ price: '800.00', total: '800.00', 'order-header-num': '70321' });
	expect(cells[1]).not.toHaveProperty('quantity');
	expect(cells[0]).toMatchObject({ currency: 'EUR', 'remit-to-address-code': 'MS-01' });
});

test('scenario 4.5: several taxes on lines and charges', async () => {
	const { rows } = await scenario(
		plainInvoice('OTP-5', {
			...{ supplierNumber: 'V-20012', currency: 'EUR', remitTo: 'MS-01', lineLevelTaxation: true },
			lines: [{ description: 'Fachbuch', price: '100.00', account: '10-6150-HS', taxRows: ['DE-19', 'DE-7'] }],
			charges: [{ type: 'InvoiceShippingCharge', description: 'Fracht', total: '20.00', account: '10-6300-HS', taxRows: ['DE-19'] }],
		}),
	);
	const taxes = rows.filter(([kind]) => kind === 'Tax').map(([, row]) => row);
	expect(
		taxes.map((tax) => [tax.code, tax.amount, 'invoice-line-id' in tax ? 'line' : 'invoice-charge-id' in tax ? 'charge' : 'invoice']),
	).toEqual([
		['DE-19', '19.00', 'line'],
		['DE-7', '7.00', 'line'],
		['DE-19', '3.80', 'charge'],
	]);
	expect(rows.find(([kind]) => kind === 'Charge')?.[1]).toMatchObject({ total: '20.00', 'account-code': '10-6300-HS' });
});

test('scenario 4.6: attachments stay at the invoice, for the ERP by its link', async () => {
	const attachments = [{ kind: 'text' as const, text: 'Left over offcuts were taken back' }];
	const { documents } = await scenario(plainInvoice('OTP-6', { attachments }));
	const { id } = held('OTP-6');
	expect(documents[0]?.link).toBe(`${flow.coupa.url}/invoices/${String(id)}`);
	expect(flow.coupa.attachments(Number(id))).toMatchObject([{ kind: 'text' }]);
	expect(flow.coupa.imageScan(Number(id))).toMatchObject({ fileName: 'OTP-6.pdf' });
});

test('scenario 4.7: a credit memo, with negative amounts', async () => {
	await scenario(plainInvoice('OTP-7-O'));
	const memo: Partial<InvoiceFacts> = {
		creditNote: 'Yes',
		original: { number: 'OTP-7-O', date: '2026-05-04' },
		lines: [{ description: 'Returned', price: '-20.00', account: '10-6200-HS' }],
	};
	const { cells, documents } = await scenario(plainInvoice('OTP-7', memo));
	expect(cells[0]).toMatchObject({ 'document-type': 'Credit Note', total: '-20.00', 'original-invoice-number': 'OTP-7-O' });
	expect(documents[0]).toMatchObject({ total: '-20.00', type: 'Credit Note' });
});

test('scenario 4.8: an exported invoice that is voided goes out as a void; one that the ERP never had is only marked', async () => {
	const { documents } = await scenario(plainInvoice('OTP-8'));
	expect(await delivered([plainInvoice('OTP-8-N')])).toEqual({ 'OTP-8-N': 'imported' });
	for (const number of ['OTP-8', 'OTP-8-N']) await coupa('invoice', 'void', { invoice: picked('key', number) });
	const run = await exported();
	const [id, never] = [held('OTP-8').id, held('OTP-8-N').id];
	expect(run.documents).toMatchObject([
		{ documentKey: `${String(never)}-void`, document: 'void', action: 'mark' },
		{ documentKey: `${String(id)}-void`, document: 'void', action: 'send' },
	]);
	expect(run.rows.map(([kind, row]) => [kind, row['invoice-number'], row.status])[0]).toEqual(['Header', 'OTP-8', 'voided']);
	expect(run.rows.filter(([kind]) => kind === 'Header')).toHaveLength(1);
	expect(run.documents[1]?.documentKey).not.toBe(documents[0]?.documentKey);
	expect(run.outcomes.map(({ outcome }) => outcome)).toEqual(['marked', 'alreadyMarked']);
	expect(held('OTP-8-N')).toMatchObject({ exported: true, status: 'voided' });
});

test('scenario 4.9: more than 50 at a time, as items to any node, each marked by itself', async () => {
	await scenario(plainInvoice('OTP-9'));
	const model = held('OTP-9');
	for (let id = 900_001; id <= 900_120; id++) flow.coupa.put('invoices', copyOf(model, id));
	const items = itemsOf(await get());
	const mine = items.filter(({ json }) => String(json.number).startsWith('OTP-9-'));
	expect(mine).toHaveLength(120);
	expect(mine[0]?.json).toMatchObject({ number: 'OTP-9-900001', total: '50.00', currency: 'USD', supplierNumber: 'V-20011' });
	// The analyst's own ERP node in between: some are refused.
	const answered: INodeExecutionData[] = mine.map(({ json }, index) => ({
		json: { ...json, result: index % 3 === 0 ? 'refused' : 'accepted', reason: 'Period closed', erpNumber: `51${String(index)}` },
	}));
	const parameters = {
		documentKey: '={{ $json.documentKey }}',
		result: '={{ $json.result }}',
		reason: '={{ $json.reason }}',
		erpNumber: '={{ $json.erpNumber }}',
	};
	const run = await flow.engine.execute(
		'coupa',
		{ resource: 'invoice', operation: 'confirmOkToPay', ...parameters, options: {} },
		answered,
	);
	const outcomes = itemsOf(run).map(({ json }) => json.outcome);
	expect([outcomes.filter((one) => one === 'marked').length, outcomes.filter((one) => one === 'refused').length]).toEqual([80, 40]);
	const unmarked = flow.coupa.rows('invoices').filter((row) => Number(row.id) > 900_000 && row.exported !== true);
	expect(unmarked.map(({ id }) => id)).toEqual(answered.flatMap(({ json }) => (json.result === 'refused' ? [json.invoiceId] : [])));
	// The refused ones wait until somebody corrects or sends them again.
	const sent = answered.filter(({ json }) => json.result === 'refused').map(({ json }) => json.documentKey);
	const next = await get({ cursor, sentDocuments: `={{ ${JSON.stringify(sent)} }}`, sendAgain: String(sent[0]) });
	expect(itemsOf(next).map(({ json }) => json.documentKey)).toEqual([sent[0]]);
	expect(hintsOf(next)).toEqual([expect.stringMatching(/^39 sent before/)]);
	// Whole rows in place of their keys would be taken for nothing.
	const wrong = await get({ cursor, sentDocuments: `={{ ${JSON.stringify(sent.map((document_key) => ({ document_key })))} }}` });
	expect(wrong.error?.message).toContain('Sent Documents');
});

function copyOf(invoice: CoupaRecord, id: number): CoupaRecord {
	return { ...invoice, id, 'invoice-number': `OTP-9-${String(id)}`, exported: false, 'last-exported-at': null };
}
