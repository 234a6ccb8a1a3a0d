import { randomBytes } from 'node:crypto';

import { openPackage, PackageError, readInvoicePackage } from '../../lib/package';
import { rawZip } from '../../tools/sandbox/scan-one';
import { file, fileOf, head, invoiceRow, line, lineRow } from '../flat-file/csv-file';
import { delivery, png } from './packages';

type RawEntry = Parameters<typeof rawZip>[0][number];

const MB = 1024 * 1024;
const CENTRAL = Buffer.from('PK\u0001\u0002', 'latin1');
const csv: RawEntry = { name: 'a.csv', content: file(invoiceRow('A-1'), lineRow('A-1')), deflate: true };

async function codeOf(bytes: Buffer): Promise<string> {
	try {
		await openPackage(bytes, 'batch.zip');
		return 'opened';
	} catch (error) {
		if (error instanceof PackageError) return error.problem.code;
		throw error;
	}
}

/** Where the list has its entries. */
function heads(bytes: Buffer): number[] {
	const places: number[] = [];
	for (let at = bytes.indexOf(CENTRAL); at >= 0; at = bytes.indexOf(CENTRAL, at + 1)) places.push(at);
	return places;
}

test('a CSV that is too large is refused before it is unpacked', async () => {
	const bytes = rawZip([{ name: 'a.csv', content: randomBytes(200_000), deflate: true }]);
	bytes.writeUInt32LE(25 * MB, (heads(bytes)[0] ?? 0) + 24);
	const error = await openPackage(bytes, 'batch.zip').catch((thrown: unknown) => thrown);
	expect(error).toMatchObject({
		problem: {
			code: 'fileTooLarge',
			value: 'a.csv',
			message: expect.stringMatching(/^The CSV has 25 MB; the limit is 20\.8 MB\. Nothing in it was read\./),
		},
	});
	const content = await readInvoicePackage(bytes, 'batch.zip', { delivery });
	expect(content).toMatchObject({ readable: false, items: [{ json: { invoice: null, problems: [{ code: 'fileTooLarge' }] } }] });
});

describe('entries over the same bytes', () => {
	const kernel: RawEntry = { name: 'kernel.bin', content: Buffer.alloc(MB), deflate: true };

	test('fifty-five kilobytes that list one file a thousand times', async () => {
		const names = Array.from({ length: 1_000 }, (_, index): RawEntry => ({ name: `${index}.bin`, content: Buffer.alloc(0) }));
		const bytes = rawZip([csv, kernel, ...names]);
		const [, model = 0, ...copies] = heads(bytes);
		for (const at of copies) {
			// method to sizes, then the place of the data
			bytes.copy(bytes, at + 10, model + 10, model + 28);
			bytes.copy(bytes, at + 42, model + 42, model + 46);
		}
		expect(bytes.length).toBeLessThan(120_000);
		expect(await codeOf(bytes)).toBe('damagedZip');
	});

	test('a file that begins in another one’s data, as in a quine', async () => {
		const inner = rawZip([{ name: 'inner.bin', content: png(1) }]);
		const bytes = rawZip([csv, { name: 'outer.zip', content: inner }, { name: 'x.bin', content: png(1) }]);
		const last = heads(bytes).at(-1) ?? 0;
		bytes.writeUInt32LE(bytes.indexOf(inner), last + 42);
		expect(await codeOf(bytes)).toBe('damagedZip');
	});

	test('a file that begins, or ends, in the list', async () => {
		const bytes = rawZip([csv, { name: 'x.bin', content: png(1) }]);
		const last = heads(bytes).at(-1) ?? 0;
		const begins = Buffer.from(bytes);
		begins.writeUInt32LE(heads(bytes)[0] ?? 0, last + 42);
		expect(await codeOf(begins)).toBe('damagedZip');
		const ends = Buffer.from(bytes);
		ends.writeUInt32LE(ends.readUInt32LE(last + 20) + 10, last + 20);
		ends.writeUInt32LE(ends.readUInt32LE(last + 24) + 10, last + 24);
		expect(await codeOf(ends)).toBe('damagedZip');
	});
});

describe('one limit for all that a package unpacks to', () => {
	const scans = (count: number): RawEntry[] =>
		Array.from({ length: count }, (_, index) => ({ name: `${index}.tif`, content: Buffer.alloc(MB, index), deflate: true }));

	test('32 MB and four times its own size', async () => {
		expect(await codeOf(rawZip([csv, ...scans(31)]))).toBe('opened');
		expect(await codeOf(rawZip([csv, ...scans(33)]))).toBe('zipBomb');
		const incompressible: RawEntry = { name: 'big.pdf', content: Buffer.alloc(2 * MB, 7) };
		expect(await codeOf(rawZip([csv, incompressible, ...scans(33)]))).toBe('opened');
	});
});

describe('rows that name many files', () => {
	const columns = Array.from({ length: 8 }, (_, index) => `Attachment ${index + 1}`);
	const naming = (number: string, name: (index: number) => string) => [
		head(number, Object.fromEntries(columns.map((column, index) => [column, `file://${name(index)}`]))),
		line(number, '1'),
	];

	test('missing ones: three are told one by one, the others together and by name', async () => {
		const bytes = rawZip([{ ...csv, content: fileOf(naming('A-1', (index) => `${index}.pdf`)) }]);
		const { items } = await readInvoicePackage(bytes, 'a.zip', { delivery });
		const missing = items[0]?.json.problems.filter(({ code }) => code === 'attachmentMissing') ?? [];
		expect(missing.map(({ severity, value }) => `${severity} ${value ?? ''}`)).toEqual([
			'error 0.pdf',
			'error 1.pdf',
			'error 2.pdf',
			'error 3.pdf',
		]);
		expect(missing.at(-1)?.message).toContain('The same goes for 4 more files that the row names: 4.pdf, 5.pdf, 6.pdf, 7.pdf.');
	});

	test('a name that a thousand files have', async () => {
		const twins = Array.from({ length: 1_000 }, (_, index): RawEntry => ({ name: `${index}/scan.pdf`, content: png(1) }));
		const bytes = rawZip([{ ...csv, content: fileOf(naming('A-1', () => 'scan.pdf')) }, ...twins]);
		const { items } = await readInvoicePackage(bytes, 'a.zip', { delivery });
		const [ambiguous] = items[0]?.json.problems.filter(({ code }) => code === 'fileAmbiguous') ?? [];
		expect(ambiguous?.message).toContain('0/scan.pdf, 1/scan.pdf, 2/scan.pdf, 3/scan.pdf, 4/scan.pdf and 995 more');
		expect(ambiguous?.message.length).toBeLessThan(400);
	});
});
