import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { CoupaRecord } from '../../lib/core';
import { toCoupa } from '../../lib/e-invoice';
import { readInvoiceFile } from '../../lib/flat-file';
import { only } from './support/plain';

const sample = (name: string): string => readFileSync(join(__dirname, 'samples', 'same', name), 'utf8');

const taxLine = (amount: string) => ({ type: 'TaxLine', amount, rate: '23' });

/** The invoice of the samples in Coupa, whatever it came as. */
const RECORD: CoupaRecord = {
	'invoice-number': 'S/2026/77',
	'invoice-date': '2026-04-01',
	currency: { code: 'EUR' },
	'line-level-taxation': true,
	'override-tax-country': { code: 'PL' },
	'supplier-total': '250.92',
	'invoice-lines': [
		{
			'line-num': 1,
			type: 'InvoiceQuantityLine',
			price: '19.90',
			quantity: '10',
			uom: { code: 'EA' },
			description: 'Śruby',
			'order-header-num': 'PO-9',
			'source-part-num': 'A1',
			'tax-lines': [taxLine('45.77')],
		},
		{
			'line-num': 2,
			type: 'InvoiceQuantityLine',
			price: '2.00',
			quantity: '2.5',
			uom: { code: 'KG' },
			description: 'Smar',
			'order-header-num': 'PO-9',
			'source-part-num': 'B2',
			'tax-lines': [taxLine('1.15')],
		},
	],
	'supplier-note': 'Payment due date (BT-9): 2026-05-01\nSeller postal address (BG-5): ul. Prosta 1\nBuyer postal address (BG-8): Weg 1',
};

test.each([
	['ubl.xml', '380'],
	['cii.xml', '380'],
	['fa3.xml', 'VAT'],
	['fatturapa.xml', 'TD01'],
])('%s becomes the one record, but for the type that its format calls it', async (file, type) => {
	const { record, problems, facts } = toCoupa(await only(sample(file)));
	expect(record).toEqual({ ...RECORD, 'type-of-receipt': type });
	expect(problems).toEqual([]);
	expect(facts.seller.identifiers.find(({ kind }) => kind === 'vat')?.value).toBe('PL5260001246');
	expect(facts.buyer.identifiers.find(({ kind }) => kind === 'vat')?.value).toBe('DE123456789');
	expect(facts.taxes.map(({ category, rate, country }) => [category, rate, country])).toEqual([
		['S', '23', 'PL'],
		['S', '23', 'PL'],
	]);
});

test('as a flat file it becomes the one record, with the supplier and the chart that only a file names', async () => {
	const { invoices } = await readInvoiceFile(Buffer.from(sample('invoice.csv')));
	expect(invoices.map(({ record, problems }) => [record, problems])).toEqual([
		[{ ...RECORD, supplier: { number: 'V-20014' }, 'account-type': { name: 'Poland' } }, []],
	]);
});
