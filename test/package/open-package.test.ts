import { LARGEST_PACKAGE, openPackage, PackageError } from '../../lib/package';
import { file, invoiceRow, lineRow } from '../flat-file/csv-file';
import { patched, pdf, png, zip } from './packages';

const csv = file(invoiceRow('A-1'), lineRow('A-1'));

async function refusal(bytes: Buffer, name = 'batch.zip', limits = {}): Promise<{ code: string; message: string }> {
	const error: unknown = await openPackage(bytes, name, limits).then(
		() => null,
		(reason: unknown) => reason,
	);
	if (!(error instanceof PackageError)) throw new Error(`not refused: ${String(error)}`);
	return error.problem;
}

describe('opening a package', () => {
	test('ZIP: the CSV, and the files by name, unpacked on demand', async () => {
		const scan = await pdf('A-1');
		const opened = await openPackage(await zip({ 'invoices.CSV': csv, 'A-1.pdf': scan, 'Dir/Über.txt': 'ü' }), 'batch.zip');
		expect(opened.csv).toEqual({ name: 'invoices.CSV', bytes: csv });
		expect([...opened.files.keys()]).toEqual(['A-1.pdf', 'Dir/Über.txt']);
		expect(opened.files.get('A-1.pdf')?.size).toBe(scan.length);
		expect(await opened.files.get('A-1.pdf')?.read()).toEqual(scan);
		expect(await opened.files.get('A-1.pdf')?.read()).toEqual(scan);
	});

	test.each(['invoices.csv', 'invoices.txt', 'invoices'])('a CSV alone, named %s', async (name) => {
		expect(await openPackage(csv, name)).toEqual({ kind: 'csv', csv: { name, bytes: csv }, files: new Map() });
	});

	test('files whose names differ in case or Unicode form only', async () => {
		const opened = await openPackage(
			await zip({ 'a.csv': csv, 'Scan.pdf': 'x', 'scan.PDF': 'y', 'ü.pdf': 'x', 'u\u0308.pdf': 'y' }),
			'b.zip',
		);
		expect([...opened.files.keys()]).toEqual(['Scan.pdf', 'scan.PDF', 'ü.pdf', 'u\u0308.pdf']);
	});

	test('of any size: how large it may be is said before it is fetched', async () => {
		const bytes = Buffer.alloc(LARGEST_PACKAGE + 1);
		expect((await openPackage(bytes, 'a.csv')).csv?.bytes).toHaveLength(LARGEST_PACKAGE + 1);
	});

	test('a CSV alone in UTF-16 with its mark', async () => {
		const bytes = Buffer.from(`\ufeff${csv.toString()}`, 'utf16le');
		expect(await openPackage(bytes, 'a.csv')).toMatchObject({ kind: 'csv', csv: { bytes } });
	});

	test('a ZIP under another name is still a ZIP; what macOS adds, and a CSV in a folder, do not count', async () => {
		const bytes = await zip({ 'a.csv': csv, '__MACOSX/._a.csv': 'x', '.DS_Store': 'x', 'Dir/prices.csv': 'p' });
		const opened = await openPackage(bytes, 'batch.csv');
		expect([...opened.files.keys()]).toEqual(['Dir/prices.csv']);
	});

	test('names: UTF-8 without the flag (macOS) and code page 437', async () => {
		const bytes = await zip({ 'a.csv': csv, 'XXber.pdf': 'x', 'YYber.pdf': 'x' });
		const withoutFlag = clearUtf8Flag(bytes);
		const raw = patched(patched(withoutFlag, 'XXber', Buffer.from('Über').toString('latin1')), 'YYber', '\u009aber'.padStart(5, 'Y'));
		expect([...(await openPackage(raw, 'b.zip')).files.keys()]).toEqual(['Über.pdf', 'YÜber.pdf']);
	});
});

/** Clears bit 11 of the flags in every local and central header. */
function clearUtf8Flag(bytes: Buffer): Buffer {
	const copy = Buffer.from(bytes);
	for (let at = 0; at < copy.length - 4; at++) {
		const magic = copy.readUInt32LE(at);
		if (magic === 0x04034b50) copy.writeUInt16LE(copy.readUInt16LE(at + 6) & ~0x800, at + 6);
		if (magic === 0x02014b50) copy.writeUInt16LE(copy.readUInt16LE(at + 8) & ~0x800, at + 8);
	}
	return copy;
}

describe('packages that are refused', () => {
	test('truncated, not a ZIP, empty', async () => {
		const bytes = await zip({ 'a.csv': csv, 'a.pdf': await pdf('x') });
		expect((await refusal(bytes.subarray(0, bytes.length - 30))).code).toBe('truncatedZip');
		expect((await refusal(bytes.subarray(0, 50))).code).toBe('truncatedZip');
		expect((await refusal(csv, 'batch.zip')).code).toBe('notAZip');
		expect((await refusal(Buffer.alloc(0), 'a.csv')).code).toBe('emptyPackage');
	});

	test('no CSV, two CSVs, CSV in a folder: told what was seen', async () => {
		expect(await refusal(await zip({ 'a.pdf': 'x', 'b.tif': 'x' }))).toMatchObject({
			code: 'noCsv',
			message: expect.stringContaining('images only: a.pdf, b.tif'),
		});
		expect(await refusal(await zip({}))).toMatchObject({ code: 'noCsv', message: expect.stringContaining('it is empty') });
		expect(await refusal(await zip({ 'Dir/a.csv': csv }))).toMatchObject({
			code: 'noCsv',
			message: expect.stringContaining('“Dir/a.csv”'),
		});
		expect(await refusal(await zip({ 'a.csv': csv, 'b.CSV': csv }))).toMatchObject({
			code: 'twoCsvs',
			message: expect.stringContaining('a.csv, b.CSV'),
		});
	});

	test('an image alone', async () => {
		expect(await refusal(await pdf('x'), 'A-1.pdf')).toMatchObject({
			code: 'notAPackage',
			message: expect.stringContaining('application/pdf'),
		});
		expect((await refusal(png(1), 'a.csv')).code).toBe('notAPackage');
	});

	test.each([
		['aa/evil.pdf', '../evil.pdf'],
		['a/bb/evil.pdf', 'a/../evil.pdf'],
		['aa/evil.pdf', '..\\evil.pdf'],
		['a/evil.pdf', '//evil.pdf'],
		['aa/evil.pdf', 'C:/evil.pdf'],
	])('a name that points outside the package: %s → %s', async (from, to) => {
		expect((await refusal(patched(await zip({ 'a.csv': csv, [from]: 'x' }), from, to))).code).toBe('unsafeEntryName');
	});

	test('a list of files that promises fewer than there are, or sizes that cannot be', async () => {
		const bytes = await zip({ 'a.csv': csv, 'a.pdf': 'x', 'b.pdf': 'y' }, { compress: false });
		const end = bytes.lastIndexOf('PK\u0005\u0006');
		const fewer = Buffer.from(bytes);
		fewer.writeUInt16LE(2, end + 8);
		fewer.writeUInt16LE(2, end + 10);
		expect(await refusal(fewer)).toMatchObject({ code: 'damagedZip', message: expect.stringContaining('another number of files') });
		const large = Buffer.from(bytes);
		const central = large.lastIndexOf('PK\u0001\u0002');
		large.writeUInt32LE(900_000, central + 20);
		large.writeUInt32LE(900_000, central + 24);
		expect(await refusal(large)).toMatchObject({ code: 'damagedZip', message: expect.stringContaining('larger than the ZIP') });
	});

	test('bombs and sizes', async () => {
		const bomb = await zip({ 'a.csv': csv, 'big.pdf': Buffer.alloc(4_000_000) });
		expect(bomb.length).toBeLessThan(20_000);
		expect((await refusal(bomb)).code).toBe('zipBomb');
		expect((await refusal(bomb, 'b.zip', { maxRatio: 1e6, maxEntryBytes: 3_000_000 })).code).toBe('entryTooLarge');
		expect((await refusal(bomb, 'b.zip', { maxRatio: 1e6, maxTotalBytes: 3_000_000 })).code).toBe('zipBomb');
		expect((await refusal(bomb, 'b.zip', { maxEntries: 1 })).code).toBe('tooManyEntries');
		await expect(openPackage(bomb, 'b.zip', { maxRatio: 1e6 })).resolves.toMatchObject({ csv: { name: 'a.csv' } });
	});

	test('an entry that lies about its size', async () => {
		const bytes = await zip({ 'a.csv': csv, 'x.pdf': Buffer.alloc(5000, 'z') });
		const size = Buffer.alloc(4);
		size.writeUInt32LE(5000);
		const lie = Buffer.alloc(4);
		lie.writeUInt32LE(50);
		const opened = await openPackage(patched(bytes, size.toString('latin1'), lie.toString('latin1')), 'b.zip');
		await expect(opened.files.get('x.pdf')?.read()).rejects.toMatchObject({ problem: { code: 'damagedFile' } });
	});

	test('password', async () => {
		const bytes = await zip({ 'a.csv': csv });
		const central = bytes.indexOf(Buffer.from('PK\u0001\u0002', 'latin1'));
		bytes.writeUInt16LE(bytes.readUInt16LE(central + 8) | 1, central + 8);
		expect((await refusal(bytes)).code).toBe('encryptedZip');
	});

	test('a damaged CSV refuses the package, a damaged image only itself', async () => {
		const bytes = await zip({ 'a.csv': csv, 'x.pdf': 'page image of A-1' }, { compress: false });
		expect((await refusal(patched(bytes, 'Hex bolts', 'Hex nails'))).code).toBe('damagedFile');
		const opened = await openPackage(patched(bytes, 'page image', 'PAGE IMAGE'), 'b.zip');
		await expect(opened.files.get('x.pdf')?.read()).rejects.toThrow('checksum');
	});
});

describe('names of entries', () => {
	const raw = async (name: string): Promise<Buffer> => {
		const place = 'Q'.repeat(Math.max(1, name.length));
		const bytes = patched(await zip({ 'a.csv': csv, [place]: 'x' }), place, name.padEnd(place.length, 'Q'));
		return name === '' ? withoutName(bytes, 'Q') : bytes;
	};

	test.each(['', '.'])('a file without a name is refused, because no package could be written with it: “%s”', async (name) => {
		expect(await refusal(await raw(name))).toMatchObject({ code: 'unusableEntryName', message: expect.stringContaining('without a name') });
	});

	test.each(['..', '/', '//', '/a', './../a', './C:/a'])('a name that points outside the package: “%s”', async (name) => {
		expect((await refusal(await raw(name))).code).toBe('unsafeEntryName');
	});

	test.each(['./', 'Dir/', 'Dir/.', './/'])('folders do not count: “%s”', async (name) => {
		expect([...(await openPackage(await raw(name), 'b.zip')).files.keys()]).toEqual([]);
	});

	test.each([
		['./a.pdf', 'a.pdf'],
		['Dir/./a.pdf', 'Dir/a.pdf'],
		['Dir//a.pdf', 'Dir/a.pdf'],
		['.\\a.pdf', 'a.pdf'],
	])('as other unpackers see it: “%s”', async (name, expected) => {
		expect([...(await openPackage(await raw(name), 'b.zip')).files.keys()]).toEqual([expected]);
	});

	test('the CSV as ./a.csv', async () => {
		const bytes = patched(await zip({ 'QQa.csv': csv }), 'QQa.csv', './a.csv');
		expect((await openPackage(bytes, 'b.zip')).csv?.name).toBe('a.csv');
	});

	test('the same name twice', async () => {
		expect((await refusal(patched(await zip({ 'a.csv': csv, 'a.pdf': 'x', 'b.pdf': 'y' }), 'b.pdf', 'a.pdf'))).code).toBe('duplicateEntry');
		expect((await refusal(patched(await zip({ 'a.csv': csv, 'a.pdf': 'x', 'QQa.pdf': 'y' }), 'QQa.pdf', './a.pdf'))).code).toBe(
			'duplicateEntry',
		);
	});

	test('a name that would be too long in a ZIP of ours', async () => {
		const place = 'Q'.repeat(40_000);
		const bytes = clearUtf8Flag(patched(await zip({ 'a.csv': csv, [place]: 'x' }), place, '\u009a'.repeat(40_000)));
		expect(await refusal(bytes)).toMatchObject({ code: 'unusableEntryName', message: expect.stringContaining('too long') });
	});
});

/** Takes the one-letter name out of its central header: the directory keeps its length through a comment. */
function withoutName(bytes: Buffer, name: string): Buffer {
	const copy = Buffer.from(bytes);
	for (let at = 0; at < copy.length - 4; at++) {
		if (copy.readUInt32LE(at) !== 0x02014b50 || copy.toString('latin1', at + 46, at + 46 + copy.readUInt16LE(at + 28)) !== name) continue;
		copy.copyWithin(at + 46, at + 46 + name.length, at + 46 + name.length + copy.readUInt16LE(at + 30));
		copy.writeUInt16LE(0, at + 28);
		copy.writeUInt16LE(name.length, at + 32);
	}
	return copy;
}
