import type { IDataObject } from 'n8n-workflow';

import { itemsOf } from './support/flow';
import { CoupaWriting, mapped } from './support/coupa-writing';
import { picked } from './support/coupa-invoice';

/** What becomes of the values of a write: each kind, days and times, custom fields. */
let world: CoupaWriting;

beforeAll(async () => {
	world = await CoupaWriting.start('values');
	world.coupa.settings.customFieldAttributes = [
		{ id: 1, name: 'score', 'field-type': 'Decimal', 'object-type': 'Supplier' },
		{ id: 2, name: 'go_live', label: 'Go-Live', 'field-type': 'Date', 'object-type': 'Supplier' },
		{ id: 3, name: 'is_green', 'field-type': 'Boolean', 'object-type': 'Supplier' },
	];
	world.coupa.settings.customFields = {
		suppliers: [
			{ name: 'score', type: 'decimal' },
			{ name: 'go-live', type: 'datetime' },
			{ name: 'is-green', type: 'boolean' },
		],
	};
});

afterAll(async () => {
	await world.coupa.stop();
});

beforeEach(() => {
	world.coupa.clearRequests();
});

const term = async (value: IDataObject, more: IDataObject = {}) =>
	await world.write('paymentTerm', 'create', { values: mapped(value), ...more });

describe('values of each kind', () => {
	test.each<[IDataObject, IDataObject]>([
		[{ 'discount-rate': '12345678901234567.89' }, { 'discount-rate': '12345678901234567.89' }],
		[{ 'discount-rate': 2.5 }, { 'discount-rate': '2.5' }],
		[{ 'discount-rate': ' 2.50 ' }, { 'discount-rate': '2.50' }],
		[{ 'days-for-net-payment': '30' }, { 'days-for-net-payment': 30 }],
		[{ active: 'True' }, { active: true }],
		[{ active: false }, { active: false }],
		[{ type: 'specific day payment term' }, { type: 'SpecificDayPaymentTerm' }],
		[{ description: 42 }, { description: '42' }],
		[{ 'content-groups': '[{"id": 1, "x": 12345678901234567.89}]' }, { 'content-groups': [{ id: 1, x: '12345678901234567.89' }] }],
		[{ description: '' }, {}],
		[{ description: null }, {}],
	])('%j is sent as %j', async (given, expected) => {
		const value = world.newTerm(given);
		await term(value, { options: { ignoredValues: 'warning' } });
		expect(world.sent()).toEqual([{ type: value.type, code: value.code, ...expected }]);
	});

	test.each<[IDataObject, string]>([
		[{ 'discount-rate': '1,5' }, '“Discount Rate” is not a decimal: 1,5'],
		[{ 'discount-rate': 12345678901234567.89 }, '“Discount Rate” is not a decimal: 12345678901234568'],
		[{ 'discount-rate': '5 %' }, '“Discount Rate” is not a decimal: 5 %'],
		[{ 'days-for-net-payment': 30.5 }, '“Days For Net Payment” is not a whole number: 30.5'],
		[{ active: 'yes' }, '“Active” is not true or false: yes'],
		[{ type: 'Monthly' }, '“Type” is not one of its values: Monthly'],
		[{ description: ['a'] }, '“Description” is not a text: ["a"]'],
		[{ description: 'x'.repeat(256) }, '“Description” is too long (maximum is 255 characters).'],
		[{ 'content-groups': '{"id": 1}' }, '“Content Groups” is not a list: {"id": 1}'],
		[
			{ 'content-groups': '={{ [{ id: 1, limit: 12345678901234567.89 }] }}' },
			'“Content Groups” has a number that has lost digits: 12345678901234568',
		],
		[{ id: 7 }, 'Coupa sets “ID” of payment terms itself.'],
		[{ colour: 'red' }, 'colour is not an attribute of payment terms.'],
	])('%j is refused by name, and nothing is sent', async (given, message) => {
		const { error } = await term(world.newTerm(given));
		expect(error?.message).toBe(message);
		expect(error?.description).toEqual(expect.any(String));
		expect(world.sent()).toEqual([]);
	});

	test('in a list, the field and the place are named, with the item that has it', async () => {
		const values = mapped({ 'requisition-lines': '={{ $json.lines }}', 'requester.login': 'ines', 'ship-to-address.id': 1 });
		const lines = [{ description: 'Screws', 'unit-price': 'a lot' }];
		const { items } = await world.engine.execute(
			'coupa',
			{ resource: 'requisition', operation: 'create', specify: 'fields', values, output: 'raw', options: {} },
			[{ json: { lines: [] } }, { json: { lines } }],
			{ continueOnFail: true },
		);
		expect(items.map(({ json, pairedItem }) => [json.error, pairedItem])).toEqual([
			['Coupa needs “Requisition Lines” to create a requisition.', { item: 0 }],
			['“Requisition Lines[0] (Unit Price)” is not a number.', { item: 1 }],
		]);
		expect(world.sent()).toEqual([]);
	});

	test('JSON: as text it keeps every digit, of an expression lost digits are refused', async () => {
		const json = (text: string) =>
			world.write('paymentTerm', 'create', { specify: 'json', json: text, options: { ignoredValues: 'warning' } });
		await json('{"code": "J-1", "type": "SpecificDayPaymentTerm", "discount-rate": 12345678901234567.89}');
		expect(world.sent()).toEqual([{ code: 'J-1', type: 'SpecificDayPaymentTerm', 'discount-rate': '12345678901234567.89' }]);
		const { error } = await json('={{ ({ code: "J-2", type: "SpecificDayPaymentTerm", "discount-rate": 12345678901234567.89 }) }}');
		expect(error?.message).toBe('"Values (JSON)" has a number that has lost digits: 12345678901234568 [item 0]');
		expect(world.sent()).toHaveLength(1);
	});

	test('what is needed and missing is named', async () => {
		const { error } = await term({ description: 'x' });
		expect(error?.message).toBe('Coupa needs “Code”, “Type” to create a payment term.');
	});
});

describe('days and times', () => {
	const contract = async (value: IDataObject) =>
		await world.write('contract', 'update', {
			contract: picked('id', 999_999),
			values: mapped(value),
			options: { ignoredValues: 'warning' },
		});

	test.each([
		['start-date', '2026-04-25', '2026-04-25'],
		['start-date', '2026-04-25T00:00:00', '2026-04-25'],
		['start-date', '2026-04-25T00:00:00.000+02:00', '2026-04-25'],
		['start-date', "={{ DateTime.fromISO('2026-04-25T00:30:00', { zone: 'Asia/Tokyo' }) }}", '2026-04-25'],
		['published-date', '2026-04-25', '2026-04-25'],
		['published-date', '2026-04-25T00:00:00', '2026-04-25'],
		// The engine's workflows are in New York: four hours behind in April.
		['published-date', '2026-04-25T09:30:00', '2026-04-25T09:30:00-04:00'],
		['published-date', '2026-04-25T09:30:00Z', '2026-04-25T09:30:00Z'],
	])('%s: %s is sent as %s', async (name, given, expected) => {
		await contract({ [name]: given });
		expect(world.sent()).toEqual([{ [name]: expected }]);
	});

	test.each(['25.04.2026', '2026-02-30', 'tomorrow', '2026-04-25T25:00:00'])('%s is no date', async (given) => {
		const { error } = await contract({ 'start-date': given });
		expect(error?.message).toBe(`“Start Date” is not a date: ${given}`);
		expect(world.sent()).toEqual([]);
	});
});

describe('custom fields', () => {
	const supplier = async (value: IDataObject, options: IDataObject = {}) =>
		await world.write('supplier', 'update', { supplier: picked('key', 'V-20011'), values: mapped(value), options });

	test('are sent as their kind', async () => {
		itemsOf(
			await supplier({ 'custom-fields.score': '7.50', 'custom-fields.go-live': '2026-04-25T00:00:00', 'custom-fields.is-green': 'true' }),
		);
		expect(world.sent()).toEqual([{ 'custom-fields': { score: '7.50', 'go-live': '2026-04-25', 'is-green': true } }]);
	});

	test.each([
		['custom-fields.score', 'high', '“Score” is not a decimal: high'],
		['custom-fields.go-live', 'soon', '“Go-Live” is not a date: soon'],
		['custom-fields.is-green', 'maybe', '“Is Green” is not true or false: maybe'],
	])('%s: %s is refused', async (name, value, message) => {
		expect((await supplier({ [name]: value })).error?.message).toBe(message);
		expect(world.sent()).toEqual([]);
	});

	test('one that the instance does not have is sent, and told as ignored', async () => {
		const { error } = await supplier({ 'custom-fields.colour': 'red', 'po-email': 'a@example.test' });
		expect(world.sent()).toEqual([{ 'custom-fields': { colour: 'red' }, 'po-email': 'a@example.test' }]);
		expect(error?.message).toMatch(
			/^Coupa has updated supplier \d+, but did not take everything: Colour \(sent “red”, it shows no such field\)/,
		);
	});
});
