import { recordsAt } from '../../../lib/core';
import { codesOf, balanced, mapped } from './mapped';
import { changed, INVOICE, LINE, type Written } from './document';

const withLine = (changes: Written, net = '100.00', vat = '19.00', total = '119.00'): Written =>
	changed(INVOICE, {
		'BG-22': { 'BT-112': total, 'BT-115': total },
		'BG-23': { 'BT-116': net, 'BT-117': vat, 'BT-118': 'S', 'BT-119': '19' },
		'BG-25': changed(LINE, { 'BT-131': net, ...changes }),
	});
const firstLine = (written: Written) => {
	const result = mapped(written);
	const { price, quantity, uom, type } = recordsAt(result.record, 'invoice-lines')[0] ?? {};
	return { price, quantity, uom, type, codes: codesOf(result) };
};
const EA = { code: 'EA' };

describe('price of one unit', () => {
	it.each([
		['as it is, every digit', { 'BT-146': '10.000' }, '10', '100.00', '10.000'],
		['divided by its base quantity', { 'BT-146': '1000.00', 'BT-149': '100' }, '10', '100.00', '10'],
		['divided exactly to many digits', { 'BT-146': '1', 'BT-149': '1024' }, '102400', '100.00', '0.0009765625'],
		['a base quantity of nought counts for one', { 'BT-146': '10.00', 'BT-149': '0' }, '10', '100.00', '10.00'],
		['a fraction as base quantity', { 'BT-146': '2.50', 'BT-149': '0.25' }, '10', '100.00', '10'],
		['rounded to the currency by the supplier', { 'BT-146': '3.3333' }, '30', '100.00', '3.3333'],
		['20 digits after the point', { 'BT-146': '10.00000000000000000001' }, '10', '100.00', '10.00000000000000000001'],
	])('%s', (_, price, quantity, net, expected) => {
		expect(firstLine(withLine({ 'BT-129': quantity, 'BG-29': price }, net))).toEqual({
			price: expected,
			quantity,
			uom: EA,
			type: 'InvoiceQuantityLine',
			codes: [],
		});
	});

	it('is rounded at the 20th digit where it has no end, and says so', () => {
		const line = firstLine(withLine({ 'BT-129': '30', 'BG-29': { 'BT-146': '10', 'BT-149': '3' } }));
		expect(line).toEqual({ price: '3.33333333333333333333', quantity: '30', uom: EA, type: 'InvoiceQuantityLine', codes: ['priceDigits'] });
	});

	it('has no more digits than Coupa keeps', () => {
		const line = firstLine(withLine({ 'BG-29': { 'BT-146': '10.000000000000000000000000000001' } }));
		expect(line).toMatchObject({ price: '10', quantity: '10', codes: ['priceDigits'] });
	});

	it('goes in as an amount where 20 digits change the amount of the line', () => {
		const quantity = '300000000000000000000';
		const line = firstLine(withLine({ 'BT-129': quantity, 'BG-29': { 'BT-146': '10', 'BT-149': '3' } }, '1000000000000000000000.00'));
		expect(line).toMatchObject({ price: '1000000000000000000000.00', type: 'InvoiceAmountLine', codes: ['priceDigits'] });
		expect(line.quantity).toBeUndefined();
	});

	it('follows from the amount where it does not come to it, and says so', () => {
		const result = mapped(withLine({ 'BT-129': '1000', 'BG-29': { 'BT-146': '0.01' } }, '12.34'));
		expect(recordsAt(result.record, 'invoice-lines')[0]).toMatchObject({ price: '0.01234', quantity: '1000' });
		expect(result.problems).toEqual([
			{
				severity: 'warning',
				code: 'linePrice',
				column: 'BT-146',
				path: '/BG-25/BG-29/BT-146',
				value: '0.01',
				message: 'Quantity and price of the line do not come to its amount of 12.34. The amount counts: the price is 0.01234.',
			},
		]);
	});

	it('follows from the amount where there is none', () => {
		expect(firstLine(withLine({ 'BG-29': undefined }))).toMatchObject({ price: '10', quantity: '10', codes: [] });
	});
});

describe('quantity', () => {
	it('missing: an amount line, with the text of its amount', () => {
		const line = firstLine(withLine({ 'BT-129': undefined, 'BT-130': undefined }));
		expect(line).toEqual({ price: '100.00', quantity: undefined, uom: undefined, type: 'InvoiceAmountLine', codes: [] });
	});

	it('of nought for something: an amount line, told', () => {
		expect(firstLine(withLine({ 'BT-129': '0' }))).toMatchObject({ price: '100.00', type: 'InvoiceAmountLine', codes: ['linePrice'] });
	});

	it('of nought for nothing stays', () => {
		expect(firstLine(withLine({ 'BT-129': '0' }, '0'))).toMatchObject({ price: '10.00', quantity: '0', codes: [] });
	});

	it('with more digits than Coupa keeps: an amount line, told, and the quantity is listed', () => {
		const result = mapped(withLine({ 'BT-129': '10.0000001', 'BG-29': { 'BT-146': '9.9999999' } }));
		expect(codesOf(result)).toEqual(['quantityDigits']);
		expect(recordsAt(result.record, 'invoice-lines')[0]).toMatchObject({ price: '100.00', type: 'InvoiceAmountLine' });
		expect(result.left.map(({ name }) => name)).toEqual([
			'Line 1: Invoiced quantity (BT-129)',
			'Line 1: Invoiced quantity unit of measure code (BT-130)',
			'Line 1: Item net price (BT-146)',
		]);
	});

	it('takes the sign that only the amount has', () => {
		expect(firstLine(withLine({}, '-100.00', '-19.00', '-119.00'))).toMatchObject({ price: '10.00', quantity: '-10', codes: ['lineSign'] });
	});

	it('of 30 digits goes as far as Coupa takes it', () => {
		const quantity = '123456789012345678901234.123456';
		expect(firstLine(withLine({ 'BT-129': quantity, 'BG-29': { 'BT-146': '1' } }, quantity))).toMatchObject({ quantity, price: '1' });
	});
});

describe('unit', () => {
	it('that is not known is told by its code, for the buyer, and no unit is sent', () => {
		const result = mapped(withLine({ 'BT-130': 'Q9X' }));
		expect(result.problems).toEqual([
			{
				severity: 'error',
				code: 'unknownUnit',
				forBuyer: true,
				column: 'BT-130',
				path: '/BG-25/BT-130',
				value: 'Q9X',
				message: expect.stringContaining('The unit Q9X (BT-130) is not in the table of units') as string,
			},
		]);
		expect(recordsAt(result.record, 'invoice-lines')[0]?.uom).toBeUndefined();
		expect(result.left).toEqual([{ name: 'Line 1: Invoiced quantity unit of measure code (BT-130)', value: 'Q9X' }]);
	});

	it('of the price that is another than that of the quantity is listed', () => {
		const result = mapped(withLine({ 'BG-29': { 'BT-146': '10.00', 'BT-149': '1', 'BT-150': 'KGM' } }));
		expect(result.left).toEqual([{ name: 'Line 1: Item price base quantity unit of measure code (BT-150)', value: 'KGM' }]);
	});
});

describe('numbers and texts of lines', () => {
	const numbersOf = (numbers: string[]) => {
		const lines = numbers.map((number) => changed(LINE, { 'BT-126': number, 'BT-131': '50.00', 'BT-129': '5' }));
		const result = balanced(changed(INVOICE, { 'BG-25': lines }));
		return {
			numbers: recordsAt(result.record, 'invoice-lines').map((line) => line['line-num']),
			left: result.left.map(({ value }) => value),
		};
	};

	it('keep whole numbers that are all different', () => {
		expect(numbersOf(['20', '10'])).toEqual({ numbers: [20, 10], left: [] });
	});

	it('are counted where numbers repeat, have letters or noughts in front; then the given ones are listed', () => {
		expect(numbersOf(['1', '1'])).toEqual({ numbers: [1, 2], left: ['1', '1'] });
		expect(numbersOf(['A', '2'])).toEqual({ numbers: [1, 2], left: ['A', '2'] });
		expect(numbersOf(['01', '2'])).toEqual({ numbers: [1, 2], left: ['01', '2'] });
	});

	it('have name and description in one, once', () => {
		const description = (name: string | undefined, text: string) =>
			recordsAt(mapped(withLine({ 'BG-31': { 'BT-153': name, 'BT-154': text } })).record, 'invoice-lines')[0]?.description;
		expect(description('Hex bolt', 'M8, steel')).toBe('Hex bolt – M8, steel');
		expect(description('Hex bolt', 'Hex bolt M8')).toBe('Hex bolt M8');
		expect(description(undefined, 'M8, steel')).toBe('M8, steel');
	});

	it('are never cut: a description that is too long is listed whole', () => {
		const long = 'x'.repeat(1545);
		const result = mapped(withLine({ 'BG-31': { 'BT-153': 'Hex bolt', 'BT-154': long } }));
		expect(recordsAt(result.record, 'invoice-lines')[0]?.description).toBe('Hex bolt');
		expect(result.left).toEqual([{ name: 'Line 1: Item description (BT-154)', value: long }]);
		expect(codesOf(result)).toEqual(['tooLong']);
	});
});
