import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';

import { textAt } from '../../lib/core';
import { lockBoxCredential } from '../../tools/harness/engine/lock-box';
import { plainInvoice } from '../../tools/sandbox/scan-one';
import { CoupaAccount } from '../nodes/coupa-sftp/coupa-sftp';
import { itemsOf } from '../nodes/support/flow';
import { certified, coupa, delivered, flow, held, picked } from './support';

certified();

test('scenario 7: attachments as file, link and text, from the package and one by one', async () => {
	const number = 'CERT-7';
	const content = Buffer.from('Fitting report\nAll carpets laid on 29 April 2026. Größe stimmt.\n');
	const outcomes = await delivered([
		plainInvoice(number, {
			attachments: [
				{ kind: 'file', path: 'reports/fitting-report.txt', content },
				{ kind: 'link', url: 'https://delta-office.example/orders/5503?lang=en' },
				{ kind: 'text', text: 'Left over offcuts were taken back' },
			],
		}),
	]);
	expect(outcomes).toEqual({ [number]: 'imported' });
	const id = Number(held(number).id);
	const fromPackage = flow.coupa.attachments(id);
	expect(fromPackage.map(({ kind, url, text }) => ({ kind, url, text }))).toEqual([
		{ kind: 'file', url: null, text: null },
		{ kind: 'url', url: 'https://delta-office.example/orders/5503?lang=en', text: null },
		{ kind: 'text', url: null, text: 'Left over offcuts were taken back' },
	]);
	expect(fromPackage[0]?.file).toMatchObject({ fileName: 'fitting-report.txt', bytes: content });
	expect(flow.coupa.imageScan(id)).toMatchObject({ fileName: `${number}.pdf` });

	const owner = { ownerType: 'invoice', invoice: picked('id', id) };
	const binary = { data: { data: content.toString('base64'), mimeType: 'text/plain', fileName: 'later.txt' } };
	await coupa('attachment', 'addFile', { ...owner, binaryPropertyName: 'data', intent: 'Internal' }, { json: {}, binary });
	const written = (json: IDataObject) => ({ ...owner, specify: 'json', json: JSON.stringify(json), options: {} });
	await coupa('attachment', 'addLink', written({ url: 'https://delta-office.example/later', intent: 'Supplier' }));
	await coupa('attachment', 'addText', written({ text: 'Agreed by telephone', intent: 'Supplier' }));
	expect(flow.coupa.attachments(id).slice(3)).toEqual([
		expect.objectContaining({ kind: 'file', intent: 'Internal', file: expect.objectContaining({ fileName: 'later.txt', bytes: content }) }),
		expect.objectContaining({ kind: 'url', intent: 'Supplier', url: 'https://delta-office.example/later' }),
		expect.objectContaining({ kind: 'text', intent: 'Supplier', text: 'Agreed by telephone' }),
	]);
});

describe('scenario 9: void', () => {
	test('an approved invoice is voided, and keeps its amounts', async () => {
		const number = 'CERT-9';
		flow.coupa.settings.statusAfterSubmit = 'approved';
		expect(await delivered([plainInvoice(number)])).toEqual({ [number]: 'imported' });
		const [voided] = await coupa('invoice', 'void', { invoice: picked('key', number) });
		expect(voided?.json).toMatchObject({ 'invoice-number': number, status: 'voided' });
		expect(held(number)).toMatchObject({ status: 'voided', 'gross-total': '50.00' });
	});

	test('one that waits for approval is not: the error names the statuses, and nothing changes', async () => {
		const number = 'CERT-9-P';
		expect(await delivered([plainInvoice(number)])).toEqual({ [number]: 'imported' });
		const run = await flow.engine.execute('coupa', { resource: 'invoice', operation: 'void', invoice: picked('key', number) });
		expect([run.error?.message, run.error?.description].join('\n')).toMatch(/pending.?receipt.*approved.*draft/is);
		expect(held(number)).toMatchObject({ status: 'pending_approval' });
	});
});

describe('payment 5.1: what the ERP paid, back on the invoices', () => {
	const HEADER = 'Supplier Number,Invoice Number,Check Amount Paid,Check # / Note,Check Payment Date,Paid';
	const file = (...rows: string[]) => ({
		json: {},
		binary: {
			data: { data: Buffer.from([HEADER, ...rows, ''].join('\r\n')).toString('base64'), mimeType: 'text/csv', fileName: 'payments.csv' },
		},
	});
	const pay = async (method: 'PUT' | 'POST', ...rows: string[]) => {
		const items = await coupa('invoice', 'importPayments', { source: 'file', options: { method } }, file(...rows));
		return items.map(({ json }) => [json.paymentId, json.outcome, json.paid]);
	};

	test.each([
		['PUT', '51.10', '31.10', '52.10'],
		['POST', '53.10', '33.10', '54.10'],
	] as const)('by %s: paid in parts, in full, and taken back; delivered again, nothing stands twice', async (method, one, rest, other) => {
		const [parts, full] = [`CERT-5-1-${method}-A`, `CERT-5-1-${method}-B`];
		Object.assign(flow.coupa.settings, { statusAfterSubmit: 'approved', paymentVerbs: [method] });
		const of = (price: string) => ({ lines: [{ description: 'Project hours', quantity: '1', price, account: '10-6200-HQ' }] });
		const invoices = [plainInvoice(parts, of(one)), plainInvoice(full, of(other))];
		expect(await delivered(invoices)).toEqual({ [parts]: 'imported', [full]: 'imported' });
		const rows = [
			`V-20011,${parts},20.00,EFT-9001,2026-05-18,No`,
			`V-20011,${parts},${rest},EFT-9002,2026-05-20,Yes`,
			`V-20011,${full},${other},EFT-9003,2026-05-20,Yes`,
			`V-20011,${full},-${other},EFT-9003,2026-05-21,No`,
		];
		const ids = ['EFT-9001', 'EFT-9002', 'EFT-9003', 'EFT-9003'];
		const paid = [false, true, true, false];
		expect(await pay(method, ...rows)).toEqual(ids.map((id, index) => [id, 'recorded', paid[index]]));
		expect(await pay(method, ...rows)).toEqual(ids.map((id) => [id, 'alreadyRecorded', id !== 'EFT-9003']));
		expect(held(parts)).toMatchObject({
			paid: true,
			'payment-date': expect.stringMatching(/^2026-05-20/),
			payments: [
				{ 'amount-paid': '20.00', notes: '[ERP payment EFT-9001, 2026-05-18, 20.00]' },
				{ 'amount-paid': rest, notes: `[ERP payment EFT-9002, 2026-05-20, ${rest}]` },
			],
		});
		expect(held(full)).toMatchObject({ paid: false, payments: [{ 'amount-paid': other }, { 'amount-paid': `-${other}` }] });
	});
});

describe('scenario 10: the status of what was sent', () => {
	/** The columns of Coupa's Invoices Export from the first to the supplier's number, as its page prints them. */
	const COLUMNS = [
		...['type', 'id', 'created-at', 'updated-at', 'status', 'internal-note', 'invoice-date', 'delivery-date', 'invoice-number'],
		...['line-level-taxation', 'supplier-note', 'header-tax-amount', 'header-tax-rate', 'header-tax-code', 'paid', 'payment-date'],
		...['payment-notes', 'exported', 'account-type-id', 'account-type-name', 'payment-term', 'handling-amount', 'misc-amount'],
		...['shipping-amount', 'total', 'currency', 'accounting-total-amount', 'accounting-total-currency', 'supplier-id', 'supplier-name'],
		'supplier-number',
	];
	const PLACES: Record<string, string[]> = {
		total: ['gross-total'],
		currency: ['currency', 'code'],
		'supplier-id': ['supplier', 'id'],
		'supplier-name': ['supplier', 'name'],
		'supplier-number': ['supplier', 'number'],
	};
	const NUMBERS = { waiting: 'CERT-10-A', held: 'CERT-10-H', paid: 'CERT-10-P', draft: 'CERT-10-D' };
	const FOLDER = 'Outgoing/InvoiceUpdates';

	/** As Coupa writes it: a row for each invoice that is neither new nor a draft. */
	const updatesFile = () => {
		const rows = Object.values(NUMBERS)
			.map(held)
			.filter(({ status }) => status !== 'draft')
			.map((invoice) => COLUMNS.map((name) => (name === 'type' ? 'Header' : (textAt(invoice, ...(PLACES[name] ?? [name])) ?? ''))));
		return stringify([COLUMNS, ...rows], { quoted: true, record_delimiter: '\r\n' });
	};

	test('by API: held with the reason, paid, waiting for approval, draft', async () => {
		const dear = [{ description: 'Desk lamps', quantity: '1', price: '51.00', order: { number: '70341', line: '1' } }];
		expect(
			await delivered([
				plainInvoice(NUMBERS.waiting),
				plainInvoice(NUMBERS.held, { supplierNumber: 'V-20019', terms: 'NET45', remitTo: 'DO-01', lines: dear }),
				plainInvoice(NUMBERS.draft, { submit: 'No', lines: [{ description: 'Screws', price: '7.25', account: '10-6200-HS' }] }),
			]),
		).toEqual({ [NUMBERS.waiting]: 'imported', [NUMBERS.held]: 'imported', [NUMBERS.draft]: 'imported' });
		flow.coupa.settings.statusAfterSubmit = 'approved';
		expect(await delivered([plainInvoice(NUMBERS.paid)])).toEqual({ [NUMBERS.paid]: 'imported' });
		const payment = { amountPaid: '50.00', paymentDate: '2026-06-03', notes: 'ERP 4500012345', fullyPaid: true };
		await coupa('invoice', 'recordPayment', { invoice: picked('key', NUMBERS.paid), ...payment });

		const conditions = [{ field: 'invoice-number', operator: 'starts_with', value: 'CERT-10' }];
		const found = await coupa('invoice', 'getAll', { records: 'all', returnAll: true, filters: { conditions }, options: {} });
		const byNumber = Object.fromEntries(found.map(({ json }) => [String(json['invoice-number']), json]));
		expect(byNumber[NUMBERS.waiting]).toMatchObject({ status: 'pending_approval', paid: false, 'gross-total': '50.00' });
		expect(byNumber[NUMBERS.held]).toMatchObject({
			status: 'ap_hold',
			'failed-tolerances': [{ 'breach-amount': '51', 'breach-limit': '35.7', resolved: false }],
		});
		expect(byNumber[NUMBERS.paid]).toMatchObject({ status: 'approved', paid: true, payments: [{ 'amount-paid': '50.00' }] });
		expect(byNumber[NUMBERS.draft]).toMatchObject({ status: 'draft' });
		expect(held(NUMBERS.paid)).toMatchObject({ payments: [{ 'amount-paid': '50.00', notes: 'ERP 4500012345' }] });
	});

	test('by the file that Coupa writes for capture partners: fetched once, each row with its invoice and amount', async () => {
		const account = await CoupaAccount.start([FOLDER]);
		try {
			flow.engine.credentials.byType.coupaSftpApi = lockBoxCredential(account.server);
			await account.put(FOLDER, 'InvoiceUpdates_20260604_060000Z.csv', updatesFile());
			const fetched = async (): Promise<INodeExecutionData[]> =>
				itemsOf(
					await flow.engine.execute('coupaSftp', {
						...{ resource: 'flatFile', operation: 'getAll', folder: FOLDER, returnAll: true, binaryPropertyName: 'data' },
						options: { namePattern: 'InvoiceUpdates_*', deleteAfterDownload: true },
					}),
				);
			const [file, ...others] = await fetched();
			expect(others).toEqual([]);
			const rows: Array<Record<string, string>> = parse(await flow.engine.binary(file, 'data'), { columns: true });
			expect(rows.map(({ id, 'invoice-number': number, status, paid, total }) => ({ id, number, status, paid, total }))).toEqual([
				{ id: String(held(NUMBERS.waiting).id), number: NUMBERS.waiting, status: 'pending_approval', paid: 'false', total: '50.00' },
				{ id: String(held(NUMBERS.held).id), number: NUMBERS.held, status: 'ap_hold', paid: 'false', total: '51.00' },
				{ id: String(held(NUMBERS.paid).id), number: NUMBERS.paid, status: 'approved', paid: 'true', total: '50.00' },
			]);
			expect(rows.map((row) => row['supplier-number'])).toEqual(['V-20011', 'V-20019', 'V-20011']);
			expect(await fetched()).toEqual([]);
		} finally {
			await account.server.stop();
		}
	});
});
