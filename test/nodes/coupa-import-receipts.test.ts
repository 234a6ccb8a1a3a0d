import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { CoupaRecord } from '../../lib/core';
import { backed, captured } from './support/captured';
import { flow, flowPerFile } from './support/current-flow';
import { detailsOf, itemsOf } from './support/flow';
import { putOrder } from './support/orders';

/** PO-backed lines against what was ordered, received and invoiced, as the import has looked it up with the order. */
flowPerFile();

let serial = 0;

const number = () => `RC-${(serial += 1)}`;

const OURS = ['overReceived', 'overOrdered', 'overPrice', 'poLineCompared'];

const outcomesOf = (items: INodeExecutionData[]) =>
	items.map((item) => [
		item.json.outcome,
		...detailsOf(item)
			.problems.filter(({ code }) => OURS.includes(code))
			.map(({ code, message }) => `${code}: ${message}`),
	]);

async function run(invoices: INodeExecutionData[], options: IDataObject = {}, validateOnly = true): Promise<INodeExecutionData[]> {
	return itemsOf(await flow.import(invoices, { imageRequired: false, againstOrders: 'warning', ...options }, { validateOnly }));
}

const line = (poLine: string, quantity: string, price = '2.00', change: CoupaRecord = {}) =>
	backed('77001', poLine, { quantity, price, ...change });

const invoice = (lines: CoupaRecord[], change: CoupaRecord = {}) =>
	captured(number(), { 'invoice-lines': lines.map((one, at) => ({ ...one, 'line-num': at + 1 })), ...change });

beforeAll(() => {
	putOrder(flow.coupa, 77001, [
		{ description: 'Bolts', quantity: '10.0', price: '2.00', total: '20.00', received: '8.0', invoiced: '3.0', 'match-type': '3-way' },
		{ description: 'Nuts', quantity: '10.0', price: '2.00', total: '20.00', received: '0.0', 'match-type': '2-way' },
		{ description: 'Service', price: '100.00', total: '100.00', received: '50.00', invoiced: '20.00', 'match-type': '3-way' },
		{ description: 'Hidden', quantity: '10.0', price: '2.00', total: '20.00', invoiced: null, received: null },
	]);
});

const EXCESS = (lines: string, billed: string, excess: string) =>
	`overReceived: ${lines} on line 1 of purchase order 77001 ${billed}, but 8 were received: over received by ${excess} (no tolerance). Check the figures on the page image, or have the buyer record the receipt or change the order.`;

test('each line is within, over received, over ordered or over price, in words', async () => {
	const [item] = await run([
		invoice([line('1', '6'), line('2', '10', '2.10'), line('3', '', '30.00', { quantity: null, uom: null }), line('4', '1')]),
	]);
	expect(outcomesOf([item as INodeExecutionData])).toEqual([
		[
			'wouldImport',
			EXCESS('Line 1', 'bills 6, together with 3 invoiced before 9', '1'),
			expect.stringContaining(
				'overPrice: Line 2 on line 2 of purchase order 77001 has the price 2.1, but 2 was ordered: over price by 0.1 USD',
			),
			'poLineCompared: Line 4 could not be compared with line 4 of purchase order 77001 in full: Coupa does not show invoiced, match-type. Have the response filter of the API user include these fields.',
		],
	]);
	expect(detailsOf(item).orderLines).toEqual([
		{ line: '1', purchaseOrder: '77001', purchaseOrderLine: '1', outcome: 'over received', detail: expect.stringContaining('by 1') },
		{ line: '2', purchaseOrder: '77001', purchaseOrderLine: '2', outcome: 'over price', detail: expect.stringContaining('by 0.1 USD') },
		{ line: '3', purchaseOrder: '77001', purchaseOrderLine: '3', outcome: 'within', detail: '' },
		{
			line: '4',
			purchaseOrder: '77001',
			purchaseOrderLine: '4',
			outcome: 'not compared',
			detail: 'Coupa does not show invoiced, match-type',
		},
	]);
});

test('off by default: nothing is asked for, nothing told', async () => {
	const [item] = await run([invoice([line('1', '99', '99')])], { againstOrders: 'off' });
	expect(outcomesOf([item as INodeExecutionData])).toEqual([['wouldImport']]);
	expect(detailsOf(item).orderLines).toBeUndefined();
	const [asked] = flow.coupa.requests().filter(({ path }) => path === '/api/purchase_orders');
	expect(JSON.stringify(asked)).not.toContain('received');
});

test.each([
	['draft', 'wouldHoldAsDraft'],
	['error', 'wouldRefuse'],
	['warning', 'wouldImport'],
])('at the level %s; no call more than without', async (level, outcome) => {
	expect(outcomesOf(await run([invoice([line('1', '6')])], { againstOrders: level }))).toEqual([[outcome, expect.any(String)]]);
	const asked = flow.coupa.requests().filter(({ operation }) => operation !== 'token');
	expect(asked.map(({ path }) => path).sort()).toEqual(['/api/invoices', '/api/purchase_orders', '/api/suppliers']);
});

test('one outcome has a level of its own', async () => {
	const checks = {
		check: [
			{ name: 'overReceived', level: 'off' },
			{ name: 'overPrice', level: 'needsBuyer' },
		],
	};
	expect(outcomesOf(await run([invoice([line('1', '6', '2.5')])], { checks }))).toEqual([
		['wouldNeedBuyer', expect.stringMatching(/^overPrice/)],
	]);
});

test('lines of one invoice on one PO line are added up', async () => {
	expect(outcomesOf(await run([invoice([line('1', '3'), line('1', '3')])]))).toEqual([
		['wouldImport', EXCESS('Lines 1 and 2', 'bills 6, together with 3 invoiced before 9', '1')],
	]);
});

test('so are invoices of one run, in their order; a credit note reduces, a refused one does not count', async () => {
	const first = invoice([line('1', '4')]);
	const refused = invoice([line('1', '4')], { currency: { code: 'XYZ' } });
	const second = invoice([line('1', '2')]);
	const firstNumber = (first.json.invoice as CoupaRecord)['invoice-number'];
	expect(outcomesOf(await run([first, refused, second]))).toEqual([
		['wouldImport'],
		expect.arrayContaining(['wouldRefuse']),
		['wouldImport', EXCESS('Line 1', `bills 2, together with 3 invoiced before and 4 of this run (${String(firstNumber)}) 9`, '1')],
	]);
	const credit = invoice([line('1', '-1')], {
		'is-credit-note': true,
		'original-invoice-number': 'OLD-1',
		'original-invoice-date': '2026-04-01',
	});
	expect(outcomesOf(await run([first, credit, second]))).toEqual([['wouldImport'], ['wouldImport'], ['wouldImport']]);
});

test('a PO line counts as the same one whether it is named by number or by ID', async () => {
	const byId = {
		'line-num': 1,
		description: 'As ordered',
		quantity: '3',
		price: '2.00',
		uom: { code: 'EA' },
		'order-line-id': 770_010_000,
	};
	const [item, later] = await run([invoice([line('1', '3'), byId]), invoice([byId])]);
	expect(outcomesOf([item as INodeExecutionData])).toEqual([
		['wouldImport', EXCESS('Lines 1 and 2', 'bills 6, together with 3 invoiced before 9', '1')],
	]);
	expect(outcomesOf([later as INodeExecutionData])[0]).toContainEqual(expect.stringContaining('6 of this run'));
});

test('of very many lines that are over, the first are told one by one, and all are in the report', async () => {
	const lines = Array.from({ length: 25 }, () => ({
		description: 'Bolts',
		quantity: '1.0',
		price: '2.00',
		received: '0.0',
		'match-type': '3-way',
	}));
	putOrder(flow.coupa, 77003, lines);
	const [item] = await run([invoice(lines.map((_line, at) => backed('77003', String(at + 1), { quantity: '1', price: '2.00' })))]);
	const told = outcomesOf([item as INodeExecutionData])[0] ?? [];
	expect(told).toHaveLength(1 + 20);
	expect(told[20]).toContain(
		'Line 20 on line 20 of purchase order 77003 bills 1, but 0 were received: over received by 1 (no tolerance). The same goes for 5 more',
	);
	expect(detailsOf(item).orderLines?.filter(({ outcome }) => outcome === 'over received')).toHaveLength(25);
});

test('tolerances in percent and in amount of the currency', async () => {
	const band = (...rows: IDataObject[]) => ({ orderBands: { band: rows } });
	const over = invoice([line('1', '6', '2.10')]);
	const outcomes = async (...rows: IDataObject[]) =>
		outcomesOf(await run([over], band(...rows)))[0]?.map((told) => String(told).split(':')[0]);
	expect(await outcomes()).toEqual(['wouldImport', 'overReceived', 'overPrice']);
	expect(await outcomes({ of: 'quantityPercent', limit: '12.5' }, { of: 'pricePercent', limit: '5' })).toEqual(['wouldImport']);
	expect(await outcomes({ of: 'quantityPercent', limit: '12.4' }, { of: 'pricePercent', limit: '5' })).toEqual([
		'wouldImport',
		'overReceived',
	]);
	expect(await outcomes({ of: 'amount', currency: 'usd', limit: '2.00' })).toEqual(['wouldImport']);
	expect(await outcomes({ of: 'amount', currency: 'EUR', limit: '2.00' })).toEqual(['wouldImport', 'overReceived', 'overPrice']);
});

test.each([
	[{ of: 'quantityPercent', limit: '5%' }, 'A limit of "PO Line Tolerances" is not a decimal of zero or more: 5%'],
	[{ of: 'pricePercent', limit: '-1' }, 'A limit of "PO Line Tolerances" is not a decimal of zero or more: -1'],
	[{ of: 'amount', currency: ' ', limit: '1' }, 'An amount of "PO Line Tolerances" has no currency'],
])('a tolerance that cannot be read is refused: %j', async (row, message) => {
	await expect(run([invoice([line('1', '1')])], { orderBands: { band: [row] } })).rejects.toThrow(message);
	expect(flow.coupa.requests().filter(({ method }) => method !== 'GET' && method !== 'POST')).toEqual([]);
});

test('delivered again after it was imported, an invoice does not count a second time', async () => {
	putOrder(flow.coupa, 77002, [
		{ description: 'Bolts', quantity: '10.0', price: '2.00', received: '10.0', invoiced: '0.0', 'match-type': '3-way' },
	]);
	const on = (quantity: string) => invoice([backed('77002', '1', { quantity, price: '2.00' })]);
	const first = on('6');
	expect(outcomesOf(await run([first], { againstOrders: 'draft' }, false))).toEqual([['imported']]);
	const order = flow.coupa.rows('purchase_orders').find(({ id }) => id === 77002);
	const [orderLine] = order?.['order-lines'] as CoupaRecord[];
	flow.coupa.put('purchase_orders', { ...order, 'order-lines': [{ ...orderLine, invoiced: '6.0' }] });
	expect(outcomesOf(await run([first, on('4')], { againstOrders: 'draft' }, false))).toEqual([['alreadyImported'], ['imported']]);
	expect(outcomesOf(await run([first, on('5')], { againstOrders: 'draft' }))).toEqual([
		['wouldSkip'],
		['wouldHoldAsDraft', expect.stringMatching(/^overReceived: .* over received by/), expect.stringMatching(/^overOrdered/)],
	]);
});
