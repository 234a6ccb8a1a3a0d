import type { IDataObject } from 'n8n-workflow';

import type { InvoiceFacts } from '../../tools/sandbox/dataset';
import { plainInvoice } from '../../tools/sandbox/scan-one';
import { imported, unbacked, writes } from './support/coupa-import';
import { csv } from './support/csv';
import { flow, flowPerFile } from './support/current-flow';
import { detailsOf, hintsOf, inCoupa, itemsOf, outcomes } from './support/flow';

flowPerFile();

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
				problems: null,
				details: {
					...{ package: 'mail.zip', claim: null, position: 1, items: 1, key: 'v-20011 m-1', invoiceId: id, instance: flow.coupa.host },
					problems: [],
				},
			},
			pairedItem: { item: 0 },
		},
	]);
	const { details, ...shown } = run.items[0]?.json ?? {};
	expect(Object.keys(shown)).toEqual([
		...[
			'number',
			'supplierNumber',
			'supplierName',
			'date',
			'total',
			'currency',
			'outcome',
			'reason',
			'status',
			'link',
			'image',
			'problems',
		],
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
