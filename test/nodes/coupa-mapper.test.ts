import type { IDataObject } from 'n8n-workflow';

import type { CoupaRecord } from '../../lib/core';
import { ENTRIES } from '../../lib/coupa';
import { CLIENT, coupaCredential, startCoupa } from '../../tools/harness/engine/coupa';
import { Engine } from '../../tools/harness/engine/engine';
import type { CoupaSandbox } from '../../tools/sandbox/coupa';
import { ALL_SCOPES } from '../../tools/sandbox/coupa/scopes';
import { sampledRecord } from '../../tools/sandbox/dataset/sampled';

/** The fields that the resource mapper offers, with the custom fields of an instance: each test has one of its own, as they are remembered. */
let coupa: CoupaSandbox;
let engine: Engine;
const client = { ...CLIENT, clientId: 'mapper', scopes: ALL_SCOPES };

beforeAll(async () => {
	engine = await Engine.load();
});

beforeEach(async () => {
	coupa = await startCoupa({ clients: [client], settings: { requestsPerSecond: Infinity } });
	engine.credentials.byType.coupaOAuth2Api = coupaCredential(coupa, { clientId: client.clientId, scopes: client.scopes.join(' ') });
});

afterEach(async () => {
	await coupa.stop();
});

const fieldsFor = async (parameters: IDataObject) => await engine.mapperFields('coupa', 'writableFields', { parameters });
const asked = () =>
	coupa
		.requests()
		.filter(({ operation }) => operation !== 'token')
		.map(({ method, path }) => `${method} ${path}`);

describe('fields of an object', () => {
	test('needed ones first and shown at once; the others as the attribute is', async () => {
		const fields = await fieldsFor({ resource: 'paymentTerm', operation: 'create' });
		const needed = fields.filter(({ required }) => required);
		expect(needed.map(({ id }) => id)).toEqual(['code', 'type']);
		expect(fields.slice(0, 2)).toEqual(needed);
		expect(needed.every(({ removed }) => removed === false)).toBe(true);
		const byId = Object.fromEntries(fields.map((field) => [field.id, field]));
		expect(byId.type).toMatchObject({
			type: 'options',
			displayName: 'Type',
			options: expect.arrayContaining([expect.objectContaining({ value: 'SpecificDayPaymentTerm' })]),
		});
		expect(byId.active).toMatchObject({ type: 'boolean', required: false, removed: true });
		expect(byId['days-for-net-payment']).toMatchObject({ type: 'number' });
		expect(byId['discount-rate']).toMatchObject({ type: 'string', displayName: 'Discount Rate (Decimal)' });
		expect(byId['content-groups']).toMatchObject({ type: 'array', displayName: 'Content Groups (JSON List)' });
		for (const readOnly of ['id', 'created-at', 'updated-by', 'active?']) expect(byId).not.toHaveProperty([readOnly]);
	});

	test('references by the key people know them by, days as text', async () => {
		const ids = (await fieldsFor({ resource: 'supplier', operation: 'update' })).map(({ id }) => id);
		expect(ids).toEqual(expect.arrayContaining(['payment-term.code', 'parent.number', 'commodity.name']));
		const contract = Object.fromEntries((await fieldsFor({ resource: 'contract', operation: 'create' })).map((field) => [field.id, field]));
		expect(contract['start-date']).toMatchObject({ type: 'string', displayName: 'Start Date (YYYY-MM-DD)' });
		expect(contract['supplier.number']).toMatchObject({ type: 'string' });
	});

	test('what a request cannot write is not offered; in an update nothing is needed', async () => {
		const update = await fieldsFor({ resource: 'account', operation: 'update' });
		expect(update.map(({ id }) => id)).not.toContain('code');
		expect(update.some(({ required }) => required)).toBe(false);
		const validate = await fieldsFor({ resource: 'account', operation: 'validate' });
		expect(validate.filter(({ id }) => !id.startsWith('segment-')).map(({ id }) => id)).toEqual(['account-type.name']);
		const invoice = (await fieldsFor({ resource: 'invoice', operation: 'create' })).map(({ id }) => id);
		expect(invoice).toContain('delivery-number');
		expect(invoice).not.toContain('invoice-lines');
	});

	test('of every way to write: no read-only attribute, each field once', async () => {
		coupa.settings.customFieldAttributes = [{ id: 1, name: 'none', 'object-type': 'Nothing' }];
		for (const entry of ENTRIES.filter(({ below }) => below === undefined))
			for (const [operation, { kind }] of Object.entries(entry.writes ?? {})) {
				if (kind === 'delete') continue;
				const ids = (await fieldsFor({ resource: entry.name, operation })).map(({ id }) => id);
				expect(ids).toEqual([...new Set(ids)]);
				expect(ids.filter((id) => ['id', 'created-at', 'updated-at', 'created-by.login'].includes(id))).toEqual([]);
				expect(ids.length).toBeGreaterThan(0);
			}
	});
});

describe('custom fields', () => {
	const region = { id: 1, name: 'region', label: 'Sales Region', 'field-type': 'String', 'object-type': 'Supplier' };
	const customOf = async (resource = 'supplier') =>
		(await fieldsFor({ resource, operation: 'update' })).filter(({ displayName }) => displayName.endsWith('(Custom Field)'));

	test("first Coupa's own list of them", async () => {
		coupa.settings.customFieldAttributes = [
			region,
			{ id: 2, name: 'go_live', 'field-type': 'Date', 'object-type': 'suppliers' },
			{ id: 3, name: 'other', 'field-type': 'String', 'object-type': 'Item' },
		];
		expect(await customOf()).toMatchObject([
			{ id: 'custom-fields.region', displayName: 'Sales Region (Custom Field)', type: 'string' },
			{ id: 'custom-fields.go-live', displayName: 'Go Live (Custom Field)', type: 'string' },
		]);
		expect(asked()).toEqual(['GET /api/custom_field_attributes']);
	});

	test('where there is no such list, the description that GraphQL gives of itself; the missing list is not asked for again', async () => {
		coupa.settings.customFields = {
			suppliers: [
				{ name: 'cost-owner', type: 'reference', of: 'UserSimple' },
				{ name: 'score', type: 'decimal' },
				{ name: 'is-green', type: 'boolean' },
				{ name: 'tier', type: 'string', flat: true },
			],
			departments: [{ name: 'floor', type: 'integer' }],
		};
		expect((await customOf()).map(({ id, type }) => [id, type])).toEqual([
			['custom-fields.cost-owner', 'string'],
			['custom-fields.score', 'string'],
			['custom-fields.is-green', 'boolean'],
			['tier', 'string'],
		]);
		expect(asked()).toEqual(['GET /api/custom_field_attributes', 'POST /api/graphql', 'POST /api/graphql']);
		coupa.clearRequests();
		expect((await customOf('department')).map(({ id, type }) => [id, type])).toEqual([['custom-fields.floor', 'number']]);
		expect(asked()).toEqual(['POST /api/graphql', 'POST /api/graphql']);
		coupa.clearRequests();
		await customOf('department');
		expect(asked()).toEqual([]);
	});

	test('where neither is there, the newest 50 records; a way that is closed is remembered for the instance', async () => {
		const refuse = ({ path }: { path: string }) => path === '/api/graphql';
		coupa.settings.failNext = [{ match: refuse, status: 404, body: { errors: { base: ['not found'] } } }];
		for (let id = 1; id <= 60; id += 1)
			coupa.put('departments', {
				...sampledRecord('Department', 8000 + id),
				'cost-pool': 'A',
				'custom-fields': { floor: id, since: '2026-01-01', ...(id === 1 && { old: 1 }) },
			} as CoupaRecord);
		expect((await customOf('department')).map(({ id, type }) => [id, type])).toEqual([
			['custom-fields.floor', 'number'],
			['custom-fields.since', 'string'],
			['cost-pool', 'string'],
		]);
		expect(asked()).toEqual(['GET /api/custom_field_attributes', 'POST /api/graphql', 'GET /api/departments']);
		expect(Object.fromEntries(coupa.requests().at(-1)?.query ?? [])).toMatchObject({ dir: 'desc', order_by: 'id' });
		coupa.clearRequests();
		await customOf('supplier');
		expect(new Set(asked())).toEqual(new Set(['GET /api/suppliers']));
	});

	test('a passing failure closes no way', async () => {
		coupa.settings.customFieldAttributes = [region];
		const isList = ({ path }: { path: string }) => path === '/api/custom_field_attributes';
		coupa.settings.failNext = Array.from({ length: 10 }, () => ({ match: isList, status: 503 }));
		await customOf('department');
		coupa.settings.failNext = [];
		expect((await customOf()).map(({ id }) => id)).toEqual(['custom-fields.region']);
	});

	test('what even the sample is not allowed to see is told', async () => {
		engine.credentials.byType.coupaOAuth2Api = coupaCredential(coupa, { clientId: client.clientId, scopes: 'core.common.read' });
		await expect(fieldsFor({ resource: 'supplier', operation: 'update' })).rejects.toThrow(/scope core\.supplier\.read/);
	});
});
