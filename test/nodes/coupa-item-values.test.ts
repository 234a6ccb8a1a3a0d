import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { CoupaRecord } from '../../lib/core';
import { CLIENT, coupaCredential, startCoupa } from '../../tools/harness/engine/coupa';
import { Engine } from '../../tools/harness/engine/engine';
import type { CoupaSandbox } from '../../tools/sandbox/coupa';
import { ALL_SCOPES } from '../../tools/sandbox/coupa/scopes';
import { hintsOf, itemsOf } from './support/flow';
import { picked } from './support/coupa-invoice';

/** Writes whose values come from the item itself, and from records that are picked. */
let coupa: CoupaSandbox;
let engine: Engine;
const client = { ...CLIENT, clientId: 'items', scopes: ALL_SCOPES };

beforeAll(async () => {
	coupa = await startCoupa({ clients: [client], settings: { requestsPerSecond: Infinity } });
	engine = await Engine.load({ coupaOAuth2Api: coupaCredential(coupa, { clientId: client.clientId, scopes: client.scopes.join(' ') }) });
});

afterAll(async () => {
	await coupa.stop();
});

beforeEach(() => {
	coupa.clearRequests();
});

const sent = () =>
	coupa
		.requests()
		.filter(({ method, path }) => (method === 'POST' || method === 'PUT') && path !== '/oauth2/token' && path !== '/api/graphql')
		.map(({ json }) => json as CoupaRecord);
const mapped = (value: IDataObject) => ({ mappingMode: 'defineBelow', value });
const AUTO = { mappingMode: 'autoMapInputData', value: null };
const write = async (resource: string, operation: string, parameters: IDataObject, items?: INodeExecutionData[]) =>
	await engine.execute('coupa', { resource, operation, specify: 'fields', output: 'raw', options: {}, ...parameters }, items);
const TERM = { code: 'T-1', type: 'SpecificDayPaymentTerm' };
let count = 0;
const newTerm = (more: IDataObject = {}) => ({ ...TERM, code: `T-${String((count += 1))}`, ...more });

describe('mapping automatically', () => {
	const [form] = [(name: string) => ({ resource: 'supplier', operation: 'get', supplier: picked('key', 'V-20011'), output: name })];

	test.each(['raw', 'simplified'])('an item from Get (%s) goes back as it came', async (output) => {
		const [before] = itemsOf(await engine.execute('coupa', form(output)));
		coupa.clearRequests();
		const run = await write('supplier', 'update', { supplier: picked('id', String(before?.json.id)), values: AUTO }, [
			{ json: { ...before?.json, 'po-email': `${output}@example.test` } },
		]);
		const [item] = itemsOf(run);
		expect(item?.json).toMatchObject({ id: before?.json.id, 'po-email': `${output}@example.test`, number: 'V-20011' });
		const [body = {}] = sent();
		expect(body['po-email']).toBe(`${output}@example.test`);
		for (const name of ['id', 'created-at', 'updated-by', 'status-label']) expect(body).not.toHaveProperty([name]);
		expect(JSON.stringify(body)).not.toMatch(/"(created|updated)-(at|by)"/);
		expect(coupa.ignored()).toEqual([]);
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
		await write('supplier', 'update', { supplier: picked('key', 'V-20011'), values: AUTO, options: { ignoredValues: 'warning' } }, items);
		const key = { code: 'NET30' };
		expect(sent().map((body) => body['payment-term'])).toEqual([{ id: 1 }, key, key, key]);
	});

	test('what the object does not have is named in a hint', async () => {
		const run = await write('paymentTerm', 'create', { values: AUTO }, [{ json: newTerm({ colour: 'red', 'Net Days': 30 }) }]);
		expect(itemsOf(run)).toHaveLength(1);
		expect(hintsOf(run)).toEqual([
			'These fields of the items were left out, because payment terms have no such field that could be written: colour, Net Days',
		]);
	});

	test('a field of a linked record that does not name it is named in a hint too', async () => {
		const run = await write('supplier', 'update', { supplier: picked('key', 'V-20011'), values: AUTO }, [
			{ json: { 'po-email': 'b@example.test', 'payment-term-description': 'Net 30' } },
		]);
		expect(sent()).toEqual([{ 'po-email': 'b@example.test' }]);
		expect(hintsOf(run)).toEqual([expect.stringMatching(/were left out, .*: payment-term-description$/)]);
	});

	test('nothing that could be written', async () => {
		const { error } = await write('supplier', 'update', { supplier: picked('key', 'V-20011'), values: AUTO }, [{ json: { id: 7 } }]);
		expect(error?.message).toBe('Nothing is set that could be written to the supplier.');
	});
});

describe('linked records', () => {
	const at = (field: string) => ({
		path: 'parameters.linkedRecords.linked[0].record',
		parameters: { resource: 'supplier', operation: 'update', linkedRecords: { linked: [{ field }] } },
	});

	test('the fields that link to others, and the list of the chosen one', async () => {
		const links = await engine.loadOptions('coupa', 'writableLinks', { parameters: { resource: 'supplier', operation: 'update' } });
		expect(links).toContainEqual({ name: 'Payment Term', value: 'payment-term', description: 'payment-term' });
		expect(links.map(({ value }) => value)).not.toContain('created-by');
		const { results } = await engine.listSearch('coupa', 'search_linked', 'net30', undefined, at('payment-term'));
		expect(results.map(({ name }) => name)).toEqual([expect.stringMatching(/^NET30/), expect.stringMatching(/^2\/10 NET30/)]);
	});

	test.each([
		['list', '7', { id: 7 }],
		['id', 7, { id: 7 }],
		['key', 'NET30', { code: 'NET30' }],
		['key', '30', { code: '30' }],
	])('picked by %s: %s', async (mode, value, expected) => {
		await write('supplier', 'update', {
			...{ supplier: picked('key', 'V-20011'), values: mapped({}), options: { ignoredValues: 'warning' } },
			linkedRecords: { linked: [{ field: 'payment-term', record: picked(mode, value) }] },
		});
		expect(sent()).toEqual([{ 'payment-term': expected }]);
	});

	test.each([
		['payment-term', picked('list', ''), /names no record for payment-term/],
		['name', picked('list', '7'), /“name” does not link to other records/],
		['payment-term', picked('id', 'NET30'), /is not a Coupa ID|is not a whole number/],
	])('%s with %j is refused', async (field, record, message) => {
		const { error } = await write('supplier', 'update', {
			supplier: picked('key', 'V-20011'),
			values: mapped({}),
			linkedRecords: { linked: [{ field, record }] },
		});
		expect(error?.message).toMatch(message);
		expect(sent()).toEqual([]);
	});

	test('beside an item that is mapped automatically, the pick counts', async () => {
		const linkedRecords = { linked: [{ field: 'payment-term', record: picked('list', '7') }] };
		for (const own of [{ 'payment-term': { id: 1, code: 'NET30' } }, { 'payment-term-code': 'NET30' }, {}]) {
			const run = await write(
				'supplier',
				'update',
				{ supplier: picked('key', 'V-20011'), values: AUTO, linkedRecords, options: { ignoredValues: 'warning' } },
				[{ json: { 'po-email': 'c@example.test', ...own } }],
			);
			expect(hintsOf(run).filter((hint) => hint.includes('left out,'))).toEqual([]);
		}
		const body = { 'po-email': 'c@example.test', 'payment-term': { id: 7 } };
		expect(sent()).toEqual([body, body, body]);
	});

	test.each([
		[{ 'payment-term.code': 'NET30' }, ['list']],
		[{}, ['list', 'key']],
		[{}, ['list', 'list']],
	])('the same one set twice is refused: %j, picked by %j', async (values, modes) => {
		const linked = modes.map((mode) => ({ field: 'payment-term', record: picked(mode, '7') }));
		const { error } = await write('supplier', 'update', {
			...{ supplier: picked('key', 'V-20011'), values: mapped(values), linkedRecords: { linked } },
		});
		expect(error?.message).toBe('“Payment Term” is set twice [item 0]');
		expect(sent()).toEqual([]);
	});
});
