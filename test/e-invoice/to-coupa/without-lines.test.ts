import { Group, readEInvoiceXml, toCoupa } from '../../../lib/e-invoice';
import { changed as changedText, GOLDEN_CII } from '../support/golden';
import { changed, INVOICE } from './document';
import { balanced, codesOf } from './mapped';

const BASIC_WL = changed(INVOICE, {
	'BT-13': 'PO-1',
	'BG-25': undefined,
	'BG-20': { 'BT-92': '10.00', 'BT-95': 'S', 'BT-96': '19', 'BT-97': 'Discount' },
	'BG-22': { 'BT-106': '160.00', 'BT-107': '10.00', 'BT-109': '150.00', 'BT-110': '20.90', 'BT-112': '170.90', 'BT-115': '170.90' },
	'BG-23': [
		{ 'BT-116': '90.00', 'BT-117': '17.10', 'BT-118': 'S', 'BT-119': '19' },
		{ 'BT-116': '60.00', 'BT-117': '3.80', 'BT-118': 'S', 'BT-119': '7' },
	],
});

it('one line for each VAT rate stands for the lines that are missing, and the invoice stays a draft', () => {
	const result = balanced(BASIC_WL);
	expect(result.record['invoice-lines']).toEqual([
		{
			'line-num': 1,
			type: 'InvoiceAmountLine',
			price: '90.00',
			description: 'Goods and services at 19 % VAT',
			'order-header-num': 'PO-1',
			'tax-lines': [{ type: 'TaxLine', amount: '17.10', rate: '19' }],
		},
		{
			'line-num': 2,
			type: 'InvoiceAmountLine',
			price: '60.00',
			description: 'Goods and services at 7 % VAT',
			'order-header-num': 'PO-1',
			'tax-lines': [{ type: 'TaxLine', amount: '3.80', rate: '7' }],
		},
	]);
	expect(result.record['invoice-charges']).toBeUndefined();
	expect(result.problems).toMatchObject([{ severity: 'warning', code: 'noLines', keepsDraft: true, column: 'BT-126' }]);
	expect(result.left).toEqual([{ name: 'Document level allowances (BG-20)', value: '10.00, S, 19, Discount' }]);
});

it('without a breakdown it is one line with the total without VAT', () => {
	const minimum = changed(BASIC_WL, {
		'BG-20': undefined,
		'BG-23': undefined,
		'BG-22': { 'BT-109': '150.00', 'BT-110': '20.90', 'BT-112': '170.90', 'BT-115': '170.90' },
	});
	const { record, problems } = balanced(minimum);
	expect(record['invoice-lines']).toMatchObject([
		{ type: 'InvoiceAmountLine', price: '150.00', description: 'Goods and services', 'tax-lines': [{ amount: '20.90' }] },
	]);
	expect(problems).toMatchObject([{ code: 'noLines', keepsDraft: true }]);
});

it('which may be worked out from the total with VAT', () => {
	const { record } = balanced(
		changed(BASIC_WL, { 'BG-20': undefined, 'BG-23': undefined, 'BG-22': { 'BT-110': '20.90', 'BT-112': '170.90' } }),
	);
	expect(record['invoice-lines']).toMatchObject([{ price: '150', 'tax-lines': [{ amount: '20.90' }] }]);
});

it('a credit note without lines is negative', () => {
	const { record } = balanced(changed(BASIC_WL, { 'BT-3': '381' }));
	expect(record).toMatchObject({ 'supplier-total': '-170.90', 'invoice-lines': [{ price: '-90.00' }, { price: '-60.00' }] });
});

it('a document without any amount has no lines', () => {
	const result = toCoupa({
		syntax: 'CII',
		profile: null,
		position: 1,
		document: new Group('document', '/CrossIndustryInvoice'),
		unread: [],
		problems: [],
	});
	expect(result.record['invoice-lines']).toEqual([]);
	expect(codesOf(result)).toEqual([]);
});

it('a Factur-X of the profile BASIC WL comes in without an error', async () => {
	const xml = changedText(
		GOLDEN_CII,
		['urn:cen.eu:en16931:2017', 'urn:factur-x.eu:1p0:basicwl'],
		[/<ram:IncludedSupplyChainTradeLineItem>.*<\/ram:IncludedSupplyChainTradeLineItem>/gs, ''],
	);
	const [invoice] = (await readEInvoiceXml(Buffer.from(xml))).invoices;
	if (invoice === undefined) throw new Error('no invoice');
	const { record, problems } = toCoupa(invoice);
	expect(record['invoice-lines']).toMatchObject([
		{ price: '210.00', 'tax-lines': [{ amount: '39.90' }] },
		{ price: '100.00', 'tax-lines': [{ amount: '7.00' }] },
	]);
	expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
});
