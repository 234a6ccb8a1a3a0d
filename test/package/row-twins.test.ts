import { textAt } from '../../lib/core';
import { readInvoicePackage } from '../../lib/package';
import { eInvoiceSample, xRechnung } from '../../tools/sandbox/e-invoice';
import { fileOf, head, line } from '../flat-file/csv-file';
import { delivery, zip } from './packages';

/** Gross 59.50, of 4 May 2026, in EUR. */
const SAME = { 'Invoice Date*': '2026-05-04', Currency: 'EUR', 'Invoice Control Total': '59.50' };

type Sample = Parameters<typeof xRechnung>[0];
type Supplier = Partial<Record<'Supplier Number' | 'Supplier Name' | 'Supplier Tax Number', string>>;

const eInvoice = (name: string, more: Partial<Sample> = {}, vat = 'DE811907980') => {
	const sample = eInvoiceSample('1', more);
	return xRechnung({ ...sample, seller: { ...sample.seller, name, vat } });
};

/** Rows of invoices with the number 1, each with its line; then what became of the package, item by item: supplier, files and problems. */
async function read(rows: Array<Supplier & Record<string, string>>, xmls: Record<string, Buffer>): Promise<string[]> {
	const csv = fileOf(
		rows.flatMap((cells) => {
			const supplier = { 'Supplier Number': '', 'Supplier Name': '', ...cells };
			const keys = { 'Supplier Number': supplier['Supplier Number'], 'Supplier Name': supplier['Supplier Name'] };
			return [head('1', { ...SAME, ...supplier }), line('1', '1', keys)];
		}),
	);
	const { items } = await readInvoicePackage(await zip({ 'a.csv': csv, ...xmls }), 'a.zip', { delivery });
	return items.map(({ json, files }) => {
		const who =
			textAt(json.invoice ?? {}, 'supplier', 'name') ?? textAt(json.invoice ?? {}, 'supplier', 'number') ?? json.eInvoice?.seller.name;
		const entries = files.flatMap(({ entry }) => entry ?? []);
		const codes = json.problems.filter(({ severity }) => severity === 'error').map(({ code }) => code);
		return [who, ...entries, ...codes].join(' ');
	});
}

const ALPHA = 'Alpha Werkzeuge GmbH';
const BETA = 'Beta Stahl GmbH';
const [alpha, beta] = [{ 'Supplier Name': ALPHA }, { 'Supplier Name': BETA }];

test.each<[string, Array<Supplier & Record<string, string>>, Record<string, Buffer>, string[]]>([
	[
		'two suppliers with the same number: each row gets the e-invoice of its supplier',
		[alpha, beta],
		{ 'b.xml': eInvoice(BETA), 'a.xml': eInvoice(ALPHA) },
		[`${ALPHA} a.xml`, `${BETA} b.xml`],
	],
	[
		'a row of one supplier, the e-invoice of another with another total',
		[alpha],
		{ 'b.xml': eInvoice(BETA, { taxRate: '7' }) },
		[ALPHA, `${BETA} b.xml`],
	],
	[
		'a row of one supplier, the e-invoice of another with the same date and total: nobody can tell',
		[alpha],
		{ 'b.xml': eInvoice(BETA) },
		[ALPHA, `${BETA} b.xml eInvoiceAndRow`],
	],
	[
		'the same supplier with another total',
		[alpha],
		{ 'a.xml': eInvoice(ALPHA, { taxRate: '7' }) },
		[ALPHA, `${ALPHA} a.xml eInvoiceAndRow`],
	],
	[
		'a name that is spelt in another way',
		[{ 'Supplier Name': 'ALPHA-Werkzeuge, G.m.b.H.' }],
		{ 'a.xml': eInvoice(ALPHA) },
		['ALPHA-Werkzeuge, G.m.b.H. a.xml'],
	],
	[
		'suppliers by number only: the one row that agrees',
		[{ 'Supplier Number': '100', 'Invoice Control Total': '1.00' }, { 'Supplier Number': '200' }],
		{ 'b.xml': eInvoice(BETA) },
		['100', '200 b.xml'],
	],
	[
		'suppliers by number only: both rows agree',
		[{ 'Supplier Number': '100' }, { 'Supplier Number': '200' }],
		{ 'b.xml': eInvoice(BETA) },
		['100', '200', `${BETA} b.xml eInvoiceAndRow`],
	],
	[
		'a tax number says more than a name',
		[{ 'Supplier Name': 'AWZ', 'Supplier Tax Number': '811907980' }],
		{ 'a.xml': eInvoice(ALPHA) },
		['AWZ a.xml'],
	],
	[
		'another VAT number of the same country is another supplier',
		[{ ...alpha, 'Supplier Tax Number': 'DE 129 273 398' }],
		{ 'a.xml': eInvoice(ALPHA, { taxRate: '7' }) },
		[ALPHA, `${ALPHA} a.xml`],
	],
	[
		'two e-invoices of which the row names the seller of one',
		[beta],
		{ 'a.xml': eInvoice(ALPHA, { taxRate: '7' }), 'b.xml': eInvoice(BETA) },
		[`${BETA} b.xml`, `${ALPHA} a.xml`],
	],
	[
		'two e-invoices that fit a row alike',
		[{ 'Supplier Number': '100' }],
		{ 'a.xml': eInvoice(ALPHA), 'b.xml': eInvoice(BETA) },
		['100', `${ALPHA} a.xml eInvoiceAndRow`, `${BETA} b.xml eInvoiceAndRow`],
	],
	[
		'the same e-invoice in two files',
		[{ 'Supplier Number': '100' }],
		{ 'a.xml': eInvoice(ALPHA), 'b.xml': eInvoice(ALPHA) },
		['100 a.xml b.xml'],
	],
])('%s', async (_, rows, xmls, expected) => {
	expect(await read(rows, xmls)).toEqual(expected);
});
