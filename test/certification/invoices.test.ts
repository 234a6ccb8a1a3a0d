import { CHART } from '../../tools/sandbox/dataset';
import { plainInvoice } from '../../tools/sandbox/scan-one';
import { certified, coupa, delivered, held, picked } from './support';

certified();

test('scenario 1: retrieve a purchase order', async () => {
	const [order] = await coupa('purchaseOrder', 'get', { purchaseOrder: picked('key', '70315') });
	expect(order?.json).toMatchObject({
		'po-number': '70315',
		status: 'issued',
		supplier: { number: 'V-20011' },
		currency: { code: 'USD' },
		'payment-term': { code: 'NET30' },
		'order-lines': [
			{ 'line-num': '1', type: 'OrderQuantityLine', quantity: '25.0', price: '19.99', total: '499.75', uom: { code: 'EA' } },
			{ 'line-num': '2', quantity: '40.0', price: '6.50', total: '260.00', 'account-allocations': [{ pct: '50.0' }, { pct: '50.0' }] },
		],
	});
	const conditions = [
		{ field: 'supplier.number', operator: 'eq', value: 'V-20011' },
		{ field: 'status', operator: 'eq', value: 'issued' },
	];
	const orders = await coupa('purchaseOrder', 'getAll', { records: 'all', returnAll: true, filters: { conditions }, options: {} });
	expect(orders.map(({ json }) => json['po-number'])).toEqual(['70315', '70316', '70317']);
});

test('scenario 2: an invoice backed by a purchase order', async () => {
	const number = 'CERT-2';
	const outcomes = await delivered([
		plainInvoice(number, {
			remitTo: 'NB-01',
			lines: [
				{ description: 'Hex bolts M8 box', quantity: '10', price: '19.99', order: { number: '70315', line: '1' } },
				{ description: 'Shelf bracket kit', quantity: '12', price: '6.50', order: { number: '70315', line: '2' } },
			],
		}),
	]);
	expect(outcomes).toEqual({ [number]: 'imported' });
	expect(held(number)).toMatchObject({
		status: 'pending_approval',
		'document-type': 'Invoice',
		supplier: { number: 'V-20011' },
		'remit-to-address': { 'remit-to-code': 'NB-01' },
		'supplier-total': '277.90',
		'gross-total': '277.90',
		'tax-amount': '0.00',
		'invoice-lines': [
			{ 'order-line-id': 881_001, 'order-header-num': '70315', 'order-line-num': '1', quantity: '10.0', price: '19.99', total: '199.90' },
			{ 'order-line-id': 881_002, 'order-header-num': '70315', 'order-line-num': '2', quantity: '12.0', price: '6.50', total: '78.00' },
		],
	});
});

test('scenario 3: an invoice without a purchase order, with full accounting', async () => {
	const number = 'CERT-3';
	const outcomes = await delivered([
		plainInvoice(number, {
			requesterEmail: 'ana.lyst@example.test',
			lines: [
				{ description: 'Carpet offcuts', quantity: '12.5', price: '19.98', account: '10-6200-HS' },
				{
					description: 'Fitting',
					price: '180.00',
					allocations: [
						{ account: '10-6200-HS', amount: '120.00' },
						{ account: '10-6200-LS', amount: '60.00' },
					],
				},
				{
					description: 'Freight, shared by both sites',
					quantity: '3',
					price: '50.00',
					allocations: [
						{ account: '10-6300-HS', percent: '60' },
						{ account: '10-6300-LS', percent: '40' },
					],
				},
			],
		}),
	]);
	expect(outcomes).toEqual({ [number]: 'imported' });
	expect(held(number)).toMatchObject({
		status: 'pending_approval',
		'account-type': { name: CHART },
		'requested-by': { email: 'ana.lyst@example.test' },
		'gross-total': '579.75',
		'invoice-lines': [
			{ type: 'InvoiceQuantityLine', quantity: '12.5', price: '19.98', total: '249.75', account: { code: '10-6200-HS' } },
			{
				type: 'InvoiceAmountLine',
				price: '180.00',
				'account-allocations': [
					{ amount: '120.00', account: { code: '10-6200-HS' } },
					{ amount: '60.00', account: { code: '10-6200-LS' } },
				],
			},
			{
				total: '150.00',
				'account-allocations': [
					{ pct: '60.0', account: { code: '10-6300-HS' } },
					{ pct: '40.0', account: { code: '10-6300-LS' } },
				],
			},
		],
	});
});

test('scenario 4: backed by a purchase order, with header tax and custom fields on header and lines', async () => {
	const number = 'CERT-4';
	const column = [
		{ column: 'Cost Region', field: 'cf-region', rowKind: 'Invoice' },
		{ column: 'Asset Tag', field: 'cf-asset-tag', rowKind: 'Invoice Line' },
	];
	const own: Record<string, Record<string, string>> = { Invoice: { 'Cost Region': 'West' }, 'Invoice Line': { 'Asset Tag': 'A-0815' } };
	const outcomes = await delivered(
		[
			plainInvoice(number, {
				headerTaxCode: 'OR-STD',
				lines: [{ description: 'Threaded rod 1 m', quantity: '20', price: '3.85', order: { number: '70317', line: '1' } }],
			}),
		],
		{
			rows: (rows) => rows.map(({ kind, cells }) => ({ kind, cells: { ...cells, ...own[kind] } })),
			reading: { customFields: { column } },
		},
	);
	expect(outcomes).toEqual({ [number]: 'imported' });
	expect(held(number)).toMatchObject({
		'line-level-taxation': false,
		'tax-code': { code: 'OR-STD' },
		'tax-rate': '8.25',
		'tax-amount': '6.35',
		'gross-total': '83.35',
		'custom-fields': { 'cf-region': 'West' },
		'invoice-lines': [{ 'order-line-id': 881_005, total: '77.00', 'custom-fields': { 'cf-asset-tag': 'A-0815' } }],
	});
});

test('scenario 5: service lines by amount, taxes on lines, charges on the header', async () => {
	const number = 'CERT-5';
	const outcomes = await delivered([
		plainInvoice(number, {
			supplierNumber: 'V-20012',
			currency: 'EUR',
			remitTo: 'MS-01',
			lineLevelTaxation: true,
			lines: [
				{ description: 'Montage vor Ort, zwei Tage', price: '800.00', order: { number: '70321', line: '2' }, taxCode: 'DE-19' },
				{ description: 'Fachbuch', price: '39.90', account: '10-6150-HS', taxCode: 'DE-7' },
			],
			charges: [
				{ type: 'InvoiceShippingCharge', description: 'Fracht', total: '20.00', account: '10-6300-HS', taxRows: ['DE-19'] },
				{ type: 'InvoiceHandlingCharge', description: 'Verpackung', total: '5.00', account: '10-6300-HS' },
				{ type: 'InvoiceMiscCharge', description: 'Zuschlag', total: '2.50', account: '10-6300-HS' },
			],
		}),
	]);
	expect(outcomes).toEqual({ [number]: 'imported' });
	const invoice = held(number);
	expect(invoice).toMatchObject({
		'line-level-taxation': true,
		'shipping-amount': '20.00',
		'handling-amount': '5.00',
		'misc-amount': '2.50',
		'tax-amount': '158.59',
		'gross-total': '1025.99',
		'invoice-lines': [
			{ type: 'InvoiceAmountLine', price: '800.00', quantity: null, 'order-header-num': '70321', 'order-line-num': '2' },
			{ type: 'InvoiceAmountLine', price: '39.90', account: { code: '10-6150-HS' } },
		],
		'invoice-charges': [
			{ type: 'InvoiceShippingCharge', total: '20.00', 'tax-lines': [{ amount: '3.80', 'tax-code': { code: 'DE-19' } }] },
			{ type: 'InvoiceHandlingCharge', total: '5.00' },
			{ type: 'InvoiceMiscCharge', total: '2.50' },
		],
	});
});

test('scenario 6: without a purchase order, several tax lines on each line', async () => {
	const number = 'CERT-6';
	const taxRows = ['CA-GST', 'CA-PST-BC'];
	const outcomes = await delivered([
		plainInvoice(number, {
			supplierNumber: 'V-20018',
			currency: 'CAD',
			lineLevelTaxation: true,
			lines: [
				{ description: 'Custom envelopes', price: '612.40', account: '10-6200-LS', taxRows },
				{ description: 'Letterheads', quantity: '4', price: '25.00', account: '10-6200-LS', taxRows },
			],
		}),
	]);
	expect(outcomes).toEqual({ [number]: 'imported' });
	expect(held(number)).toMatchObject({
		'tax-amount': '85.49',
		'gross-total': '797.89',
		'invoice-lines': [
			{
				total: '612.40',
				'tax-lines': [
					{ amount: '30.62', rate: '5.0' },
					{ amount: '42.87', rate: '7.0' },
				],
			},
			{
				total: '100.00',
				'tax-lines': [
					{ amount: '5.00', rate: '5.0' },
					{ amount: '7.00', rate: '7.0' },
				],
			},
		],
	});
});

test('scenario 8: a credit memo for an invoice that is backed by a purchase order', async () => {
	const [original, credit] = ['CERT-8', 'CERT-8-C'];
	const line = { description: 'Wall plugs 10 mm, bag of 50', price: '4.20', order: { number: '70316', line: '2' } };
	const date = '2026-05-05';
	expect(await delivered([plainInvoice(original, { lines: [{ ...line, quantity: '10' }] })])).toEqual({ [original]: 'imported' });
	expect(
		await delivered([
			plainInvoice(credit, {
				date,
				creditNote: 'Yes',
				original: { number: original, date: '2026-05-04' },
				lines: [{ ...line, quantity: '-4' }],
			}),
		]),
	).toEqual({ [credit]: 'imported' });
	expect(held(original)).toMatchObject({ 'document-type': 'Invoice', 'gross-total': '42.00' });
	expect(held(credit)).toMatchObject({
		status: 'pending_approval',
		'document-type': 'Credit Note',
		'original-invoice-number': original,
		'gross-total': '-16.80',
		'invoice-lines': [{ quantity: '-4.0', price: '4.20', total: '-16.80', 'order-header-num': '70316', 'order-line-num': '2' }],
	});
	expect(String(held(credit)['original-invoice-date'])).toMatch(/^2026-05-04/);
});
