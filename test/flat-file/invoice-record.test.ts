import { readInvoiceFile, type FileInvoice, type ReadOptions } from '../../lib/flat-file';
import { fileOf, head, line, only, told } from './csv-file';

const readRows = async (rows: Array<[string, Record<string, string>]>, options: ReadOptions = {}): Promise<FileInvoice> =>
	only(await readInvoiceFile(fileOf(rows), options));

describe('the record of an invoice in a file', () => {
	test('amount line, charges, allocations, taxes and tags find their places', async () => {
		const invoice = await readRows([
			head('N-1'),
			line('N-1', '1', { 'Line Tax Amount': '1.60', 'Line Tax Rate': '8.0', 'Line Tax Code': 'STD', 'Line Tax Rate Type': 'Standard' }),
			line('N-1', '7', {
				Quantity: '',
				'Unit of Measure*': '',
				'Account Segment 1': '10',
				'Account Segment 2': '6200',
				'Account Segment 3': 'HS',
				'Account Name': 'Supplies',
				'Budget Period Name': 'FY26',
			}),
			[
				'Invoice Charge',
				{
					'Invoice Number*': 'N-1',
					'Line Number': '8',
					'Type*': 'InvoiceShippingCharge',
					'Total*': '5.00',
					'Tax Rate': '8',
					'Account Code': '10-6200',
				},
			],
			['Account Allocation', { 'Invoice Number*': 'N-1', 'Invoice Line Number*': '1', Percent: '60', 'Account Code': '10-1' }],
			['Account Allocation', { 'Invoice Number*': 'N-1', 'Invoice Line Number*': '01', Percent: '40', 'Account Code': '10-2' }],
			['Invoice Tax Line', { 'Invoice Number*': 'N-1', 'Invoice Line Number': '1', 'Tax Amount': '0.40', 'Taxable Amount': '20' }],
			[
				'Invoice Tax Line',
				{ 'Invoice Number*': 'N-1', 'Invoice Line Number': '7', 'Tax Amount': '-2.00', Type: 'WithholdingTaxLine', 'Base Amount': '10' },
			],
			['Invoice Tax Line', { 'Invoice Number*': 'N-1', 'Invoice Charge Number': '1', 'Tax Amount': '0.35', 'Tax Code': 'STD' }],
			['Invoice Tax Line', { 'Invoice Number*': 'N-1', 'Tax Amount': '9.99' }],
			['Tag', { 'Object Number*': 'N-1', 'Name*': 'urgent' }],
			['Tag', { 'Object Number*': 'N-1', 'Line Number': '7', 'Name*': 'capex', Description: 'see note' }],
		]);
		expect(invoice.problems).toEqual([]);
		const chart = { 'account-type': { name: 'Demo Chart' } };
		expect(invoice.record['invoice-lines']).toEqual([
			{
				type: 'InvoiceQuantityLine',
				'line-num': 1,
				description: 'Bolts',
				price: '10.00',
				quantity: '2',
				uom: { code: 'EA' },
				'tax-lines': [
					{ type: 'TaxLine', amount: '1.60', rate: '8.0', 'tax-code': { code: 'STD' }, 'tax-rate-type': { description: 'Standard' } },
					{ type: 'TaxLine', amount: '0.40', 'taxable-amount': '20' },
				],
				'account-allocations': [
					{ pct: '60', account: { code: '10-1', ...chart } },
					{ pct: '40', account: { code: '10-2', ...chart } },
				],
			},
			{
				type: 'InvoiceAmountLine',
				'line-num': 7,
				description: 'Bolts',
				price: '10.00',
				account: { name: 'Supplies', code: '10-6200-HS', ...chart },
				period: { name: 'FY26' },
				'withholding-tax-lines': [{ type: 'WithholdingTaxLine', amount: '-2.00', base: '10' }],
				taggings: [{ tag: { name: 'capex' }, description: 'see note' }],
			},
		]);
		expect(invoice.record['invoice-charges']).toEqual([
			{
				type: 'InvoiceShippingCharge',
				'line-num': 8,
				total: '5.00',
				currency: { code: 'USD' },
				account: { code: '10-6200', ...chart },
				'tax-lines': [
					{ type: 'TaxLine', rate: '8' },
					{ type: 'TaxLine', amount: '0.35', 'tax-code': { code: 'STD' } },
				],
			},
		]);
		expect(invoice.record['tax-lines']).toEqual([{ type: 'TaxLine', amount: '9.99' }]);
		expect(invoice.record.taggings).toEqual([{ tag: { name: 'urgent' } }]);
	});

	test('tax rows by position where lines carry no number', async () => {
		const invoice = await readRows([
			head('N-1'),
			line('N-1', ''),
			line('N-1', ''),
			['Invoice Tax Line', { 'Invoice Number*': 'N-1', 'Invoice Line Number': '2', 'Tax Amount': '1' }],
		]);
		expect(invoice.record['invoice-lines']).toMatchObject([{ description: 'Bolts' }, { 'tax-lines': [{ amount: '1' }] }]);
	});

	test('addresses, references and header amounts', async () => {
		const invoice = await readRows([
			head('N-1', {
				'Line Level Taxation*': 'No',
				'Supplier Name': 'Nordbolt',
				'Payment Terms': 'NET30',
				'Shipping Terms': 'FOB',
				'Contract Number': 'C-9',
				'Tax Code': 'STD',
				'Tax Rate': '8.25',
				'Remit To Code': 'RT-1',
				'Remit To Tax Country Code': 'US',
				'Ship To Id': '12',
				'Ship to Country Code': 'DE',
				'Bill To Address Id': '300',
				'Invoice From Code': 'IF-1',
				'Ship From Address Street1': 'Dock 4',
				'Is Credit Note': 'x',
				'Original invoice number': 'N-0',
				'Original invoice date': '2026-03-01T00:00:00+02:00',
				'Supplier Tax Number': 'DE1',
				'Invoice Reference Number (IRN)': 'IRN',
				'Customer Account Number': 'CA',
			}),
			line('N-1', '1'),
		]);
		expect(invoice.problems).toEqual([]);
		expect(invoice.record).toMatchObject({
			supplier: { number: 'V-1', name: 'Nordbolt' },
			'payment-term': { code: 'NET30' },
			'shipping-term': { code: 'FOB' },
			contract: { number: 'C-9' },
			'tax-code': { code: 'STD' },
			'tax-rate': '8.25',
			'remit-to-address': { 'remit-to-code': 'RT-1', 'vat-country': { code: 'US' } },
			'ship-to-address': { id: 12, country: { code: 'DE' } },
			'bill-to-address': { id: 300 },
			'invoice-from-address': { 'remit-to-code': 'IF-1' },
			'ship-from-address': { street1: 'Dock 4' },
			'is-credit-note': true,
			'original-invoice-number': 'N-0',
			'original-invoice-date': '2026-03-01',
			'supplier-tax-registration': { number: 'DE1' },
			'invoice-reference-number': 'IRN',
			'customer-account-number': 'CA',
		});
	});

	test('columns without an API twin and unknown columns are kept aside; custom fields are mapped', async () => {
		const rows: Array<[string, Record<string, string>]> = [
			head('N-1', { 'Gross Total': '20.00', 'Local Currency Net': '18.00', 'Cost Owner*': 'Ines', Status: 'Draft', 'Scan Batch': '0421' }),
			line('N-1', '1', { 'Project.Code': 'P-1', 'Scan Batch': 'a' }),
			line('N-1', '2', { 'Scan Batch': 'b' }),
		];
		const plain = await readRows(rows);
		expect(told(plain.problems)).toEqual([
			'~unknownColumn 3 Cost Owner',
			'~unknownColumn 3 Scan Batch',
			'~unknownColumn 4 Project.Code',
			'~unknownColumn 4 Scan Batch',
		]);
		expect(plain.extraColumns).toEqual([
			{ row: 3, rowKind: 'Invoice', column: 'Gross Total', value: '20.00' },
			{ row: 3, rowKind: 'Invoice', column: 'Local Currency Net', value: '18.00' },
			{ row: 3, rowKind: 'Invoice', column: 'Cost Owner', value: 'Ines' },
			{ row: 3, rowKind: 'Invoice', column: 'Scan Batch', value: '0421' },
			{ row: 4, rowKind: 'Invoice Line', column: 'Project.Code', value: 'P-1' },
			{ row: 4, rowKind: 'Invoice Line', column: 'Scan Batch', value: 'a' },
			{ row: 5, rowKind: 'Invoice Line', column: 'Scan Batch', value: 'b' },
			{ row: 3, rowKind: 'Invoice', column: 'Status', value: 'Draft' },
		]);
		const mapped = await readRows(rows, {
			customFields: [
				{ column: 'cost owner', field: 'owner' },
				{ column: 'Project.Code', rowKind: 'Invoice Line', field: 'project.code' },
				{ column: 'Scan Batch', rowKind: 'Invoice', field: 'batch' },
			],
		});
		expect(mapped.record).toMatchObject({
			'custom-fields': { owner: 'Ines', batch: '0421' },
			'invoice-lines': [{ 'custom-fields': { 'project.code': 'P-1' } }, {}],
		});
		expect(told(mapped.problems)).toEqual(['~unknownColumn 4 Scan Batch']);
	});

	test('header tax beside line-level taxation is kept, not sent; both kinds of tax are told', async () => {
		const yes = await readRows([head('N-1', { 'Tax Amount': '5.00', 'Tax Code': 'STD' }), line('N-1', '1')]);
		expect(yes.record).not.toHaveProperty('tax-amount');
		expect(yes.record).not.toHaveProperty('tax-code');
		expect(told(yes.problems)).toEqual(['~taxLevel 3 Tax Amount', '~taxLevel 3 Tax Code']);
		expect(yes.extraColumns.map(({ column, value }) => [column, value])).toEqual([
			['Tax Amount', '5.00'],
			['Tax Code', 'STD'],
		]);
		expect((await readRows([head('N-1', { 'Tax Amount': '0.00' }), line('N-1', '1')])).problems).toEqual([]);
		const no = await readRows([
			head('N-1', { 'Line Level Taxation*': 'No', 'Tax Amount': '5' }),
			line('N-1', '1', { 'Line Tax Amount': '5' }),
		]);
		expect(told(no.problems)).toEqual(['~taxLevel 3 Line Level Taxation']);
	});
});
