import { DEFAULT_SCOPES } from '../../lib/coupa';
import { CHART } from '../../tools/sandbox/dataset';
import { plainInvoice } from '../../tools/sandbox/scan-one';
import { coupaCredential } from '../../tools/harness/engine/coupa';
import { imported, writes } from './support/coupa-import';
import { flow, flowPerFile } from './support/current-flow';
import { hintsOf, inCoupa, itemsOf, outcomes } from './support/flow';

flowPerFile();

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
