import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PDFDocument } from 'pdf-lib';
import { sha256, textAt } from '../../lib/core';
import { buildRejectedPackage, type PackageContent, readInvoicePackage, readRejectionReport, splitPackage } from '../../lib/package';
import { crossIndustryInvoice, eInvoiceSample, facturX, xRechnung } from '../../tools/sandbox/e-invoice';
import { file, invoiceRow, lineRow, told } from '../flat-file/csv-file';
import { delivery, pdf, png, zip } from './packages';

const read = async (bytes: Buffer, name: string): Promise<PackageContent> => await readInvoicePackage(bytes, name, { delivery });
const numbers = ({ items }: PackageContent) => items.map(({ json }) => textAt(json.invoice ?? {}, 'invoice-number') ?? null);
const filesOf = (content: PackageContent, index = 0) =>
	(content.items[index]?.files ?? []).map(({ binary, fileName, mimeType }) => `${binary} ${fileName} ${mimeType}`);
const codes = (content: PackageContent, index = 0) => content.items[index]?.json.problems.map(({ code }) => code);

const one = eInvoiceSample('R-1');
const xml = xRechnung(one);
const fattura = readFileSync(join(__dirname, '../e-invoice/samples/fatturapa.xml'));

/** CMS signed data around a file, without anybody's signature (RFC 5652, 5.1). */
function signed(content: Buffer): Buffer {
	const tlv = (tag: number, ...parts: Buffer[]): Buffer => {
		const body = Buffer.concat(parts);
		return Buffer.concat([Buffer.from([tag, 0x83, body.length >> 16, (body.length >> 8) & 0xff, body.length & 0xff]), body]);
	};
	const oid = (hex: string) => Buffer.concat([Buffer.from([6, 9]), Buffer.from(hex, 'hex')]);
	const inner = tlv(0x30, oid('2a864886f70d010701'), tlv(0xa0, tlv(4, content)));
	return tlv(0x30, oid('2a864886f70d010702'), tlv(0xa0, tlv(0x30, Buffer.from([2, 1, 1]), tlv(0x31), inner, tlv(0x31))));
}

describe('one file is a package', () => {
	test('XML: the record, a drawn page, and the XML itself as attachment', async () => {
		const content = await read(xml, 'R-1.xml');
		expect(content).toMatchObject({ readable: true, kind: 'file', entry: 'R-1.xml' });
		expect(numbers(content)).toEqual(['R-1']);
		const [item] = content.items;
		expect(item?.json).toMatchObject({
			submit: null,
			imageScan: { fileName: 'R-1.pdf', binary: 'imageScan' },
			attachments: [{ kind: 'file', fileName: 'R-1.xml', binary: 'attachment1' }],
			eInvoice: { syntax: 'UBL', seller: { name: 'Müller & Söhne Präzisionstechnik GmbH' } },
			delivery: { entry: 'R-1.xml', position: 1, rows: [], invoices: 1, items: 1, sha256: sha256(xml) },
			problems: [],
		});
		expect(item?.json.invoice).toMatchObject({ 'supplier-total': '59.50', 'invoice-lines': [{ price: '12.50', quantity: '4' }] });
		expect(filesOf(content)).toEqual(['imageScan R-1.pdf application/pdf', 'attachment1 R-1.xml application/xml']);
		expect((await item?.files[0]?.read())?.toString('latin1')).toMatch(/^%PDF-/);
		expect(await item?.files[1]?.read()).toEqual(xml);
		expect(JSON.parse(JSON.stringify(item?.json))).toEqual(item?.json);
	});

	test('a PDF with XML in it is its own page image, and the XML goes along', async () => {
		const bytes = await facturX(one);
		const content = await read(bytes, 'Rechnung.pdf');
		expect(numbers(content)).toEqual(['R-1']);
		expect(filesOf(content)).toEqual(['imageScan Rechnung.pdf application/pdf', 'attachment1 factur-x.xml application/xml']);
		expect(await content.items[0]?.files[0]?.read()).toEqual(bytes);
		expect(await content.items[0]?.files[1]?.read()).toEqual(crossIndustryInvoice(one));
		expect(content.items[0]?.json.delivery).toMatchObject({ entry: 'Rechnung.pdf', invoices: 1 });
	});

	test('signed XML: the XML inside is read, and both go along', async () => {
		const content = await read(signed(fattura), 'IT01234567890_1.xml.p7m');
		expect(content.items.length).toBeGreaterThan(0);
		expect(content.items[0]?.json.eInvoice?.syntax).toBe('FatturaPA');
		expect(filesOf(content).slice(1, 3)).toEqual([
			'attachment1 IT01234567890_1.xml application/xml',
			expect.stringMatching(/^attachment2 IT01234567890_1\.xml\.p7m /),
		]);
		expect(await content.items[0]?.files[1]?.read()).toEqual(fattura);
	});

	test('files embedded in the XML are attachments, addresses are links', async () => {
		const sheet = await pdf('hours');
		const documents = [
			{ id: 'T-1', fileName: 'hours.pdf', content: sheet },
			{ id: 'W-1', location: 'https://example.test/terms' },
		];
		const content = await read(xRechnung({ ...one, documents }), 'a.xml');
		expect(content.items[0]?.json.attachments).toEqual([
			{ kind: 'file', fileName: 'a.xml', binary: 'attachment1' },
			{ kind: 'file', fileName: 'hours.pdf', binary: 'attachment2' },
			{ kind: 'link', url: 'https://example.test/terms' },
		]);
		expect(await content.items[0]?.files[2]?.read()).toEqual(sheet);
	});

	test.each([
		[
			'an unknown XML, by its root and namespace',
			Buffer.from('<o:Order xmlns:o="urn:orders">x</o:Order>'),
			'o.xml',
			'unknownSyntax',
			/<Order> in the namespace “urn:orders”/,
		],
		['broken XML', xml.subarray(0, 900), 'b.xml', 'xmlSyntax', /breaks off/],
		['what is only called XML', Buffer.from('Invoice;1'), 'c.xml', 'xmlSyntax', /not well-formed|no XML element/],
		['what is only called signed', Buffer.from('hello'), 'd.p7m', 'p7mSyntax', /signed/],
	])('%s is refused whole, and goes back as it came with a report', async (_, bytes, name, code, message) => {
		const content = await read(bytes, name);
		expect(content).toMatchObject({
			readable: false,
			items: [{ json: { invoice: null, delivery: { position: 1, items: 1, invoices: 0 } } }],
		});
		expect(content.items[0]?.json.problems).toMatchObject([{ severity: 'error', code, message: expect.stringMatching(message) }]);
		const back = await buildRejectedPackage({ content, originalName: name, items: [{ position: 1 }] });
		expect(back.bytes).toEqual(bytes);
		expect(back.fileName).toMatch(new RegExp(`^${name.split('.')[0] ?? ''}-rejected-[0-9a-f]{12}\\.${name.split('.')[1] ?? ''}$`));
		expect(readRejectionReport(back.report)).toMatchObject([{ package: name, reason: expect.stringMatching(message) }]);
	});

	test('a PDF with other XML in it says what that is; one without any is no package', async () => {
		const document = await PDFDocument.create();
		document.addPage();
		await document.attach(Buffer.from('<Order xmlns="urn:orders"/>'), 'order-x.xml');
		const order = await read(Buffer.from(await document.save()), 'a.pdf');
		expect(order.items[0]?.json.problems).toMatchObject([{ code: 'unknownSyntax', message: expect.stringContaining('urn:orders') }]);
		expect(codes(await read(await pdf('x'), 'a.pdf'))).toEqual(['notAPackage']);
	});

	test('a refused e-invoice goes back byte for byte; the report names the place in the XML', async () => {
		const content = await read(xml, 'R-1.xml');
		const problem = { severity: 'error' as const, code: 'x', column: 'BT-112', path: '/Invoice/cac:LegalMonetaryTotal', message: 'Wrong.' };
		const back = await buildRejectedPackage({ content, originalName: 'R-1.xml', items: [{ position: 1, problems: [problem] }] });
		expect([back.bytes, back.fileName]).toEqual([xml, `R-1-rejected-${sha256(xml).slice(0, 12)}.xml`]);
		const [, row] = back.report.toString('utf8').split('\r\n');
		expect(row).toContain('"R-1","Müller & Söhne Präzisionstechnik GmbH","/Invoice/cac:LegalMonetaryTotal","BT-112"');
	});
});

describe('a ZIP of e-invoices', () => {
	test('several invoices, each with what lies beside it: by name, by its beginning, in folders, by reference', async () => {
		const referring = eInvoiceSample('R-3', { documents: [{ id: 'D', location: 'papers/terms.pdf' }] });
		const bytes = await zip({
			'R-1.xml': xml,
			'R-1.pdf': await pdf('R-1'),
			'r-1_hours.xlsx': 'sheet',
			'two/invoice.xml': xRechnung(eInvoiceSample('R-2')),
			'two/anything.pdf': await pdf('R-2'),
			'R-3.xml': xRechnung(referring),
			'papers/terms.pdf': await pdf('terms'),
			'readme.txt': 'x',
		});
		const content = await read(bytes, 'e.zip');
		expect(numbers(content)).toEqual(['R-1', 'R-2', 'R-3', null]);
		expect(filesOf(content)).toEqual([
			'imageScan R-1.pdf application/pdf',
			'attachment1 R-1.xml application/xml',
			'attachment2 r-1_hours.xlsx text/plain',
		]);
		expect(filesOf(content, 1)).toEqual(['imageScan anything.pdf application/pdf', 'attachment1 invoice.xml application/xml']);
		expect(filesOf(content, 2)).toEqual(['imageScan terms.pdf application/pdf', 'attachment1 R-3.xml application/xml']);
		expect(content.items[3]?.json).toMatchObject({ attachments: [{ fileName: 'readme.txt' }], problems: [{ code: 'strayFile' }] });
		expect(content.items.map(({ json }) => [json.delivery.invoices, json.delivery.items])).toEqual(Array(4).fill([3, 4]));
	});

	test('a PDF that embeds the XML beside it is its page image, not a second invoice', async () => {
		const content = await read(await zip({ 'x.xml': crossIndustryInvoice(one), 'y.pdf': await facturX(one) }), 'e.zip');
		expect(numbers(content)).toEqual(['R-1']);
		expect(filesOf(content)).toEqual(['imageScan y.pdf application/pdf', 'attachment1 x.xml application/xml']);
	});

	test('the same with another syntax in the PDF', async () => {
		const content = await read(
			await zip({ 'x.xml': xml, 'y.pdf': await facturX(one), 'z.xml': xRechnung(eInvoiceSample('R-2')) }),
			'e.zip',
		);
		expect(numbers(content)).toEqual(['R-1', 'R-2']);
		expect(filesOf(content)[0]).toBe('imageScan y.pdf application/pdf');
	});

	test('PDFs with XML in them only', async () => {
		const content = await read(await zip({ 'a.pdf': await facturX(one), 'b.pdf': await facturX(eInvoiceSample('R-2')) }), 'e.zip');
		expect(numbers(content)).toEqual(['R-1', 'R-2']);
	});

	test('what fits two invoices alike goes with neither, and both say so', async () => {
		const bytes = await zip({ 'a/i.xml': xml, 'b/i.xml': xRechnung(eInvoiceSample('R-2')), 'i.pdf': await pdf('?') });
		const content = await read(bytes, 'e.zip');
		expect([codes(content), codes(content, 1), codes(content, 2)]).toEqual([['fileAmbiguous'], ['fileAmbiguous'], ['fileAmbiguous']]);
		expect(content.items[2]?.json).toMatchObject({ invoice: null, attachments: [{ fileName: 'i.pdf' }] });
		expect(filesOf(content)[0]).toBe('imageScan R-1.pdf application/pdf');
	});

	test('two PDFs of which either may show the invoice are attachments', async () => {
		const content = await read(await zip({ 'i.xml': xml, 'a.pdf': await pdf('a'), 'b.pdf': await pdf('b') }), 'e.zip');
		expect(codes(content)).toEqual(['imageAmbiguous']);
		expect(filesOf(content)).toEqual([
			'imageScan R-1.pdf application/pdf',
			'attachment1 i.xml application/xml',
			'attachment2 a.pdf application/pdf',
			'attachment3 b.pdf application/pdf',
		]);
	});

	test('a location that names no file is told', async () => {
		const bytes = xRechnung({ ...one, documents: [{ id: 'D', location: 'gone.pdf' }] });
		const content = await read(await zip({ 'a.xml': bytes, 'b.xml': xRechnung(eInvoiceSample('R-2')) }), 'e.zip');
		expect(content.items[0]?.json.problems).toMatchObject([
			{ severity: 'warning', code: 'attachmentMissing', column: 'BT-124', value: 'gone.pdf' },
		]);
	});

	test('one that cannot be read touches no other, and only it goes back, with its files', async () => {
		const bad = Buffer.from('<Order xmlns="urn:x"/>');
		const bytes = await zip({ 'R-1.xml': xml, 'R-1.pdf': await pdf('R-1'), 'bad.xml': bad, 'cut.xml': xml.subarray(0, 700) });
		const content = await read(bytes, 'e.zip');
		expect(numbers(content)).toEqual(['R-1', null, null]);
		expect([codes(content), codes(content, 1), codes(content, 2)]).toEqual([[], ['unknownSyntax'], ['xmlSyntax']]);
		const back = await buildRejectedPackage({ content, originalName: 'e.zip', items: [{ position: 2 }, { position: 3 }] });
		const again = await read(back.bytes, back.fileName);
		expect(again.items.map(({ files }) => files.map(({ entry }) => entry))).toEqual([['bad.xml'], ['cut.xml']]);
		expect(await again.items[0]?.files[0]?.read()).toEqual(bad);
		const refusedFirst = await buildRejectedPackage({ content, originalName: 'e.zip', items: [{ position: 1 }] });
		expect(filesOf(await read(refusedFirst.bytes, 'r.zip'))).toEqual([
			'imageScan R-1.pdf application/pdf',
			'attachment1 R-1.xml application/xml',
		]);
	});

	test('the key stays the same on the way through a rejected package, and under other names', async () => {
		const image = await pdf('R-1');
		const first = await read(await zip({ 'R-1.xml': xml, 'R-1.pdf': image, 'R-2.xml': xRechnung(eInvoiceSample('R-2')) }), 'e.zip');
		const back = await buildRejectedPackage({ content: first, originalName: 'e.zip', items: [{ position: 1 }] });
		const renamed = await read(await zip({ 'in/x.xml': xml, 'in/x.pdf': image }), 'f.zip');
		const keys = [first, await read(back.bytes, back.fileName), renamed].map(({ items }) => items[0]?.json.delivery.key);
		expect(new Set(keys).size).toBe(1);
		const otherImage = await read(await zip({ 'R-1.xml': xml, 'R-1.pdf': await pdf('other') }), 'e.zip');
		expect(otherImage.items[0]?.json.delivery.key).not.toBe(keys[0]);
	});

	test('a page image that is not fit to be one goes along, and a page is drawn', async () => {
		const bytes = await zip({ 'R-1.xml': xml, 'R-1.pdf': await pdf('R-1') });
		const content = await readInvoicePackage(bytes, 'e.zip', { delivery, image: { maxBytes: 10 } });
		expect(codes(content)).toEqual(['imageSize']);
		expect(filesOf(content)[2]).toBe('attachment2 R-1.pdf application/pdf');
		expect(content.items[0]?.files[0]?.entry).toBeNull();
		expect(filesOf(await read(await zip({ 'R-1.xml': xml, 'R-1.png': png(3) }), 'e.zip'))[0]).toBe('imageScan R-1.png image/png');
	});

	test('an Office document, images only and folders of CSVs are refused as before', async () => {
		const packages: Array<Record<string, Buffer | string>> = [
			{ '[Content_Types].xml': '<x/>', 'xl/workbook.xml': '<x/>' },
			{ 'a.pdf': await pdf('x') },
			{ 'in/a.csv': 'x' },
		];
		for (const files of packages) expect(codes(await read(await zip(files), 'e.zip'))).toEqual(['noCsv']);
	});
});

describe('a CSV package that also holds XML', () => {
	const row = (number: string, more = {}) => [invoiceRow(number, more), lineRow(number)];

	test('XML that a row names is its attachment, and no invoice of its own', async () => {
		const bytes = await zip({ 'a.csv': file(...row('A-1', { attachment1: 'file://A-1.xml' })), 'A-1.xml': xml });
		const content = await read(bytes, 'a.zip');
		expect([numbers(content), filesOf(content)]).toEqual([['A-1'], [expect.stringContaining('attachment1 A-1.xml')]]);
	});

	test('an e-invoice that no row stands for is an invoice of its own, after those of the rows', async () => {
		const bytes = await zip({ 'R-1.xml': xml, 'a.csv': file(...row('A-1')), 'R-1.pdf': await pdf('R-1'), 'note.txt': 'x' });
		const content = await read(bytes, 'a.zip');
		expect(numbers(content)).toEqual(['A-1', 'R-1', null]);
		expect(content.items[1]?.json.delivery).toMatchObject({ entry: 'R-1.xml', position: 2, invoices: 2, items: 3 });
		expect(filesOf(content, 1)[0]).toBe('imageScan R-1.pdf application/pdf');
		expect(told(content.items[2]?.json.problems ?? [])).toEqual(['~strayFile']);
		const { leftOut } = await splitPackage(content, 'a.zip', { maxBytes: 1_000_000 });
		expect(leftOut.map(({ problem }) => problem.code)).toEqual(['eInvoiceNotSplit']);
	});

	test('the e-invoice of a row goes along with it and changes neither its key nor its values', async () => {
		const lines = [{ description: 'Hex bolts', quantity: '12.5', price: '19.98' }];
		const same = xRechnung({ ...one, date: '2026-04-25', currency: 'USD', taxRate: '8.25', lines });
		const alone = await read(await zip({ 'a.csv': file(...row('R-1')) }), 'a.zip');
		const both = await read(
			await zip({
				'a.csv': file(...row('R-1')),
				'e.xml': same,
			}),
			'a.zip',
		);
		const codesOf = both.items.map((_, index) => codes(both, index));
		expect([numbers(both), codesOf]).toEqual([['R-1'], [[]]]);
		expect(filesOf(both)).toEqual(['attachment1 e.xml application/xml']);
		expect(both.items[0]?.json.delivery.key).toBe(alone.items[0]?.json.delivery.key);
		expect(both.items[0]?.json.invoice).toEqual(alone.items[0]?.json.invoice);
	});

	test('where row and e-invoice differ, the e-invoice is held and says in what', async () => {
		const bytes = await zip({ 'a.csv': file(...row('R-1')), 'e.xml': xRechnung({ ...one, date: '2020-01-01' }) });
		const content = await read(bytes, 'a.zip');
		expect(numbers(content)).toEqual(['R-1', 'R-1']);
		expect(content.items[1]?.json.problems.at(-1)).toMatchObject({
			severity: 'error',
			code: 'eInvoiceAndRow',
			message: expect.stringContaining('date'),
		});
	});
});
