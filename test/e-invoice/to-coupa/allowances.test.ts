import { recordsAt, type CoupaRecord } from '../../../lib/core';
import type { AllowanceForm } from '../../../lib/e-invoice';
import { freightType } from '../../../lib/e-invoice/to-coupa/freight';
import { balanced, codesOf, mapped } from './mapped';
import { changed, INVOICE, LINE, type Written } from './document';

const ALLOWANCE: Written = { 'BT-92': '10.00', 'BT-93': '100.00', 'BT-94': '10', 'BT-95': 'S', 'BT-96': '19', 'BT-97': 'Discount' };
const CHARGE: Written = { 'BT-99': '20.00', 'BT-102': 'S', 'BT-103': '19.0', 'BT-104': 'Freight', 'BT-105': 'FC' };
const WITH_BOTH = changed(INVOICE, {
	'BG-20': ALLOWANCE,
	'BG-21': CHARGE,
	'BG-22': { 'BT-107': '10.00', 'BT-108': '20.00', 'BT-109': '110.00', 'BT-112': '130.90', 'BT-115': '130.90' },
	'BG-23': { 'BT-116': '110.00', 'BT-117': '20.90', 'BT-118': 'S', 'BT-119': '19' },
});
const shown = (record: CoupaRecord) => ({
	lines: recordsAt(record, 'invoice-lines').map(({ 'line-num': number, description, price, quantity, 'tax-lines': tax }) => ({
		number,
		description,
		price,
		quantity,
		tax: recordsAt({ tax: tax ?? null }, 'tax')[0]?.amount,
	})),
	charges: recordsAt(record, 'invoice-charges'),
});

describe('allowances and charges of the document', () => {
	it('as lines of their own, negative for an allowance, each with its tax', () => {
		const result = balanced(WITH_BOTH, { documentAllowances: 'line', documentCharges: 'line' });
		expect(shown(result.record)).toEqual({
			lines: [
				{ number: 1, description: 'Hex bolt', price: '10.00', quantity: '10', tax: '19.00' },
				{ number: 2, description: 'Discount (10 % of 100.00)', price: '-10.00', quantity: undefined, tax: '-1.90' },
				{ number: 3, description: 'Freight', price: '20.00', quantity: undefined, tax: '3.80' },
			],
			charges: [],
		});
		expect(result.facts.taxes.map(({ path, category, rate, term, source }) => ({ path, category, rate, term, source }))).toEqual([
			{ path: 'invoice-lines[0].tax-lines[0]', category: 'S', rate: '19', term: 'BT-151', source: '/BG-25/BG-30/BT-151' },
			{ path: 'invoice-lines[1].tax-lines[0]', category: 'S', rate: '19', term: 'BT-92', source: '/BG-20/BT-92' },
			{ path: 'invoice-lines[2].tax-lines[0]', category: 'S', rate: '19.0', term: 'BT-99', source: '/BG-21/BT-99' },
		]);
		expect(result.problems).toEqual([]);
		expect(result.left).toEqual([]);
	});

	it('as charges: freight as shipping, an allowance as a negative misc charge', () => {
		const result = balanced(WITH_BOTH, { documentAllowances: 'charge', documentCharges: 'charge' });
		expect(shown(result.record).charges).toEqual([
			{
				type: 'InvoiceMiscCharge',
				description: 'Discount (10 % of 100.00)',
				total: '-10.00',
				currency: { code: 'EUR' },
				'tax-lines': [{ type: 'TaxLine', amount: '-1.90', rate: '19' }],
			},
			{
				type: 'InvoiceShippingCharge',
				description: 'Freight',
				total: '20.00',
				currency: { code: 'EUR' },
				'tax-lines': [{ type: 'TaxLine', amount: '3.80', rate: '19.0' }],
			},
		]);
		expect(result.facts.taxes.map(({ path }) => path)).toEqual([
			'invoice-lines[0].tax-lines[0]',
			'invoice-charges[0].tax-lines[0]',
			'invoice-charges[1].tax-lines[0]',
		]);
	});

	it('spread over the lines with their VAT, in proportion, to the cent', () => {
		const line = (number: string, net: string, category: string, rate: string) =>
			changed(LINE, {
				'BT-126': number,
				'BT-129': '1',
				'BT-131': net,
				'BG-29': { 'BT-146': net },
				'BG-30': { 'BT-151': category, 'BT-152': rate },
			});
		const result = balanced(
			changed(INVOICE, {
				'BG-20': changed(ALLOWANCE, { 'BT-92': '10.00' }),
				'BG-22': { 'BT-112': '157.10', 'BT-115': '157.10' },
				'BG-23': [
					{ 'BT-116': '90.00', 'BT-117': '17.10', 'BT-118': 'S', 'BT-119': '19' },
					{ 'BT-116': '50.00', 'BT-117': '0.00', 'BT-118': 'E', 'BT-119': '0', 'BT-120': 'Medical' },
				],
				'BG-25': [
					line('1', '33.33', 'S', '19'),
					line('2', '33.33', 'S', '19'),
					line('3', '33.34', 'S', '19'),
					line('4', '50.00', 'E', '0'),
				],
			}),
			{ documentAllowances: 'spread' },
		);
		expect(shown(result.record).lines.map(({ price, tax }) => [price, tax])).toEqual([
			['30', '5.70'],
			['30', '5.70'],
			['30', '5.70'],
			['50.00', '0.00'],
		]);
		expect(codesOf(result)).toEqual([]);
		expect(result.left).toEqual([
			{ name: 'Document level allowances (BG-20)', value: '10.00, 100.00, 10, S, 19, Discount' },
			{ name: 'Line 1: Item net price (BT-146)', value: '33.33' },
			{ name: 'Line 2: Item net price (BT-146)', value: '33.33' },
			{ name: 'Line 3: Item net price (BT-146)', value: '33.34' },
		]);
	});

	it('that have the VAT of no line are lines of their own, told', () => {
		const written = changed(WITH_BOTH, {
			'BG-20': undefined,
			'BG-21': { 'BT-99': '20.00', 'BT-102': 'S', 'BT-103': '7', 'BT-104': 'Freight' },
			'BG-22': { 'BT-112': '140.40', 'BT-115': '140.40' },
			'BG-23': [
				{ 'BT-116': '100.00', 'BT-117': '19.00', 'BT-118': 'S', 'BT-119': '19' },
				{ 'BT-116': '20.00', 'BT-117': '1.40', 'BT-118': 'S', 'BT-119': '7' },
			],
		});
		const result = balanced(written, { documentCharges: 'spread' });
		expect(codesOf(result)).toEqual(['notSpread']);
		expect(shown(result.record).lines[1]).toEqual({ number: 2, description: 'Freight', price: '20.00', quantity: undefined, tax: '1.40' });
	});

	it('without an amount are told as an error and change nothing', () => {
		const result = mapped(changed(INVOICE, { 'BG-20': { 'BT-97': 'Discount' } }));
		expect(result.problems).toMatchObject([{ severity: 'error', code: 'required', column: 'BT-92', path: '/BG-20' }]);
		expect(recordsAt(result.record, 'invoice-lines')).toHaveLength(1);
	});

	it('without a reason are called by their code, else by what they are', () => {
		const description = (allowance: Written) => shown(mapped(changed(INVOICE, { 'BG-20': allowance })).record).lines[1]?.description;
		expect(description({ 'BT-92': '1', 'BT-98': '95' })).toBe('Allowance 95');
		expect(description({ 'BT-92': '1' })).toBe('Allowance');
	});
});

describe('allowances and charges of a line', () => {
	const line = changed(LINE, {
		'BT-131': '95.00',
		'BG-27': { 'BT-136': '10.00', 'BT-139': 'Rebate' },
		'BG-28': { 'BT-141': '5.00', 'BT-144': 'Packing', 'BT-145': 'PC' },
	});
	const invoice = changed(INVOICE, {
		'BG-22': { 'BT-112': '113.05', 'BT-115': '113.05' },
		'BG-23': { 'BT-116': '95.00', 'BT-117': '18.05', 'BT-118': 'S', 'BT-119': '19' },
		'BG-25': line,
	});
	const linesAndCharges = (form: AllowanceForm) => shown(balanced(invoice, { lineAllowances: form }).record);

	it('are part of its price, which needs no word, and what they say is listed', () => {
		const result = balanced(invoice, { lineAllowances: 'spread' });
		expect(shown(result.record)).toEqual({
			lines: [{ number: 1, description: 'Hex bolt', price: '9.5', quantity: '10', tax: '18.05' }],
			charges: [],
		});
		expect(result.problems).toEqual([]);
		expect(result.left).toEqual([
			{ name: 'Line 1: Invoice line allowances (BG-27)', value: '10.00, Rebate' },
			{ name: 'Line 1: Invoice line charges (BG-28)', value: '5.00, Packing, PC' },
			{ name: 'Line 1: Item net price (BT-146)', value: '10.00' },
		]);
	});

	it('are lines of their own: the line keeps the price that was ordered', () => {
		expect(linesAndCharges('line').lines).toEqual([
			{ number: 1, description: 'Hex bolt', price: '10.00', quantity: '10', tax: '19.00' },
			{ number: 2, description: 'Rebate (line 1)', price: '-10.00', quantity: undefined, tax: '-1.90' },
			{ number: 3, description: 'Packing (line 1)', price: '5.00', quantity: undefined, tax: '0.95' },
		]);
	});

	it('are charges', () => {
		expect(linesAndCharges('charge').charges).toMatchObject([
			{ type: 'InvoiceMiscCharge', description: 'Rebate (line 1)', total: '-10.00' },
			{ type: 'InvoiceHandlingCharge', description: 'Packing (line 1)', total: '5.00' },
		]);
	});
});

describe('kinds of charges', () => {
	it.each([
		['FC', undefined, 'InvoiceShippingCharge'],
		['DL', 'Anything', 'InvoiceShippingCharge'],
		['PC', 'Freight', 'InvoiceHandlingCharge'],
		['FI', 'Freight financing', 'InvoiceMiscCharge'],
		['ABK', 'Versandkosten', 'InvoiceShippingCharge'],
		['ZZZ', 'Emballage', 'InvoiceHandlingCharge'],
		[undefined, 'Koszty dostawy', 'InvoiceShippingCharge'],
		[undefined, 'Spese di spedizione', 'InvoiceShippingCharge'],
		[undefined, 'Insurance', 'InvoiceMiscCharge'],
		[undefined, undefined, 'InvoiceMiscCharge'],
	])('code %s, reason %s: %s', (code, reason, type) => {
		expect(freightType(code, reason)).toBe(type);
	});
});

it('allowances and charges that are stated as totals only go in as one each', () => {
	const { record, problems } = balanced(
		changed(INVOICE, {
			'BG-22': {
				'BT-106': '100.00',
				'BT-107': '10.00',
				'BT-108': '4.00',
				'BT-109': '94.00',
				'BT-110': '17.86',
				'BT-112': '111.86',
				'BT-115': '111.86',
			},
			'BG-23': { 'BT-116': '94.00', 'BT-117': '17.86', 'BT-118': 'S', 'BT-119': '19' },
		}),
	);
	expect(record['invoice-lines']).toMatchObject([{}, { description: 'Allowances', price: '-10.00', 'tax-lines': [{ amount: '-1.90' }] }]);
	expect(record['invoice-charges']).toMatchObject([
		{ type: 'InvoiceMiscCharge', description: 'Charges', total: '4.00', 'tax-lines': [{ amount: '0.76' }] },
	]);
	expect(problems).toEqual([]);
});

it('but not where they are those of the lines', () => {
	const { record } = balanced(
		changed(INVOICE, { 'BG-22': { 'BT-106': '100.00', 'BT-107': '10.00', 'BT-109': '100.00', 'BT-112': '119.00', 'BT-115': '119.00' } }),
	);
	expect(recordsAt(record, 'invoice-lines')).toHaveLength(1);
});
