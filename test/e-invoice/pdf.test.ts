import { deflateSync } from 'node:zlib';
import { PDFDocument } from 'pdf-lib';

import { EInvoiceError } from '../../lib/e-invoice';
import { eInvoiceIn } from '../../lib/e-invoice/pdf/e-invoice-in';
import { embeddedXml } from '../../lib/e-invoice/pdf/embedded-xml';
import { ascii85Of, compressed, encrypted, lzwOf, pdfOf, stream, updated, withFile, XML } from './pdf-files';

const PLAIN = stream(XML, '/Type /EmbeddedFile');
const FOUND = [{ name: 'factur-x.xml', relationship: 'Data', bytes: Buffer.from(XML), root: 'CrossIndustryInvoice' }];

async function failure(pdf: Buffer): Promise<EInvoiceError> {
	const error = await embeddedXml(pdf).then(
		() => null,
		(one: unknown) => one,
	);
	expect(error).toBeInstanceOf(EInvoiceError);
	return error as EInvoiceError;
}

test.each([
	['associated with the document', '/AF [4 0 R]', []],
	['associated, in a list of its own', '/AF 6 0 R', ['[4 0 R]']],
	['in the tree of names', '/Names << /EmbeddedFiles << /Names [(a) 4 0 R] >> >>', []],
	[
		'in the tree of names two levels down',
		'/Names << /EmbeddedFiles 6 0 R >>',
		['<< /Kids [7 0 R] >>', '<< /Kids [<< /Names [(a) 4 0 R] >>] >>'],
	],
	['by all ways at once, once', '/AF [4 0 R] /Names << /EmbeddedFiles << /Names [(a) 4 0 R (b) 4 0 R] >> >>', []],
])('a file that is %s', async (_, catalog, more) => {
	expect(await embeddedXml(withFile(PLAIN, catalog, more))).toEqual(FOUND);
});

test('a file that a note on a page attaches, and one that belongs to the page', async () => {
	const file = (stream: number, name: string): string => `<< /Type /Filespec /F (${name}) /EF << /F ${stream} 0 R >> >>`;
	const pdf = pdfOf([
		'<< /Type /Catalog /Pages 2 0 R >>',
		'<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
		`<< /Type /Page /Parent 2 0 R /Annots [4 0 R << /Subtype /Link >>] /AF [${file(7, 'b.xml')}] >>`,
		'<< /Type /Annot /Subtype /FileAttachment /FS 5 0 R >>',
		file(6, 'folder/a.xml'),
		PLAIN,
		stream('text'),
	]);
	expect((await embeddedXml(pdf)).map(({ name, relationship, root }) => ({ name, relationship, root }))).toEqual([
		{ name: 'b.xml', relationship: null, root: null },
		{ name: 'a.xml', relationship: null, root: 'CrossIndustryInvoice' },
	]);
});

test('compressed objects, listed by a cross-reference stream', async () => {
	expect(await embeddedXml(compressed(PLAIN))).toEqual(FOUND);
});

test('a PDF of another library with object streams', async () => {
	const document = await PDFDocument.create();
	document.addPage();
	await document.attach(Buffer.from(XML), 'Rechnung Übersicht.xml', { afRelationship: 'Alternative' as never });
	const [found, ...others] = await embeddedXml(Buffer.from(await document.save({ useObjectStreams: true })));
	expect(others).toEqual([]);
	expect(found).toEqual({
		name: 'Rechnung Übersicht.xml',
		relationship: 'Alternative',
		bytes: Buffer.from(XML),
		root: 'CrossIndustryInvoice',
	});
});

test('of an update the newest counts, of two updates the last', async () => {
	const newer = XML.replace('1.0', '1.0" encoding="UTF-8');
	const newest = XML.replace('?>', '?><!-- newest -->');
	const once = updated(withFile(PLAIN), stream(newer));
	expect((await embeddedXml(once))[0]?.bytes.toString()).toBe(newer);
	expect((await embeddedXml(updated(once, stream(newest))))[0]?.bytes.toString()).toBe(newest);
});

const LONG = Buffer.from(XML + '<!--'.padEnd(30_000, 'abc\0\0\0\0 xyz 0123456789 äöü ß') + '-->');
test.each<[string, Buffer, string]>([
	['FlateDecode', deflateSync(LONG), '/FlateDecode'],
	['FlateDecode without its check sum', deflateSync(LONG).subarray(0, -4), '/FlateDecode'],
	['ASCIIHexDecode', Buffer.from(`${LONG.toString('hex').replace(/(.{70})/g, '$1\n')}>`), '/ASCIIHexDecode'],
	['ASCII85Decode', Buffer.from(ascii85Of(LONG)), '/ASCII85Decode'],
	['LZWDecode', lzwOf(LONG, true), '/LZWDecode'],
	['LZWDecode, late', lzwOf(LONG, false), '/LZWDecode /DecodeParms << /EarlyChange 0 >>'],
	['RunLengthDecode', Buffer.concat([...LONG].map((byte) => Buffer.from([0, byte]))), '/RunLengthDecode'],
	['two filters', Buffer.from(ascii85Of(deflateSync(LONG))), '[/A85 /Fl]'],
])('a file packed by %s', async (_, packed, filter) => {
	const [found] = await embeddedXml(withFile(stream(packed, `/Filter ${filter}`)));
	expect(found?.fault).toBeUndefined();
	expect(found?.bytes.equals(LONG)).toBe(true);
});

test.each(['1.3', '1.4', '1.6', '1.7ext3'] as const)(
	'encryption of PDF %s without a password is opened, with one it is told',
	async (version) => {
		const [found] = await embeddedXml(await encrypted(version));
		expect(found).toMatchObject({ name: 'factur-x.xml', relationship: 'Alternative', root: 'CrossIndustryInvoice' });
		expect(found?.bytes.toString()).toBe(XML);
		const error = await failure(await encrypted(version, 'secret'));
		expect(error.code).toBe('pdfEncrypted');
		expect(error.message).toBe('The PDF is encrypted: it asks for a password. Send it without protection.');
	},
);

test('a file whose list of objects is wrong or missing is looked through', async () => {
	const pdf = withFile(PLAIN);
	const text = pdf.toString('latin1');
	const broken = [
		text.replace(/startxref\n\d+/, 'startxref\n7'),
		text.replace(/xref\n0 6[^]*/, ''),
		text.replace(/(\d{10}) 00000 n/g, '0000000012 00000 n'),
		text.replace('%PDF-1.7\n', '%PDF-1.7\n% pushed by some bytes\n'),
	];
	for (const one of broken) expect(await embeddedXml(Buffer.from(one, 'latin1'))).toEqual(FOUND);
	const packed = compressed(PLAIN)
		.toString('latin1')
		.replace(/startxref\n\d+/, 'startxref\n999999');
	expect(await embeddedXml(Buffer.from(packed, 'latin1'))).toEqual(FOUND);
});

test('bytes before the header, and a length that is wrong or an object of its own', async () => {
	expect(await embeddedXml(Buffer.concat([Buffer.from('\n\n junk \n'), withFile(PLAIN)]))).toEqual(FOUND);
	for (const length of ['3', '99999', '6 0 R', '7 0 R']) {
		const file = Buffer.from(PLAIN.toString('latin1').replace(/\/Length \d+/, `/Length ${length}`), 'latin1');
		expect(await embeddedXml(withFile(file, '/AF [4 0 R]', [String(XML.length)]))).toEqual(FOUND);
	}
});

test('a file that cannot be unpacked is a fault of its own', async () => {
	const other = '<< /Type /Filespec /F (other.bin) /EF << /F 7 0 R >> >>';
	const pdf = withFile(PLAIN, '/AF [6 0 R 4 0 R]', [other, stream('not packed at all', '/Filter /FlateDecode')]);
	const [bad, good] = await embeddedXml(pdf);
	expect(bad).toMatchObject({ name: 'other.bin', bytes: Buffer.alloc(0), root: null, fault: { severity: 'error', code: 'pdfDamaged' } });
	expect(bad?.fault?.message).toMatch(/^The file “other\.bin” that the PDF carries cannot be read\. The PDF is damaged: /);
	expect(good).toEqual(FOUND[0]);
});

test('what is no PDF or breaks off is told', async () => {
	expect((await failure(Buffer.from('<Invoice/>'))).code).toBe('notAPdf');
	expect((await failure(Buffer.alloc(0))).code).toBe('notAPdf');
	expect((await failure(Buffer.from('%PDF-1.7\n%%EOF'))).code).toBe('pdfDamaged');
	expect((await failure(withFile(PLAIN).subarray(0, 60))).code).toBe('pdfDamaged');
	expect(await embeddedXml(pdfOf(['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [] >>']))).toEqual([]);
});

test('a PDF that unpacks to far more than it holds is refused', async () => {
	const bomb = deflateSync(Buffer.alloc(140 * 1024 * 1024), { level: 9 });
	const error = await failure(withFile(stream(bomb, '/Filter /FlateDecode')));
	expect(error.code).toBe('pdfTooLarge');
	const twice = await failure(withFile(stream(deflateSync(bomb), '/Filter [/FlateDecode /FlateDecode]')));
	expect(twice.code).toBe('pdfTooLarge');
});

test.each<[string, Buffer]>([
	['trees in circles', withFile(PLAIN, '/Names << /EmbeddedFiles 6 0 R >>', ['<< /Kids [6 0 R 6 0 R] /Names [(a) 4 0 R] >>'])],
	['references in circles', withFile(PLAIN, '/Names 6 0 R /AF 7 0 R', ['7 0 R', '6 0 R'])],
	['updates in circles', Buffer.from(withFile(PLAIN).toString('latin1').replace('/Root 1 0 R', '/Root 1 0 R /Prev 9'), 'latin1')],
	['a thousand brackets', withFile(PLAIN, `/X ${'['.repeat(1000)}`)],
	['strings without end', withFile(PLAIN, '/AF 6 0 R', [`[${'(('.repeat(100_000)}`])],
	['many unended strings', Buffer.from(`%PDF-1.7\n${Array.from({ length: 50_000 }, (_, index) => `${index + 1} 0 obj (((\n`).join('')}`)],
])('%s come to an end', async (_, pdf) => {
	const started = performance.now();
	await embeddedXml(pdf).catch((error: unknown) => {
		expect(error).toBeInstanceOf(EInvoiceError);
	});
	expect(performance.now() - started).toBeLessThan(5000);
});

test('whatever bytes are changed, it is read or refused', async () => {
	const seeds = [withFile(PLAIN), compressed(PLAIN), await encrypted('1.6')];
	let state = 7;
	const random = (below: number): number => (state = (state * 1103515245 + 12345) % 2147483648) % below;
	for (let round = 0; round < 300; round++) {
		const pdf = Buffer.from(seeds[round % seeds.length] ?? Buffer.alloc(0));
		for (let change = random(6); change >= 0; change--) pdf[random(pdf.length)] = random(256);
		const cut = round % 5 === 0 ? pdf.subarray(0, random(pdf.length)) : pdf;
		await embeddedXml(cut).catch((error: unknown) => {
			expect(error).toBeInstanceOf(EInvoiceError);
		});
	}
});

test('of several files the invoice is the one with a usual name, then a close relationship; an order is none', () => {
	const file = (name: string, root: string | null, relationship: string | null = null) => ({
		name,
		root,
		relationship,
		bytes: Buffer.alloc(0),
	});
	const syntaxes = [{ roots: ['rsm:CrossIndustryInvoice'] }];
	const files = [
		file('other.xml', 'CrossIndustryInvoice', 'Supplement'),
		file('data.xml', 'CrossIndustryInvoice', 'Alternative'),
		file('Factur-X.xml', 'CrossIndustryInvoice'),
		file('factur-x.xml', 'Other', 'Data'),
	];
	expect(eInvoiceIn(files, syntaxes)?.name).toBe('Factur-X.xml');
	expect(eInvoiceIn(files.slice(0, 2), syntaxes)?.name).toBe('data.xml');
	expect(eInvoiceIn([file('order-x.xml', 'SCRDMCCBDACIOMessageStructure', 'Data'), file('a.pdf', null)], syntaxes)).toBeNull();
});
