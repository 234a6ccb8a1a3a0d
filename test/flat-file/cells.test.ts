import { boolean, date, dateTime, decimal, integer, readCell, text, type CellType, type DateFormat } from '../../lib/flat-file';

const read = (type: CellType, cell: string, format: DateFormat = 'ISO', allowed?: string[]): unknown => {
	const reading = readCell({ name: 'Column', type, ...(allowed ? { allowed } : {}) }, cell, format);
	return 'code' in reading ? `!${reading.code}` : reading.value;
};

describe('cells', () => {
	test.each([
		['12.50', '12.50'],
		['0.1000000000000000055511151231257827', '0.1000000000000000055511151231257827'],
		['123456789012345678901234.99', '123456789012345678901234.99'],
		['-3', '-3'],
		['+5.', '5'],
		['-.50', '-0.50'],
		['1,234.50', '!decimal'],
		['12,50', '!decimal'],
		['$12', '!decimal'],
		['12 EUR', '!decimal'],
		['1e3', '!decimal'],
		['=1+1', '!decimal'],
		['٣', '!decimal'],
	])('decimal %s → %s', (cell, expected) => {
		expect(read(decimal(), cell)).toBe(expected);
	});

	test.each([
		['9999.1234', '9999.1234'],
		['9999.12340000', '9999.12340000'],
		['9999.12345', '!decimalSize'],
		['99999', '!decimalSize'],
		['0009999', '0009999'],
	])('decimal(8,4) %s → %s', (cell, expected) => {
		expect(read(decimal(8, 4), cell)).toBe(expected);
	});

	test.each([
		['2026-04-25', '2026-04-25'],
		['2026-04-25T23:59:00-07:00', '2026-04-25'],
		['2024-02-29', '2024-02-29'],
		['2026-02-29', '!date'],
		['2026-13-01', '!date'],
		['26-04-25', '!date'],
		['04/25/2026', '!date'],
		['2026/04/25', '!date'],
		['46137', '!date'],
		['25 April 2026', '!date'],
	])('date %s → %s', (cell, expected) => {
		expect(read(date, cell)).toBe(expected);
	});

	test.each<[DateFormat, string, string]>([
		['MM/DD/YYYY', '04/25/2026', '2026-04-25'],
		['MM/DD/YYYY', '4/5/2026', '2026-04-05'],
		['DD/MM/YYYY', '4/5/2026', '2026-05-04'],
		['MM/DD/YYYY', '25/04/2026', '!date'],
		['DD/MM/YYYY', '31/04/2026', '!date'],
		['DD/MM/YYYY', '2026-04-25', '2026-04-25'],
		['DD/MM/YYYY', '25/04/26', '!date'],
	])('date as %s: %s → %s', (format, cell, expected) => {
		expect(read(date, cell, format)).toBe(expected);
	});

	test.each([
		['2026-04-25', '2026-04-25'],
		['2026-04-25T10:30:00+02:00', '2026-04-25T10:30:00+02:00'],
		['2026-04-25 10:30', '2026-04-25T10:30'],
		['2026-04-25T24:30:00Z', '!date'],
	])('date-time %s → %s', (cell, expected) => {
		expect(read(dateTime, cell)).toBe(expected);
	});

	test.each([
		['Yes', true],
		['TRUE', true],
		['y', true],
		['t', true],
		['No', false],
		['false', false],
		['N', false],
		['F', false],
		['X', '!boolean'],
		['maybe', '!boolean'],
	])('boolean %s → %s', (cell, expected) => {
		expect(read(boolean, cell)).toBe(expected);
	});

	test.each([
		['Yes', true],
		['X', true],
		['credit', true],
		['1', true],
		['No', '!creditNoteFlag'],
		['FALSE', '!creditNoteFlag'],
		['0', '!creditNoteFlag'],
		['n', '!creditNoteFlag'],
		['F', '!creditNoteFlag'],
	])('flag %s → %s', (cell, expected) => {
		expect(read({ kind: 'flag' }, cell)).toBe(expected);
	});

	test('integers, lengths and lists of values', () => {
		expect(read(integer, '300')).toBe(300);
		expect(read(integer, '3.5')).toBe('!integer');
		expect(read(integer, '-1')).toBe('!integer');
		expect(read(text(5), '12345')).toBe('12345');
		expect(read(text(5), '🧾🧾🧾🧾🧾')).toBe('🧾🧾🧾🧾🧾');
		expect(read(text(5), '123456')).toBe('!tooLong');
		expect(read(text(), 'invoiceshippingcharge', 'ISO', ['InvoiceShippingCharge'])).toBe('InvoiceShippingCharge');
		expect(read(text(), 'Freight', 'ISO', ['InvoiceShippingCharge'])).toBe('!allowedValue');
	});
});
