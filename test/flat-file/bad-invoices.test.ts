import { readInvoiceFile } from '../../lib/flat-file';
import { csv, file, fileOf, head, invoiceHeader, invoiceRow, line, lineHeader, lineRow, told } from './csv-file';

const byNumber = async (bytes: Buffer): Promise<Record<string, string[]>> =>
	Object.fromEntries(
		(await readInvoiceFile(bytes)).invoices.map((invoice) => [String(invoice.record['invoice-number']), told(invoice.problems)]),
	);

describe('files that are refused as a whole', () => {
	test.each([
		['semicolons', 'Rechnung;Nummer\nInvoice;A-1\n', 'semicolons or tabs; commas are needed'],
		['XML', '<?xml version="1.0"?>\n<invoices/>\n', 'XML or a web page'],
		['a web page', '<!DOCTYPE html>\n<html></html>\n', 'XML or a web page'],
		['another layout', 'Name,Amount\na,1\n', 'Have it exported in that layout'],
	])('%s: the text names the cause and what to change', async (_, text, advice) => {
		expect((await readInvoiceFile(Buffer.from(text))).fileProblems).toMatchObject([
			{ code: 'noHeader', message: expect.stringContaining(advice) },
		]);
	});

	test.each([
		['empty', '', 'emptyFile'],
		['only blank lines', '\n\n,,,\n', 'emptyFile'],
		['only a BOM', '\ufeff', 'emptyFile'],
		['header without data', csv([invoiceHeader, lineHeader]), 'headerWithoutData'],
		['lines but no invoice rows', csv([invoiceHeader, lineHeader, lineRow('A-1')]), 'headerWithoutData'],
		['no header row for Invoice', csv([lineHeader, invoiceRow('A-1'), lineRow('A-1')]), 'noHeader'],
		['no header rows at all', csv([invoiceRow('A-1'), lineRow('A-1')]), 'noHeader'],
		[
			'some other CSV',
			csv([
				['Name', 'Amount'],
				['a', '1'],
			]),
			'noHeader',
		],
		[
			'semicolons',
			csv([invoiceHeader, lineHeader, invoiceRow('A-1')])
				.replaceAll(',', ';')
				.replaceAll('"', ''),
			'noHeader',
		],
		[
			'header row without the number',
			csv([invoiceHeader, lineHeader.filter((name) => name !== 'Invoice Number*'), invoiceRow('A-1'), lineRow('A-1')]),
			'keyColumnMissing',
		],
		[
			'a quote inside a header row',
			`"Invoice","Invoice Number*","x"y"\n${csv([lineHeader, invoiceRow('A-1'), lineRow('A-1')])}`,
			'csvSyntax',
		],
		['a quote in the second header row', `${csv([invoiceHeader])}Invoice Line,Invoice "Number,x\n${csv([invoiceRow('A-1')])}`, 'csvSyntax'],
		['a quote in front of it all', `"${csv([invoiceHeader, lineHeader, invoiceRow('A-1'), lineRow('A-1')])}`, 'csvSyntax'],
	])('%s', async (_, text, code) => {
		const result = await readInvoiceFile(Buffer.from(text));
		expect(result.fileProblems.map((problem) => [problem.severity, problem.code])).toEqual([['error', code]]);
		expect([result.invoices, result.strays]).toEqual([[], []]);
	});

	test.each([
		['UTF-16', Buffer.from(csv([invoiceHeader, invoiceRow('A-1')]), 'utf16le'), undefined],
		['bytes of neither encoding', Buffer.concat([file(invoiceRow('A-1'), lineRow('A-1')), Buffer.from([0x81, 0x8d])]), undefined],
		['UTF-8 with a damaged character', Buffer.concat([file(invoiceRow('Ü-1'), lineRow('Ü-1')), Buffer.from([0xc3, 0x0a])]), undefined],
		['Windows-1252 where UTF-8 is set', Buffer.from(csv([invoiceHeader, invoiceRow('Ü-1')]), 'latin1'), 'utf-8' as const],
	])('encoding: %s', async (_, bytes, encoding) => {
		expect((await readInvoiceFile(bytes, encoding ? { encoding } : {})).fileProblems.map(({ code }) => code)).toEqual(['encoding']);
	});

	test('the message names the place and the way out', async () => {
		const { fileProblems, invoices } = await readInvoiceFile(
			Buffer.from(
				`${csv([invoiceHeader, lineHeader, lineRow('A-1', { description: 'two\r\nlines' })], '\r\n')}\r\n"Invoice","A-2","x"y"\n`,
			),
		);
		expect(fileProblems).toEqual([]);
		expect(invoices.map(({ problems }) => problems)).toMatchObject([
			[{ code: 'csvSyntax', row: 5, message: expect.stringContaining('twice ("")') }],
		]);
		const [lost] = (
			await readInvoiceFile(Buffer.from(`${csv([invoiceHeader])}Invoice Line,Invoice "Number,x\n${csv([invoiceRow('A-1')])}`))
		).fileProblems;
		expect(lost).toMatchObject({ row: 2, message: expect.stringContaining('from row 2 on') });
	});
});

describe('a bad invoice leaves its neighbours alone', () => {
	const good = (number: string): string[][] => [invoiceRow(number), lineRow(number)];

	test.each([
		[
			'unknown row kind',
			[...good('A-1'), ['Invoice Lines', 'B-1', 'V-20011'], ...good('B-1'), ...good('C-1')],
			{ 'B-1': ['unknownRowKind 5'] },
		],
		[
			'row longer than its header',
			[...good('A-1'), ...good('B-1'), [...lineRow('B-1', { line: '2' }), 'shifted'], ...good('C-1')],
			{ 'B-1': ['tooManyCells 7'] },
		],
		['child row without number', [...good('A-1'), ...good('B-1'), lineRow(''), ...good('C-1')], { 'B-1': ['numberMissing 7'] }],
		[
			'line number twice',
			[...good('A-1'), ...good('B-1'), lineRow('B-1'), ...good('C-1')],
			{ 'B-1': ['duplicateLineNumber 5 Line Number'] },
		],
		['invoice without lines', [...good('A-1'), invoiceRow('B-1'), ...good('C-1')], { 'B-1': ['noLines 5'] }],
	])('%s', async (_, rows, expected) => {
		expect(await byNumber(file(...rows))).toEqual({ 'A-1': [], 'C-1': [], ...expected });
	});

	test('blank cells beyond the header are nothing', async () => {
		expect(await byNumber(file([...invoiceRow('A-1'), '', ' '], lineRow('A-1')))).toEqual({ 'A-1': [] });
	});

	test('an invoice row without number, and its rows, do not fall to the invoice above', async () => {
		const result = await readInvoiceFile(file(...good('A-1'), invoiceRow(''), lineRow('')));
		expect(result.invoices.map((invoice) => [invoice.rows, invoice.problems])).toEqual([[[3, 4], []]]);
		expect(result.strays.map(({ rows, problems }) => [rows, told(problems)])).toEqual([
			[
				[5, 6],
				['strayRows 5', 'strayRows 6'],
			],
		]);
	});

	test('data before its header row blocks the invoice it names', async () => {
		const bytes = Buffer.from(csv([invoiceHeader, ...good('A-1'), invoiceRow('B-1'), lineHeader, lineRow('B-1'), ...good('C-1')]));
		const result = await readInvoiceFile(bytes);
		expect(result.invoices.map((invoice) => told(invoice.problems))).toEqual([['dataBeforeHeader 3', 'noLines 2'].reverse(), [], []]);
	});

	test('a column twice, or a required one missing, refuses those who have such rows', async () => {
		const charge = ['Invoice Charge', 'Invoice Number*', 'Type*', 'Description', 'Description'];
		const bytes = Buffer.from(
			csv([invoiceHeader, lineHeader, charge, ...good('A-1'), ...good('B-1'), ['Invoice Charge', 'B-1', 'InvoiceMiscCharge', 'x', 'y']]),
		);
		expect(await byNumber(bytes)).toEqual({
			'A-1': [],
			'B-1': ['required 3 Total', 'duplicateColumn 3 Description', 'conflictingCells 8 Description'],
		});
	});

	test('number twice for one supplier: the first counts, the later one is told, each keeps the rows below it', async () => {
		const result = await readInvoiceFile(file(...good('A-1'), ...good('B-1'), invoiceRow('A-1'), lineRow('A-1', { description: 'other' })));
		expect(result.invoices.map((invoice) => [invoice.rows, told(invoice.problems)])).toEqual([
			[[3, 4], []],
			[[5, 6], []],
			[[7, 8], ['duplicateInFile 7 Invoice Number']],
		]);
		expect(result.invoices[2]?.problems[0]?.message).toContain('first at row 3');
	});

	test('numbers and supplier numbers that differ in case only are the same; rows go to the one spelled like them', async () => {
		const result = await readInvoiceFile(
			file(
				invoiceRow('Inv-1'),
				invoiceRow('INV-1', { supplier: 'v-20011' }),
				lineRow('Inv-1'),
				lineRow('INV-1', { supplier: 'v-20011' }),
				invoiceRow('B-1'),
				lineRow('b-1'),
				invoiceRow('Inv-1', { supplier: 'V-20012' }),
				lineRow('Inv-1', { supplier: 'V-20012' }),
			),
		);
		expect(result.invoices.map((invoice) => [invoice.rows, told(invoice.problems)])).toEqual([
			[[3, 5], []],
			[[4, 6], ['duplicateInFile 4 Invoice Number']],
			[[7, 8], []],
			[[9, 10], []],
		]);
		expect(result.strays).toEqual([]);
	});

	test('number twice for two suppliers: rows go by supplier, rows without supplier to the nearest above', async () => {
		const bytes = fileOf([
			head('A-1', { 'Supplier Number': 'V-1' }),
			head('A-1', { 'Supplier Number': 'V-2' }),
			head('A-1', { 'Supplier Number': '', 'Supplier Name': 'Ohm' }),
			line('A-1', '1', { 'Supplier Number': 'V-2' }),
			line('A-1', '1', { 'Supplier Number': 'V-1' }),
			line('A-1', '1', { 'Supplier Number': '', 'Supplier Name': 'Ohm' }),
			line('A-1', '2', { 'Supplier Number': 'V-3', 'Supplier Name': 'Ohm' }),
			['Tag', { 'Object Number*': 'A-1', 'Name*': 'late' }],
		]);
		const result = await readInvoiceFile(bytes);
		expect(result.invoices.map((invoice) => [invoice.rows, invoice.problems])).toEqual([
			[[4, 8], []],
			[[5, 7], []],
			[[6, 9, 10, 11], []],
		]);
		expect(result.strays).toEqual([]);
	});

	test('rows of another supplier or another number belong to no invoice', async () => {
		const result = await readInvoiceFile(
			file(
				...good('A-1'),
				lineRow('A-1', { supplier: 'V-9' }),
				lineRow('Z-1'),
				lineRow('Z-1', { line: '2' }),
				['Comment', 'x'],
				['invoice header assignment', 'A-1', 'User'],
			),
		);
		expect(result.invoices.map((invoice) => [invoice.rows, invoice.problems])).toEqual([[[3, 4], []]]);
		expect(result.strays.map((stray) => stray.rows)).toEqual([[5], [6, 7], [8], [9]]);
		expect(result.strays[3]?.problems[0]?.message).toContain('loader of its own');
	});
});
