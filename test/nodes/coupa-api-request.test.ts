import type { IDataObject } from 'n8n-workflow';

import { coupaCredential, startCoupa } from '../../tools/harness/engine/coupa';
import { Engine } from '../../tools/harness/engine/engine';
import type { CoupaSandbox } from '../../tools/sandbox/coupa';
import { coupaSeed } from '../../tools/sandbox/dataset';
import { hintsOf, itemsOf } from './support/flow';

let coupa: CoupaSandbox;
let engine: Engine;

const suppliers = Array.from({ length: 120 }, (_, index) => ({
	...coupaSeed().suppliers?.[0],
	id: 1000 + index,
	number: `V-${index}`,
	'shared-secret': 'never',
}));

beforeAll(async () => {
	coupa = await startCoupa({ seed: { ...coupaSeed(), suppliers }, settings: { requestsPerSecond: Infinity } });
	engine = await Engine.load({ coupaOAuth2Api: coupaCredential(coupa) });
});

afterAll(async () => {
	await coupa.stop();
});

beforeEach(() => {
	coupa.clearRequests();
	coupa.settings.failNext = [];
	coupa.intercept(null);
});

const GET = { resource: 'api', operation: 'request', method: 'GET', response: 'json', returnAll: true, options: {} };
const POST = { ...GET, method: 'POST', path: '/api/invoices', body: 'json' };

const request = async (parameters: IDataObject, items?: Parameters<Engine['execute']>[2]) =>
	await engine.execute('coupa', { ...GET, ...parameters }, items);
const sent = () => coupa.requests().filter(({ operation }) => operation !== 'token');
const query = (...parameter: Array<{ name: string; value: string }>) => ({ queryParameters: { parameter } });

describe('a GET', () => {
	test('of a list reads all pages in order of IDs, without the secrets in the records', async () => {
		const items = itemsOf(await request({ path: '/api/suppliers' }));
		expect(items.map(({ json }) => json.id)).toEqual(suppliers.map(({ id }) => id));
		expect(items.some(({ json }) => 'shared-secret' in json)).toBe(false);
	});

	test('stops at the limit', async () => {
		const items = itemsOf(await request({ path: '/api/suppliers', returnAll: false, limit: 60 }));
		expect(items).toHaveLength(60);
		expect(sent()).toHaveLength(2);
	});

	test.each(['suppliers/1003', 'api/suppliers/1003', ' /api/suppliers/1003 ', '{address}/api/suppliers/1003'])(
		'of one record, written as %s',
		async (path) => {
			const [item, ...more] = itemsOf(await request({ path: path.replace('{address}', coupa.url) }));
			expect([item?.json.number, more.length]).toEqual(['V-3', 0]);
			expect(sent()[0]?.query).toEqual([]);
		},
	);

	test('takes conditions from the path and from the list, an order of its own too', async () => {
		const items = itemsOf(
			await request({
				path: `${coupa.url}/api/suppliers?id%5Bgt%5D=1100`,
				...query({ name: 'id[lt]', value: '1105' }, { name: 'order_by', value: 'number' }, { name: 'dir', value: 'desc' }),
			}),
		);
		expect(items.map(({ json }) => json.id)).toEqual([1104, 1103, 1102, 1101]);
	});

	test('that pages by itself, or with pagination off, is sent as it is, and a full page is told', async () => {
		const own = await request({ path: 'suppliers', ...query({ name: 'offset', value: '70' }) });
		expect(itemsOf(own)).toHaveLength(50);
		expect(sent()[0]?.query).toEqual([['offset', '70']]);
		const off = await request({ path: 'suppliers', options: { pagination: 'off' } });
		expect(itemsOf(off)).toHaveLength(50);
		expect(hintsOf(off)).toEqual(['Coupa returns at most 50 records at once, so there may be more than these.']);
	});

	test('whose path does not exist is an error that says so, and a list in which nothing is found is none', async () => {
		const { error } = await request({ path: '/api/supliers' });
		expect(error?.message).toBe('Coupa found nothing for the query for supliers (404): The path /api/supliers was not found');
		coupa.settings.failNext = [{ status: 404, body: { errors: ['Not found'] } }];
		expect(itemsOf(await request({ path: '/api/suppliers' }))).toEqual([]);
	});

	test('with half a character in a parameter is refused in words', async () => {
		const { error } = await request({ path: 'suppliers', ...query({ name: 'name', value: '={{ "a\\ud83d" }}' }) });
		expect(error?.message).toMatch(/^The parameter "name" contains half a character/);
	});

	test('is repeated after an answer that was lost', async () => {
		let drops = 1;
		coupa.intercept((_, phase) => (phase === 'answering' && drops-- > 0 ? 'drop' : 'continue'));
		expect(itemsOf(await request({ path: 'suppliers/1003' }))).toHaveLength(1);
	});
});

describe('where it goes', () => {
	test.each([
		['https://evil.example/api/invoices', /^The request was not sent: its address is not below http:\/\/127/],
		['//evil.example/api/invoices', /^The request was not sent/],
		['http://user@{host}/api/invoices', /^The request was not sent/],
		['{address}.evil.example/api/invoices', /^The request was not sent/],
		['/invoices/7', /^The path \/invoices\/7 is not below \/api/],
		['/api/../oauth2/token', /is not a path of Coupa's API/],
		['/api/invoices/%2e%2e/users', /is not a path of Coupa's API/],
		['{address}/api/../login', /is not a path of Coupa's API/],
		['/api/invoices/1%2f2', /is not a path of Coupa's API/],
		['/api/invoices//2', /is not a path of Coupa's API/],
		['/api/invoices/1 2', /is not a path of Coupa's API/],
		['={{ "" }}', /^The parameter "Path" is empty/],
	])('%s is refused and nothing is sent', async (path, message) => {
		const written = path.replace('{address}', coupa.url).replace('{host}', coupa.host);
		const { error } = await request({ path: written });
		expect(error?.message).toMatch(message);
		expect(sent()).toEqual([]);
	});
});

describe('a write', () => {
	test('of JSON keeps every digit of a number', async () => {
		coupa.settings.failNext = [{ status: 201, body: { id: 7, 'gross-total': '1' } }];
		const run = await request({ ...POST, json: '{"invoice-number": "A-1", "shipping-amount": 12345678901234567.25}' });
		expect(itemsOf(run)[0]?.json).toEqual({ id: 7, 'gross-total': '1' });
		expect(sent()[0]?.json).toEqual({ 'invoice-number': 'A-1', 'shipping-amount': '12345678901234567.25' });
		expect(hintsOf(run)).toEqual([]);
	});

	test('of a form with a file, and the file back', async () => {
		const id = 9_000_001;
		coupa.put('invoices', { id, status: 'draft', 'invoice-number': 'A-1' });
		const file = { data: { data: Buffer.from('%PDF-1.4 scan').toString('base64'), mimeType: 'application/pdf', fileName: 'scan.pdf' } };
		const parts = { formParts: { part: [{ name: 'file', type: 'file', value: 'data' }] } };
		itemsOf(await request({ method: 'PUT', path: `/api/invoices/${id}/image_scan`, body: 'form', ...parts }, [{ json: {}, binary: file }]));
		expect(coupa.imageScan(id)?.fileName).toBe('scan.pdf');
		const [back] = itemsOf(
			await request({ path: `/api/invoices/${id}/retrieve_image_scan`, response: 'file', binaryPropertyName: 'scan' }),
		);
		expect((await engine.binary(back, 'scan')).toString()).toBe('%PDF-1.4 scan');
		expect(back?.json).toEqual({ fileName: 'scan.pdf', mimeType: 'application/pdf', size: 13 });
	});

	test('whose answer was lost is reported and not repeated', async () => {
		coupa.settings.dropAnswers = [{}];
		const { error } = await request({ ...POST, path: '/api/comments', json: '{}' });
		expect(error?.message).toMatch(/^It is not known whether Coupa carried this out\./);
		expect(error?.description).toMatch(/It was not sent a second time/);
		expect(sent()).toHaveLength(1);
	});

	test('that Coupa was too busy for is sent again', async () => {
		coupa.settings.failNext = [
			{ status: 429, headers: { 'retry-after': '0' } },
			{ status: 200, body: '' },
		];
		expect(itemsOf(await request({ ...POST, method: 'DELETE', path: '/api/invoices/7', body: 'none' }))[0]?.json).toEqual({
			success: true,
			statusCode: 200,
		});
		expect(sent().map(({ method }) => method)).toEqual(['DELETE', 'DELETE']);
	});

	test('that the credential lacks the scope for names it', async () => {
		const no = { status: 403, body: { errors: { base: ['no'] } } };
		const isWrite = ({ method, path }: { method: string; path: string }) => method === 'POST' && path.startsWith('/api/');
		coupa.settings.failNext = [
			{ ...no, match: isWrite },
			{ ...no, match: isWrite },
		];
		const { error } = await request({ ...POST, path: '/api/budget_lines', json: '{}' });
		expect(error?.message).toMatch(/It needs the scope core\.budget\.write, which the credential does not ask for/);
	});
});

describe('what the schema says against it', () => {
	const answered = async (parameters: IDataObject) => {
		coupa.settings.failNext = [{ status: 200, body: { id: 7 } }];
		return hintsOf(await request(parameters));
	};

	test.each([
		['GET', '/api/invoices/7/retrieve_legal_invoice_pdf'],
		['PATCH', '/api/suppliers/7'],
		['GET', '/api/custom_objects/our_object/object_instances'],
		['POST', '/api/purchase_orders/7/attachments'],
		['PUT', '/api/coupa_pay/payments/7'],
	])('nothing about %s %s', async (method, path) => {
		expect(await answered({ method, path, body: 'none' })).toEqual([]);
	});

	test.each([
		['GET', '/api/supliers', /do not have the path \/api\/supliers: check its spelling, and the name of the object/],
		['PUT', '/api/invoices/7/submitt', /do not have the path \/api\/invoices\/7\/submitt: check its spelling\.$/],
		['DELETE', '/api/currencies/7', /have no DELETE for \/api\/currencies\/7, only /],
	])('%s %s is not documented, and is sent all the same', async (method, path, hint) => {
		expect(await answered({ method, path, body: 'none' })).toEqual([expect.stringMatching(hint)]);
		expect(sent()[0]?.path).toBe(path);
	});

	test('attributes that Coupa does not take, also in lines', async () => {
		const json = { 'invoice-number': 'A', totl: '1', 'gross-total': '1', invoice_lines: [{ id: 3, descripton: 'x' }] };
		expect(await answered({ method: 'PUT', path: '/api/invoices/7', body: 'json', json })).toEqual([
			'Coupa may ignore part of the body: totl is not an attribute of InvoiceHeader; gross-total is only returned by Coupa; invoice_lines[0].descripton is not an attribute of InvoiceLine.',
		]);
	});
});

test('the full response has status, headers and body, without secrets', async () => {
	const [item] = itemsOf(await request({ path: 'suppliers/1003', response: 'full' }));
	const { statusCode, headers, body } = item?.json ?? {};
	expect(statusCode).toBe(200);
	expect((headers as IDataObject)['content-type']).toMatch(/^application\/json/);
	expect((body as IDataObject).number).toBe('V-3');
	expect(body).not.toHaveProperty('shared-secret');
});

test('records do not leave as a file, because they hold what is left out elsewhere', async () => {
	const { error } = await request({ path: 'suppliers/1003', response: 'file', binaryPropertyName: 'data' });
	expect(error?.message).toMatch(/the body holds records instead of a file: choose JSON as the response/);
});

test('what is no JSON is named, and another item goes on', async () => {
	coupa.settings.failNext = [{ status: 201, body: { id: 9 } }];
	const run = await engine.execute(
		'coupa',
		{ ...POST, json: '={{ $json.body }}' },
		[{ json: { body: '{"a": ' } }, { json: { body: { 'invoice-number': 'B' } } }],
		{ continueOnFail: true },
	);
	expect(run.items.map(({ json }) => json.error ?? json.id)).toEqual(['"JSON" is not JSON [item 0]', 9]);
});
