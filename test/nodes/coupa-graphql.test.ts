import type { IDataObject } from 'n8n-workflow';

import type { Json } from '../../lib/core';
import { coupaCredential, startCoupa } from '../../tools/harness/engine/coupa';
import { Engine } from '../../tools/harness/engine/engine';
import type { CoupaSandbox } from '../../tools/sandbox/coupa';
import { itemsOf } from './support/flow';

let coupa: CoupaSandbox;
let engine: Engine;

beforeAll(async () => {
	coupa = await startCoupa({ settings: { requestsPerSecond: Infinity } });
	engine = await Engine.load({ coupaOAuth2Api: coupaCredential(coupa) });
});

afterAll(async () => {
	await coupa.stop();
});

beforeEach(() => {
	coupa.clearRequests();
	coupa.settings.failNext = [];
});

const QUERY = { resource: 'api', operation: 'graphql', variables: '{}', output: 'data', options: {} };
const ROWS = { ...QUERY, output: 'collection', collection: '', pageVariable: '', returnAll: true };

const isGraphql = ({ path }: { path: string }) => path === '/api/graphql';
const sent = () => coupa.requests().filter(isGraphql);

/** Runs a query that Coupa answers with these bodies, one after the other. */
async function asked(parameters: IDataObject, ...answers: Json[]) {
	coupa.settings.failNext = answers.map((body) => ({ match: isGraphql, status: 200, body }));
	return await engine.execute('coupa', { ...QUERY, ...parameters });
}

test('sends query, variables and the name of the operation, and returns the data as one item', async () => {
	const query = 'query one($id: ID!) { invoice(id: $id) { id } } query two { users { id } }';
	const run = await asked(
		{ query, variables: '{"id": 12345678901234567890}', options: { operationName: 'one' } },
		{ data: { invoice: { id: 7 } } },
	);
	expect(itemsOf(run).map(({ json }) => json)).toEqual([{ invoice: { id: 7 } }]);
	expect(sent()[0]?.json).toEqual({ query, variables: { id: '12345678901234567890' }, operationName: 'one' });
	expect(sent()[0]?.method).toBe('POST');
});

describe('errors', () => {
	test('inside an answer of status 200 are errors, with message, path and line, and are not asked for again', async () => {
		const body: Json = {
			data: { invoices: [{ id: 1 }] },
			errors: [
				{ message: "Field 'totl' doesn't exist on type 'Invoice'", path: ['invoices', 0, 'totl'], locations: [{ line: 3, column: 5 }] },
				{ message: 'Not authorized' },
			],
		};
		const { error } = await asked({ query: '{ invoices { id totl } }' }, body);
		expect(error?.message).toBe(
			"Coupa refused the query: Field 'totl' doesn't exist on type 'Invoice' (line 3, column 5) at invoices.0.totl; Not authorized",
		);
		expect(error?.description).toMatch(/needs the read scope of its object/);
		expect(sent()).toHaveLength(1);
	});

	test('of a refusal are shown without the numbers of their places', async () => {
		coupa.settings.failNext = [
			{ match: isGraphql, status: 400, body: { errors: [{ message: 'No such field', locations: [{ line: 3 }] }] } },
		];
		const { error } = await engine.execute('coupa', { ...QUERY, query: '{ x }' });
		expect(error?.message).toMatch(/: No such field$/);
	});

	test('an answer that is not of GraphQL is none', async () => {
		const { error } = await asked({ query: '{ x }' }, ...Array.from({ length: 8 }, () => ({ id: 7 })));
		expect(error?.message).toMatch(/the body is not an answer of GraphQL/);
	}, 60_000);

	test('an answer that was lost is asked for again, because a query changes nothing', async () => {
		let drops = 1;
		coupa.intercept((request, phase) => (isGraphql(request) && phase === 'answering' && drops-- > 0 ? 'drop' : 'continue'));
		const run = await asked({ query: '{ x }' }, { data: { x: 1 } }, { data: { x: 2 } });
		coupa.intercept(null);
		expect(itemsOf(run)[0]?.json).toEqual({ x: 2 });
	});
});

describe('what is not sent', () => {
	test.each([
		['mutation { deleteInvoice(id: 1) { id } }', /^A GraphQL mutation is not sent: only queries are/],
		['# query\nquery a { x } mutation b { y }', /^A GraphQL mutation is not sent/],
		['subscription { invoices { id } }', /^A GraphQL subscription is not sent/],
		['{ invoices { id }', /^The query is not GraphQL: Expected Name, found <EOF> in line 1, column 18/],
		['={{ "" }}', /^The parameter "Query" is empty/],
	])('%s', async (query, message) => {
		const { error } = await engine.execute('coupa', { ...QUERY, query });
		expect(error?.message).toMatch(message);
		expect(sent()).toEqual([]);
	});

	test('variables that are no object', async () => {
		const { error } = await engine.execute('coupa', { ...QUERY, query: '{ x }', variables: '[1]' });
		expect(error?.message).toMatch(/^"Variables" is not a JSON object/);
	});
});

test('secrets and bank data are left out, under any name that the query gives them', async () => {
	const query = '{ supplier(id: 1) { name code: sharedSecret ...Bank } } fragment Bank on Supplier { addresses { a: ibanNumber city } }';
	const supplier = { name: 'N', code: 's3cret', bankName: 'B', addresses: [{ a: 'DE1', city: 'C', 'swift-code': 'X' }] };
	expect(itemsOf(await asked({ query }, { data: { supplier } }))[0]?.json).toEqual({ supplier: { name: 'N', addresses: [{ city: 'C' }] } });
});

describe('one item per row', () => {
	const query = '{ supplier(id: 1) { invoices { id } } }';
	const data = { supplier: { invoices: [{ id: 1 }, { id: 2 }, { id: 3 }] } };
	const ids = (run: Parameters<typeof itemsOf>[0]) => itemsOf(run).map(({ json }) => json.id);

	test('of the only field, or of a list named with dots, up to the limit', async () => {
		expect(ids(await asked({ ...ROWS, query: '{ users { id } }' }, { data: { users: [{ id: 1 }] } }))).toEqual([1]);
		expect(ids(await asked({ ...ROWS, query, collection: 'supplier.invoices' }, { data }))).toEqual([1, 2, 3]);
		const limited = { ...ROWS, query, collection: 'supplier.invoices', returnAll: false, limit: 2 };
		expect(ids(await asked(limited, { data }))).toEqual([1, 2]);
	});

	test.each([
		['supplier', /^“supplier” in the answer is not a list/, /It holds invoices\./],
		['supplier.orders', /^“supplier.orders” in the answer is not there/, /dots between levels/],
	])('%s is not a list of the answer', async (collection, message, hint) => {
		const { error } = await asked({ ...ROWS, query, collection }, { data });
		expect(error?.message).toMatch(message);
		expect(error?.description).toMatch(hint);
	});

	test('of several fields one has to be named', async () => {
		const { error } = await asked({ ...ROWS, query: '{ users { id } people: suppliers { id } }' }, {});
		expect(error?.description).toMatch(/users, people/);
	});

	test('page by page through a variable, with the filter that it holds', async () => {
		const paged = { ...ROWS, query: 'query ($page: String) { users(query: $page) { id } }', pageVariable: 'page' };
		const users = Array.from({ length: 57 }, (_, index) => ({ id: String(index + 1) }));
		const pages = [users.slice(0, 50), users.slice(50)].map((page) => ({ data: { users: page } }));
		const run = await asked({ ...paged, variables: { page: 'status=active' } }, ...pages);
		expect(ids(run)).toEqual(users.map(({ id }) => id));
		expect(sent().map(({ json }) => (json as { variables: Json }).variables)).toEqual([
			{ page: 'status=active&order_by=id&dir=asc&limit=50' },
			{ page: 'status=active&order_by=id&dir=asc&limit=50&id[gt]=50' },
		]);
	});

	test('a page that begins anew is an error, not a list without end', async () => {
		const paged = { ...ROWS, query: 'query ($page: String) { users(query: $page) { id } }', pageVariable: '$page' };
		const users = Array.from({ length: 50 }, (_, index) => ({ id: index + 1 }));
		const { error } = await asked(paged, { data: { users } }, { data: { users } });
		expect(error?.message).toMatch(/returns ID 1 after ID 50/);
	});

	test('a variable that the query does not have is named', async () => {
		const { error } = await asked({ ...ROWS, query: '{ users { id } }', pageVariable: 'page' }, {});
		expect(error?.message).toBe('The query has no variable $page to read pages with');
	});
});
