import { stringify } from 'csv-stringify/sync';
import { toCsv } from '../../lib/flat-file';

const CELLS = [
	'',
	'plain',
	'Müller, "Söhne"',
	'two\r\nlines',
	'\n',
	'"',
	'""',
	' blank ',
	'=1+1',
	'-12.50',
	'@x',
	'+49 221',
	'\tx',
	'さくら',
	',',
	"O'Brien",
];
const ROWS = CELLS.map((_, index) => [...CELLS.slice(index), ...CELLS.slice(0, index)]);

test('the same bytes as csv-stringify writes with every cell quoted', () => {
	const expected = (bom: boolean) =>
		Buffer.from(stringify(ROWS, { quoted: true, quoted_empty: true, record_delimiter: '\r\n', bom }), 'utf8');
	expect(toCsv(ROWS).equals(expected(false))).toBe(true);
	expect(toCsv(ROWS, { bom: true }).equals(expected(true))).toBe(true);
});

test('formulas are defused when asked for, numbers never', () => {
	expect(toCsv([['=1+1', '-12.50', '@x', '+49 221', '"=2"', '\tx', '+A1']], { defuseFormulas: true }).toString()).toBe(
		`"'=1+1","-12.50","'@x","+49 221","""=2""","'\tx","'+A1"\r\n`,
	);
	expect(toCsv([['=1+1']]).toString()).toBe('"=1+1"\r\n');
});

test('no record, no text', () => {
	expect(toCsv([])).toHaveLength(0);
});
