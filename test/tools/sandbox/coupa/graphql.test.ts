import type { CoupaRecord, Json } from '../../../../lib/core';
import { draft, field, openCompany, type Company } from './company';

let company: Company;
beforeEach(async () => {
	company = await openCompany();
});
afterEach(() => company.sandbox.stop());

async function ask(query: string, variables?: CoupaRecord): Promise<Json> {
	const { status, json } = await company.call('POST', '/api/graphql', { query, ...(variables && { variables }) });
	expect(status).toBe(200);
	return json;
}

it('gives one record by its id, with what it names, whole', async () => {
	expect(
		await ask('query one($id: ID!) { purchaseOrder(id: $id) { poNumber status supplier { number status } orderLines { price } } }', {
			id: 70315,
		}),
	).toEqual({
		data: {
			purchaseOrder: {
				poNumber: '70315',
				status: 'issued',
				supplier: { number: 'V-20011', status: 'active' },
				orderLines: [{ price: '19.99' }, { price: '300.00' }, { price: '1.00' }],
			},
		},
	});
});

it('gives a collection, filtered as a list is', async () => {
	expect(await ask('{ suppliers(query: "id[lt_or_eq]=5502") { id name } }')).toEqual({
		data: { suppliers: [{ id: 5502, name: 'Northbrook Fasteners' }] },
	});
	expect(await ask('{ suppliers(query: "order_by=id&dir=desc&limit=1") { id } }')).toEqual({ data: { suppliers: [{ id: 5503 }] } });
});

it.each([
	['{ suppliers { colour } }', 'Cannot query field "colour" on type "Supplier".'],
	['{ suppliers(query: "colour=red") { id } }', 'colour is not a parameter of suppliers'],
	['{ supplier(id: 1) { id } }', 'No record of suppliers has the ID 1'],
	['mutation { deleteSupplier(id: 1) { id } }', 'Schema is not configured to execute mutation operation.'],
	['{ suppliers {', 'Syntax Error: Expected Name, found <EOF>.'],
])('answers %s with an error inside a 200', async (query, message) => {
	expect(field(await ask(query), 'errors', 0, 'message')).toBe(message);
});

it('refuses what is no query at all, and another verb', async () => {
	expect((await company.call('POST', '/api/graphql', { text: 'x' })).status).toBe(400);
	expect((await company.call('GET', '/api/graphql')).status).toBe(404);
});

it('wants the read scope of the object', async () => {
	const other = await openCompany({ clients: [{ clientId: 'c', clientSecret: 's', scopes: ['core.invoice.read'] }] });
	const { json } = await other.call('POST', '/api/graphql', { query: '{ invoices { id } suppliers { id } }' });
	expect(json).toMatchObject({ data: { invoices: [], suppliers: null }, errors: [{ message: 'Not authorized', path: ['suppliers'] }] });
});

it('describes itself, custom fields with their types', async () => {
	const described = (name: string): Promise<Json> =>
		ask(`{ __type(name: "${name}") { fields { name type { kind name ofType { name } } } } }`);
	const plain = field(await described('InvoiceHeader'), 'data', '__type', 'fields') as CoupaRecord[];
	expect(plain).toContainEqual({ name: 'invoiceNumber', type: { kind: 'SCALAR', name: 'String', ofType: null } });
	expect(plain).toContainEqual({ name: 'invoiceLines', type: { kind: 'LIST', name: null, ofType: { name: 'InvoiceLine' } } });
	expect(plain).toContainEqual({ name: 'customFields', type: { kind: 'SCALAR', name: 'JSON', ofType: null } });
	company.sandbox.settings.customFields.invoices = [
		{ name: 'cost-owner', type: 'reference', of: 'UserSimple' },
		{ name: 'dossier', type: 'string' },
		{ name: 'due', type: 'datetime' },
	];
	const custom = field(await described('InvoiceHeader'), 'data', '__type', 'fields') as CoupaRecord[];
	expect(custom).toContainEqual({ name: 'customFields', type: { kind: 'OBJECT', name: 'InvoiceHeaderCustomFields', ofType: null } });
	expect(field(await described('InvoiceHeaderCustomFields'), 'data', '__type', 'fields')).toEqual([
		{ name: 'costOwner', type: { kind: 'OBJECT', name: 'UserSimple', ofType: null } },
		{ name: 'dossier', type: { kind: 'OBJECT', name: 'StringValue', ofType: null } },
		{ name: 'due', type: { kind: 'OBJECT', name: 'DatetimeValue', ofType: null } },
	]);
	const id = await draft(company, { 'custom-fields': { dossier: 'D-7', 'cost-owner': { id: 91, login: 'ines' } } });
	expect(
		await ask(
			`{ invoice(id: ${id}) { customFields { dossier { ... on StringValue { value } } costOwner { ... on UserSimple { login } } } } }`,
		),
	).toEqual({ data: { invoice: { customFields: { dossier: { value: 'D-7' }, costOwner: { login: 'ines' } } } } });
});

it('the list of custom fields is not there, or as the settings have it', async () => {
	expect((await company.call('GET', '/api/custom_field_attributes')).status).toBe(404);
	company.sandbox.settings.customFieldAttributes = [{ id: 1, name: 'dossier', 'object-type': 'InvoiceHeader' }];
	expect((await company.call('GET', '/api/custom_field_attributes?limit=50')).json).toEqual([
		{ id: 1, name: 'dossier', 'object-type': 'InvoiceHeader' },
	]);
});
