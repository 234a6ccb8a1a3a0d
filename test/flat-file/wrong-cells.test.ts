import { readInvoiceFile, type FileInvoice } from '../../lib/flat-file';
import { fileOf, head, line, told } from './csv-file';

type Rows = Array<[string, Record<string, string>]>;

/** Rows are counted from the first data row here. */
describe('wrong cells are told with row, column and value, and left out of the record', () => {
	test.each<[string, Rows, string[]]>([
		['number too long', [head('N'.repeat(41)), line('N'.repeat(41), '1')], ['tooLong 1 Invoice Number']],
		[
			'empty required cells',
			[head('N-1', { 'Invoice Date*': '', Currency: '' }), line('N-1', '1', { Description: ' ', 'Price*': '' })],
			['required 1 Invoice Date', 'required 2 Description', 'required 2 Price'],
		],
		['no supplier', [head('N-1', { 'Supplier Number': '' }), line('N-1', '1', { 'Supplier Number': '' })], ['required 1 Supplier Number']],
		['submit without currency', [head('N-1', { 'Submit For Approval?': 'Y', Currency: '' }), line('N-1', '1')], ['required 1 Currency']],
		['quantity without unit', [head('N-1'), line('N-1', '1', { 'Unit of Measure*': '' })], ['required 2 Unit of Measure']],
		['status', [head('N-1', { Status: 'voided' }), line('N-1', '1')], ['allowedValue 1 Status']],
		['credit-note flag', [head('N-1', { 'Is Credit Note': 'No' }), line('N-1', '1')], ['creditNoteFlag 1 Is Credit Note']],
		['thousands separator', [head('N-1', { 'Invoice Control Total': '1,234.50' }), line('N-1', '1')], ['decimal 1 Invoice Control Total']],
		['slashed date', [head('N-1', { 'Invoice Date*': '04/05/2026' }), line('N-1', '1')], ['date 1 Invoice Date']],
		['PO without its line', [head('N-1'), line('N-1', '1', { 'PO Number': '70315' })], ['poLineMissing 2 PO Line Number']],
		[
			'gap in the segments',
			[head('N-1'), line('N-1', '1', { 'Account Segment 1': '10', 'Account Segment 3': 'HS' })],
			['accountSegments 2 Account Segment 2'],
		],
		[
			'segments and code disagree',
			[head('N-1'), line('N-1', '1', { 'Account Segment 1': '10', 'Account Code': '11' })],
			['conflictingCells 2 Account Code'],
		],
		['image link', [head('N-1', { 'Image Scan URL': 'ftp://x' }), line('N-1', '1')], ['imageUrl 1 Image Scan URL']],
		[
			'charge type',
			[head('N-1'), ['Invoice Charge', { 'Invoice Number*': 'N-1', 'Type*': 'Freight', 'Total*': '1' }]],
			['allowedValue 2 Type'],
		],
		[
			'unknown line',
			[head('N-1'), line('N-1', '1'), ['Account Allocation', { 'Invoice Number*': 'N-1', 'Invoice Line Number*': '2', Percent: '100' }]],
			['unknownLine 3 Invoice Line Number'],
		],
		[
			'unknown charge',
			[head('N-1'), line('N-1', '1'), ['Invoice Tax Line', { 'Invoice Number*': 'N-1', 'Invoice Charge Number': '1', 'Tax Amount': '1' }]],
			['unknownCharge 3 Invoice Charge Number'],
		],
		[
			'two tax targets',
			[
				head('N-1'),
				line('N-1', '1'),
				['Invoice Tax Line', { 'Invoice Number*': 'N-1', 'Invoice Line Number': '1', 'Invoice Charge Number': '1', 'Tax Amount': '1' }],
			],
			['taxLineTarget 3 Invoice Charge Number'],
		],
	])('%s', async (_, rows, expected) => {
		const headers = new Set(rows.map(([kind]) => kind)).size;
		const [first] = (await readInvoiceFile(fileOf(rows))).invoices;
		expect(told((first?.problems ?? []).map((problem) => ({ ...problem, row: (problem.row ?? 0) - headers })))).toEqual(expected);
	});

	test('value, path and what to do', async () => {
		const [invoice] = (
			await readInvoiceFile(fileOf([head('N-1'), line('N-1', '1'), line('N-1', '2', { 'Price*': '$ 5', 'Line Tax Amount': 'x' })]))
		).invoices;
		expect(invoice?.problems).toMatchObject([
			{
				severity: 'error',
				code: 'decimal',
				row: 5,
				column: 'Price',
				path: 'invoice-lines[1].price',
				value: '$ 5',
				message: expect.stringContaining('1234.50'),
			},
			{ path: 'invoice-lines[1].tax-lines[0].amount', column: 'Line Tax Amount' },
		]);
		expect(invoice?.record).toMatchObject({ 'invoice-lines': [{ price: '10.00' }, { quantity: '2' }] });
		expect((invoice as FileInvoice).record).not.toHaveProperty('invoice-lines.1.price');
	});

	test('formula cells stay text, with a warning; numbers with a sign are none', async () => {
		const formula = '=HYPERLINK("http://x","y")';
		const [invoice] = (
			await readInvoiceFile(
				fileOf([
					head('N-1', { 'Supplier Note': '@SUM(A1)' }),
					line('N-1', '1', { Description: formula, 'Price*': '-5.00', 'Supplier Part Number': '-100' }),
				]),
			)
		).invoices;
		expect(invoice?.record).toMatchObject({
			'supplier-note': '@SUM(A1)',
			'invoice-lines': [{ description: formula, price: '-5.00', 'source-part-num': '-100' }],
		});
		expect(told(invoice?.problems ?? [])).toEqual(['~formulaCell 3 Supplier Note', '~formulaCell 4 Description']);
	});
});
