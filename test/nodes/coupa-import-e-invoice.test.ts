import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { EInvoiceFacts } from '../../lib/core';
import { captured } from './support/captured';
import { flow, flowPerFile } from './support/current-flow';
import { detailsOf, itemsOf } from './support/flow';

/** Options of Import for e-invoices: aliases of suppliers, charts of accounts and tax codes. */
flowPerFile();

const ALIAS = { identifier: '0088:4012345000009', supplierNumber: 'V-20013' };
const IBAN = 'GB82WEST12345698765432';

const FACTS: EInvoiceFacts = {
	...{ syntax: 'UBL', profile: null, payee: null, taxes: [] },
	seller: {
		...{ name: 'X', country: 'DE' },
		identifiers: [{ kind: 'electronicAddress', value: '4012345000009', scheme: '0088', term: 'BT-34', path: '/Invoice/EndpointID' }],
	},
	buyer: { name: 'Y', country: 'DE', identifiers: [{ kind: 'vat', value: 'DE1234567', scheme: null, term: 'BT-48', path: '/Invoice/ID' }] },
	accounts: [{ account: IBAN, bic: null, path: '/Invoice/PaymentMeans' }],
};

let serial = 0;
function item(facts: unknown = FACTS): INodeExecutionData {
	const { json } = captured(`EI-${(serial += 1)}`);
	const invoice = Object.fromEntries(
		Object.entries(json.invoice as IDataObject).filter(([key]) => !['supplier', 'account-type'].includes(key)),
	);
	return { json: { ...json, invoice, eInvoice: facts as IDataObject } };
}

const run = async (options: IDataObject, items = [item()]) =>
	await flow.import(
		items,
		{ imageRequired: false, checks: { check: [{ name: 'accountExists', level: 'warning' }] }, ...options },
		{ validateOnly: true },
	);
const charts = { chart: [{ identifier: 'DE1234567', name: 'Demo Chart' }] };

const refusal = async (options: IDataObject) => (await run(options)).error?.message;

test.each<[string, unknown]>([
	['rows', [ALIAS]],
	['JSON', JSON.stringify([ALIAS])],
	['rows of a Data table', [{ id: 1, createdAt: '2026-01-01', Identifier: ALIAS.identifier, supplier_number: ALIAS.supplierNumber }]],
	['items of n8n', [{ json: ALIAS, pairedItem: { item: 0 } }, { json: { identifier: '', supplierNumber: null } }]],
])('aliases as %s', async (_, supplierAliases) => {
	const [only] = itemsOf(await run({ supplierAliases: supplierAliases as IDataObject, eInvoiceCharts: charts }));
	expect(only?.json.supplierNumber).toBe('V-20013');
	expect(only?.json.outcome).not.toBe('wouldNeedBuyer');
	expect(JSON.stringify(only)).not.toContain(IBAN);
	expect(detailsOf(only as INodeExecutionData).problems.map(({ code }) => code)).toContain('bankDetailsCompared');
});

test.each<[unknown, string]>([
	['[{', '"Supplier Aliases" is not valid JSON'],
	['{"identifier": "1"}', '"Supplier Aliases" is not a list of rows'],
	[['V-1'], 'Row 1 of "Supplier Aliases" is not an object'],
	[[ALIAS, { identifier: '1', number: '2' }], 'Row 2 of "Supplier Aliases" has no column "supplierNumber" (it has: identifier, number)'],
	[[{ identifier: 'A-1', supplierNumber: '' }], 'Row 1 of "Supplier Aliases" has no supplier number for A-1'],
])('aliases %j', async (supplierAliases, message) => {
	expect(await refusal({ supplierAliases: supplierAliases as IDataObject })).toContain(message);
});

test('charts and tax codes that are not complete', async () => {
	expect(await refusal({ eInvoiceCharts: { chart: [{ identifier: 'A', name: ' ' }] } })).toContain('names no chart');
	expect(await refusal({ eInvoiceCharts: { chart: [{ name: 'A' }, { name: 'B' }] } })).toContain(
		'several rows without an identifier: A, B',
	);
	expect(await refusal({ eInvoiceTaxCodes: { taxCode: [{ category: 'S', code: '' }] } })).toContain('names no tax code');
	expect(await refusal({ eInvoiceTaxCodes: { taxCode: [{ category: 'S', rate: '19,0', code: 'A' }] } })).toContain(
		'is not a decimal: 19,0',
	);
});

test('facts that another node has spoilt do no harm', async () => {
	const spoilt = [item('text'), item({ seller: 7, accounts: 'x', taxes: [null, { path: '__proto__.x', category: 'S' }] }), item([])];
	const items = itemsOf(await run({ eInvoiceCharts: charts, includeCaptured: true }, spoilt));
	expect(items.map(({ json }) => json.outcome)).toEqual(['wouldRefuse', 'wouldNeedBuyer', 'wouldRefuse']);
});
