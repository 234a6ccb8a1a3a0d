import { hintsOf, itemsOf } from './support/flow';
import { CoupaWriting, mapped } from './support/coupa-writing';
import { picked } from './support/coupa-invoice';

/** Writes whose values come from the item itself, and from records that are picked. */
let world: CoupaWriting;

beforeAll(async () => {
	world = await CoupaWriting.start('items');
});

afterAll(async () => {
	await world.coupa.stop();
});

beforeEach(() => {
	world.coupa.clearRequests();
});

const AUTO = { mappingMode: 'autoMapInputData', value: null };

describe('mapping automatically', () => {
	const [form] = [(name: string) => ({ resource: 'supplier', operation: 'get', supplier: picked('key', 'V-20011'), output: name })];

	test.each(['raw', 'simplified'])('an item from Get (%s) goes back as it came', async (output) => {
		const [before] = itemsOf(await world.engine.execute('coupa', form(output)));
		world.coupa.clearRequests();
		const run = await world.write('supplier', 'update', { supplier: picked('id', String(before?.json.id)), values: AUTO }, [
			{ json: { ...before?.json, 'po-email': `${output}@example.test` } },
		]);
		const [item] = itemsOf(run);
		expect(item?.json).toMatchObject({ id: before?.json.id, 'po-email': `${output}@example.test`, number: 'V-20011' });
		const [body = {}] = world.sent();
		expect(body['po-email']).toBe(`${output}@example.test`);
		for (const name of ['id', 'created-at', 'updated-by', 'status-label']) expect(body).not.toHaveProperty([name]);
		expect(JSON.stringify(body)).not.toMatch(/"(created|updated)-(at|by)"/);
		expect(world.coupa.ignored()).toEqual([]);
		// Parts of contact and address, which stand alone in the simplified record, name no record and cannot be sent.
		const parts = hintsOf(run).flatMap((hint) => /were left out.*: (.*)$/.exec(hint)?.[1]?.split(', ') ?? []);
		expect(parts.filter((name) => !/^primary-(contact|address)-/.test(name))).toEqual([]);
		expect(parts.length > 0).toBe(output === 'simplified');
	});

	test('references by their ID, or by their key', async () => {
		const items = [
			{ json: { 'payment-term': { id: 1, code: 'NET30', description: 'x' } } },
			{ json: { 'payment-term-code': 'NET30' } },
			{ json: { 'payment-term.code': 'NET30' } },
			{ json: { 'payment-term': { code: 'NET30' } } },
		];
		await world.write(
			'supplier',
			'update',
			{ supplier: picked('key', 'V-20011'), values: AUTO, options: { ignoredValues: 'warning' } },
			items,
		);
		const key = { code: 'NET30' };
		expect(world.sent().map((body) => body['payment-term'])).toEqual([{ id: 1 }, key, key, key]);
	});

	test('what the object does not have is named in a hint', async () => {
		const run = await world.write('paymentTerm', 'create', { values: AUTO }, [{ json: world.newTerm({ colour: 'red', 'Net Days': 30 }) }]);
		expect(itemsOf(run)).toHaveLength(1);
		expect(hintsOf(run)).toEqual([
			'These fields of the items were left out, because payment terms have no such field that could be written: colour, Net Days',
		]);
	});

	test('a field of a linked record that does not name it is named in a hint too', async () => {
		const run = await world.write('supplier', 'update', { supplier: picked('key', 'V-20011'), values: AUTO }, [
			{ json: { 'po-email': 'b@example.test', 'payment-term-description': 'Net 30' } },
		]);
		expect(world.sent()).toEqual([{ 'po-email': 'b@example.test' }]);
		expect(hintsOf(run)).toEqual([expect.stringMatching(/were left out, .*: payment-term-description$/)]);
	});

	test('nothing that could be written', async () => {
		const { error } = await world.write('supplier', 'update', { supplier: picked('key', 'V-20011'), values: AUTO }, [{ json: { id: 7 } }]);
		expect(error?.message).toBe('Nothing is set that could be written to the supplier.');
	});
});

describe('linked records', () => {
	const at = (field: string) => ({
		path: 'parameters.linkedRecords.linked[0].record',
		parameters: { resource: 'supplier', operation: 'update', linkedRecords: { linked: [{ field }] } },
	});

	test('the fields that link to others, and the list of the chosen one', async () => {
		const links = await world.engine.loadOptions('coupa', 'writableLinks', { parameters: { resource: 'supplier', operation: 'update' } });
		expect(links).toContainEqual({ name: 'Payment Term', value: 'payment-term', description: 'payment-term' });
		expect(links.map(({ value }) => value)).not.toContain('created-by');
		const { results } = await world.engine.listSearch('coupa', 'search_linked', 'net30', undefined, at('payment-term'));
		expect(results.map(({ name }) => name)).toEqual([expect.stringMatching(/^NET30/), expect.stringMatching(/^2\/10 NET30/)]);
	});

	test.each([
		['list', '7', { id: 7 }],
		['id', 7, { id: 7 }],
		['key', 'NET30', { code: 'NET30' }],
		['key', '30', { code: '30' }],
	])('picked by %s: %s', async (mode, value, expected) => {
		await world.write('supplier', 'update', {
			...{ supplier: picked('key', 'V-20011'), values: mapped({}), options: { ignoredValues: 'warning' } },
			linkedRecords: { linked: [{ field: 'payment-term', record: picked(mode, value) }] },
		});
		expect(world.sent()).toEqual([{ 'payment-term': expected }]);
	});

	test.each([
		['payment-term', picked('list', ''), /names no record for payment-term/],
		['name', picked('list', '7'), /“name” does not link to other records/],
		['payment-term', picked('id', 'NET30'), /is not a Coupa ID|is not a whole number/],
	])('%s with %j is refused', async (field, record, message) => {
		const { error } = await world.write('supplier', 'update', {
			supplier: picked('key', 'V-20011'),
			values: mapped({}),
			linkedRecords: { linked: [{ field, record }] },
		});
		expect(error?.message).toMatch(message);
		expect(world.sent()).toEqual([]);
	});

	test('beside an item that is mapped automatically, the pick counts', async () => {
		const linkedRecords = { linked: [{ field: 'payment-term', record: picked('list', '7') }] };
		for (const own of [{ 'payment-term': { id: 1, code: 'NET30' } }, { 'payment-term-code': 'NET30' }, {}]) {
			const run = await world.write(
				'supplier',
				'update',
				{ supplier: picked('key', 'V-20011'), values: AUTO, linkedRecords, options: { ignoredValues: 'warning' } },
				[{ json: { 'po-email': 'c@example.test', ...own } }],
			);
			expect(hintsOf(run).filter((hint) => hint.includes('left out,'))).toEqual([]);
		}
		const body = { 'po-email': 'c@example.test', 'payment-term': { id: 7 } };
		expect(world.sent()).toEqual([body, body, body]);
	});

	test.each([
		[{ 'payment-term.code': 'NET30' }, ['list']],
		[{}, ['list', 'key']],
		[{}, ['list', 'list']],
	])('the same one set twice is refused: %j, picked by %j', async (values, modes) => {
		const linked = modes.map((mode) => ({ field: 'payment-term', record: picked(mode, '7') }));
		const { error } = await world.write('supplier', 'update', {
			...{ supplier: picked('key', 'V-20011'), values: mapped(values), linkedRecords: { linked } },
		});
		expect(error?.message).toBe('“Payment Term” is set twice [item 0]');
		expect(world.sent()).toEqual([]);
	});
});
