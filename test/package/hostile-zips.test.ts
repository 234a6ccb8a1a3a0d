import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { openPackage, PackageError } from '../../lib/package';
import { rawZip } from '../../tools/sandbox/scan-one';
import { file, invoiceRow, lineRow } from '../flat-file/csv-file';
import { png, zip } from './packages';

type RawEntry = Parameters<typeof rawZip>[0][number];

const csv: RawEntry = { name: 'a.csv', content: file(invoiceRow('A-1'), lineRow('A-1')) };
const scan: RawEntry = { name: 'a.pdf', content: png(1) };
const LOCAL = 'PK\u0003\u0004';
const CENTRAL = 'PK\u0001\u0002';
const END = 'PK\u0005\u0006';

async function refusal(bytes: Buffer, name = 'batch.zip'): Promise<{ code: string; message: string }> {
	const error: unknown = await openPackage(bytes, name).then(
		() => null,
		(reason: unknown) => reason,
	);
	if (!(error instanceof PackageError)) throw new Error(`not refused: ${String(error)}`);
	return error.problem;
}

/** Why a file of a package that opens cannot be read. */
async function fileRefusal(bytes: Buffer, name: string): Promise<{ code: string; message: string }> {
	const read = (await openPackage(bytes, 'batch.zip')).files.get(name)?.read();
	const error: unknown = await read?.then(
		() => null,
		(reason: unknown) => reason,
	);
	if (!(error instanceof PackageError)) throw new Error(`not refused: ${String(error)}`);
	return error.problem;
}

/** Places of a signature, in order. */
function placesOf(bytes: Buffer, signature: string): number[] {
	const places: number[] = [];
	for (let at = bytes.indexOf(signature, 0, 'latin1'); at >= 0; at = bytes.indexOf(signature, at + 1, 'latin1')) places.push(at);
	return places;
}

/** A changed copy. */
function changed(bytes: Buffer, change: (copy: Buffer) => void): Buffer {
	const copy = Buffer.from(bytes);
	change(copy);
	return copy;
}

/** The same ZIP with a ZIP64 end record before its own one, whose fields say that it counts. */
function zip64(
	bytes: Buffer,
	{ count, size, start, keepShort = false }: { count?: number; size?: number; start?: number; keepShort?: boolean } = {},
): Buffer {
	const end = placesOf(bytes, END).at(-1) ?? 0;
	const record = Buffer.alloc(56);
	record.writeUInt32LE(0x06064b50, 0);
	record.writeBigUInt64LE(44n, 4);
	const entries = count ?? bytes.readUInt16LE(end + 10);
	record.writeBigUInt64LE(BigInt(entries), 24);
	record.writeBigUInt64LE(BigInt(entries), 32);
	record.writeBigUInt64LE(BigInt(size ?? bytes.readUInt32LE(end + 12)), 40);
	record.writeBigUInt64LE(BigInt(start ?? bytes.readUInt32LE(end + 16)), 48);
	const locator = Buffer.alloc(20);
	locator.writeUInt32LE(0x07064b50, 0);
	locator.writeBigUInt64LE(BigInt(end), 8);
	locator.writeUInt32LE(1, 16);
	const short = changed(bytes.subarray(end), (copy) => {
		if (!keepShort) copy.fill(0xff, 8, 20);
	});
	return Buffer.concat([bytes.subarray(0, end), record, locator, short]);
}

describe('lists of files that lie', () => {
	const good = rawZip([csv, scan, { name: 'b.pdf', content: png(2) }]);

	test('the sound one opens', async () => {
		expect([...(await openPackage(good, 'b.zip')).files.keys()]).toEqual(['a.pdf', 'b.pdf']);
	});

	test('two entries over the same bytes', async () => {
		const [, second = 0] = placesOf(good, LOCAL);
		const central = placesOf(good, CENTRAL);
		const bytes = changed(good, (copy) => copy.writeUInt32LE(second, (central[2] ?? 0) + 42));
		expect(await refusal(bytes)).toMatchObject({ code: 'damagedZip', message: expect.stringContaining('share the same bytes') });
	});

	test('an entry that reaches into the next one', async () => {
		const central = placesOf(good, CENTRAL);
		const bytes = changed(good, (copy) => {
			const at = central[1] ?? 0;
			copy.writeUInt32LE(copy.readUInt32LE(at + 20) + 40, at + 20);
			copy.writeUInt32LE(copy.readUInt32LE(at + 24) + 40, at + 24);
		});
		expect(await refusal(bytes)).toMatchObject({ code: 'damagedZip', message: expect.stringContaining('share the same bytes') });
	});

	test('sizes beyond the file, and a local head that makes room for more than there is', async () => {
		const last = placesOf(good, CENTRAL).at(-1) ?? 0;
		const large = changed(good, (copy) => {
			copy.writeUInt32LE(900_000, last + 20);
			copy.writeUInt32LE(900_000, last + 24);
		});
		expect(await refusal(large)).toMatchObject({ code: 'damagedZip', message: expect.stringContaining('larger than the ZIP') });
		const local = placesOf(good, LOCAL).at(-1) ?? 0;
		const longName = changed(good, (copy) => copy.writeUInt16LE(60_000, local + 28));
		expect(await refusal(longName)).toMatchObject({ code: 'damagedZip', message: expect.stringContaining('larger than the ZIP') });
	});

	test('an entry that does not begin where the list says', async () => {
		const central = placesOf(good, CENTRAL);
		const bytes = changed(good, (copy) => copy.writeUInt32LE(copy.readUInt32LE((central[1] ?? 0) + 42) + 1, (central[1] ?? 0) + 42));
		expect(await refusal(bytes)).toMatchObject({ code: 'damagedZip', message: expect.stringContaining('does not begin') });
	});

	test('fewer on this disk than in all', async () => {
		const end = placesOf(good, END).at(-1) ?? 0;
		const bytes = changed(good, (copy) => copy.writeUInt16LE(1, end + 8));
		expect(await refusal(bytes)).toMatchObject({ code: 'damagedZip', message: expect.stringContaining('contradict') });
	});
});

describe('ZIP64', () => {
	const good = rawZip([csv, scan]);

	test.each([{}, { keepShort: true }])('a small one with the long end record: %j', async (options) => {
		expect([...(await openPackage(zip64(good, options), 'b.zip')).files.keys()]).toEqual(['a.pdf']);
	});

	test.each([
		['fewer files', { count: 1 }, 'another number of files'],
		['a shorter list', { size: 10 }, 'another number of files'],
		['another count than the short record', { count: 1, keepShort: true }, 'contradict'],
		['another size than the short record', { size: 10, keepShort: true }, 'contradict'],
	])('an end record that promises %s', async (_, options, text) => {
		expect(await refusal(zip64(good, options))).toMatchObject({ code: 'damagedZip', message: expect.stringContaining(text) });
	});

	test('a list far outside the file, and more files than memory', async () => {
		expect((await refusal(zip64(good, { start: 2 ** 40 }))).code).toBe('damagedZip');
		expect((await refusal(zip64(good, { count: 2 ** 40 }))).code).toBe('tooManyEntries');
	});
});

describe('files that cannot be unpacked', () => {
	test('protected by a password, and by strong encryption', async () => {
		for (const flags of [1, 0x41]) {
			expect(await refusal(rawZip([csv, { ...scan, flags, deflate: true }]))).toMatchObject({
				code: 'encryptedZip',
				message: expect.stringContaining('without a password'),
			});
		}
	});

	test.each([
		[9, 'Deflate64'],
		[14, 'LZMA'],
		[77, 'number 77'],
	])('method %i: the text says how to pack it', async (method, name) => {
		const bytes = rawZip([csv, { ...scan, method, deflate: true }]);
		expect(await fileRefusal(bytes, 'a.pdf')).toMatchObject({ code: 'damagedFile', message: expect.stringContaining(name) });
		expect((await refusal(rawZip([{ ...csv, method, deflate: true }]))).message).toContain('Deflate, the usual one');
	});

	test('a symbolic link', async () => {
		const bytes = rawZip([csv, { name: 'a.pdf', content: Buffer.from('/scans/a.pdf'), mode: 0o120777 }]);
		expect(await fileRefusal(bytes, 'a.pdf')).toMatchObject({ code: 'damagedFile', message: expect.stringContaining('only a link') });
	});

	test('with a data descriptor, as archivers write that stream: read', async () => {
		const bytes = await streamed();
		expect(await (await openPackage(bytes, 'b.zip')).files.get('a.pdf')?.read()).toEqual(scan.content);
	});

	test('a bomb by ratio, and one by number', async () => {
		const bomb: RawEntry = { name: 'big.pdf', content: Buffer.alloc(4_000_000), deflate: true };
		expect(await refusal(rawZip([csv, bomb]))).toMatchObject({ code: 'zipBomb', message: expect.stringContaining('with compression') });
		const small: RawEntry = { name: '', content: Buffer.from('x'), deflate: true, claimedSize: 1024 * 1024 };
		const many = Array.from({ length: 1_100 }, (_, index): RawEntry => ({ ...small, name: `${index}.pdf` }));
		expect(await refusal(rawZip([csv, ...many]))).toMatchObject({
			code: 'zipBomb',
			message: expect.stringContaining('split into several'),
		});
	});

	test('a file that unpacks to more than its list says is cut off there', async () => {
		const bytes = rawZip([csv, { name: 'a.pdf', content: Buffer.alloc(3_000_000), deflate: true, claimedSize: 900_000 }]);
		expect((await fileRefusal(bytes, 'a.pdf')).message).toContain('packed again from its files');
	});
});

describe('packages that hold something else', () => {
	test('a ZIP in the ZIP, a spreadsheet, an Office document: the text says what to send', async () => {
		const inner = await zip({ 'a.csv': 'x' });
		expect((await refusal(await zip({ 'inner.zip': inner }))).message).toContain('another ZIP: “inner.zip”. Send that one');
		expect((await refusal(await zip({ 'a.xlsx': 'x', 'a.pdf': 'x' }))).message).toContain('not in the spreadsheet “a.xlsx”');
		expect((await refusal(await zip({ '[Content_Types].xml': 'x', 'xl/workbook.xml': 'x' }), 'a.xlsx')).message).toContain(
			'Office document',
		);
	});

	test('a ZIP beside the CSV is a file like any other', async () => {
		const inner = await zip({ 'a.csv': 'x' });
		expect([...(await openPackage(rawZip([csv, { name: 'more.zip', content: inner }]), 'b.zip')).files.keys()]).toEqual(['more.zip']);
	});

	test('one part of several, and bytes behind the end', async () => {
		const bytes = rawZip([csv]);
		const end = placesOf(bytes, END).at(-1) ?? 0;
		expect(await refusal(changed(bytes, (copy) => copy.writeUInt16LE(2, end + 4)))).toMatchObject({
			code: 'splitZip',
			message: expect.stringContaining('single ZIP'),
		});
		expect((await refusal(Buffer.concat([bytes, Buffer.from('\r\n')]))).message).toContain('behind its end');
	});

	test('another kind of file that is named .zip', async () => {
		expect((await refusal(Buffer.from('Rar!\u001a\u0007\u0001\u0000', 'latin1'))).message).toContain('application/x-rar-compressed');
		expect((await refusal(csv.content)).message).toContain('text/plain');
		expect((await refusal(Buffer.from([0, 0, 1, 2, 255]))).message).toContain('its beginning is damaged');
	});
});

test.each([['/etc/a.pdf'], ['C:\\scans\\a.pdf'], ['../a.pdf'], ['scans/../../a.pdf'], ['..\\..\\a.pdf']])(
	'a name that leaves the package: %s',
	async (name) => {
		expect((await refusal(rawZip([csv, { ...scan, name }]))).code).toBe('unsafeEntryName');
	},
);

/** Sizes and checksum stand behind the data, as in a ZIP that was written while it was read (flag bit 3). */
async function streamed(): Promise<Buffer> {
	const archive = new ZipFile();
	archive.addReadStream(Readable.from([csv.content]), 'a.csv');
	archive.addReadStream(Readable.from([scan.content]), 'a.pdf');
	archive.end();
	return await buffer(Readable.from(archive.outputStream));
}
