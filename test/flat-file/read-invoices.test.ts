import { readInvoiceFile } from '../../lib/flat-file';
import { csv, file, invoiceHeader, invoiceRow, lineHeader, lineRow, only } from './csv-file';
import { cpuSecondsOf } from '../../tools/harness/cpu';

describe('reading an invoices file', () => {
	test('the published layout: header row per kind, star or not, line bound to its invoice', async () => {
		const invoice = only(
			await readInvoiceFile(
				file(
					invoiceRow('NB-77121', { image: 'NB-77121.pdf', attachment1: 'file://delivery.pdf', attachment2: 'https://example.test/x' }),
					lineRow('NB-77121'),
				),
			),
		);
		expect(invoice.record).toEqual({
			'invoice-number': 'NB-77121',
			supplier: { number: 'V-20011' },
			'invoice-date': '2026-04-25',
			'line-level-taxation': false,
			'tax-amount': '20.60',
			'account-type': { name: 'Demo Chart' },
			currency: { code: 'USD' },
			'supplier-total': '270.35',
			'invoice-lines': [
				{
					type: 'InvoiceQuantityLine',
					'line-num': 1,
					description: 'Hex bolts M8 box',
					price: '19.98',
					quantity: '12.5',
					uom: { code: 'EA' },
					'order-header-num': '70315',
					'order-line-num': '1',
				},
			],
		});
		expect(invoice).toMatchObject({ submit: true, imageScan: { fileName: 'NB-77121.pdf' }, problems: [], rows: [3, 4] });
		expect(invoice.attachments.map(({ source }) => source)).toEqual([
			{ kind: 'file', fileName: 'delivery.pdf', binary: null },
			{ kind: 'link', url: 'https://example.test/x' },
		]);
	});

	test('columns count by name: any order, case, blanks and stars', async () => {
		const usual = await readInvoiceFile(file(invoiceRow('A-1'), lineRow('A-1')));
		const turn = (cells: string[]): string[] => [cells[0] ?? '', ...cells.slice(1).reverse()];
		const header = turn(invoiceHeader).map((name, index) => (index === 0 ? name : ` ${name.replace('*', '').toUpperCase()} `));
		const turned = await readInvoiceFile(Buffer.from(csv([header, turn(lineHeader), turn(invoiceRow('A-1')), turn(lineRow('A-1'))])));
		expect(turned.invoices[0]?.record).toEqual(usual.invoices[0]?.record);
		expect(turned.invoices[0]?.problems).toEqual([]);
	});

	test('header rows may stand anywhere above their data and again further down', async () => {
		const rows = [
			invoiceHeader,
			invoiceRow('A-1'),
			lineHeader,
			lineRow('A-1'),
			invoiceHeader.slice(0, -2),
			invoiceRow('A-2').slice(0, -2),
			lineRow('A-2'),
		];
		const result = await readInvoiceFile(Buffer.from(csv(rows)));
		expect(result.invoices.map((invoice) => [invoice.record['invoice-number'], invoice.problems])).toEqual([
			['A-1', []],
			['A-2', []],
		]);
	});

	test.each([
		['UTF-8', Buffer.from(csv([invoiceHeader, lineHeader, invoiceRow('Ü-1'), lineRow('Ü-1', { description: 'Bücher – 5 €' })])), 'utf-8'],
		[
			'UTF-8 with BOM',
			Buffer.from(`\ufeff${csv([invoiceHeader, lineHeader, invoiceRow('Ü-1'), lineRow('Ü-1', { description: 'Bücher – 5 €' })])}`),
			'utf-8',
		],
		[
			'Windows-1252',
			Buffer.from(csv([invoiceHeader, lineHeader, invoiceRow('Ü-1'), lineRow('Ü-1', { description: 'Bücher \u0096 5 \u0080' })]), 'latin1'),
			'windows-1252',
		],
		[
			'CRLF',
			Buffer.from(csv([invoiceHeader, lineHeader, invoiceRow('Ü-1'), lineRow('Ü-1', { description: 'Bücher – 5 €' })], '\r\n')),
			'utf-8',
		],
		[
			'CR',
			Buffer.from(csv([invoiceHeader, lineHeader, invoiceRow('Ü-1'), lineRow('Ü-1', { description: 'Bücher – 5 €' })], '\r')),
			'utf-8',
		],
	])('%s gives the same record', async (_, bytes, encoding) => {
		const result = await readInvoiceFile(bytes);
		expect(result.encoding).toBe(encoding);
		expect(only(result).record).toMatchObject({ 'invoice-number': 'Ü-1', 'invoice-lines': [{ description: 'Bücher – 5 €' }] });
	});

	test.each(['\n', '\r\n'])('rows are numbered as a spreadsheet does: blank lines count, quoted newlines %j do not', async (newline) => {
		const text =
			csv([invoiceHeader, lineHeader, invoiceRow('A-1'), lineRow('A-1', { description: `two${newline}lines ""quoted""` })], newline) +
			newline +
			csv([lineRow('A-1', { line: '2' }), invoiceRow('A-2'), lineRow('A-2')], newline);
		const result = await readInvoiceFile(Buffer.from(text));
		expect(result.invoices.map((invoice) => invoice.rows)).toEqual([
			[3, 4, 6],
			[7, 8],
		]);
		expect(result.invoices[0]?.record).toMatchObject({
			'invoice-lines': [{ description: `two${newline}lines ""quoted""` }, { 'line-num': 2 }],
		});
	});

	test('50,000 rows take no more than a few seconds', async () => {
		const rows = Array.from({ length: 10_000 }, (_, index) => [
			invoiceRow('SAME'),
			lineRow('SAME', { supplier: 'V-20011', line: String(index) }),
			lineRow(`N-${index}`),
			lineRow('SAME'),
			lineRow(''),
		]).flat();
		const reading = async (): Promise<void> => {
			expect((await readInvoiceFile(file(...rows))).invoices).toHaveLength(10_000);
		};
		expect(await cpuSecondsOf(reading)).toBeLessThan(15);
	}, 120_000);
});
