import { randomBytes } from 'node:crypto';

import { openPackage, type PackageContent, readInvoicePackage, splitPackage } from '../../lib/package';
import { parseCsv } from '../../lib/flat-file';
import { csv, file, invoiceHeader, invoiceRow, lineHeader, lineRow } from '../flat-file/csv-file';
import { delivery, patched, zip } from './packages';

const KB = 1024;

const read = (bytes: Buffer, name = 'batch.zip'): Promise<PackageContent> => readInvoicePackage(bytes, name, { delivery });

/** A page image that does not compress. */
const scan = (kilobytes: number): Buffer => Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(kilobytes * KB)]);

const invoice = (number: string, image = `${number}.pdf`): string[][] => [invoiceRow(number, { image }), lineRow(number)];

async function split(content: PackageContent, maxBytes: number, name = 'batch.zip') {
	const { parts, leftOut, strayFiles } = await splitPackage(content, name, { maxBytes });
	const read = [];
	for (const part of parts) {
		const bytes = await part.bytes();
		read.push({
			fileName: part.fileName,
			bytes,
			opened: await openPackage(bytes, part.fileName),
			content: await readInvoicePackage(bytes, part.fileName, { delivery }),
		});
	}
	return { parts: read, leftOut, strayFiles };
}

const numbers = (content: PackageContent): unknown[] => content.items.map(({ json }) => json.invoice?.['invoice-number'] ?? null);
const cells = (bytes: Buffer): string[][] => {
	const parsed = parseCsv(bytes.toString('utf8'));
	return 'records' in parsed ? parsed.records.map((record) => record.cells) : [];
};

describe('a split package', () => {
	test('has every invoice once, in order, with its own rows and files, in parts below the limit', async () => {
		const names = Array.from({ length: 12 }, (_, index) => `Ä-${index + 1}`);
		const scans = new Map(names.map((name, index) => [`${name}.pdf`, scan(20 + 7 * (index % 4))]));
		const original = await read(
			await zip({ 'Rechnungen Ä.csv': file(...names.flatMap((name) => invoice(name))), ...Object.fromEntries(scans) }),
		);
		const { parts, leftOut, strayFiles } = await split(original, 100 * KB);
		expect(leftOut).toEqual([]);
		expect(strayFiles).toEqual([]);
		expect(parts.flatMap(({ content }) => numbers(content))).toEqual(names);
		expect(parts.map(({ fileName }) => fileName)).toEqual(parts.map((_, index) => `batch-${index + 1}of${parts.length}.zip`));
		expect(parts.length).toBeGreaterThan(2);
		// Full parts: no two neighbours would have fitted into one.
		for (const [index, part] of parts.entries()) {
			expect(part.bytes.length).toBeLessThanOrEqual(100 * KB);
			expect(part.bytes.length + (parts[index + 1]?.bytes.length ?? 100 * KB)).toBeGreaterThan(100 * KB);
			expect(part.opened.csv?.name).toBe('Rechnungen Ä.csv');
			const own = numbers(part.content);
			expect([...part.opened.files.keys()]).toEqual(own.map((number) => `${String(number)}.pdf`).sort());
			expect(cells(part.opened.csv?.bytes ?? Buffer.alloc(0))).toEqual([
				invoiceHeader,
				lineHeader,
				...own.flatMap((number) => invoice(String(number))),
			]);
			for (const [name, entry] of part.opened.files) expect((await entry.read()).equals(scans.get(name) ?? Buffer.alloc(0))).toBe(true);
			expect(part.content.items.map(({ json }) => json.delivery.key)).toEqual(
				original.items.filter(({ json }) => own.includes(json.invoice?.['invoice-number'] ?? '')).map(({ json }) => json.delivery.key),
			);
		}
	});

	test('is the same each time', async () => {
		const original = await read(await zip({ 'i.csv': file(...invoice('A'), ...invoice('B')), 'A.pdf': scan(30), 'B.pdf': scan(30) }));
		const [first, second] = [await split(original, 50 * KB), await split(original, 50 * KB)];
		expect(first.parts.map(({ bytes }) => bytes)).toEqual(second.parts.map(({ bytes }) => bytes));
		expect(first.parts).toHaveLength(2);
	});

	test('numbers its parts so that their names sort in the order of the invoices', async () => {
		const names = Array.from({ length: 11 }, (_, index) => `N-${index}`);
		const original = await read(
			await zip({
				'i.csv': file(...names.flatMap((name) => invoice(name))),
				...Object.fromEntries(names.map((name) => [`${name}.pdf`, scan(10)])),
			}),
		);
		const { parts } = await split(original, 12 * KB);
		expect(parts).toHaveLength(11);
		expect(parts[0]?.fileName).toBe('batch-01of11.zip');
		expect(parts.map(({ fileName }) => fileName)).toEqual(parts.map(({ fileName }) => fileName).sort());
		expect(parts.flatMap(({ content }) => numbers(content))).toEqual(names);
	});

	test('leaves out the one invoice that is too large by itself, and names it', async () => {
		const original = await read(
			await zip({
				'i.csv': file(...invoice('A'), ...invoice('HUGE-1'), ...invoice('B')),
				'A.pdf': scan(30),
				'HUGE-1.pdf': scan(120),
				'B.pdf': scan(30),
			}),
		);
		const { parts, leftOut } = await split(original, 100 * KB);
		expect(parts.map(({ content }) => numbers(content))).toEqual([['A', 'B']]);
		expect(leftOut.map(({ problem }) => problem)).toEqual([
			{
				severity: 'error',
				code: 'invoiceTooLarge',
				row: 5,
				value: 'HUGE-1',
				message: expect.stringContaining(
					'Invoice “HUGE-1” takes 121 kB packed, “HUGE-1.pdf” alone 121 kB; the limit for one file is 100 kB',
				),
			},
		]);
	});

	test('puts a file that several invoices name into each part that needs it, and counts it once there', async () => {
		const original = await read(
			await zip({
				'i.csv': file(...invoice('A', 'all.pdf'), ...invoice('B', 'all.pdf'), ...invoice('C'), ...invoice('D', 'all.pdf')),
				'all.pdf': scan(60),
				'C.pdf': scan(60),
			}),
		);
		const { parts } = await split(original, 100 * KB);
		expect(parts.map(({ opened }) => [...opened.files.keys()])).toEqual([['all.pdf'], ['C.pdf'], ['all.pdf']]);
		expect(parts.map(({ content }) => numbers(content))).toEqual([['A', 'B'], ['C'], ['D']]);
	});

	test('keeps rows of no invoice, reports files that no row names, and leaves out invoices with a damaged or ambiguous file', async () => {
		const files = {
			'A.pdf': scan(10),
			'BAD.pdf': Buffer.from('%PDF-1.4 marked'),
			'1/two.pdf': scan(1),
			'2/two.pdf': scan(1),
			'lost.png': Buffer.from('unnamed'),
		};
		const whole = await zip(
			{ 'i.csv': file(...invoice('A'), ...invoice('BAD'), ...invoice('TWO', 'two.pdf'), lineRow('NOBODY')), ...files },
			{ compress: false },
		);
		const { parts, leftOut, strayFiles } = await split(await read(patched(whole, '%PDF-1.4 marked', '%PDF-1.4 broken')), 50 * KB);
		expect(strayFiles).toEqual(['1/two.pdf', '2/two.pdf', 'lost.png']);
		expect(leftOut.map(({ problem }) => problem.code)).toEqual(['damagedFile', 'fileAmbiguous']);
		expect(cells(parts[0]?.opened.csv?.bytes ?? Buffer.alloc(0))).toEqual([invoiceHeader, lineHeader, ...invoice('A'), lineRow('NOBODY')]);
		expect(parts).toHaveLength(1);
	});

	test('takes what only fits because its rows compress well', async () => {
		const lines = Array.from({ length: 400 }, (_, index) => lineRow('LONG', { line: String(index + 1) }));
		const original = await read(await zip({ 'i.csv': file(...invoice('A'), invoiceRow('LONG'), ...lines), 'A.pdf': scan(1) }));
		const { parts, leftOut } = await split(original, 10 * KB);
		expect(leftOut).toEqual([]);
		expect(parts.map(({ content }) => numbers(content))).toEqual([['A'], ['LONG']]);
		expect(parts.every(({ bytes }) => bytes.length <= 10 * KB)).toBe(true);
	});

	test('a bare CSV is split into CSVs, each with the header rows, none longer than the limit', async () => {
		const names = Array.from({ length: 30 }, (_, index) => `C-${index}`);
		const { parts } = await split(
			await read(file(...names.flatMap((name) => [invoiceRow(name), lineRow(name)])), 'many.csv'),
			2 * KB,
			'many.csv',
		);
		expect(parts[0]?.fileName).toMatch(/^many-01of\d\d\.csv$/);
		expect(parts.every(({ bytes }) => bytes.length <= 2 * KB)).toBe(true);
		expect(parts.flatMap(({ bytes }) => cells(bytes).slice(2))).toEqual(names.flatMap((name) => [invoiceRow(name), lineRow(name)]));
		expect(parts.every(({ bytes }) => bytes.toString().startsWith(csv([invoiceHeader, lineHeader], '\r\n')))).toBe(true);
	});
});
