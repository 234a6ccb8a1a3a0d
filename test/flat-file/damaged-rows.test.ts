import { readInvoiceFile, writeRawRows } from '../../lib/flat-file';
import { csv, invoiceHeader, invoiceRow, lineHeader, lineRow, told } from './csv-file';
import { cpuSecondsOf } from '../../tools/harness/cpu';

const unquoted = (rows: string[][]): string => csv(rows).replaceAll('"', '');
const good = (number: string): string[][] => [invoiceRow(number), lineRow(number)];
const read = async (text: string): Promise<Record<string, string[]>> => {
	const result = await readInvoiceFile(Buffer.from(text));
	expect(result.fileProblems).toEqual([]);
	return Object.fromEntries([
		...result.invoices.map((invoice): [string, string[]] => [String(invoice.record['invoice-number']), told(invoice.problems)]),
		...result.strays.map(({ problems }): [string, string[]] => ['-', told(problems)]),
	]);
};
const file = (line: string): string =>
	`${unquoted([invoiceHeader, lineHeader, ...good('A-1'), ...good('B-1')])}${line}\n${unquoted(good('C-1'))}`;

describe('a wrong quote damages its own row only', () => {
	test.each([
		['an inch mark', 'Invoice Line,B-1,V-20011,2,Pipe 3" long,1,1,EA,70315,1,'],
		['an inch mark at the end of a cell', 'Invoice Line,B-1,V-20011,2,Pipe 3",1,1,EA,70315,1,'],
		['a quote that is never closed', 'Invoice Line,B-1,V-20011,2,"Pipe,1,1,EA,70315,1,'],
		['a quote closed too early', 'Invoice Line,B-1,V-20011,2,"Pipe 3" long",1,1,EA,70315,1,'],
		['a quote in the number, which its text still names', 'Invoice Line,"B-1,V-20011,2,Pipe,1,1,EA,70315,1,'],
		['a quote in the number: with the invoice above', 'Invoice Line,B"-1,V-20011,2,Pipe,1,1,EA,70315,1,'],
		['a quote in the first cell', '"Invoice Line,B-1,V-20011,2,Pipe,1,1,EA,70315,1,'],
		['lines of text behind it', 'Invoice Line,B-1,V-20011,2,Pipe 3",1\nmore, text\n"and more'],
	])('%s', async (_, line) => {
		expect(await read(file(line))).toEqual({ 'A-1': [], 'B-1': ['csvSyntax 7'], 'C-1': [] });
	});

	test('the header row of an invoice: its other rows say nothing of what is lost', async () => {
		expect(await read(file(`${unquoted([invoiceRow('D-1')]).trim()}"\n${unquoted([lineRow('D-1')]).trim()}`))).toEqual({
			'A-1': [],
			'B-1': [],
			'D-1': ['csvSyntax 7'],
			'C-1': [],
		});
	});

	test('rows that a quote has swallowed, although the next quote closes it', async () => {
		const swallowing = 'Invoice Line,B-1,V-20011,2,"Pipe,1,1,EA,70315,1,\nInvoice Line,B-1,V-20011,3,Pipe",1,1,EA,70315,1,';
		expect(await read(file(swallowing))).toEqual({ 'A-1': [], 'B-1': ['csvSyntax 7', 'csvSyntax 8'], 'C-1': [] });
	});

	test('rows of other invoices that went down with it refuse those, too', async () => {
		const line = 'Invoice Line,B-1,V-20011,2,"Pipe,1,1\n"Invoice Line,C-1,V-20011,2,Pipe,1,1';
		expect(await read(file(line))).toEqual({ 'A-1': [], 'B-1': ['csvSyntax 7'], 'C-1': ['csvSyntax 7'] });
	});

	test('quoted line breaks and doubled quotes beside it keep their meaning, with any line ends', async () => {
		for (const end of ['\n', '\r\n', '\r']) {
			const rows = [invoiceRow('A-1'), lineRow('A-1', { description: 'two\r\nlines, "quoted"' }), ...good('B-1')];
			const text = `\ufeff${csv([invoiceHeader, lineHeader, ...rows], end)}Invoice Line,B-1,3"${end}`;
			const { invoices } = await readInvoiceFile(Buffer.from(text));
			expect(invoices.map(({ problems }) => told(problems))).toEqual([[], ['csvSyntax 7']]);
			expect(invoices[0]?.record['invoice-lines']).toMatchObject([{ description: 'two\r\nlines, "quoted"' }]);
		}
	});

	test('such rows are written as they stood: nothing becomes sound on the way back', async () => {
		const { invoices } = await readInvoiceFile(Buffer.from(file('Invoice Line,B-1,V-20011,2,"Pipe 3" long",1,1,EA,70315,1,')));
		const again = await readInvoiceFile(await writeRawRows(invoices.flatMap(({ rawRows }) => rawRows)));
		expect(again.invoices.map(({ record, problems }) => [record, told(problems)])).toEqual(
			invoices.map(({ record, problems }) => [record, told(problems)]),
		);
	});

	test('thousands of them take no longer than sound ones', async () => {
		const rows = Array.from({ length: 9_000 }, (_, index) => `Invoice Line,B-1,V-20011,${index + 2},Pipe 3",1,1,EA,70315,1,`);
		const reading = async (): Promise<void> => {
			expect((await read(file(rows.join('\n'))))['B-1']).toHaveLength(101);
		};
		expect(await cpuSecondsOf(reading)).toBeLessThan(5);
	});
});
