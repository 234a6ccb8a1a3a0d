import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { CoupaRecord } from '../../lib/core';
import { backed, captured } from './support/captured';
import { flow, flowPerFile } from './support/current-flow';
import { level } from './support/coupa-import';
import { detailsOf, inCoupa, itemsOf, problems } from './support/flow';
import { putOrder } from './support/orders';

flowPerFile();

const TAKE = { matchPoLines: 'takeOnlyFit' };
let serial = 0;
const number = () => `PL-${serial}`;

async function imported(lines: CoupaRecord[], options: IDataObject = {}, invoice: CoupaRecord = {}): Promise<INodeExecutionData> {
	serial += 1;
	const items = [captured(number(), { 'invoice-lines': lines, ...invoice })];
	const [item] = itemsOf(await flow.import(items, { imageRequired: false, ...options }));
	if (!item) throw new Error('The import gave nothing');
	return item;
}

const messages = (item: INodeExecutionData, code: string) =>
	detailsOf(item)
		.problems.filter((problem) => problem.code === code)
		.map(({ message }) => message);

/** Lines that differ in one thing each, so that every criterion finds another one. */
const ORDER = 75001;
const FEBRUARY = { 'start-date': '2026-02-01T00:00:00-08:00', 'end-date': '2026-02-28T00:00:00-08:00' };

beforeAll(() => {
	putOrder(flow.coupa, ORDER, [
		{ description: 'Cleaning', price: '100.00', quantity: '12', invoiced: '2.5', period: FEBRUARY },
		{ description: 'Cleaning', price: '120.00', quantity: '12', 'source-part-num': 'CL-2' },
		{ description: 'Window cleaning, north side', price: '80.00', quantity: '4' },
		{ description: 'Window cleaning, south side', price: '80.00', quantity: '4' },
		{ description: 'Window cleaning, roof', price: '95.00', quantity: '2' },
		{ description: 'Keys', price: '5.00', quantity: '3', status: 'closed' },
		{ description: 'Consulting', price: '900.00' },
	]);
});

describe('a PO line that is not named', () => {
	test('lists the open lines of the order, with what is open of each', async () => {
		const item = await imported([backed(String(ORDER))]);
		expect([item.json.outcome, problems(item)]).toEqual(['refused', ['error poLineMissing']]);
		expect(messages(item, 'poLineMissing')[0]).toBe(
			`PO Number ${ORDER} needs a PO Line Number or a Supplier Part Number. Its open lines: 1 “Cleaning” (950 USD open); 2 “Cleaning” (1440 USD open); 3 “Window cleaning, north side” (320 USD open); 4 “Window cleaning, south side” (320 USD open); 5 “Window cleaning, roof” (190 USD open); 7 “Consulting” (900 USD open).`,
		);
	});

	test('that does not exist lists them too, and only once for an order', async () => {
		const item = await imported([backed(String(ORDER), '99'), backed(String(ORDER), '98', { 'line-num': 2 })]);
		const [first = '', second = ''] = messages(item, 'poLineExists');
		expect(first).toMatch(/^Purchase order 75001 has no line 99; it has 1, 2, 3, 4, 5, 6, 7\. Its open lines: 1 “Cleaning”/);
		expect(second).toBe(
			'Purchase order 75001 has no line 98; it has 1, 2, 3, 4, 5, 6, 7. Its open lines are listed at the first line above.',
		);
	});

	test('of a long order lists ten, and how many more there are', async () => {
		const lines = Array.from({ length: 200 }, (_, at) => ({ description: `Part ${at} ${'x'.repeat(200)}`, price: '1.00', quantity: '1' }));
		putOrder(flow.coupa, 75002, lines);
		const [message = ''] = messages(await imported([backed('75002', '999')]), 'poLineExists');
		expect(message).toMatch(/it has 1, 2, .*20 and 180 more\. Its open lines: 1 “Part 0 x{53}…” \(1 USD open\); .*; and 190 more\.$/);
		expect(message.length).toBeLessThan(1_500);
	});

	test('of an order without open lines says so', async () => {
		putOrder(flow.coupa, 75003, [{ description: 'Done', price: '1.00', quantity: '1', status: 'soft_closed_for_invoicing' }]);
		expect(messages(await imported([backed('75003')]), 'poLineMissing')[0]).toContain('It has no open line.');
	});

	test('in a file is told in the same way', async () => {
		const csv = await flow.captured([
			{
				number: 'PL-FILE',
				supplierNumber: 'V-20011',
				date: '2026-05-04',
				currency: 'USD',
				submit: 'Yes',
				terms: 'NET30',
				lineLevelTaxation: false,
				lines: [{ description: 'Consulting', price: '900.00', order: { number: String(ORDER), line: '' } }],
				image: { fileName: 'a.pdf', kind: 'pdf' },
				expected: 'refused',
			},
		]);
		const [item = { json: {} }] = itemsOf(await flow.import(csv));
		expect(problems(item)).toEqual(['error poLineMissing']);
		expect(detailsOf(item).problems[0]).toMatchObject({
			row: expect.any(Number),
			column: 'PO Line Number',
			message: expect.stringMatching(/Line 7 “Consulting” \(900 USD open\) alone fits by its description\. Its open lines: 1 /),
		});
	});
});

describe('the only line that fits', () => {
	const period = { 'start-date': '2026-02-01', 'end-date': '2026-02-15' };
	const cases: Array<[by: string, line: CoupaRecord, ordered: number]> = [
		['service period', { description: 'Something else', ...period }, 1],
		['supplier part number', { description: 'Cleaning', 'source-part-num': 'cl-2', 'order-line-num': '31' }, 2],
		['description', { description: '  WINDOW cleaning,  roof' }, 5],
		['description', { description: 'Consulting', quantity: null, uom: null, price: '450.00' }, 7],
		['description, price and quantity', { description: 'Cleaning', price: '120', quantity: '12.0' }, 2],
		['description, price and quantity', { description: 'Cleaning May', price: '100.00', quantity: '9.5' }, 1],
	];

	test.each(cases)('by %s is proposed: %j', async (by, line, ordered) => {
		const item = await imported([backed(String(ORDER), undefined, line)]);
		expect(item.json.outcome).toBe('refused');
		expect([...messages(item, 'poLineExists'), ...messages(item, 'poLineMissing')]).toEqual([
			expect.stringMatching(new RegExp(`Line ${ordered} “[^”]*” \\([0-9]+ USD open\\) alone fits by its ${by}\\. Its open lines: `)),
		]);
	});

	test.each(cases)('by %s is taken where the setting allows, and the outcome says so: %j', async (by, line, ordered) => {
		const item = await imported([backed(String(ORDER), undefined, line)], TAKE);
		expect([item.json.outcome, problems(item)]).toEqual(['imported', ['warning poLineFit']]);
		expect(messages(item, 'poLineFit')[0]).toMatch(new RegExp(`matched to line ${ordered} .* by its ${by}\\.$`));
		expect(item.json.reason).toMatch(new RegExp(`submitted \\(\\w+\\)\\. .*matched to line ${ordered} .* by its ${by}\\.$`));
		expect(inCoupa(flow, number())).toMatchObject({ 'invoice-lines': [{ 'order-line-num': String(ordered) }] });
	});

	test.each<[string, CoupaRecord]>([
		[
			'several fit by the description, and price and quantity do not tell them apart',
			{ description: 'Window cleaning', price: '80.00', quantity: '4' },
		],
		['the supplier part number is another one', { description: 'Cleaning', price: '120.00', quantity: '12', 'source-part-num': 'XX-1' }],
		['the line is closed', { description: 'Keys', price: '5.00', quantity: '3' }],
		['the line was ordered as an amount', { description: 'Consulting', quantity: '2' }],
		['there is nothing to go by', { description: ' ', price: '80.00', quantity: '4' }],
		['the service period lies elsewhere', { description: 'x', 'start-date': '2026-03-01', 'end-date': '2026-03-31' }],
	])('there is none when %s', async (_why, line) => {
		for (const options of [{}, TAKE]) {
			const item = await imported([backed(String(ORDER), undefined, { 'source-part-num': null, ...line })], options);
			expect(item.json.outcome).toBe('refused');
			expect(JSON.stringify(detailsOf(item).problems)).not.toContain('alone fits');
		}
	});

	test('has the checks of a line that is named', async () => {
		const line = backed(String(ORDER), undefined, { description: 'Consulting', quantity: null, uom: null });
		const item = await imported([line], TAKE, { currency: { code: 'EUR' } });
		expect([item.json.outcome, problems(item)]).toEqual(['heldAsDraft', ['warning poLineFit', 'warning poCurrency']]);
	});

	test('can be left to AP to confirm', async () => {
		const line = backed(String(ORDER), undefined, { description: 'Consulting', quantity: null, uom: null });
		expect(await imported([line], { ...TAKE, ...level('poLineFit', 'draft') })).toMatchObject({ json: { outcome: 'heldAsDraft' } });
	});

	test('is not looked for where the line is named', async () => {
		const item = await imported([backed(String(ORDER), '3', { description: 'Consulting', price: '80.00' })], TAKE);
		expect([item.json.outcome, problems(item)]).toEqual(['imported', []]);
		expect(inCoupa(flow, number())).toMatchObject({ 'invoice-lines': [{ 'order-line-num': '3' }] });
	});
});
