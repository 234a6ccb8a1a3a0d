import type { IDataObject } from 'n8n-workflow';

import type { CoupaRecord } from '../../lib/core';
import { CLIENT, coupaCredential, startCoupa } from '../../tools/harness/engine/coupa';
import { Engine } from '../../tools/harness/engine/engine';
import type { CoupaSandbox } from '../../tools/sandbox/coupa';
import { ALL_SCOPES } from '../../tools/sandbox/coupa/scopes';
import { hintsOf, itemsOf } from './support/flow';
import { picked } from './support/coupa-invoice';

/** Writes that Coupa carries out otherwise than they were meant, or that somebody else comes in between. */
let coupa: CoupaSandbox;
let engine: Engine;
const client = { ...CLIENT, clientId: 'ignored', scopes: ALL_SCOPES };

beforeAll(async () => {
	coupa = await startCoupa({ clients: [client], settings: { requestsPerSecond: Infinity } });
	engine = await Engine.load({ coupaOAuth2Api: coupaCredential(coupa, { clientId: client.clientId, scopes: client.scopes.join(' ') }) });
});

afterAll(async () => {
	await coupa.stop();
});

beforeEach(() => {
	coupa.clearRequests();
	Object.assign(coupa.settings, {
		latencyMs: 0,
		dropAnswers: [],
		customFields: { suppliers: [{ name: 'region', type: 'string' }], contracts: [] },
	});
});

const writes = () =>
	coupa
		.requests()
		.filter(({ method, path }) => method !== 'GET' && path.startsWith('/api/') && path !== '/api/graphql')
		.map(({ method, path, status }) => `${method} ${path} ${String(status)}`);
const bodies = () =>
	coupa
		.requests()
		.filter(({ method }) => method === 'PUT')
		.map(({ json }) => json);
const update = async (
	json: IDataObject,
	options: IDataObject = {},
	resource = 'supplier',
	record: IDataObject = picked('key', 'V-20011'),
) =>
	await engine.execute('coupa', {
		resource,
		operation: 'update',
		[resource]: record,
		specify: 'json',
		json: JSON.stringify(json),
		output: 'raw',
		options,
	});
const stored = () => coupa.rows('suppliers').find(({ number }) => number === 'V-20011') as CoupaRecord;

describe('what Coupa ignored without a word', () => {
	test.each([
		['an unknown reference', { 'payment-term': { code: 'NET999' } }, 'Payment Term (Code) (sent “NET999”, it has “'],
		['an unknown ID', { 'payment-term': { id: 999_999 } }, 'Payment Term (ID) (sent 999999, it has '],
		['an unknown attribute', { 'favourite-colour': 'red' }, 'Favourite Colour (sent “red”, it shows no such field)'],
		['an unknown custom field', { 'custom-fields': { colour: 'red' } }, 'Colour (sent “red”, it shows no such field)'],
	])('%s: the error names record and fields; the rest has been written', async (_, wrong, named) => {
		await update({ 'payment-term': { code: 'NET30' } });
		const { error } = await update({ ...wrong, 'po-email': 'x@example.test' });
		expect(error?.message).toContain(`Coupa has updated supplier ${String(stored().id)}, but did not take everything: ${named}`);
		expect(error?.description).toMatch(/^Coupa leaves out references that it does not know/);
		expect(stored()['po-email']).toBe('x@example.test');
	});

	test('custom fields of an object that has none at all', async () => {
		coupa.put('contracts', { id: 6200, number: 'K-6200', name: 'Frame contract', status: 'published' });
		const { error } = await update({ 'custom-fields': { colour: 'red' }, name: 'Frame' }, {}, 'contract', picked('id', 6200));
		expect(error?.message).toMatch(
			/^Coupa has updated contract 6200, but did not take everything: Colour \(sent “red”, it shows no such field\)/,
		);
	});

	test('custom fields of an instance that has none, where the answer shows none either', async () => {
		coupa.settings.customFields = {};
		coupa.settings.failNext = [
			{ match: ({ method }) => method === 'PUT', status: 200, body: { id: Number(stored().id), number: 'V-20011' } },
		];
		const { error } = await update({ 'custom-fields': { region: 'North' } });
		expect(error?.message).toMatch(/did not take everything: Region \(sent “North”, it shows no such field\)/);
	});

	test('as a warning: the record comes back, and a hint says the same', async () => {
		const run = await update({ 'payment-term': { code: 'NET999' } }, { ignoredValues: 'warning' });
		expect(itemsOf(run)[0]?.json.id).toBe(stored().id);
		expect(hintsOf(run)).toEqual([
			expect.stringMatching(/^Coupa has updated supplier \d+, but did not take everything: Payment Term \(Code\) .* \[item 0\]/),
		]);
	});

	test('with Continue On Fail the other items go on', async () => {
		const json = '={{ JSON.stringify($json) }}';
		const { items } = await engine.execute(
			'coupa',
			{ resource: 'supplier', operation: 'update', supplier: picked('key', 'V-20011'), specify: 'json', json, output: 'raw', options: {} },
			[{ json: { nonsense: 1 } }, { json: { 'po-email': 'y@example.test' } }],
			{ continueOnFail: true },
		);
		expect(items.map(({ json: item }) => item.error ?? item['po-email'])).toEqual([expect.stringMatching(/Nonsense/), 'y@example.test']);
	});
});

test('what Coupa normalises is no difference', async () => {
	coupa.put('contracts', { id: 6201, number: 'K-6201', name: 'Frame', status: 'published' });
	const fields = { 'start-date': '2026-04-25', 'max-commit': '10', name: 'Frame contract' };
	const [item] = itemsOf(await update(fields, {}, 'contract', picked('id', 6201)));
	expect(item?.json).toMatchObject({ 'max-commit': '10.00', 'start-date': '2026-04-25T00:00:00-07:00' });
	coupa.settings.failNext = [
		{
			match: ({ method }) => method === 'PUT',
			status: 200,
			body: { id: 6201, name: 'FRAME  CONTRACT', 'max-commit': '10.0', 'start-date': '2026-04-25T00:00:00+02:00' },
		},
	];
	expect((await update(fields, {}, 'contract', picked('id', 6201))).error).toBeUndefined();
	coupa.settings.failNext = [
		{
			match: ({ method }) => method === 'PUT',
			status: 200,
			body: { id: 6201, name: 'Frame contracts', 'max-commit': '10.01', 'start-date': '2026-04-26T00:00:00-07:00' },
		},
	];
	const { error } = await update(fields, {}, 'contract', picked('id', 6201));
	for (const name of ['Start Date', 'Max Commit', 'Name']) expect(error?.message).toContain(`${name} (sent`);
});

describe('Only If Unchanged Since', () => {
	const change = { 'po-email': 'since@example.test' };

	test('unchanged: it is written', async () => {
		itemsOf(await update(change, { onlyIfUnchangedSince: String(stored()['updated-at']) }));
		expect(writes()).toEqual([`PUT /api/suppliers/${String(stored().id)} 200`]);
		coupa.clearRequests();
		const inUtc = new Date(String(stored()['updated-at'])).toISOString();
		itemsOf(await update(change, { onlyIfUnchangedSince: inUtc }));
		expect(writes()).toHaveLength(1);
	});

	test('changed meanwhile: refused with who and when, and nothing is written', async () => {
		const since = '2026-01-02T03:04:05-07:00';
		coupa.put('suppliers', { ...stored(), 'updated-by': { id: 5, login: 'ines', email: 'ines@example.test' } });
		for (const operation of ['update', 'delete'] as const) {
			const resource = operation === 'update' ? 'supplier' : 'supplierItem';
			if (operation === 'delete') coupa.put('supplier_items', { id: 9, 'updated-by': { id: 5, login: 'ines' } });
			const record = operation === 'update' ? picked('key', 'V-20011') : picked('id', 9);
			const { error } = await engine.execute('coupa', {
				...{ resource, operation, [resource]: record, specify: 'json', json: JSON.stringify(change), output: 'raw' },
				options: { onlyIfUnchangedSince: since },
			});
			expect(error?.message).toMatch(
				/^The supplier( item)? was changed in Coupa on \d{4}-\d\d-\d\dT\S+ by ines, after it was read \[item 0\]$/,
			);
			expect(error?.description).toMatch(/^Nothing was written/);
		}
		expect(writes()).toEqual([]);
	});

	test.each(['yesterday', '5', '04/25/2026', '2026-04-25', 'item 1'])('%s is no time', async (since) => {
		const { error } = await update(change, { onlyIfUnchangedSince: since });
		expect(error?.message).toBe(`"Only If Unchanged Since" is not a time: ${since} [item 0]`);
		expect(writes()).toEqual([]);
	});

	test('a record that does not show when it was changed', async () => {
		coupa.settings.failNext = [
			{ match: ({ method, path }) => method === 'GET' && /suppliers\/\d+$/.test(path), status: 200, body: { id: Number(stored().id) } },
		];
		const { error } = await update(change, { onlyIfUnchangedSince: '2026-01-02T03:04:05-07:00' });
		expect(error?.message).toBe('Coupa does not show when the supplier was last changed [item 0]');
		expect(writes()).toEqual([]);
	});
});

describe('Create or Update', () => {
	const upsert = async (code: string, description: string) =>
		await engine.execute('coupa', {
			...{ resource: 'paymentTerm', operation: 'upsert', specify: 'json', output: 'raw', options: {} },
			json: JSON.stringify({ code, description, type: 'SpecificDayPaymentTerm' }),
		});

	test('creates, then updates', async () => {
		const [made] = itemsOf(await upsert('U-1', 'first'));
		const [changed] = itemsOf(await upsert('U-1', 'second'));
		expect(changed?.json).toMatchObject({ id: made?.json.id, description: 'second' });
		expect(writes()).toEqual(['POST /api/payment_terms 201', `PUT /api/payment_terms/${String(made?.json.id)} 200`]);
	});

	test('two at once: one creates, the other is refused because the code is taken, and updates', async () => {
		coupa.settings.latencyMs = 150;
		const runs = await Promise.all([upsert('U-2', 'one'), upsert('U-2', 'two')]);
		const items = runs.flatMap((run) => itemsOf(run));
		const rows = coupa.rows('payment_terms').filter(({ code }) => code === 'U-2');
		expect(rows).toHaveLength(1);
		expect(items.map(({ json }) => json.id)).toEqual([rows[0]?.id, rows[0]?.id]);
		expect(writes()).toEqual([
			'POST /api/payment_terms 201',
			'POST /api/payment_terms 400',
			`PUT /api/payment_terms/${String(rows[0]?.id)} 200`,
		]);
	});

	test('what is refused for another reason stays an error', async () => {
		const { error } = await engine.execute('coupa', {
			...{ resource: 'paymentTerm', operation: 'upsert', specify: 'json', output: 'raw', options: {} },
			json: JSON.stringify({ code: 'U-3' }),
		});
		expect(error?.message).toBe('Coupa needs “Type” to create a payment term.');
		expect(writes()).toEqual([]);
	});

	test('from the mapper: each half sends what it can write', async () => {
		const values = { mappingMode: 'defineBelow', value: { code: 'U-4', type: 'SpecificDayPaymentTerm', 'discount-rate': '2.5' } };
		const parameters = { resource: 'paymentTerm', operation: 'upsert', specify: 'fields', values, output: 'raw', options: {} };
		for (const run of [await engine.execute('coupa', parameters), await engine.execute('coupa', parameters)])
			expect(itemsOf(run)[0]?.json).toMatchObject({ code: 'U-4', 'discount-rate': expect.stringMatching(/^2\.50?$/) });
		expect(writes().map((write) => write.split(' ')[0])).toEqual(['POST', 'PUT']);
		const fields = await engine.mapperFields('coupa', 'writableFields', { parameters: { resource: 'paymentTerm', operation: 'upsert' } });
		expect(fields.slice(0, 2).map(({ id, required }) => [id, required])).toEqual([
			['code', true],
			['type', true],
		]);
	});

	test('without a key', async () => {
		const { error } = await upsert('', 'none');
		expect(error?.message).toBe('There is no code to find the payment term by [item 0]');
	});
});

test('a request that stores nothing is sent again when its answer was lost', async () => {
	const isPost = ({ method, path }: { method: string; path: string }) => method === 'POST' && path.endsWith('/validate_account');
	coupa.settings.dropAnswers = [{ match: isPost }];
	const run = await engine.execute('coupa', {
		...{ resource: 'account', operation: 'validate', specify: 'json', output: 'raw', options: { ignoredValues: 'warning' } },
		json: JSON.stringify({ 'account-type': { id: 3 }, 'segment-1': '10' }),
	});
	expect(run.error?.message).toBeUndefined();
	expect(coupa.requests().filter(isPost)).toHaveLength(2);
	expect(run.items).toHaveLength(1);
});

describe('empty values', () => {
	const empty = { 'po-email': '', 'payment-term.code': null, 'corporate-url': 'https://example.test' };
	const sendEmpty = async (emptyValues?: string) =>
		itemsOf(
			await engine.execute('coupa', {
				...{ resource: 'supplier', operation: 'update', specify: 'fields', output: 'raw' },
				supplier: picked('key', 'V-20011'),
				values: { mappingMode: 'defineBelow', value: empty },
				options: emptyValues === undefined ? {} : { emptyValues },
			}),
		);

	test('are left out', async () => {
		await sendEmpty();
		await sendEmpty('leaveOut');
		expect(bodies()).toEqual([{ 'corporate-url': 'https://example.test' }, { 'corporate-url': 'https://example.test' }]);
	});

	test('clear in Coupa', async () => {
		const [item] = await sendEmpty('clear');
		expect(bodies()).toEqual([{ 'po-email': null, 'payment-term': null, 'corporate-url': 'https://example.test' }]);
		expect(item?.json).toMatchObject({ 'po-email': null, 'payment-term': null });
	});
});
