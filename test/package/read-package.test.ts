import { createHash } from 'node:crypto';
import { readInvoicePackage, type PackageContent, type ReadPackageOptions } from '../../lib/package';
import { csv, file, invoiceHeader, invoiceRow, lineHeader, lineRow, told } from '../flat-file/csv-file';
import { delivery, patched, pdf, png, tiff, zip } from './packages';

const read = (bytes: Buffer, options: Partial<ReadPackageOptions> = {}, name = 'batch-0421.zip'): Promise<PackageContent> =>
	readInvoicePackage(bytes, name, { delivery, ...options });
const hash = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

describe('reading a package', () => {
	test('one item per invoice, with its files by role and where it came from', async () => {
		const scan = await pdf('A-1');
		const bytes = await zip({
			'invoices.csv': file(
				invoiceRow('A-1', { image: 'A-1.pdf', attachment1: 'https://example.test/x', attachment2: 'file://Dir/note.txt' }),
				lineRow('A-1'),
				invoiceRow('B-1', { image: 'b-1.TIF' }),
				lineRow('B-1'),
			),
			'A-1.pdf': scan,
			'Scans/B-1.tif': tiff(),
			'Dir/note.txt': 'grüße',
		});
		const content = await read(bytes);
		expect(content.items.map(({ json }) => told(json.problems))).toEqual([[], []]);
		const [first, second] = content.items;
		expect(first?.json.delivery).toEqual({
			...delivery,
			entry: 'invoices.csv',
			position: 1,
			rows: [3, 4],
			sha256: hash(bytes),
			invoices: 2,
			items: 2,
			key: expect.stringMatching(/^[0-9a-f]{64}$/),
		});
		expect(first?.json).toMatchObject({
			submit: true,
			imageScan: { fileName: 'A-1.pdf', binary: 'imageScan' },
			attachments: [
				{ kind: 'link', url: 'https://example.test/x' },
				{ kind: 'file', fileName: 'note.txt', binary: 'attachment2' },
			],
		});
		expect(first?.files.map((delivered) => JSON.parse(JSON.stringify(delivered)) as unknown)).toEqual([
			{
				role: 'imageScan',
				binary: 'imageScan',
				entry: 'A-1.pdf',
				fileName: 'A-1.pdf',
				mimeType: 'application/pdf',
				size: scan.length,
				sha256: hash(scan),
			},
			{
				role: 'attachment',
				binary: 'attachment2',
				entry: 'Dir/note.txt',
				fileName: 'note.txt',
				mimeType: 'text/plain',
				size: 7,
				sha256: hash(Buffer.from('grüße')),
			},
		]);
		expect(await first?.files[0]?.read()).toEqual(scan);
		expect(second?.files).toMatchObject([{ entry: 'Scans/B-1.tif', mimeType: 'image/tiff' }]);
		expect(JSON.parse(JSON.stringify(first?.json))).toEqual(first?.json);
	});

	test.each([
		['scan.pdf', 'A.png', null],
		['Scan.PDF', 'scan.pdf', 'scan.pdf'],
		['file://scan.pdf', 'scan.pdf', 'scan.pdf'],
		['./scan.pdf', 'scan.pdf', 'scan.pdf'],
		['scan.pdf', 'In/Here/scan.pdf', 'In/Here/scan.pdf'],
		['Other\\scan.pdf', 'In/scan.pdf', 'In/scan.pdf', ['~filePath 3 Image Scan Filename']],
		['u\u0308.pdf', 'ü.pdf', 'ü.pdf'],
		['my%20scan.pdf', 'my scan.pdf', 'my scan.pdf'],
		['100%.pdf', '100%.pdf', '100%.pdf'],
		['../scan.pdf', 'scan.pdf', 'scan.pdf', ['~filePath 3 Image Scan Filename']],
	])('image cell %s with file %s', async (cell, entry, expected, noticed: string[] = []) => {
		const content = await read(await zip({ 'a.csv': file(invoiceRow('A-1', { image: cell }), lineRow('A-1')), [entry]: png(1) }));
		expect(content.items[0]?.files.map((found) => found.entry)).toEqual(expected === null ? [] : [expected]);
		expect(told(content.items[0]?.json.problems ?? [])).toEqual(expected === null ? ['imageMissing 3 Image Scan Filename'] : noticed);
	});

	test('rows of as many invoices that are not there: an item each, up to a limit; beyond it the package goes back whole', async () => {
		const strays = async (count: number) => {
			const rows = Array.from({ length: count }, (_, index) => `Invoice Line,Z-${index}\n`).join('');
			return await read(Buffer.from(`${file(invoiceRow('A-1'), lineRow('A-1')).toString()}${rows}`), {}, 'a.csv');
		};
		expect((await strays(20_000)).items).toHaveLength(20_001);
		const { readable, items } = await strays(100_000);
		expect([readable, items.map(({ json }) => told(json.problems))]).toEqual([false, [['tooManyStrays 5']]]);
	}, 60_000);

	test('files that differ in case: the one that is named exactly, else nobody knows', async () => {
		const rows = ['Scan.png', 'scan.PNG', 'SCAN.PNG'].flatMap((image, index) => [
			invoiceRow(`A-${index}`, { image }),
			lineRow(`A-${index}`),
		]);
		const { items } = await read(await zip({ 'a.csv': file(...rows), 'Scan.png': png(1), 'scan.PNG': png(2) }));
		expect(items.map(({ json, files }) => [files.map(({ entry }) => entry), told(json.problems)])).toEqual([
			[['Scan.png'], []],
			[['scan.PNG'], []],
			[[], ['fileAmbiguous 7 Image Scan Filename']],
		]);
	});

	test('missing files: error, or warning for the image by setting; the neighbour goes on', async () => {
		const bytes = await zip({
			'a.csv': file(
				invoiceRow('A-1', { image: 'no.pdf', attachment1: 'file://no.txt' }),
				lineRow('A-1'),
				invoiceRow('B-1', { image: 'b.png' }),
				lineRow('B-1'),
			),
			'b.png': png(1),
		});
		const strict = await read(bytes);
		expect(strict.items.map(({ json }) => told(json.problems))).toEqual([
			['imageMissing 3 Image Scan Filename', 'attachmentMissing 3 Attachment 1'],
			[],
		]);
		expect(strict.items[0]?.json).toMatchObject({
			imageScan: { fileName: 'no.pdf', binary: null },
			attachments: [{ kind: 'file', fileName: 'no.txt', binary: null }],
		});
		const lenient = await read(bytes, { image: { severity: 'warning' } });
		expect(told(lenient.items[0]?.json.problems ?? [])).toEqual([
			'~imageMissing 3 Image Scan Filename',
			'attachmentMissing 3 Attachment 1',
		]);
		const bare = await read(file(invoiceRow('A-1', { image: 'a.pdf' }), lineRow('A-1')), {}, 'invoices.csv');
		expect(bare.items[0]?.json.problems[0]?.message).toContain('a CSV only');
	});

	test('a name that fits two files is not guessed', async () => {
		const content = await read(
			await zip({ 'a.csv': file(invoiceRow('A-1', { image: 'scan.pdf' }), lineRow('A-1')), 'x/scan.pdf': 'x', 'y/scan.pdf': 'y' }),
		);
		expect(content.items[0]?.json.problems[0]).toMatchObject({
			severity: 'error',
			code: 'fileAmbiguous',
			message: expect.stringContaining('x/scan.pdf, y/scan.pdf'),
		});
		const lenient = await read(content.bytes, { image: { severity: 'warning' } });
		expect(told(lenient.items[0]?.json.problems ?? [])).toEqual(['fileAmbiguous 3 Image Scan Filename']);
	});

	test('type of the page image by content, size by setting, 9 MB pass', async () => {
		const nine = Buffer.concat([await pdf('9 MB'), Buffer.from(Array.from({ length: 9_000_000 }, (_, index) => (index * 7919) % 251))]);
		const bytes = await zip(
			{
				'a.csv': file(
					...['fake.pdf', 'empty.pdf', 'nine.pdf', 'page.jpg'].flatMap((image, index) => [
						invoiceRow(`A-${index}`, { image }),
						lineRow(`A-${index}`),
					]),
				),
				'fake.pdf': 'no pdf',
				'empty.pdf': '',
				'nine.pdf': nine,
				'page.jpg': Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0]),
			},
			{ compress: false },
		);
		const content = await read(bytes);
		expect(content.items.map(({ json }) => json.problems.map(({ code }) => code))).toEqual([['imageType'], ['imageSize'], [], []]);
		const lenient = await read(bytes, { image: { severity: 'warning', maxBytes: 8 * 1024 * 1024 } });
		expect(lenient.items.map(({ json }) => told(json.problems))).toEqual([
			['~imageType 3 Image Scan Filename'],
			['~imageSize 5 Image Scan Filename'],
			['~imageSize 7 Image Scan Filename'],
			[],
		]);
		expect(content.items[0]?.json.problems[0]?.message).toContain('text/plain');
		expect(content.items.map(({ files }) => files[0]?.mimeType)).toEqual([
			'text/plain',
			'application/octet-stream',
			'application/pdf',
			'image/jpeg',
		]);
		const tight = await read(bytes, { image: { maxBytes: 8 * 1024 * 1024 } });
		expect(tight.items[2]?.json.problems).toMatchObject([{ code: 'imageSize', message: expect.stringContaining('8 MB') }]);
	});

	test('a damaged page image refuses its invoice only', async () => {
		const bytes = await zip(
			{ 'a.csv': file(invoiceRow('A-1', { image: 'a.bin' }), lineRow('A-1'), invoiceRow('B-1'), lineRow('B-1')), 'a.bin': 'intact bytes' },
			{ compress: false },
		);
		const content = await read(patched(bytes, 'intact bytes', 'broken bytes'));
		expect(content.items.map(({ json }) => told(json.problems))).toEqual([['damagedFile 3 Image Scan Filename'], []]);
	});

	test('nothing is unaccounted for: stray rows and stray files are items', async () => {
		const bytes = await zip({
			'a.csv': file(invoiceRow('A-1', { image: 'a.png' }), lineRow('A-1'), lineRow('Z-9'), ['Comment', 'hello']),
			'a.png': png(1),
			'Dir/lost.png': png(2),
		});
		const content = await read(bytes);
		expect(
			content.items.map(({ json }) => [json.invoice === null, json.delivery.position, json.delivery.rows, told(json.problems)]),
		).toEqual([
			[false, 1, [3, 4], []],
			[true, 2, [5], ['strayRows 5']],
			[true, 3, [6], ['strayRows 6']],
			[true, 4, [], ['~strayFile']],
		]);
		expect(content.items.every(({ json }) => json.delivery.invoices === 1 && json.delivery.items === 4)).toBe(true);
		expect(await content.items[3]?.files[0]?.read()).toEqual(png(2));
		expect(content.items[3]?.json.attachments).toEqual([{ kind: 'file', fileName: 'lost.png', binary: 'file' }]);
	});

	test.each([
		['no ZIP', Buffer.from('PK\u0003\u0004 cut'), 'truncatedZip'],
		['header without data', Buffer.from(csv([invoiceHeader, lineHeader])), 'headerWithoutData'],
		['empty CSV', Buffer.from('\n'), 'emptyFile'],
	])('unreadable: %s is one item without invoice', async (_, bytes, code) => {
		const content = await read(bytes, {}, 'batch.csv');
		expect(content.readable).toBe(false);
		expect(content.items.map(({ json }) => [json.invoice, told(json.problems), json.delivery.invoices, json.delivery.items])).toEqual([
			[null, [code], 0, 1],
		]);
	});
});

describe('the key of an invoice', () => {
	const scan = png(1);
	const keyOf = async (csvBytes: Buffer, image: Buffer = scan): Promise<string | undefined> => {
		const content = await read(await zip({ 'a.csv': csvBytes, 'a.png': image }));
		return content.items.find(({ json }) => json.invoice?.['invoice-number'] === 'Ä-1')?.json.delivery.key;
	};
	const rows = [invoiceRow('Ä-1', { image: 'a.png' }), lineRow('Ä-1')];

	test('does not depend on column order, blank columns, neighbours or encoding', async () => {
		const key = await keyOf(file(...rows));
		expect(key).toMatch(/^[0-9a-f]{64}$/);
		const turn = (cells: string[]): string[] => [cells[0] ?? '', ...cells.slice(1).reverse()];
		expect(await keyOf(Buffer.from(csv([turn(invoiceHeader), turn(lineHeader), ...rows.map(turn)])))).toBe(key);
		expect(
			await keyOf(
				Buffer.from(csv([invoiceHeader.map((name) => name.replace('*', '').toLowerCase()), [...lineHeader, 'Category'], ...rows])),
			),
		).toBe(key);
		expect(await keyOf(file(invoiceRow('B-1'), lineRow('B-1'), ...rows, invoiceRow('C-1')))).toBe(key);
		expect(await keyOf(Buffer.from(csv([invoiceHeader, lineHeader, ...rows], '\r\n'), 'latin1'))).toBe(key);
	});

	test('depends on values and on the bytes of the files', async () => {
		const key = await keyOf(file(...rows));
		expect(await keyOf(file(rows[0] ?? [], lineRow('Ä-1', { description: 'Hex bolts M8  box' })))).not.toBe(key);
		expect(await keyOf(file(...rows), png(2))).not.toBe(key);
	});
});
