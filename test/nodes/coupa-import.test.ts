import { randomBytes } from 'node:crypto';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { DEFAULT_SCOPES } from '../../lib/coupa';
import { openPackage } from '../../lib/package';
import { CHART, type InvoiceFacts } from '../../tools/sandbox/dataset';
import { defaultSettings } from '../../tools/sandbox/coupa';
import { packageOf, PLAIN_LAYOUT, plainInvoice, rawZip } from '../../tools/sandbox/scan-one';
import { coupaCredential } from '../../tools/harness/engine/coupa';
import { Engine } from '../../tools/harness/engine/engine';
import { csv } from './support/csv';
import { detailsOf, Flow, hintsOf, inCoupa, itemsOf, outcomes, problems } from './support/flow';

let flow: Flow;

beforeAll(async () => {
	flow = await Flow.start();
});

afterAll(async () => {
	await flow.stop();
});

beforeEach(() => {
	Object.assign(flow.coupa.settings, defaultSettings(), { requestsPerSecond: Infinity });
	flow.engine.credentials.byType.coupaOAuth2Api = coupaCredential(flow.coupa);
	flow.coupa.clearRequests();
});

const writes = () =>
	flow.coupa
		.requests()
		.filter(({ method, operation }) => method !== 'GET' && operation !== 'token')
		.map(({ operation }) => operation);

/** One captured invoice, imported with these options. */
async function imported(invoice: InvoiceFacts, options: IDataObject = {}, parameters: IDataObject = {}): Promise<INodeExecutionData> {
	const [item, ...others] = itemsOf(await flow.import(await flow.captured([invoice]), options, parameters));
	if (!item || others.length > 0) throw new Error('One invoice gave not one item');
	return item;
}

const unbacked = (account?: string): Partial<InvoiceFacts> => ({
	lines: [{ description: 'Assorted screws', quantity: '4', price: '12.50', ...(account && { account }) }],
});
const level = (name: string, set: string) => ({ checks: { check: [{ name, level: set }] } });

test('an item shows flat where the invoice stands, and keeps short what later nodes need', async () => {
	const run = await flow.import(await flow.captured([plainInvoice('M-1')]));
	const id = Number(inCoupa(flow, 'M-1')?.id);
	expect(itemsOf(run)).toEqual([
		{
			json: {
				number: 'M-1',
				supplierNumber: 'V-20011',
				supplierName: flow.coupa.rows('suppliers').find(({ number }) => number === 'V-20011')?.name,
				date: '2026-05-04',
				total: '50.00',
				currency: 'USD',
				outcome: 'imported',
				reason: `Imported as invoice ${id} and submitted (pending_approval).`,
				status: 'pending_approval',
				link: `${flow.coupa.url}/invoices/${id}`,
				image: 'uploaded',
				details: { package: 'mail.zip', claim: null, position: 1, items: 1, invoiceId: id, instance: flow.coupa.host, problems: [] },
			},
			pairedItem: { item: 0 },
		},
	]);
	const { details, ...shown } = run.items[0]?.json ?? {};
	expect(Object.keys(shown)).toEqual([
		...['number', 'supplierNumber', 'supplierName', 'date', 'total', 'currency', 'outcome', 'reason', 'status', 'link', 'image'],
	]);
	expect(JSON.stringify(details).length).toBeLessThan(200);
	expect(flow.bodiesOutsideSchema()).toEqual([]);
});

test('captured invoice and files are passed on when asked for', async () => {
	const [captured] = await flow.captured([plainInvoice('M-2')]);
	const items = captured ? [captured] : [];
	const [whole] = itemsOf(await flow.import(items, { includeCaptured: true, includeFiles: true }));
	expect(detailsOf(whole).captured).toEqual(captured?.json);
	expect(whole?.binary).toEqual(captured?.binary);
});

test('the hint counts each outcome', async () => {
	const invoices = [
		plainInvoice('C-1'),
		plainInvoice('C-2'),
		plainInvoice('C-3', unbacked()),
		plainInvoice('C-4', { wrongControlTotal: '1' }),
	];
	expect(hintsOf(await flow.import(await flow.captured(invoices)))).toEqual(['2 imported, 1 held as draft, 1 refused']);
	expect(hintsOf(await flow.import(await flow.captured([plainInvoice('C-1')])))).toEqual(['1 already imported']);
});

test('parameters of each item count for that item', async () => {
	const items = await flow.captured([plainInvoice('P-1'), plainInvoice('P-2'), plainInvoice('P-3')]);
	const outputs = itemsOf(
		await flow.import(items, {}, { submit: '={{ $json.invoice["invoice-number"] === "P-2" ? "never" : "always" }}' }),
	);
	expect(outputs.map(({ json, pairedItem }) => [json.number, json.status, pairedItem])).toEqual([
		['P-1', 'pending_approval', { item: 0 }],
		['P-2', 'draft', { item: 1 }],
		['P-3', 'pending_approval', { item: 2 }],
	]);
});

describe('Submit', () => {
	test.each([
		['asFileSays', 'Yes', 'pending_approval'],
		['asFileSays', 'No', 'draft'],
		['asFileSays', '', 'draft'],
		['always', 'No', 'pending_approval'],
		['always', '', 'pending_approval'],
		['never', 'Yes', 'draft'],
	])('%s with a file that says "%s"', async (submit, says, status) => {
		const item = await imported(plainInvoice(`SUB-${submit}-${says}`, { submit: says }), {}, { submit });
		expect(item.json).toMatchObject({ outcome: 'imported', status });
		expect(inCoupa(flow, `SUB-${submit}-${says}`)).toMatchObject({ status });
	});
});

describe('Validate Only', () => {
	test('has outcomes of its own, and writes nothing', async () => {
		const items = await flow.captured([
			plainInvoice('V-1'),
			plainInvoice('V-2', { wrongControlTotal: '50.01' }),
			plainInvoice('V-3', unbacked()),
			plainInvoice('V-4', { supplierNumber: 'V-20020' }),
		]);
		const run = await flow.import(items, {}, { validateOnly: true });
		const outputs = itemsOf(run);
		expect(outcomes(outputs)).toEqual({
			'V-1': 'wouldImport',
			'V-2': 'wouldRefuse',
			'V-3': 'wouldHoldAsDraft',
			'V-4': 'wouldNeedBuyer',
		});
		expect(outputs[0]?.json).toMatchObject({ reason: expect.stringMatching(/^Validated only: it would be imported/), image: null });
		expect(hintsOf(run)).toEqual([
			'Validate Only: nothing was written. 1 would be imported, 1 would be held as draft, 1 would be refused, 1 would need the buyer',
		]);
		expect(writes()).toEqual([]);
		expect(inCoupa(flow, 'V-1')).toBeNull();
	});

	test('what is in Coupa already would be skipped; what Coupa does not answer to is not validated', async () => {
		const items = await flow.captured([plainInvoice('V-5')]);
		itemsOf(await flow.import(items));
		const again = await flow.import(items, {}, { validateOnly: true });
		expect(outcomes(itemsOf(again))).toEqual({ 'V-5': 'wouldSkip' });
		expect(hintsOf(again)).toEqual(['Validate Only: nothing was written. 1 would be skipped, being in Coupa already']);
		const mixed = await flow.import(
			[...items, ...(await flow.captured([plainInvoice('V-6')]))],
			{
				controlTotalBand: { band: [{ currency: 'USD', amount: '={{ $json.invoice["invoice-number"] === "V-6" ? "5 cents" : "0" }}' }] },
			},
			{ validateOnly: true },
		);
		expect(outcomes(itemsOf(mixed))).toEqual({ 'V-5': 'wouldSkip', 'V-6': 'notValidated' });
	});
});

describe('Checks', () => {
	const off = plainInvoice('CH', { wrongControlTotal: '50.01' });

	test.each([
		['error', 'refused', ['error controlTotal']],
		['draft', 'heldAsDraft', ['warning controlTotal']],
		['warning', 'imported', ['warning controlTotal']],
		['off', 'imported', []],
	])('control total set to %s', async (set, outcome, found) => {
		// Coupa itself would refuse to submit such an invoice.
		const item = await imported({ ...off, number: `CH-${set}`, submit: 'No' }, level('controlTotal', set));
		expect([item.json.outcome, problems(item)]).toEqual([outcome, found]);
	});

	test('a finding names row, column, value and reason', async () => {
		const item = await imported(off);
		expect(detailsOf(item).problems).toEqual([
			expect.objectContaining({
				row: 3,
				column: 'Invoice Control Total',
				value: '50.01',
				message: expect.stringMatching(/control total is 50\.01.*50/),
			}),
		]);
	});

	test('a level that a check does not have is not offered by the node, and the usual one stays in force for the others', async () => {
		const item = await imported({ ...off, number: 'CH-OTHER' }, level('supplierName', 'off'));
		expect(item.json.outcome).toBe('refused');
	});

	test('an unknown supplier needs the buyer, or is refused by setting', async () => {
		const unknown = plainInvoice('CH-SUP', { supplierNumber: 'V-99999' });
		expect(await imported(unknown)).toMatchObject({ json: { outcome: 'needsBuyer' } });
		expect(await imported(unknown, level('supplierExists', 'error'))).toMatchObject({ json: { outcome: 'refused' } });
	});
});

describe('Control Total Tolerance', () => {
	const band = {
		controlTotalBand: {
			band: [
				{ currency: ' usd ', amount: ' 0.05 ' },
				{ currency: 'EUR', amount: '1' },
			],
		},
	};

	test.each([
		['50.05', 'imported'],
		['49.95', 'imported'],
		['50.06', 'refused'],
	])('of 0.05: %s is %s', async (wrongControlTotal, outcome) => {
		expect(await imported(plainInvoice(`BAND-${wrongControlTotal}`, { wrongControlTotal, submit: 'No' }), band)).toMatchObject({
			json: { outcome },
		});
	});

	test('what is no amount is told instead of being taken for zero', async () => {
		const { error } = await flow.import(await flow.captured([plainInvoice('BAND-X')]), {
			controlTotalBand: { band: [{ currency: 'USD', amount: '5 cents' }] },
		});
		expect(error).toMatchObject({ message: expect.stringMatching(/"Control Total Tolerance" of USD is not a decimal: 5 cents/) });
		expect(writes()).toEqual([]);
	});
});

describe('Default Accounts', () => {
	test('code lines without account, per chart', async () => {
		const options = { defaultAccounts: { chart: [{ name: ` ${CHART} `, code: ' 10-6200-LS ' }] } };
		expect(await imported(plainInvoice('ACC-1', unbacked()), options)).toMatchObject({ json: { outcome: 'imported' } });
		expect(inCoupa(flow, 'ACC-1')).toMatchObject({ 'invoice-lines': [{ account: { code: '10-6200-LS' } }] });
		expect(
			await imported(plainInvoice('ACC-2', unbacked()), { defaultAccounts: { chart: [{ name: 'Other Chart', code: '10-6200-LS' }] } }),
		).toMatchObject({ json: { outcome: 'heldAsDraft' } });
		expect(flow.bodiesOutsideSchema()).toEqual([]);
	});
});

describe('Existing Invoices', () => {
	const CHOICES = ['abandoned', 'voided', 'rejected', 'disputed'] as const;

	/** An invoice of that number that people made in Coupa, in a state. */
	function madeByHand(number: string, status: string, date = '2026-05-04'): void {
		const supplier = flow.coupa.rows('suppliers').find((row) => row.number === 'V-20011');
		const id = 500_000 + flow.coupa.rows('invoices').length;
		const by = { id: 12, login: 'ana.lyst' };
		flow.coupa.put('invoices', {
			id,
			'invoice-number': number,
			status,
			'invoice-date': `${date}T00:00:00-07:00`,
			supplier: { id: Number(supplier?.id), number: 'V-20011' },
			currency: { code: 'USD' },
			'supplier-total': '50.00',
			'document-type': 'Invoice',
			'created-by': by,
			'updated-by': by,
			'internal-note': null,
		});
	}

	beforeEach(() => {
		flow.coupa.settings.duplicateRule = 'never';
	});

	test.each(CHOICES)('%s: the choice decides', async (status) => {
		for (const choice of ['import', 'refuse']) {
			const number = `EX-${status}-${choice}`;
			madeByHand(number, status);
			const item = await imported(plainInvoice(number), { existing: { choices: { [status]: choice } } });
			expect(item.json.outcome).toBe(choice === 'import' ? 'imported' : 'refused');
			expect(problems(item)).toEqual(choice === 'import' ? [] : ['error duplicate']);
		}
	});

	test.each([
		['abandoned', 'imported'],
		['voided', 'imported'],
		['rejected', 'refused'],
		['disputed', 'refused'],
		['pending_approval', 'refused'],
	])('%s without a choice', async (status, outcome) => {
		madeByHand(`EX-usual-${status}`, status);
		expect(await imported(plainInvoice(`EX-usual-${status}`))).toMatchObject({ json: { outcome } });
	});

	test('a number used again for another invoice', async () => {
		madeByHand('EX-reused', 'approved', '2025-05-04');
		expect(await imported(plainInvoice('EX-reused'))).toMatchObject({
			json: {
				outcome: 'refused',
				details: { problems: [{ code: 'numberReused', message: expect.stringMatching(/another date.*invoice 500/) }] },
			},
		});
		expect(await imported(plainInvoice('EX-reused'), { existing: { choices: { numberReused: 'import' } } })).toMatchObject({
			json: { outcome: 'imported' },
		});
	});

	test('choices that are set leave the others as they are', async () => {
		madeByHand('EX-partial', 'voided');
		expect(await imported(plainInvoice('EX-partial'), { existing: { choices: { disputed: 'import' } } })).toMatchObject({
			json: { outcome: 'imported' },
		});
	});
});

describe('Match Purchase Orders By', () => {
	const backed: Partial<InvoiceFacts> = {
		lines: [{ description: 'Hex bolts M8 box', quantity: '5', price: '19.99', order: { number: '70315', line: '1' } }],
	};
	const sentLine = () => flow.coupa.requests().find(({ operation }) => operation === 'post')?.json as { 'invoice-lines': IDataObject[] };

	test('order line ID, as documented', async () => {
		expect(await imported(plainInvoice('PO-1', backed))).toMatchObject({ json: { outcome: 'imported' } });
		expect(sentLine()['invoice-lines'][0]).toMatchObject({ 'order-line-id': 881001 });
		expect(flow.bodiesOutsideSchema()).toEqual([]);
	});

	test('numbers, where the instance takes them', async () => {
		flow.coupa.settings.acceptsOrderNumbers = true;
		expect(await imported(plainInvoice('PO-2', backed), { matchPurchaseOrdersBy: 'numbers' })).toMatchObject({
			json: { outcome: 'imported' },
		});
		expect(sentLine()['invoice-lines'][0]).toMatchObject({ 'order-header-num': '70315', 'order-line-num': '1' });
		expect(sentLine()['invoice-lines'][0]).not.toHaveProperty('order-line-id');
		expect(inCoupa(flow, 'PO-2')).toMatchObject({ 'invoice-lines': [{ 'order-line-id': 881001 }] });
		expect(flow.bodiesOutsideSchema(['order-header-num', 'order-line-num'])).toEqual([]);
	});

	test('numbers, where the instance refuses them: Coupa’s words reach the analyst', async () => {
		const item = await imported(plainInvoice('PO-3', backed), { matchPurchaseOrdersBy: 'numbers' });
		expect(item.json).toMatchObject({
			outcome: 'refused',
			details: {
				problems: [
					{
						code: 'refusedByCoupa',
						path: expect.stringMatching(/invoice.lines/),
						message: expect.stringMatching(/Coupa says: .*order-header-num/),
					},
					{ message: expect.stringMatching(/order-line-num/) },
				],
			},
		});
	});
});

describe('page image', () => {
	const leftOut = (number: string) => plainInvoice(number, { image: { fileName: `${number}.pdf`, kind: 'pdf', leftOut: true } });

	/** A package whose page image has this content. */
	async function withImage(number: string, content: Buffer): Promise<INodeExecutionData[]> {
		const invoice = plainInvoice(number);
		const { content: zip } = await packageOf('a.zip', [leftOut(number)], PLAIN_LAYOUT);
		const { csv: file } = await openPackage(zip, 'a.zip');
		return await flow.capturedFrom(
			rawZip([
				{ name: 'a.csv', content: file.bytes },
				{ name: invoice.image.fileName, content },
			]),
			'a.zip',
		);
	}

	test.each([
		['a missing one', 'imagePresent', async (number: string) => await flow.captured([leftOut(number)])],
		['a text', 'imageType', async (number: string) => await withImage(number, Buffer.from('no image'))],
		['an empty one', 'imageSize', async (number: string) => await withImage(number, Buffer.alloc(0))],
	])('%s is one finding, whatever its level', async (_what, code, capture) => {
		for (const [set, outcome, severity] of [
			['error', 'refused', 'error'],
			['draft', 'heldAsDraft', 'warning'],
			['warning', 'imported', 'warning'],
		] as const) {
			const number = `IMG-${code}-${set}`;
			const [item] = itemsOf(await flow.import(await capture(number), level(code, set)));
			const found = item ? problems(item) : [];
			expect(found.filter((problem) => problem.includes('image'))).toEqual([
				...new Set(found.filter((problem) => problem.includes('image'))),
			]);
			expect(found[0]).toBe(`${severity} ${code}`);
			// Coupa itself takes no empty file: then it stays a draft.
			expect([outcome, 'heldAsDraft']).toContain(item?.json.outcome);
		}
		const [ignored] = itemsOf(await flow.import(await capture(`IMG-${code}-off`), level(code, 'off')));
		expect(ignored ? problems(ignored) : []).not.toContainEqual(expect.stringContaining(code));
	});

	test('a missing one is named together with what else is wrong', async () => {
		const [item] = itemsOf(
			await flow.import(
				await flow.capturedFrom(csv({ number: 'IMG-BOTH', date: '04/05/2026', own: { 'Image Scan Filename': 'lost.pdf' } }), 'a.csv'),
			),
		);
		expect(item && problems(item)).toEqual(expect.arrayContaining([expect.stringMatching(/^error /), 'warning imageMissing']));
	});

	test('none named is refused, unless images are not required', async () => {
		const capture = async (number: string) => await flow.capturedFrom(csv({ number }), 'a.csv');
		expect(itemsOf(await flow.import(await capture('IMG-NONE')))[0]).toMatchObject({
			json: { outcome: 'refused', details: { problems: [{ code: 'imagePresent' }] } },
		});
		expect(itemsOf(await flow.import(await capture('IMG-NONE'), { imageRequired: false }))[0]).toMatchObject({
			json: { outcome: 'imported', image: 'none', details: { problems: [] } },
		});
	});

	test('the size limit is the one that is set, also above 50 MB', async () => {
		const pdf = (megabytes: number) => Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(megabytes * 1024 * 1024)]);
		expect(itemsOf(await flow.import(await withImage('IMG-2MB', pdf(2)), { imageMaxMegabytes: 1 }))[0]).toMatchObject({
			json: {
				outcome: 'refused',
				details: { problems: [{ code: 'imageSize', message: expect.stringMatching(/2 MB; the limit is 1 MB/) }] },
			},
		});
		expect(itemsOf(await flow.import(await withImage('IMG-51MB', pdf(51)), { imageMaxMegabytes: 60 }))[0]).toMatchObject({
			json: { outcome: 'imported', image: 'uploaded', details: { problems: [] } },
		});
	});
});

describe('attachments', () => {
	const attachments: InvoiceFacts['attachments'] = [
		{ kind: 'file', path: 'Anlagen/Lieferschein Ä.txt', content: Buffer.from('Lieferschein') },
		{ kind: 'link', url: 'https://vendor.example/doc?id=1' },
		{ kind: 'text', text: 'see also: PO' },
	];

	test.each([
		['Internal', {}],
		['Supplier', { attachmentIntent: 'Supplier' }],
	])('are added, visible to %s', async (intent, options) => {
		await imported(plainInvoice(`ATT-${intent}`, { attachments }), options);
		const stored = flow.coupa.attachments(Number(inCoupa(flow, `ATT-${intent}`)?.id));
		expect(stored.map(({ kind, file, url, text }) => [kind, file?.fileName ?? url ?? text])).toEqual([
			['file', 'Lieferschein Ä.txt'],
			['url', 'https://vendor.example/doc?id=1'],
			['text', 'see also: PO'],
		]);
		expect(stored[0]).toMatchObject({ intent, file: { bytes: Buffer.from('Lieferschein') } });
	});

	test('are left out by setting', async () => {
		await imported(plainInvoice('ATT-none', { attachments }), { attachFiles: false });
		expect(flow.coupa.attachments(Number(inCoupa(flow, 'ATT-none')?.id))).toEqual([]);
	});
});

describe('decimals', () => {
	test('reach Coupa digit by digit', async () => {
		const price = '12345678901234567.89';
		const [item] = itemsOf(
			await flow.import(
				await flow.capturedFrom(
					csv({
						number: 'DEC-1',
						own: { 'Invoice Control Total': price },
						lineOwn: { 'Price*': price, Quantity: '', 'Unit of Measure*': '' },
					}),
					'a.csv',
				),
				{ imageRequired: false },
			),
		);
		expect(item?.json).toMatchObject({ outcome: 'imported', total: price });
		expect(flow.coupa.requests().find(({ operation }) => operation === 'post')?.json).toMatchObject({
			'supplier-total': price,
			'invoice-lines': [{ price }],
		});
		expect(inCoupa(flow, 'DEC-1')).toMatchObject({ 'supplier-total': price });
	});
});

describe('faults', () => {
	test('what Coupa refuses is told with its field', async () => {
		flow.coupa.settings.closedPeriodAccounts = ['10-6200-HS'];
		const item = await imported(plainInvoice('F-1'));
		expect(item.json).toMatchObject({
			outcome: 'heldAsDraft',
			details: {
				problems: [
					{ code: 'notSubmittable', path: expect.stringMatching(/invoice.lines/), message: expect.stringMatching(/^Coupa says: /) },
				],
			},
		});
	});

	test('a missing scope stops the node before anything is sent, by name', async () => {
		flow.engine.credentials.byType.coupaOAuth2Api = coupaCredential(flow.coupa, {
			scopes: DEFAULT_SCOPES.filter((scope) => scope !== 'core.supplier.read').join(' '),
		});
		const { error } = await flow.import(await flow.captured([plainInvoice('F-2')]));
		expect(error).toMatchObject({ message: expect.stringMatching(/needs the scope core\.supplier\.read/), httpCode: '403' });
		expect(writes()).toEqual([]);
	});

	test('a missing right to write leaves the invoice undecided and names the scope', async () => {
		flow.engine.credentials.byType.coupaOAuth2Api = coupaCredential(flow.coupa, {
			scopes: DEFAULT_SCOPES.filter((scope) => !/invoice\.(create|write)/.test(scope)).join(' '),
		});
		const item = await imported(plainInvoice('F-3'));
		expect(item.json).toMatchObject({ outcome: 'undecided', reason: expect.stringMatching(/core\.invoice\.(create|write)/) });
	});

	test('no Coupa at all: an error, or one error item each', async () => {
		flow.engine.credentials.byType.coupaOAuth2Api = coupaCredential({ url: 'http://127.0.0.1:1' });
		const items = await flow.captured([plainInvoice('F-4'), plainInvoice('F-5')]);
		const [stopped, { items: outputs, error }] = await Promise.all([
			flow.import(items),
			flow.import(items, {}, {}, { continueOnFail: true }),
		]);
		expect(stopped.error?.message).toMatch(/No answer from Coupa \(127\.0\.0\.1:1\)/);
		expect(error).toBeUndefined();
		expect(outputs).toEqual(
			[0, 1].map((item) => ({ json: expect.objectContaining({ error: expect.stringMatching(/answer/) }), pairedItem: { item } })),
		);
	});

	test.each([
		[403, 2, /\(403\)/],
		[500, 5, /\(500 Internal Server Error\)/],
	])(
		'a settings group whose look-up fails with %i leaves undecided; the others are imported',
		async (status, times, reason) => {
			const items = await flow.captured([`G${status}-1`, `G${status}-2`, `G${status}-3`].map((number) => plainInvoice(number)));
			const submit = `={{ $json.invoice["invoice-number"].endsWith("-2") ? "never" : "always" }}`;
			const isLookUp = ({ query }: { query: string[][] }) =>
				query.some(([name, value]) => name === 'invoice_number' && value === `G${status}-2`);
			flow.coupa.settings.failNext = Array.from({ length: times }, () => ({ match: isLookUp, status }));
			const run = await flow.import(items, {}, { submit });
			expect(itemsOf(run).map(({ json, pairedItem }) => [json.number, json.outcome, pairedItem])).toEqual([
				[`G${status}-1`, 'imported', { item: 0 }],
				[`G${status}-2`, 'undecided', { item: 1 }],
				[`G${status}-3`, 'imported', { item: 2 }],
			]);
			expect(run.items[1]).toMatchObject({
				json: {
					reason: expect.stringMatching(reason),
					image: null,
					details: { invoiceId: null, package: 'mail.zip', position: 2, items: 3 },
				},
			});
			expect(hintsOf(run)).toEqual([
				'2 imported, 1 undecided',
				expect.stringMatching(/^1 of 2 groups of invoices with the same settings failed, the others are done: /),
			]);
			expect(inCoupa(flow, `G${status}-2`)).toBeNull();
		},
		30_000,
	);

	test('settings of one item that cannot be read leave that item undecided', async () => {
		const items = await flow.captured([plainInvoice('BAND-1'), plainInvoice('BAND-2')]);
		const amount = '={{ $json.invoice["invoice-number"] === "BAND-1" ? "5 cents" : "0.05" }}';
		const run = await flow.import(items, { controlTotalBand: { band: [{ currency: 'USD', amount }] } });
		expect(outcomes(itemsOf(run))).toEqual({ 'BAND-1': 'undecided', 'BAND-2': 'imported' });
		expect(run.items[0]?.json.reason).toMatch(/"Control Total Tolerance" of USD is not a decimal: 5 cents.*Write it with a point/);
	});

	test('an item that is no invoice stops the node, or fails alone', async () => {
		const [invoice] = await flow.captured([plainInvoice('F-6')]);
		const items = [{ json: { note: 'from elsewhere' } }, ...(invoice ? [invoice] : [])];
		expect((await flow.import(items)).error).toMatchObject({
			message: 'The item contains no captured invoice [item 0]',
			description: expect.stringMatching(/Get Many or Read File/),
		});
		expect(writes()).toEqual([]);
		const { items: outputs } = await flow.import(items, {}, {}, { continueOnFail: true });
		expect(outputs.map(({ json, pairedItem }) => [json.outcome ?? json.error, pairedItem])).toEqual([
			['The item contains no captured invoice [item 0]', { item: 0 }],
			['imported', { item: 1 }],
		]);
	});

	test('a lost image file is told before anything is sent', async () => {
		const [invoice] = await flow.captured([plainInvoice('F-7')]);
		const { error } = await flow.import([{ json: invoice?.json ?? {} }]);
		expect(error?.message).toMatch(/imageScan/);
		expect(writes()).toEqual([]);
	});

	test('a record of one’s own, without a delivery, is imported once', async () => {
		const json = {
			invoice: {
				'invoice-number': 'F-8',
				'invoice-date': '2026-05-04',
				'line-level-taxation': false,
				supplier: { number: 'V-20011' },
				currency: { code: 'USD' },
				'account-type': { name: CHART },
				'invoice-lines': [{ description: 'Screws', price: '50.00', account: { code: '10-6200-HS' } }],
			},
		};
		const run = async () => outcomes(itemsOf(await flow.import([{ json }], { imageRequired: false })));
		expect(await run()).toEqual({ 'F-8': 'imported' });
		expect(await run()).toEqual({ 'F-8': 'alreadyImported' });
		expect(flow.bodiesOutsideSchema()).toEqual([]);
	});
});

test('every check and choice of the code has its place in the node', async () => {
	const engine = await Engine.load();
	const description = JSON.stringify(engine.nodeType('coupa').description.properties);
	for (const name of ['controlTotal', 'imagePresent', 'freightOnPo', 'accountExists']) expect(description).toContain(`"value":"${name}"`);
});
