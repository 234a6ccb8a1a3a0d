import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { LockBoxAccount } from '../../lib/reconciliation';
import { deliver, plainInvoice, sampleDelivery } from '../../tools/sandbox/scan-one';
import { Flow, hintsOf, itemsOf } from './support/flow';

let flow: Flow;

/** The whole sample delivery, imported and settled. */
beforeAll(async () => {
	flow = await Flow.start();
	for (const file of await sampleDelivery()) await deliver(flow.lockBox.root, file);
	itemsOf(await flow.acknowledge(itemsOf(await flow.import(itemsOf(await flow.getMany())))));
});

afterAll(async () => {
	await flow.stop();
});

const getDelivered = async (parameters: IDataObject = {}, options: IDataObject = {}) =>
	await flow.engine.execute('scanOne', {
		resource: 'invoice',
		operation: 'getDelivered',
		period: 'sinceYesterday',
		options,
		...parameters,
	});

const reconcile = async (items: INodeExecutionData[], options: IDataObject = {}) =>
	await flow.engine.execute(
		'coupa',
		{ resource: 'invoice', operation: 'reconcile', binaryPropertyName: 'report', options: { itemsPerInvoice: true, ...options } },
		items,
	);

const json = (items: INodeExecutionData[]) => items.map((item) => item.json);
const kinds = (items: INodeExecutionData[]) => json(items).map(({ kind }) => kind);
const accountIn = (items: INodeExecutionData[]) => items[0]?.json as unknown as LockBoxAccount;
const countsOf = (report: INodeExecutionData | undefined) =>
	Object.fromEntries(
		(report?.json.standings as Array<{ standing: string; count: number }>).map(({ standing, count }) => [standing, count]),
	);
const attentionsOf = (report: INodeExecutionData | undefined) =>
	(report?.json.attention as Array<{ code: string; number: string }>).map(({ code, number }) => `${code} ${number}`);

const SAMPLE = { draft: 2, inApproval: 19, refused: 3, waiting: 1 };

describe('Get Delivered', () => {
	test('gives an account first, then each invoice wherever it is, and moves nothing', async () => {
		const before = ['Archive', 'Rejected', 'Waiting', 'Processing'].map((folder) => flow.files(folder as 'Archive'));
		const items = itemsOf(await getDelivered());
		const account = accountIn(items);
		expect(account).toMatchObject({
			...{ kind: 'lockBox', timeZone: expect.any(String), boundTo: flow.coupa.host, unread: [] },
			received: { packages: 3, items: 25 },
			archiveReachesBack: false,
		});
		const own = json(items).filter(({ inPeriod }) => inPeriod === true);
		expect(own).toHaveLength(25);
		expect(own.every(({ place, key, total }) => place === 'archive' && /^[0-9a-f]{64}$/.test(String(key)) && total !== null)).toBe(true);
		const copies = json(items).filter(({ isCopy }) => isCopy === true);
		expect(copies.map(({ place, number }) => `${String(place)} ${String(number)}`).sort()).toEqual([
			...['rejected DO-5502', 'rejected NB-77123', 'rejected NB-77125', 'waiting HL-7781'],
		]);
		const keys = new Set(own.map(({ key }) => key));
		expect(copies.every(({ key }) => keys.has(key))).toBe(true);
		expect(copies.filter(({ place }) => place === 'rejected').map(({ reason }) => typeof reason)).toEqual(['string', 'string', 'string']);
		expect(['Archive', 'Rejected', 'Waiting', 'Processing'].map((folder) => flow.files(folder as 'Archive'))).toEqual(before);
	});

	test('takes a period and a time zone; what came before or after is not of it', async () => {
		const between = await getDelivered({ period: 'between', from: '2020-01-01', to: '2020-02-01T12:00' }, { timeZone: 'America/New_York' });
		const account = accountIn(itemsOf(between));
		expect(account).toMatchObject({
			from: '2020-01-01T05:00:00.000Z',
			to: '2020-02-01T17:00:00.000Z',
			received: { items: 0, amounts: [] },
		});
		const { error } = await getDelivered({}, { timeZone: 'Mars/Olympus' });
		expect(error?.message).toMatch(/"Mars\/Olympus" is not a time zone/);
		const backwards = await getDelivered({ period: 'between', from: '2020-02-01', to: '2020-01-01' });
		expect(backwards.error?.description).toMatch(/later than "From"/);
	});

	test('an unreadable package is an item with its problem, one too large is said', async () => {
		await deliver(flow.lockBox.root, { fileName: 'broken.zip', content: Buffer.from('PK no zip') });
		try {
			const items = itemsOf(await getDelivered());
			expect(json(items).filter(({ kind }) => kind === 'noInvoice')).toMatchObject([
				{ place: 'incoming', package: 'broken.zip', reason: expect.stringMatching(/not a ZIP/) },
			]);
			const small = await getDelivered({}, { largestPackage: 0.000001 });
			expect(small.error?.message ?? '').toContain('Largest Package');
		} finally {
			rmSync(join(flow.path('Incoming'), 'broken.zip'));
		}
	});
});

describe('Reconcile', () => {
	test('the sample delivery adds up to the cent, and nothing is missing', async () => {
		const delivered = itemsOf(await getDelivered());
		flow.coupa.clearRequests();
		const run = await reconcile(delivered);
		const [report, ...invoices] = itemsOf(run);
		expect(countsOf(report)).toEqual(SAMPLE);
		expect(report?.json).toMatchObject({
			addsUp: true,
			received: 25,
			inCoupa: 21,
			gaps: 0,
			subject: expect.stringContaining('25 received'),
		});
		expect(attentionsOf(report)).toEqual([]);
		expect(invoices).toHaveLength(25);
		const { html } = report?.json ?? {};
		expect((await flow.engine.binary(report, 'report')).toString()).toBe(html);
		expect(report?.binary?.report).toMatchObject({ mimeType: 'text/html', fileName: expect.stringMatching(/^reconciliation-.*\.html$/) });
		const refused = invoices.filter(({ json: { standing } }) => standing === 'refused');
		expect(refused.every(({ json: { reason } }) => String(reason).length > 20)).toBe(true);
		// Coupa's own amounts of what is there are those of the files.
		const sums = report?.json.standings as Array<{
			amounts: Array<{ amount: string }>;
			inCoupa: Array<{ amount: string }>;
			standing: string;
		}>;
		for (const { standing, amounts, inCoupa } of sums.filter((sum) => sum.inCoupa.length > 0))
			expect([standing, inCoupa.map(({ amount }) => Number(amount))]).toEqual([standing, amounts.map(({ amount }) => Number(amount))]);
		expect(flow.coupa.requests().every(({ method, operation }) => method === 'GET' || operation === 'token')).toBe(true);
		expect(flow.coupa.requests().length).toBeLessThanOrEqual(7);
		expect(flow.coupa.contractProblems()).toEqual([]);
		expect(hintsOf(run)).toEqual([]);
	});

	test('invoices from before the period: what is late, and what was voided since, counted in no sum', async () => {
		const days = (count: number) => new Date(Date.now() - count * 86_400_000).toISOString();
		const put = (id: number, status: string, more: object = {}) => {
			const number = `OLD-${id}`;
			flow.coupa.put('invoices', {
				...{ id, 'invoice-number': number, status, 'created-at': days(20), 'internal-note': `scan-one:${'b'.repeat(60)}${id}` },
				...more,
			} as never);
		};
		put(9001, 'draft');
		put(9002, 'voided');
		put(9003, 'approved', { paid: true });
		put(9004, 'approved', { paid: false, exported: true, 'last-exported-at': days(45), 'created-at': days(50) });
		put(9005, 'draft', { 'created-at': days(70) });
		put(9006, 'draft', { 'internal-note': 'by hand' });
		const [report] = itemsOf(await reconcile(itemsOf(await getDelivered())));
		expect(attentionsOf(report)).toEqual(['voided OLD-9002', 'notPaid OLD-9004', 'draft OLD-9001']);
		expect(report?.json).toMatchObject({ received: 25, addsUp: true });
		const [without] = itemsOf(await reconcile(itemsOf(await getDelivered()), { lookBackDays: 0 }));
		expect(attentionsOf(without)).toEqual([]);
		for (const id of [9001, 9002, 9003, 9004, 9005, 9006]) flow.coupa.remove('invoices', id);
	});

	test('planted gaps are shown: a package deleted, an invoice voided by hand, a payment missing, a total changed', async () => {
		const before = flow.coupa.rows('invoices');
		const [voided, unpaid, changed] = before.filter(({ status }) => status === 'pending_approval');
		const old = new Date(Date.now() - 40 * 86_400_000).toISOString();
		const put = (record: object, more: object) => {
			flow.coupa.put('invoices', { ...record, ...more } as never);
		};
		put(voided ?? {}, { status: 'voided' });
		put(unpaid ?? {}, { status: 'approved', exported: true, 'last-exported-at': old });
		put(changed ?? {}, { 'gross-total': '1.00' });
		const numberOf = (record: object | undefined) => String((record as IDataObject | undefined)?.['invoice-number']);
		const [report] = itemsOf(await reconcile(itemsOf(await getDelivered())));
		expect(attentionsOf(report)).toEqual([
			`totalDiffers ${numberOf(changed)}`,
			`voided ${numberOf(voided)}`,
			`notPaid ${numberOf(unpaid)}`,
		]);
		expect(countsOf(report)).toEqual({ ...SAMPLE, inApproval: 17, exported: 1, ended: 1 });
		expect(report?.json).toMatchObject({ addsUp: true, needsAttention: true });

		const [gone = ''] = readdirSync(flow.path('Archive'));
		const inIt = json(itemsOf(await getDelivered())).filter(({ file, isCopy }) => file === gone && isCopy === false);
		rmSync(join(flow.path('Archive'), gone));
		const [without] = itemsOf(await reconcile(itemsOf(await getDelivered())));
		const lost = attentionsOf(without).filter((code) => code.startsWith('notInArchive'));
		// What went back to Scan One is known by its copy in Rejected.
		const known = new Set([...flow.coupa.rows('invoices').map(numberOf), 'NB-77123']);
		expect(lost.sort()).toEqual(
			inIt
				.filter(({ number }) => known.has(String(number)))
				.map(({ number }) => `notInArchive ${String(number)}`)
				.sort(),
		);
		expect(lost.length).toBeGreaterThan(3);
		for (const record of before) flow.coupa.put('invoices', record);
	});

	test('an invoice that is archived and nowhere else is missing', async () => {
		await flow.deliver('lost.zip', [plainInvoice('LOST-1')]);
		const claimed = itemsOf(await flow.import(itemsOf(await flow.getMany())));
		itemsOf(await flow.acknowledge(claimed));
		flow.coupa.remove(
			'invoices',
			Number((claimed.find(({ json: { number } }) => number === 'LOST-1')?.json.details as IDataObject).invoiceId),
		);
		const [report] = itemsOf(await reconcile(itemsOf(await getDelivered())));
		expect(attentionsOf(report)).toContain('missing LOST-1');
		const [taken] = itemsOf(await reconcile(itemsOf(await getDelivered()), { rejectedPackages: 'taken' }));
		expect(attentionsOf(taken)).not.toContain('missing LOST-1');
	});

	test('items that got lost on the way show in red', async () => {
		const delivered = itemsOf(await getDelivered());
		const at = kinds(delivered).indexOf('invoice');
		const [report] = itemsOf(await reconcile(delivered.filter((_, index) => index !== at)));
		expect(report?.json).toMatchObject({ addsUp: false, subject: expect.stringContaining('the figures do not add up') });
		expect(String(report?.json.html)).toMatch(/>NO</);
	});

	test('a file of Coupa’s changes comes along; one that is none is named', async () => {
		const csv = 'type,id,invoice-number,status\r\nHeader,999999,ELSE-1,approved\r\n';
		const file = (content: string, fileName: string): INodeExecutionData => ({
			json: { fileName },
			binary: { data: { data: Buffer.from(content).toString('base64'), mimeType: 'text/csv', fileName } },
		});
		const delivered = itemsOf(await getDelivered());
		const run = await reconcile([...delivered, file(csv, 'updates.csv'), file('a,b\r\n', 'other.csv'), { json: { timestamp: 'x' } }]);
		const [report] = itemsOf(run);
		expect(String(report?.json.html)).toContain('1, with 1 invoices (updates.csv)');
		expect(hintsOf(run)).toEqual([expect.stringMatching(/^The file other\.csv could not be used\. No header row/)]);
	});

	test('rows of Coupa’s changes come along as items, however their columns are spelled, with links; the file is named by the day of the zone', async () => {
		const [account] = itemsOf(await getDelivered({ period: 'between', from: '2026-06-01' }, { timeZone: 'Asia/Tokyo' }));
		const mark = `scan-one:${'c'.repeat(64)}`;
		const header = {
			type: 'Header',
			id: 4711,
			'Invoice Number': 'ROW-1',
			Status: 'Approved',
			internal_note: mark,
			'Created At': new Date().toISOString(),
		};
		const line = { type: 'Line', id: 4711, 'Invoice Number': 'ROW-1', Status: 'Approved' };
		const period = { ...account?.json, to: '2100-01-01T00:00:00Z' };
		const run = await reconcile([{ json: period }, { json: header }, { json: line }]);
		const [report] = itemsOf(run);
		expect(String(report?.json.html)).toContain('1 invoices as items');
		const shown = (report?.json.attention as Array<{ number: string; link: string }>).filter(({ number }) => number === 'ROW-1');
		expect(shown).toMatchObject([{ code: 'notInArchive', link: expect.stringMatching(/\/invoices\/4711$/) }]);
		expect(hintsOf(run)).toEqual([expect.stringMatching(/^1 item was neither/)]);
		expect(report?.binary?.report?.fileName).toBe('reconciliation-2026-06-01.html');
	});

	test('without Get Delivered, or with the lock-box of another instance, it says so', async () => {
		expect((await reconcile([{ json: {} }])).error?.description).toMatch(/Connect Scan One, Invoice, Get Delivered/);
		const [account] = itemsOf(await getDelivered());
		const foreign = await reconcile([{ json: { ...account?.json, boundTo: 'acme.coupahost.com' } }]);
		expect(foreign.error?.message).toMatch(/belongs to the Coupa instance acme\.coupahost\.com/);
	});

	test('Coupa that cannot be reached is an error, no report that shows everything as missing', async () => {
		const delivered = itemsOf(await getDelivered());
		const { byType } = flow.engine.credentials;
		const { coupaOAuth2Api } = byType;
		byType.coupaOAuth2Api = { ...coupaOAuth2Api, serverUrl: 'http://127.0.0.1:1' };
		const own = delivered.map((item) => (item.json.kind === 'lockBox' ? { json: { ...item.json, boundTo: null } } : item));
		const { error } = await reconcile(own);
		byType.coupaOAuth2Api = coupaOAuth2Api as never;
		expect(error?.message).toMatch(/No answer from Coupa/);
	});
});
