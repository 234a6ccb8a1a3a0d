import { readFlatFile, readInvoiceFile, flatFileTables, invoiceLimits, writeCsv, writeRawRows } from '../../lib/flat-file';
import { cpuSecondsOf } from '../../tools/harness/cpu';
import { longestBlock } from '../../tools/harness/longest-block';
import { columnsOfOneName, hostileFiles } from '../../tools/sandbox/scan-one';
import { csv, file, invoiceHeader, invoiceRow, lineHeader, lineRow, told } from './csv-file';

describe('a file that is made to keep the reader busy', () => {
	test.each(hostileFiles().map(({ name, content }) => [name, content] as const))('%s is read in no time', async (_, content) => {
		const reading = async (): Promise<void> => {
			const { invoices, strays } = await readInvoiceFile(content);
			for (const { rawRows } of [...invoices, ...strays]) await writeRawRows(rawRows);
			const told = [...invoices, ...strays].flatMap(({ problems }) => problems.map(({ value = '', message }) => [value, message]));
			await writeCsv(told, { defuseFormulas: true });
			await readFlatFile(content, flatFileTables.supplierExport);
		};
		expect(await cpuSecondsOf(reading)).toBeLessThan(3);
	});

	test('a cell that is no formula is told from one in linear time', async () => {
		const cells = [`-${'1'.repeat(90_000)}x`, `+${' 1.'.repeat(30_000)}x`, `-${'1'.repeat(90_000)}`];
		let text = '';
		const writing = async (): Promise<void> => {
			text = (await writeCsv([cells], { defuseFormulas: true })).toString();
		};
		expect(await cpuSecondsOf(writing)).toBeLessThan(1);
		expect(text).toBe(`"'${cells[0]}","'${cells[1]}","${cells[2]}"\r\n`);
	});

	test('the event loop is not kept longer than 200 ms by 10,000 rows of one invoice, and reading stops when it is cancelled', async () => {
		const content = file(invoiceRow('A-1'), ...Array.from({ length: 9_999 }, (_, index) => lineRow('A-1', { line: String(index + 1) })));
		expect(await longestBlock(async () => await readInvoiceFile(content))).toBeLessThan(200);
		const cancelled = new AbortController();
		setTimeout(() => {
			cancelled.abort(new Error('cancelled'));
		}, 30);
		await expect(readInvoiceFile(content, { signal: cancelled.signal })).rejects.toThrow('cancelled');
	});
});

describe('what is told of a bad file is bounded', () => {
	test('a column that is there a thousand times is one problem of the header for each invoice, not a thousand', async () => {
		const { invoices } = await readInvoiceFile(columnsOfOneName(1000));
		expect(invoices).toHaveLength(1000);
		const [first, second] = invoices;
		expect(told(first?.problems ?? []).filter((problem) => problem.startsWith('duplicateColumn'))).toEqual(['duplicateColumn 1 x']);
		expect(second?.problems.find(({ code }) => code === 'duplicateColumn')).toBe(
			first?.problems.find(({ code }) => code === 'duplicateColumn'),
		);
	});

	test('an invoice with thousands of wrong cells has a hundred problems and the count of the rest, which is an error', async () => {
		const lines = Array.from({ length: 5_000 }, () => [...lineRow('A-1').slice(0, 5), 'ten', ...lineRow('A-1').slice(6)]);
		const [invoice] = (await readInvoiceFile(file(invoiceRow('A-1'), ...lines))).invoices;
		expect(invoice?.problems.filter(({ code }) => code === 'decimal')).toHaveLength(100);
		expect(invoice?.problems.find(({ code }) => code === 'moreProblems')).toMatchObject({
			severity: 'error',
			message: expect.stringContaining('4,900 more problems of this kind were left out (decimal)'),
		});
	});

	test.each([
		['rows', { maxRows: 3 }, 'tooManyRows 4'],
		['cells', { maxCells: 50 }, 'tooManyCellsInFile 5'],
		['invoices', { maxInvoices: 1 }, 'tooManyInvoices'],
		['rows of no invoice', { maxStrays: 0 }, 'tooManyStrays 7'],
		['bytes', { maxBytes: 100 }, 'fileTooLarge'],
	])('a file with too many %s is refused whole with one problem', async (_, fileLimits, expected) => {
		const content = file(invoiceRow('A-1'), lineRow('A-1'), invoiceRow('B-1'), lineRow('B-1'), lineRow('Z-1'));
		const { invoices, strays, fileProblems } = await readInvoiceFile(content, { fileLimits });
		expect([invoices, strays, told(fileProblems)]).toEqual([[], [], [expected]]);
	});

	test('an invoice of more rows than the limit is refused alone, with one problem; its rows stay as they were', async () => {
		const lines = ['1', '2', '3'].map((line) => lineRow('A-1', { line }));
		const damaged = 'Invoice Line,A-1,V-20011,4,Pipe 3",1,1,EA,70315,1,';
		const content = Buffer.from(`${file(invoiceRow('A-1'), ...lines, invoiceRow('B-1'), lineRow('B-1')).toString()}${damaged}\n`);
		const { invoices, fileProblems } = await readInvoiceFile(content, { fileLimits: { maxInvoiceRows: 4 } });
		expect([fileProblems, invoices.map(({ problems }) => told(problems))]).toEqual([[], [['tooManyInvoiceRows 3'], []]]);
		const [large, other] = invoices;
		expect(large?.record).toMatchObject({ 'invoice-number': 'A-1', supplier: { number: 'V-20011' } });
		expect([large?.record['invoice-lines'], large?.submit, large?.rows]).toEqual([undefined, true, [3, 4, 5, 6, 9]]);
		expect(other?.record['invoice-lines']).toHaveLength(1);
		expect((await writeRawRows(large?.rawRows ?? [])).toString().split('\r\n').slice(2)).toEqual([
			...[invoiceRow('A-1'), ...lines].map((row) => csv([row]).trim()),
			damaged,
			'',
		]);
	});

	test('10,000 rows of one invoice are read, one more is not', async () => {
		const rows = Array.from({ length: 10_000 }, (_, index) => lineRow('A-1', { line: String(index + 1) }));
		const [within] = (await readInvoiceFile(file(invoiceRow('A-1'), ...rows.slice(1)))).invoices;
		const [beyond] = (await readInvoiceFile(file(invoiceRow('A-1'), ...rows))).invoices;
		expect(within?.record['invoice-lines']).toHaveLength(9_999);
		expect(told(within?.problems ?? [])).toEqual([]);
		expect([beyond?.record['invoice-lines'], told(beyond?.problems ?? [])]).toEqual([undefined, ['tooManyInvoiceRows 3']]);
		expect(beyond?.problems[0]?.message).toContain('Invoice A-1 has 10,001 rows; the limit for one invoice is 10,000.');
	});

	test('a file with a row of too many cells or without end is refused whole, and one whose header rows change all the time', async () => {
		const problems = async (...rows: string[]): Promise<string[]> =>
			told((await readInvoiceFile(Buffer.from(`${csv([invoiceHeader, lineHeader])}${rows.join('\n')}`))).fileProblems);
		expect(await problems(`Invoice,A-1${','.repeat(17_000)}`)).toEqual(['tooManyColumns 3']);
		expect(await problems(`Invoice,"A-1${'\nmore'.repeat(300_000)}`)).toEqual(['rowTooLong 3']);
		expect(await problems(...Array.from({ length: 1000 }, (_, index) => `Invoice,Invoice Number,${index}`))).toEqual([
			expect.stringContaining('tooManyHeaders'),
		]);
	});

	test('limits follow from the package that the file came in', async () => {
		expect([invoiceLimits(100_000).maxRows, invoiceLimits(3_000_000).maxRows]).toEqual([43_333, 140_000]);
		const content = Buffer.from(`${file(invoiceRow('A-1')).toString()}${'Foo,a\n'.repeat(150_000)}`);
		expect(told((await readInvoiceFile(content, { packageBytes: 5_000 })).fileProblems)).toEqual([expect.stringContaining('tooManyRows')]);
	});

	test('of an invoice with too many rows nothing but that is told, however many of them are damaged', async () => {
		const damaged = Array.from({ length: 3 }, () => 'Invoice Line,A-1,V-20011,"b" x,1\n').join('');
		const content = Buffer.from(
			`${csv([invoiceHeader, lineHeader, invoiceRow('A-1')])}${damaged}${csv([invoiceRow('B-1'), lineRow('B-1')])}`,
		);
		const toldWith = async (maxInvoiceRows: number): Promise<string[][]> =>
			(await readInvoiceFile(content, { fileLimits: { maxInvoiceRows } })).invoices.map(({ problems }) => told(problems));
		expect(await toldWith(3)).toEqual([['tooManyInvoiceRows 3'], []]);
		expect(await toldWith(4)).toEqual([['noLines 3', 'csvSyntax 4', 'csvSyntax 5', 'csvSyntax 6'], []]);
	});

	test('a value in a problem is cut, and shows no direction marks', async () => {
		const [invoice] = (await readInvoiceFile(file(invoiceRow('A-1'), lineRow('A-1', { description: `=${'x\u202e'.repeat(5_000)}` }))))
			.invoices;
		const value = invoice?.problems.find(({ code }) => code === 'formulaCell' || code === 'tooLong')?.value ?? '';
		expect([value.length, value.startsWith('=x\ufffd'), value.includes('\u202e')]).toEqual([201, true, false]);
	});
});
