import { line, printTable } from '../../../tools/harness/print';

let printed: string[];
beforeEach(() => {
	printed = [];
	jest.spyOn(console, 'log').mockImplementation((text: string) => {
		printed.push(text);
	});
});
afterEach(() => jest.restoreAllMocks());

test('a line that fits is printed as it is; a longer one goes on further in, below the text of a verdict', () => {
	line('x'.repeat(80));
	line(`ok     ${'word '.repeat(30).trim()}`);
	line(`  ${'word '.repeat(20).trim()}`);
	expect(printed[0]).toBe('x'.repeat(80));
	expect(printed[1]).toMatch(/^ok {5}word/);
	expect(printed[2]).toMatch(/^ {7}word/);
	expect(printed.at(-2)).toMatch(/^ {2}word/);
	expect(printed.at(-1)).toMatch(/^ {4}word/);
	expect(printed.filter((text) => text.length > 80)).toEqual([]);
	expect(printed.join(' ').match(/word/g)).toHaveLength(50);
});

test('an address stays whole, and every line of a text is looked at', () => {
	const address = `sftp://${'a'.repeat(90)}`;
	line(`Lock-box at ${address}, on disk`);
	line('{\n  "a": 1\n}');
	expect(printed).toEqual(['Lock-box at', `  ${address},`, '  on disk', '{', '  "a": 1', '}']);
});

test('a table that is too wide is folded in its cells', () => {
	printTable(
		['Number', 'Reason', 'Total'],
		[
			['A-1', 'because '.repeat(15).trim(), '1.00'],
			['A-2', 'y'.repeat(120), '20.00'],
		],
		{ right: 2 },
	);
	expect(printed.filter((text) => text.length > 80)).toEqual([]);
	expect(printed.join('').match(/because/g)).toHaveLength(15);
	expect(printed.join('').match(/y/g)).toHaveLength(120);
	expect(printed[0]).toMatch(/^ {2}Number {2}Reason +Total$/);
});
