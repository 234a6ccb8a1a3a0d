import type { IDataObject } from 'n8n-workflow';

import type { CoupaRecord } from '../../lib/core';
import { coupaCredential, startCoupa } from '../../tools/harness/engine/coupa';
import { Engine } from '../../tools/harness/engine/engine';
import type { CoupaSandbox } from '../../tools/sandbox/coupa';
import { sampledRecord } from '../../tools/sandbox/dataset/sampled';

let coupa: CoupaSandbox;
let engine: Engine;

const SUPPLIERS = [
	{ id: 11, number: 'V-20011', name: 'Northbrook Fasteners' },
	{ id: 12, number: 'V-20012', name: 'Harbor Steel' },
];

const invoice = (id: number, values: CoupaRecord): CoupaRecord => ({
	...sampledRecord('InvoiceHeader', id),
	'invoice-number': `NB-${String(id)}`,
	'invoice-lines': [],
	...values,
});

beforeAll(async () => {
	coupa = await startCoupa({ seed: {}, settings: { requestsPerSecond: Infinity } });
	for (const supplier of SUPPLIERS) coupa.put('suppliers', { ...sampledRecord('Supplier', supplier.id), ...supplier });
	const [north = {}, harbor = {}] = SUPPLIERS;
	coupa.put(
		'invoices',
		invoice(101, {
			status: 'pending_approval',
			supplier: north,
			'gross-total': '100.50',
			paid: true,
			'invoice-date': '2026-04-25T00:00:00Z',
		}),
	);
	coupa.put(
		'invoices',
		invoice(102, { status: 'draft', supplier: harbor, 'gross-total': '99.00', paid: false, 'invoice-date': '2026-05-02T00:00:00Z' }),
	);
	engine = await Engine.load({ coupaOAuth2Api: coupaCredential(coupa) });
});

afterAll(async () => {
	await coupa.stop();
});

beforeEach(() => {
	coupa.clearRequests();
});

const getMany = { resource: 'invoice', operation: 'getAll', returnAll: true, output: 'raw', options: {} };
const run = async (filters: IDataObject, more: IDataObject = {}) => await engine.execute('coupa', { ...getMany, filters, ...more });
const free = (field: string, operator: string, value: unknown) => ({ conditions: [{ field, operator, value }] }) as IDataObject;

describe('filters find', () => {
	test.each<[string, IDataObject, number[]]>([
		['a status by its label', free('status', 'eq', 'Pending Approval'), [101]],
		['statuses by label and code', free('status', 'in', 'Pending Approval, draft'), [101, 102]],
		['a key of our own output', free('supplier-number', 'eq', 'V-20012'), [102]],
		["Coupa's own spelling with a dot", free('supplier.number', 'eq', 'V-20012'), [102]],
		["Coupa's own spelling with brackets", free('supplier[number]', 'eq', 'V-20012'), [102]],
		["Coupa's own spelling with underscores", free('gross_total', 'gt', '99.5'), [101]],
		["Coupa's short form of an ID", free('supplier_id', 'eq', '11'), [101]],
		['a choice', { choices: [{ field: 'status', operator: 'in', values: ['draft'] }] }, [102]],
		['a choice by what an expression gives', { choices: [{ field: 'status', operator: 'not_in', values: '={{ "Draft" }}' }] }, [101]],
		['a date', { dates: [{ field: 'invoice-date', operator: 'gt', value: '2026-05-01T00:00:00' }] }, [102]],
		[
			'a date that an expression gives',
			{ dates: [{ field: 'invoice-date', operator: 'lt', value: '={{ DateTime.fromISO("2026-05-01") }}' }] },
			[101],
		],
		['yes or no', { flags: [{ field: 'paid', value: 'true' }] }, [101]],
		['a number', { numbers: [{ field: 'gross-total', operator: 'lt_or_eq', value: '99.00' }] }, [102]],
		['a text', { texts: [{ field: 'invoice-number', operator: 'ends_with', value: '01' }] }, [101]],
		[
			'a linked record from the list',
			{ links: [{ field: 'supplier', operator: 'eq', record: { __rl: true, mode: 'list', value: '11' } }] },
			[101],
		],
		[
			'a linked record by its number',
			{ links: [{ field: 'supplier', operator: 'not_eq', record: { __rl: true, mode: 'key', value: 'V-20011' } }] },
			[102],
		],
		['two of different kinds together', { ...free('status', 'eq', 'draft'), flags: [{ field: 'paid', value: 'true' }] }, []],
	])('%s', async (_what, filters, ids) => {
		const { items, error } = await run(filters);
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.id)).toEqual(ids);
	});
});

describe('a filter that can match nothing is refused before anything is sent', () => {
	test.each<[IDataObject, string, RegExp]>([
		[free('status', 'eq', 'aproved'), '“aproved” is not a value of status.', /^Use one of these: approved, /],
		[free('status', 'in', 'draft, nonsense'), '“nonsense” is not a value of status.', /pending_approval/],
		[free('grosstotal', 'eq', '1'), '“grosstotal” is not a field of an invoice.', /^Similar fields: gross-total, /],
		[free('supplier.nmuber', 'eq', '1'), '“supplier.nmuber” is not a field of an invoice.', /supplier\.number/],
		[free('supplier', 'eq', 'V-20011'), '“supplier” is a linked record, so it cannot be compared with a value.', /supplier\.number/],
		[free('gross-total', 'eq', '1,234.50'), 'The filter on gross-total needs a number, not “1,234.50”.', /without thousands|no thousands/],
		[free('id', 'eq', '12.5'), 'The filter on id needs a whole number, not “12.5”.', /digits/],
		[free('gross-total', 'contains', '1'), 'Coupa does not know “Contains” for gross-total, which holds a number.', /Is Greater Than/],
		[free('updated-at', 'blank', 'true'), 'Coupa does not know “Is Blank” for updated-at, which holds a date with a time.', /Is One Of/],
		[free('invoice-date', 'gt', '2026-02-30'), '“2026-02-30” in the filter on invoice-date is not on the calendar.', /2026-04-25/],
		[free('invoice-date', 'gt', 'yesterday'), '“yesterday” in the filter on invoice-date is not a date.', /2026-04-25/],
		[free('paid', 'eq', 'maybe'), 'The filter on paid accepts true or false, not “maybe”.', /^/],
		[free('invoice-number', 'eq', ''), 'The filter on invoice-number has no value.', /Is Blank/],
		[free('', 'eq', 'x'), 'A filter has no field [item 0]', /Choose the field/],
		[
			{ links: [{ field: 'supplier', operator: 'eq', record: { __rl: true, mode: 'list', value: '' } }] },
			'"Filters" names no record for supplier [item 0]',
			/Pick one/,
		],
		[
			{ links: [{ field: 'status', operator: 'eq', record: { __rl: true, mode: 'id', value: '1' } }] },
			'“status” does not link to other records [item 0]',
			/^Use "Any Field" for it/,
		],
	])('%j', async (filters, message, hint) => {
		const { error } = await run(filters);
		expect(error?.message).toBe(message);
		expect(String(error?.description)).toMatch(hint);
		expect(coupa.requests().filter(({ path }) => path.startsWith('/api/'))).toEqual([]);
	});

	test('at most fifteen names are shown', async () => {
		const { error } = await run(free('nonsense', 'eq', 'x'));
		expect(String(error?.description).split(' and ')[0]?.split(', ')).toHaveLength(15);
	});
});

describe('the way out', () => {
	test('an unchecked field goes to Coupa as it is, and a hint says so', async () => {
		const filters = { unchecked: [{ field: 'brand-new-field', operator: 'eq', value: 'x' }] };
		const { items, run: done } = await engine.execute('coupa', { ...getMany, filters }, undefined, { continueOnFail: true });
		expect(items[0]?.json.error).toMatch(/brand_new_field/);
		const [task] = done.data.resultData.runData.coupa ?? [];
		expect(task?.hints?.map(({ message }) => message)).toEqual([
			expect.stringMatching(/^The filter on “brand-new-field” was sent without a check/),
		]);
	});

	test('an unchecked value of a known field', async () => {
		const { items, error } = await run({ unchecked: [{ field: 'status', operator: 'eq', value: 'brand_new_status' }] });
		expect([items, error]).toEqual([[], undefined]);
	});

	test('custom fields are not checked', async () => {
		const { error } = await run(free('custom-fields.region', 'eq', 'West'));
		expect(error?.message ?? '').not.toMatch(/not a field/);
	});
});

describe('lists of the panel', () => {
	const at = (field = '') => ({
		path: 'parameters.filters.choices[0].values',
		parameters: { resource: 'invoice', filters: { choices: [{ field }] } },
	});

	test.each([
		['textFields', 'invoice-number', 'gross-total'],
		['numberFields', 'gross-total', 'invoice-number'],
		['dateFields', 'invoice-date', 'status'],
		['choiceFields', 'status', 'invoice-number'],
		['flagFields', 'paid', 'status'],
		['linkFields', 'supplier', 'invoice-lines'],
		['textFields', 'supplier.number', 'supplier'],
		['returnableFields', 'invoice-lines.price', 'nothing'],
	])('%s have %s and not %s', async (method, has, hasNot) => {
		const values = (await engine.loadOptions('coupa', method, at())).map(({ value }) => value);
		expect([values.includes(has), values.includes(hasNot)]).toEqual([true, false]);
	});

	test('the values of the field beside', async () => {
		expect(await engine.loadOptions('coupa', 'choicesOfField', at('document-type'))).toEqual([
			{ name: 'Invoice', value: 'Invoice' },
			{ name: 'Credit Note', value: 'Credit Note' },
		]);
		expect(await engine.loadOptions('coupa', 'choicesOfField', at('status'))).toContainEqual({
			name: 'Pending Approval',
			value: 'pending_approval',
		});
	});

	test('the records that the field beside links to, by number and by name', async () => {
		const place = {
			path: 'parameters.filters.links[0].record',
			parameters: { resource: 'invoice', filters: { links: [{ field: 'supplier' }] } },
		};
		const found = await engine.listSearch('coupa', 'search_linked', 'north', undefined, place);
		expect(found.results).toEqual([expect.objectContaining({ name: 'V-20011 · Northbrook Fasteners', value: '11' })]);
	});
});
