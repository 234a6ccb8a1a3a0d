import { recordsAt } from '../../../lib/core';
import { UNIT_CODES } from '../../../lib/e-invoice/to-coupa/unit-codes';
import { UNIT_TEXTS } from '../../../lib/e-invoice/to-coupa/unit-texts';
import { unitCode } from '../../../lib/e-invoice/to-coupa/units';
import { balanced, codesOf } from './mapped';
import { changed, INVOICE, LINE } from './document';

const USUAL = { units: {}, unitCodes: 'usual' } as const;

describe("Coupa's code of a unit", () => {
	it.each([
		['C62', 'EA'],
		['H87', 'EA'],
		['EA', 'EA'],
		['PCE', 'EA'],
		['ea', 'EA'],
		['HUR', 'HR'],
		['DAY', 'DAY'],
		['MON', 'MO'],
		['KGM', 'KG'],
		['TNE', 'T'],
		['MTR', 'M'],
		['LH', 'HR'],
		['K6', 'M3'],
		['XBC', 'CR'],
		['LTR', 'L'],
		['KWH', 'KWH'],
		['XBX', 'BX'],
		['XPX', 'PAL'],
		['LS', 'LS'],
		['szt.', 'EA'],
		['PZ', 'EA'],
		['godz.', 'HR'],
		['ORE', 'HR'],
		['kg', 'KG'],
	])('of %s is %s', (code, expected) => {
		expect(unitCode(code, USUAL)).toBe(expected);
	});

	it.each(['ZZ', 'XYZ', '', ' ', 'constructor', '__proto__', 'a long text that is no code'])('of “%s” is not guessed', (code) => {
		expect(unitCode(code, USUAL)).toBeNull();
	});

	it('is that of the settings before any other', () => {
		const units = { HUR: 'HOUR', ZZ: 'PAUSCH', '': 'EA' };
		expect(['HUR', 'hur', 'ZZ', '', 'C62'].map((code) => unitCode(code, { units, unitCodes: 'usual' }))).toEqual([
			'HOUR',
			'HOUR',
			'PAUSCH',
			'EA',
			'EA',
		]);
	});

	it('is the UN/ECE code itself where the company has those', () => {
		const codes = ['HUR', 'KGM', 'szt.', 'C62', '', 'TOOLONG'].map((code) => unitCode(code, { units: { C62: 'EA' }, unitCodes: 'unece' }));
		expect(codes).toEqual(['HUR', 'KGM', 'H87', 'EA', null, null]);
	});

	it('has at most 6 characters, and every word leads to one', () => {
		expect([...UNIT_CODES.values()].filter((code) => code.length > 6)).toEqual([]);
		expect([...UNIT_TEXTS.values()].filter((code) => !UNIT_CODES.has(code))).toEqual([]);
	});
});

describe('a quantity without a unit', () => {
	const written = changed(INVOICE, { 'BG-25': changed(LINE, { 'BT-130': undefined }) });

	it('goes in as an amount, told, and is listed', () => {
		const result = balanced(written);
		expect(recordsAt(result.record, 'invoice-lines')[0]).toMatchObject({ type: 'InvoiceAmountLine', price: '100.00' });
		expect(codesOf(result)).toEqual(['unitMissing']);
		expect(result.left.map(({ name, value }) => [name, value])).toEqual([
			['Line 1: Invoiced quantity (BT-129)', '10'],
			['Line 1: Item net price (BT-146)', '10.00'],
		]);
	});

	it('has the unit that the settings name for it', () => {
		const result = balanced(written, { units: { '': 'EA' } });
		expect(recordsAt(result.record, 'invoice-lines')[0]).toMatchObject({
			type: 'InvoiceQuantityLine',
			quantity: '10',
			uom: { code: 'EA' },
		});
		expect(codesOf(result)).toEqual([]);
	});
});
