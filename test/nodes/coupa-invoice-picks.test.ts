import type { IDataObject } from 'n8n-workflow';

import type { CoupaRecord } from '../../lib/core';
import { CHART } from '../../tools/sandbox/dataset';
import { FIELDS, invoice, lines, operations, picked } from './support/coupa-invoice';
import { flow, flowPerFile } from './support/current-flow';
import { hintsOf, itemsOf } from './support/flow';

flowPerFile();

const create = async (changes: IDataObject) =>
	await flow.engine.execute('coupa', invoice('create', { ...FIELDS, ...lines({ description: 'Screws', price: '1' }), ...changes }));
const sent = () =>
	flow.coupa
		.requests()
		.filter(({ method, path }) => method === 'POST' && path === '/api/invoices')
		.map(({ json }) => json as CoupaRecord);
const idOf = (resource: string, name: string, value: string) => flow.coupa.rows(resource).find((row) => row[name] === value)?.id as number;

test('what is picked from the lists goes as its ID, without a further request', async () => {
	const ids = {
		supplier: idOf('suppliers', 'number', 'V-20011'),
		currency: idOf('currencies', 'code', 'USD'),
		chart: idOf('account_types', 'name', CHART),
		term: idOf('payment_terms', 'code', 'NET30'),
		account: idOf('accounts', 'code', '10-6200-HS'),
		uom: idOf('uoms', 'code', 'EA'),
	};
	const [item] = itemsOf(
		await create({
			invoiceNumber: 'P-1',
			supplier: picked('list', String(ids.supplier)),
			currency: picked('list', String(ids.currency)),
			chartOfAccounts: picked('id', ids.chart),
			...lines({
				...{ description: 'Screws', price: '1.00', quantity: '3' },
				...{ account: picked('list', String(ids.account)), unitOfMeasure: picked('list', String(ids.uom)) },
			}),
			additionalFields: { paymentTerm: picked('list', String(ids.term)) },
		}),
	);
	expect(operations()).toEqual(['post']);
	expect(sent()).toEqual([
		expect.objectContaining({
			supplier: { id: ids.supplier },
			currency: { id: ids.currency },
			'account-type': { id: ids.chart },
			'payment-term': { id: ids.term },
			'invoice-lines': [expect.objectContaining({ account: { id: ids.account }, uom: { id: ids.uom } })],
		}),
	]);
	expect(item?.json).toMatchObject({ supplier: { number: 'V-20011' }, currency: { code: 'USD' }, 'account-type': { name: CHART } });
	expect(flow.bodiesOutsideSchema()).toEqual([]);
});

test('a link to the supplier, and expressions in place of whole parameters', async () => {
	const supplier = idOf('suppliers', 'number', 'V-20011');
	itemsOf(await create({ invoiceNumber: 'P-2', supplier: picked('url', `${flow.coupa.url}/suppliers/show/${supplier}`) }));
	itemsOf(await create({ invoiceNumber: 'P-3', supplier: `={{ ${supplier} }}`, currency: '={{ "USD" }}' }));
	expect(sent().map((body) => [body.supplier, body.currency])).toEqual([
		[{ id: supplier }, { code: 'USD' }],
		[{ id: supplier }, { code: 'USD' }],
	]);
});

test('what Coupa does not know and drops is told with the ID of the invoice that it has made', async () => {
	const unknown = { additionalFields: { paymentTerm: picked('key', 'NET999') } };
	const { error } = await create({ invoiceNumber: 'P-4', ...unknown });
	const made = flow.coupa.rows('invoices').find((row) => row['invoice-number'] === 'P-4');
	expect(error?.message).toBe(
		`Coupa has created invoice ${String(made?.id)}, but did not take everything: Payment Term (sent {"code":"NET999"}, it has nothing) [item 0]`,
	);
	const warned = await create({ invoiceNumber: 'P-5', ...unknown, options: { ignoredValues: 'warning' } });
	expect(itemsOf(warned)[0]?.json).toMatchObject({ 'invoice-number': 'P-5', status: 'draft' });
	expect(hintsOf(warned)).toEqual([expect.stringMatching(/^Coupa has created invoice \d+, but did not take everything: Payment Term/)]);
});

test('further values: what has no field of its own, custom fields, linked records', async () => {
	flow.coupa.put('contracts', { id: 6100, number: 'K-6100', name: 'Frame contract', status: 'published' });
	flow.coupa.settings.customFields = { invoices: [{ name: 'region', type: 'string' }] };
	const values = {
		mappingMode: 'defineBelow',
		value: { 'delivery-number': 'D-7', 'custom-fields.region': 'North', 'image-scan-url': null },
	};
	const [item] = itemsOf(
		await create({ invoiceNumber: 'P-6', values, linkedRecords: { linked: [{ field: 'contract', record: picked('list', '6100') }] } }),
	);
	expect(sent()).toEqual([
		expect.objectContaining({
			'invoice-number': 'P-6',
			'delivery-number': 'D-7',
			'custom-fields': { region: 'North' },
			contract: { id: 6100 },
		}),
	]);
	expect(item?.json).toMatchObject({ 'delivery-number': 'D-7', 'custom-fields': { region: 'North' } });
});

test('what has a field of its own is not to be set twice', async () => {
	const { error } = await create({ invoiceNumber: 'P-7', values: { mappingMode: 'defineBelow', value: { 'supplier.number': 'V-1' } } });
	expect(error?.message).toBe('“Supplier” of invoices cannot be written this way.');
	expect(sent()).toEqual([]);
});

test.each(['supplier', 'currency', 'chartOfAccounts', 'paymentTerm', 'taxCode', 'account', 'purchaseOrderLine', 'unitOfMeasure'])(
	'the list of %s can be searched',
	async (name) => {
		const methods = flow.engine.nodeType('coupa').methods?.listSearch ?? {};
		expect(methods).toHaveProperty(`search_${name}`);
		expect(await flow.engine.listSearch('coupa', `search_${name}`)).toMatchObject({ results: expect.any(Array) });
	},
);
