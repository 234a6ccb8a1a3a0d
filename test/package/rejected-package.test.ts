import { buildRejectedPackage, openPackage, readInvoicePackage, type PackageContent } from '../../lib/package';
import { csv, file, invoiceHeader, invoiceRow, lineHeader, lineRow } from '../flat-file/csv-file';
import { delivery, pdf, png, zip } from './packages';
import { parseCsv } from '../../lib/flat-file';

const read = (bytes: Buffer, name = 'batch-0421.zip'): Promise<PackageContent> => readInvoicePackage(bytes, name, { delivery });
const keys = (content: PackageContent): string[] => content.items.map(({ json }) => json.delivery.key);

/** Everything that can be refused: odd headers, custom columns, a row without header, unknown kinds, strays, files. */
async function difficult(): Promise<Buffer> {
	const header = [
		' invoice number ',
		'Supplier Number',
		'Scan Batch',
		'Invoice Date*',
		'Image Scan Filename',
		'Attachment 1',
		'Line Level Taxation*',
		'Chart of Accounts*',
	];
	const rows = [
		['Tag', 'C-1', 'before its header'],
		['Invoice', ...header],
		lineHeader,
		['Invoice', 'Ä-1', 'V-20011', ' 0421 ', '2026-04-25', 'a.png', 'file://Dir/n.txt', 'No', 'C'],
		lineRow('Ä-1', { description: 'two\r\nlines "x"' }),
		['Invoice', 'B-1', 'V-20011', '', '2026-04-25', '', '', 'No', 'C'],
		lineRow('B-1'),
		invoiceHeader,
		invoiceRow('C-1', { image: 'c.pdf' }),
		[...lineRow('C-1'), '', 'too long'],
		['Remark', 'C-1', 'x'],
		lineRow('Z-1'),
		['Tag', 'Object Number*', 'Name*'],
		['Tag', 'Ä-1', '=urgent'],
	];
	return await zip({
		'Invoices Ä.csv': `\ufeff${csv(rows, '\r\n')}`,
		'a.png': png(1),
		'c.pdf': await pdf('C-1'),
		'Dir/n.txt': 'note',
		'lost.png': png(9),
	});
}

describe('a rejected package', () => {
	test('is read again by our own reader with the same keys, records and files', async () => {
		const original = await read(await difficult());
		expect(original.items).toHaveLength(5);
		const rejected = await buildRejectedPackage({
			content: original,
			originalName: 'batch-0421.zip',
			items: original.items.map((_, index) => ({ position: index + 1 })),
		});
		const again = await read(rejected.bytes, rejected.fileName);
		expect(keys(again)).toEqual(keys(original));
		expect(again.items.map(({ json }) => json.invoice)).toEqual(original.items.map(({ json }) => json.invoice));
		expect(again.items.map(({ files }) => files.map(({ entry, sha256 }) => [entry, sha256]))).toEqual(
			original.items.map(({ files }) => files.map(({ entry, sha256 }) => [entry, sha256])),
		);
		expect(again.items.map(({ json }) => json.problems.map(({ code }) => code))).toEqual(
			original.items.map(({ json }) => json.problems.map(({ code }) => code)),
		);
	});

	test('holds only what was refused, verbatim, under the same headers', async () => {
		const original = await read(await difficult());
		const { fileName, bytes } = await buildRejectedPackage({ content: original, originalName: 'batch-0421.zip', items: [{ position: 1 }] });
		expect(fileName).toMatch(/^batch-0421-rejected-[0-9a-f]{12}\.zip$/);
		const opened = await openPackage(bytes, fileName);
		expect(opened.csv?.name).toBe('Invoices Ä.csv');
		expect([...opened.files.keys()]).toEqual(['Dir/n.txt', 'a.png']);
		const parsed = parseCsv(opened.csv?.bytes.toString('utf8') ?? '');
		expect('records' in parsed && parsed.records.map(({ cells }) => cells)).toEqual([
			[
				'Invoice',
				' invoice number ',
				'Supplier Number',
				'Scan Batch',
				'Invoice Date*',
				'Image Scan Filename',
				'Attachment 1',
				'Line Level Taxation*',
				'Chart of Accounts*',
			],
			lineHeader,
			['Tag', 'Object Number*', 'Name*'],
			['Invoice', 'Ä-1', 'V-20011', ' 0421 ', '2026-04-25', 'a.png', 'file://Dir/n.txt', 'No', 'C'],
			lineRow('Ä-1', { description: 'two\r\nlines "x"' }),
			['Tag', 'Ä-1', '=urgent'],
		]);
	});

	test('same items, same bytes and name; other items, another name; a second round does not grow the name', async () => {
		const original = await read(await difficult());
		const build = (positions: number[], content = original, originalName = 'batch-0421.zip') =>
			buildRejectedPackage({ content, originalName, items: positions.map((position) => ({ position })) });
		const first = await build([1, 3]);
		const second = await build([3, 1]);
		expect(second.fileName).toBe(first.fileName);
		expect(second.bytes.equals(first.bytes)).toBe(true);
		expect((await build([1])).fileName).not.toBe(first.fileName);
		const again = await build([1, 2], await read(first.bytes, first.fileName), first.fileName);
		expect(again.fileName).toBe(first.fileName);
		await expect(build([9])).rejects.toThrow(RangeError);
	});

	test('a bare CSV comes back as a bare CSV', async () => {
		const original = await read(file(invoiceRow('A-1'), lineRow('A-1'), invoiceRow('B-1'), lineRow('B-1')), 'invoices.csv');
		const rejected = await buildRejectedPackage({ content: original, originalName: 'invoices.csv', items: [{ position: 2 }] });
		expect(rejected.fileName).toMatch(/^invoices-rejected-[0-9a-f]{12}\.csv$/);
		expect(rejected.bytes.equals(Buffer.from(csv([invoiceHeader, lineHeader, invoiceRow('B-1'), lineRow('B-1')], '\r\n')))).toBe(true);
	});

	test('an unreadable package comes back as it is, beside a report', async () => {
		const broken = Buffer.from('PK\u0003\u0004 cut off');
		const original = await read(broken, 'claimed~x.zip');
		const rejected = await buildRejectedPackage({ content: original, originalName: 'batch.zip', items: [{ position: 1 }] });
		expect(rejected.bytes.equals(broken)).toBe(true);
		expect(rejected.fileName).toMatch(/^batch-rejected-[0-9a-f]{12}\.zip$/);
		expect(rejected.report.toString('utf8')).toContain('missing or damaged');
	});

	test('a refused stray file travels in a ZIP of its own', async () => {
		const original = await read(await difficult());
		const rejected = await buildRejectedPackage({ content: original, originalName: 'batch.zip', items: [{ position: 5 }] });
		const again = await read(rejected.bytes, rejected.fileName);
		expect(again.items[0]?.json.problems[0]).toMatchObject({ code: 'noCsv', message: expect.stringContaining('lost.png') });
	});

	test('the report names package, invoice, supplier, place and reason, safe to open in a spreadsheet', async () => {
		const original = await read(await difficult());
		const { report, reportName, fileName } = await buildRejectedPackage({
			content: original,
			originalName: 'batch-0421.zip',
			items: [
				{
					position: 1,
					problems: [
						{
							severity: 'error',
							code: 'controlTotal',
							row: 4,
							column: 'Invoice Control Total',
							value: '=1+1',
							message: 'Lines sum to 5.00, the control total says 5.01.',
						},
					],
				},
				{ position: 4, problems: [] },
			],
		});
		expect(reportName).toBe(fileName.replace('.zip', '.report.csv'));
		expect(report.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
		const parsed = parseCsv(report.toString('utf8').slice(1));
		expect('records' in parsed && parsed.records.map(({ cells }) => cells)).toEqual([
			['Package', 'Invoice Number', 'Supplier', 'Row', 'Column', 'Value', 'Severity', 'Reason'],
			[
				'batch-0421.zip',
				'Ä-1',
				'V-20011',
				'4',
				'Invoice Control Total',
				"'=1+1",
				'error',
				'Lines sum to 5.00, the control total says 5.01.',
			],
			['batch-0421.zip', '', '', '12', '', '', 'error', 'Refused; no reason was recorded.'],
		]);
	});
});
