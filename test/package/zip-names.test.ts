import { crc32 } from 'node:zlib';
import { buildRejectedPackage, openPackage, readInvoicePackage } from '../../lib/package';
import { rawZip } from '../../tools/sandbox/scan-one';
import { file, invoiceRow, lineRow, told } from '../flat-file/csv-file';
import { delivery, png } from './packages';

type RawEntry = Parameters<typeof rawZip>[0][number];

/** Names as bytes of the code pages that Windows and DOS write. */
const bytes = {
	'utf-8': (name: string) => Buffer.from(name),
	'437': (name: string) => coded(name, { ü: 0x81, ö: 0x94, ß: 0xe1, é: 0x82, ñ: 0xa4 }),
	'850': (name: string) => coded(name, { ü: 0x81, ö: 0x94, ß: 0xe1, é: 0x82, ñ: 0xa4, Á: 0xb5, ø: 0x9b }),
	'1252': (name: string) => coded(name, { ü: 0xfc, ö: 0xf6, ß: 0xdf, é: 0xe9, ñ: 0xf1, Á: 0xc1, ø: 0xf8, '€': 0x80 }),
};

function coded(name: string, codes: Record<string, number>): Buffer {
	return Buffer.from(Array.from(name, (character) => codes[character] ?? character.charCodeAt(0)));
}

async function read(images: string[], files: RawEntry[]) {
	const rows = images.flatMap((image, index) => [invoiceRow(`A-${index}`, { image }), lineRow(`A-${index}`)]);
	const content = rawZip([{ name: 'a.csv', content: file(...rows) }, ...files]);
	return await readInvoicePackage(content, 'batch.zip', { delivery });
}

const image = (name: string | Buffer, shade = 1): RawEntry => ({ name, content: png(shade) });

describe('names in the code page of whoever packed them', () => {
	test.each([
		['utf-8', 'Rechnung_Müller.pdf'],
		['437', 'Rechnung_Müller.pdf'],
		['850', 'Rechnung_Müller.pdf'],
		['1252', 'Rechnung_Müller.pdf'],
		['850', 'Álvaro Søren.pdf'],
		['1252', 'Álvaro Søren.pdf'],
		['1252', '100 €.pdf'],
		['437', 'Größe é ñ.pdf'],
	] as const)('%s: %s is found as the row spells it', async (page, name) => {
		const { items } = await read([name], [image(bytes[page](name))]);
		expect(items).toHaveLength(1);
		expect(told(items[0]?.json.problems ?? [])).toEqual([]);
		expect(items[0]?.files).toMatchObject([{ role: 'imageScan', entry: name, fileName: name }]);
		expect(await items[0]?.files[0]?.read()).toEqual(png(1));
	});

	test('in any case, in a folder, and by its bare name', async () => {
		const { items } = await read(
			['scans/MÜLLER.pdf', 'Jörg.pdf'],
			[image(bytes['1252']('Scans/Müller.pdf')), image(bytes['850']('Scans/Jörg.pdf'), 2)],
		);
		expect(items.map(({ json, files }) => [files.map(({ entry }) => entry), told(json.problems)])).toEqual([
			[['Scans/Müller.pdf'], []],
			[['Scans/Jörg.pdf'], []],
		]);
	});

	test('UTF-8 that is not marked, and bytes that are marked as UTF-8 and are none', async () => {
		const { items } = await read(
			['Müller.pdf', 'Jörg.pdf'],
			[image(bytes['utf-8']('Müller.pdf')), { ...image(bytes['1252']('Jörg.pdf'), 2), flags: 0x800 }],
		);
		expect(items.map(({ json, files }) => [files.map(({ entry }) => entry), told(json.problems)])).toEqual([
			[['Müller.pdf'], []],
			[['Jörg.pdf'], []],
		]);
	});

	test('two files that can both be the named one: nobody knows, and the text says what to change', async () => {
		const { items } = await read(['Müller.pdf'], [image(bytes['850']('Müller.pdf')), image(bytes['1252']('Müller.pdf'), 2)]);
		expect(told(items[0]?.json.problems ?? [])).toEqual(['fileAmbiguous 3 Image Scan Filename']);
		expect(items[0]?.json.problems[0]?.message).toContain('packed with names in UTF-8');
		expect(items[0]?.files).toEqual([]);
	});

	test('a file that is not found among such names: the text says that they may have been read wrongly', async () => {
		const { items } = await read(['Łódź.pdf'], [image(Buffer.from([0xa3, 0xf3, 0x64, 0x9f, ...Buffer.from('.pdf')]))]);
		expect(items[0]?.json.problems[0]).toMatchObject({ code: 'imageMissing', message: expect.stringContaining('not in UTF-8') });
	});

	test('what goes back is found again under the name that the row gives', async () => {
		const content = await read(['Müller.pdf'], [image(bytes['1252']('Müller.pdf'))]);
		const back = await buildRejectedPackage({ content, originalName: 'batch.zip', items: [{ position: 1 }] });
		const again = await readInvoicePackage(back.bytes, back.fileName, { delivery });
		expect(again.items.map(({ files }) => files.map(({ entry }) => entry))).toEqual([['Müller.pdf']]);
		expect(again.items[0]?.json.delivery.key).toBe(content.items[0]?.json.delivery.key);
	});
});

describe('the Unicode path of Info-ZIP', () => {
	const unicodePath = (raw: Buffer, name: string, sum = crc32(raw)): Buffer => {
		const path = Buffer.from(name);
		const head = Buffer.alloc(9);
		head.writeUInt16LE(0x7075, 0);
		head.writeUInt16LE(5 + path.length, 2);
		head.writeUInt8(1, 4);
		head.writeUInt32LE(sum, 5);
		return Buffer.concat([head, path]);
	};

	test.each([
		['Müller.pdf', 'M_ller.pdf'],
		['Łódź.pdf', '_ód_.pdf'],
	])('%s counts, not %s of which it is the path', async (name, plain) => {
		const raw = bytes['850'](plain);
		const { items } = await read([name], [{ ...image(raw), extra: unicodePath(raw, name) }]);
		expect(items[0]?.files).toMatchObject([{ entry: name }]);
	});

	test('one of another name is left alone', async () => {
		const raw = Buffer.from('renamed.pdf');
		const opened = await openPackage(
			rawZip([
				{ name: 'a.csv', content: file(invoiceRow('A-1'), lineRow('A-1')) },
				{ ...image(raw), extra: unicodePath(raw, 'before.pdf', 7) },
			]),
			'b.zip',
		);
		expect([...opened.files.keys()]).toEqual(['renamed.pdf']);
	});

	test('one that points outside the package refuses it', async () => {
		const raw = Buffer.from('a.pdf');
		const content = rawZip([
			{ name: 'a.csv', content: file(invoiceRow('A-1'), lineRow('A-1')) },
			{ ...image(raw), extra: unicodePath(raw, '../a.pdf') },
		]);
		await expect(openPackage(content, 'b.zip')).rejects.toMatchObject({ problem: { code: 'unsafeEntryName' } });
	});
});
