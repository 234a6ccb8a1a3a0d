import { readInvoiceFile, type InvoiceFile } from '../../lib/flat-file';
import { csv, file, fileOf, head, invoiceHeader, invoiceRow, line, lineHeader, lineRow, told } from './csv-file';

const problems = ({ invoices }: InvoiceFile): Record<string, string[]> =>
	Object.fromEntries(invoices.map((invoice) => [String(invoice.record['invoice-number']), told(invoice.problems)]));
const good = (number: string): string[][] => [invoiceRow(number), lineRow(number)];

describe('cells that were damaged on their way refuse their invoice only', () => {
	test('a NUL byte', async () => {
		const bytes = file(...good('A-1'), invoiceRow('B-1'), lineRow('B-1', { description: 'Bo\0lts' }), ...good('C-1'));
		expect(problems(await readInvoiceFile(bytes))).toEqual({ 'A-1': [], 'B-1': ['controlCharacter 6 Description'], 'C-1': [] });
	});

	test.each(['B-\u00011', 'B-\n1', 'B-\t1', 'B\u007f-1', 'B-\u00851', 'B-\u200b1', 'B\u00ad-1', 'B-\u20281', 'B-\u202e1'])(
		'a number with a character nobody sees: %j',
		async (number) => {
			expect(problems(await readInvoiceFile(file(...good('A-1'), ...good(number))))).toEqual({
				'A-1': [],
				[number]: ['controlCharacter 5 Invoice Number', 'controlCharacter 6 Invoice Number'],
			});
		},
	);

	test('a line break in a description is one', async () => {
		expect(problems(await readInvoiceFile(file(invoiceRow('A-1'), lineRow('A-1', { description: 'two\r\n\tlines' }))))).toEqual({
			'A-1': [],
		});
	});

	test.each(['="00123"', "'00123"])('a guard of a spreadsheet makes no second number: %s', async (number) => {
		const result = await readInvoiceFile(file(invoiceRow('00123'), lineRow(number), invoiceRow(number), lineRow('00123')));
		expect(result.invoices.map((invoice) => told(invoice.problems))).toEqual([
			[],
			expect.arrayContaining(['spreadsheetGuard 5 Invoice Number', 'duplicateInFile 5 Invoice Number']),
		]);
	});

	test.each([
		['PO Number', '1.23457E+11', 'spreadsheetNumber'],
		['PO Number', '="70315"', 'spreadsheetGuard'],
		['Supplier Part Number', '1,2E+5', 'spreadsheetNumber'],
		['Account Code', "'0012", 'spreadsheetGuard'],
		['Description', 'Bo\u0002lts', 'controlCharacter'],
		['Description', 'Bolts\u0085', 'controlCharacter'],
	])('%s %j', async (column, cell, code) => {
		const result = await readInvoiceFile(
			fileOf([head('A-1'), line('A-1', '1', { [column]: cell, 'PO Line Number': '1' }), head('B-1'), line('B-1', '1')]),
		);
		expect(problems(result)).toEqual({ 'A-1': expect.arrayContaining([`${code} 4 ${column}`]), 'B-1': [] });
	});

	test.each(['12E5', 'E+11', '5E+1 boxes', "O'Neill"])('“%s” is a text like any other', async (text) => {
		expect(problems(await readInvoiceFile(file(invoiceRow(text), lineRow(text, { description: text }))))).toEqual({ [text]: [] });
	});
});

test('rows find their invoice whatever the case of its supplier', async () => {
	const text = csv([invoiceHeader, lineHeader, invoiceRow('A-1', { supplier: 'V-1' }), lineRow('A-1', { supplier: 'v-1' })]);
	const { invoices, strays } = await readInvoiceFile(Buffer.from(text));
	expect([invoices.map(({ rows }) => rows), strays]).toEqual([[[3, 4]], []]);
});
