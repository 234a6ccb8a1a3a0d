import Big from 'big.js';
import { recordsAt, sumOf, type CoupaRecord } from '../../../lib/core';
import { apportioned } from '../../../lib/e-invoice/to-coupa/decimals';
import { taxCountryOf } from '../../../lib/e-invoice/to-coupa/parties';
import { Part } from '../../../lib/e-invoice/to-coupa/part';
import { balanced, codesOf, mapped } from './mapped';
import { changed, eInvoice, INVOICE, LINE, type Written } from './document';

const line = (number: number, net: string, category: string | undefined, rate: string | undefined, more: Written = {}): Written =>
	changed(LINE, {
		'BT-126': String(number),
		'BT-129': '1',
		'BT-131': net,
		'BG-29': { 'BT-146': net },
		'BG-30': { 'BT-151': category, 'BT-152': rate },
		...more,
	});
const vat = (category: string | undefined, rate: string | undefined, net: string, amount: string, more: Written = {}): Written => ({
	'BT-116': net,
	'BT-117': amount,
	'BT-118': category,
	'BT-119': rate,
	...more,
});
const invoice = (total: string, breakdown: Written[], lines: Written[]): Written =>
	changed(INVOICE, { 'BG-22': { 'BT-112': total, 'BT-115': total }, 'BG-23': breakdown, 'BG-25': lines });
const taxes = (record: CoupaRecord) => recordsAt(record, 'invoice-lines').map((one) => recordsAt(one, 'tax-lines')[0]);

it('the VAT of each category and rate is shared out among its lines to the cent', () => {
	const written = invoice(
		'24.68',
		[vat('S', '19', '10.02', '1.90'), vat('S', '7', '11.92', '0.84')],
		[line(1, '3.34', 'S', '19'), line(2, '3.34', 'S', '19.00'), line(3, '3.34', 'S', '19'), line(4, '11.92', 'S', '7')],
	);
	const { record, facts } = balanced(written);
	// Each line alone would have 0.63, 1.89 in all.
	expect(taxes(record)).toEqual([
		{ type: 'TaxLine', amount: '0.64', rate: '19' },
		{ type: 'TaxLine', amount: '0.63', rate: '19.00' },
		{ type: 'TaxLine', amount: '0.63', rate: '19' },
		{ type: 'TaxLine', amount: '0.84', rate: '7' },
	]);
	expect(facts.taxes.map(({ rate, country }) => [rate, country])).toEqual([
		['19', 'DE'],
		['19.00', 'DE'],
		['19', 'DE'],
		['7', 'DE'],
	]);
});

it.each([
	['E', '0', 'Medical services', { 'line-tax-exempt': 't' }],
	['G', '0', 'Export outside the EU', { 'line-tax-exempt': 't' }],
	['K', '0', 'Intra-community supply', { 'line-tax-exempt': 't' }],
	['AE', '0', 'Reverse charge', { 'line-tax-reverse-charge': 't' }],
	['O', undefined, 'Not subject to VAT', { 'line-tax-out-of-scope': 't' }],
	['Z', '0', undefined, {}],
	['L', '7', undefined, {}],
] as Array<[string, string | undefined, string | undefined, CoupaRecord]>)(
	'category %s says what it is, with its reason',
	(category, rate, reason, flags) => {
		const amount = category === 'L' ? '7.00' : '0.00';
		const total = category === 'L' ? '107.00' : '100.00';
		const result = balanced(
			invoice(total, [vat(category, rate, '100.00', amount, { 'BT-120': reason })], [line(1, '100.00', category, rate)]),
		);
		const [first] = recordsAt(result.record, 'invoice-lines');
		expect(first?.['tax-lines']).toEqual([
			{ type: 'TaxLine', amount, ...(rate !== undefined && { rate }), ...(reason !== undefined && { description: reason }) },
		]);
		const shown = Object.fromEntries(Object.entries(first ?? {}).filter(([key]) => key.startsWith('line-tax-')));
		expect(shown).toEqual({ ...flags, ...(reason !== undefined && { 'line-tax-description': reason }) });
		expect(result.record['reverse-charge-reference']).toBe(category === 'AE' ? 'Reverse charge' : undefined);
		expect(result.facts.taxes).toMatchObject([{ category, rate: rate ?? null }]);
		expect(result.left).toEqual([]);
	},
);

it('a reason is its code where it has no text, and is listed where it is too long', () => {
	const withReason = (more: Written) => mapped(invoice('100.00', [vat('E', '0', '100.00', '0', more)], [line(1, '100.00', 'E', '0')]));
	expect(taxes(withReason({ 'BT-121': 'VATEX-EU-132' }).record)[0]?.description).toBe('VATEX-EU-132');
	const long = withReason({ 'BT-120': 'x'.repeat(256) });
	expect(taxes(long.record)[0]?.description).toBeUndefined();
	expect(long.left).toEqual([{ name: 'VAT exemption reason text (BT-120)', value: 'x'.repeat(256) }]);
	expect(codesOf(long)).toEqual(['tooLong']);
	expect(withReason({ 'BT-120': 'Medical', 'BT-121': 'VATEX-EU-132' }).left).toEqual([
		{ name: 'VAT exemption reason code (BT-121)', value: 'VATEX-EU-132' },
	]);
});

it('a line that names no VAT has that of the invoice, if there is only one', () => {
	const one = balanced(invoice('119.00', [vat('S', '19', '100.00', '19.00')], [line(1, '100.00', undefined, undefined)]));
	expect(taxes(one.record)).toEqual([{ type: 'TaxLine', amount: '19.00', rate: '19' }]);
	const two = mapped(
		invoice(
			'126.00',
			[vat('S', '19', '50.00', '9.50'), vat('S', '7', '50.00', '3.50')],
			[line(1, '50.00', 'S', '19'), line(2, '50.00', undefined, undefined)],
		),
	);
	expect(taxes(two.record)[1]).toBeUndefined();
	expect(two.problems.map(({ code, column, path }) => [code, column, path])).toEqual([
		['lineWithoutVat', 'BT-152', '/BG-25[2]'],
		['vatWithoutLine', 'BT-117', '/BG-23[2]/BT-117'],
	]);
});

it('without a breakdown each line has its rate of its amount', () => {
	const { record } = mapped(changed(INVOICE, { 'BG-23': undefined, 'BG-25': line(1, '33.33', 'S', '19') }));
	expect(taxes(record)).toEqual([{ type: 'TaxLine', amount: '6.33', rate: '19' }]);
});

it("the lines' own VAT counts where it adds up to the breakdown", () => {
	const lines = (first: string, second: string) => [
		line(1, '5.00', 'S', '19', { 'XT-line-vat': first }),
		line(2, '5.00', 'S', '19', { 'XT-line-vat': second }),
	];
	const amounts = (first: string, second: string) =>
		taxes(balanced(invoice('11.91', [vat('S', '19', '10.00', '1.91')], lines(first, second))).record).map((one) => one?.amount);
	expect(amounts('0.95', '0.96')).toEqual(['0.95', '0.96']);
	expect(amounts('0.95', '0.95')).toEqual(['0.96', '0.95']);
});

it('currencies without decimals have none in their VAT', () => {
	const written = changed(
		invoice('367', [vat('S', '10', '334', '33')], [line(1, '111', 'S', '10'), line(2, '111', 'S', '10'), line(3, '112', 'S', '10')]),
		{ 'BT-5': 'JPY' },
	);
	expect(taxes(balanced(written).record).map((one) => one?.amount)).toEqual(['11', '11', '11']);
});

it('shares always add up to the amount, whatever its sign and size and that of the weights', () => {
	const cases: Array<[string, string[]]> = [
		['0.01', ['1', '1', '1']],
		['-19.00', ['-33.33', '-33.33', '-33.34']],
		['1.00', ['10', '-9']],
		['5', ['0', '0']],
		['5', ['1', '-1']],
		['0.005', ['1', '2']],
		['123456789012345678901234567890.12', ['1', '2', '3']],
		['-0.03', ['5', '-4', '0']],
	];
	for (const [amount, weights] of cases) {
		const shares = apportioned(
			new Big(amount),
			weights.map((weight) => new Big(weight)),
			2,
		);
		expect(sumOf(shares).toFixed()).toBe(new Big(amount).toFixed());
		expect(shares).toHaveLength(weights.length);
	}
});

it.each([
	[{ 'BT-31': 'DE123' }, 'DE'],
	[{ 'BT-31': 'EL123', 'BT-40': 'GR' }, 'GR'],
	[{ 'BT-31': 'B12345678', 'BT-40': 'ES' }, 'ES'],
	[{ 'BT-31': 'ZZ12', 'BT-40': 'us' }, 'US'],
	[{ 'BT-31': 'US12', 'BG-11': { 'BT-63': 'PL555', 'BG-12': { 'BT-69': 'PL' } } }, 'PL'],
	[{ 'BT-31': '5250001009', 'BT-40': 'PL' }, 'PL'],
	[{}, null],
] as Array<[Written, string | null]>)('country of the VAT of %j is %s', (seller, country) => {
	expect(taxCountryOf(new Part(eInvoice({ 'BG-4': seller }).document, new Set()))).toBe(country);
});

describe('what leaves out category or rate has those of the breakdown, where only one row fits', () => {
	it.each<[string, [string | undefined, string | undefined], [string | undefined, string | undefined]]>([
		['the rate of a line', ['S', '25'], ['S', undefined]],
		['the category of a line', ['S', '25'], [undefined, '25']],
		['both of a line', ['S', '25'], [undefined, '25.0']],
		['the rate of the breakdown', ['A', undefined], ['A', '25']],
		['the category of the breakdown', [undefined, '25'], ['S', '25']],
	])('%s', (_, [category, rate], [ofLine, rateOfLine]) => {
		const rows = [vat(category, rate, '100.00', '25.00'), vat('Z', '0', '10.00', '0')];
		const result = balanced(invoice('135.00', rows, [line(1, '100.00', ofLine, rateOfLine), line(2, '10.00', 'Z', '0')]));
		expect(taxes(result.record)[0]).toEqual({
			type: 'TaxLine',
			amount: '25.00',
			...((rateOfLine ?? rate) !== undefined && { rate: rateOfLine ?? rate }),
		});
		expect(codesOf(result)).toEqual([]);
	});

	it('not where several do', () => {
		const rows = [vat('S', '25', '100.00', '25.00'), vat('S', '12', '10.00', '1.20')];
		const result = mapped(invoice('136.20', rows, [line(1, '100.00', 'S', undefined), line(2, '10.00', 'S', '12')]));
		expect(codesOf(result)).toEqual(['vatWithoutLine']);
	});
});
