import { parse } from 'csv-parse/sync';
import { parseCsv } from '../../lib/flat-file';
import { cpuSeconds } from '../../tools/harness/cpu';

const cellsOf = (text: string): string[][] => {
	const parsed = parseCsv(text);
	return 'records' in parsed ? parsed.records.map(({ cells }) => cells) : [];
};

describe('splitting a CSV', () => {
	test('agrees with a CSV library on sound files of any shape', () => {
		const next = randomBelow(7);
		const pieces = ['', 'a', '1,5', 'say ""hi""', 'two\nlines', 'two\r\nlines', 'back\rhere', ' blank ', 'ü€𝄞', '""'];
		for (let round = 0; round < 300; round++) {
			const end = ['\n', '\r\n', '\r'][next(3)] ?? '\n';
			const rows = Array.from({ length: 1 + next(6) }, () =>
				Array.from({ length: 1 + next(5) }, () => {
					const piece = pieces[next(pieces.length)] ?? '';
					return next(3) > 0 || /[",\r\n]/.test(piece) ? `"${piece}"` : piece;
				}).join(','),
			);
			const text = rows.join(end) + (next(2) ? end : '');
			const expected = parse(text, { relax_column_count: true, record_delimiter: ['\r\n', '\n', '\r'] });
			expect([text, cellsOf(text)]).toEqual([text, expected.filter((cells) => cells.some((cell) => cell.trim() !== ''))]);
		}
	});

	test('rows are counted as a spreadsheet counts them', () => {
		const parsed = parseCsv('a,b\r\n"x\r\ny\nz",1\r\n\r\nc,d\r\n');
		expect('records' in parsed && parsed.records.map(({ row }) => row)).toEqual([1, 2, 4]);
	});

	test.each([
		['a,b\n"c,d\n', 2, 'never closed'],
		['a,b\nc,3" pipe"s\n', 2, 'not doubled'],
		['a,b\nc,d\n"x" y,z\n', 3, 'not doubled'],
	])('%j: wrong quotes are reported with their row', (text, row, about) => {
		expect(parseCsv(text)).toEqual({
			problem: expect.objectContaining({ code: 'csvSyntax', row, message: expect.stringContaining(about) }),
		});
	});

	test('cells with many line breaks take no longer than others', () => {
		const text = `a,b\n${'"x\ny\nz",1\n'.repeat(100_000)}`;
		expect(cpuSeconds(() => expect(cellsOf(text)).toHaveLength(100_001))).toBeLessThan(5);
	});
});

/** The same numbers each time. */
function randomBelow(seed: number): (limit: number) => number {
	let state = seed;
	return (limit) => {
		state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
		return Math.floor((state / 2_147_483_648) * limit);
	};
}
