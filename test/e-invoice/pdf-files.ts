import { deflateSync } from 'node:zlib';
import PDFDocument from 'pdfkit';

/** Self-made PDFs that carry a file, written object by object: what a writer library would not write is among them. */

export const XML =
	'<?xml version="1.0"?><rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"/>';

/** Content of a stream with its dictionary. */
export function stream(content: Buffer | string, entries = ''): Buffer {
	const bytes = Buffer.from(content);
	return Buffer.concat([Buffer.from(`<< ${entries} /Length ${bytes.length} >>\nstream\n`), bytes, Buffer.from('\nendstream')]);
}

/** Objects 1, 2, 3 … and the cross-reference table; object 1 is the catalog. */
export function pdfOf(objects: ReadonlyArray<string | Buffer>, trailer = ''): Buffer {
	const parts: Buffer[] = [Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1')];
	const offsets: number[] = [];
	let at = parts[0]?.length ?? 0;
	for (const [index, object] of objects.entries()) {
		const bytes = Buffer.concat([Buffer.from(`${index + 1} 0 obj\n`), Buffer.from(object), Buffer.from('\nendobj\n')]);
		offsets.push(at);
		at += bytes.length;
		parts.push(bytes);
	}
	const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
	const size = objects.length + 1;
	parts.push(
		Buffer.from(
			`xref\n0 ${size}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${size} /Root 1 0 R ${trailer} >>\nstartxref\n${at}\n%%EOF\n`,
		),
	);
	return Buffer.concat(parts);
}

const PAGES = '<< /Type /Pages /Kids [3 0 R] /Count 1 >>';
const PAGE = '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 10 10] >>';
const FILE = '<< /Type /Filespec /F (factur-x.xml) /UF (factur-x.xml) /AFRelationship /Data /EF << /F 5 0 R >> >>';

/** A PDF with the file of object 5, by what its catalog says. */
export function withFile(file: Buffer, catalog = '/AF [4 0 R]', more: ReadonlyArray<string | Buffer> = []): Buffer {
	return pdfOf([`<< /Type /Catalog /Pages 2 0 R ${catalog} >>`, PAGES, PAGE, FILE, file, ...more]);
}

/** The same with everything but the streams in a compressed object stream, listed by a cross-reference stream with a predictor. */
export function compressed(file: Buffer): Buffer {
	const packed = ['<< /Type /Catalog /Pages 2 0 R /Names 7 0 R >>', PAGES, PAGE, FILE];
	const names = '<< /EmbeddedFiles << /Names [(factur-x.xml) 4 0 R] >> >>';
	const inside = [...packed.map((text, index) => [index + 1, text] as const), [7, names] as const];
	let offset = 0;
	const head = inside.map(([number, text]) => {
		const entry = `${number} ${offset}`;
		offset += text.length + 1;
		return entry;
	});
	const first = `${head.join(' ')} `;
	const body = Buffer.from(first + inside.map(([, text]) => text).join(' '));
	const start = Buffer.from('%PDF-1.7\n');
	const objects = [
		Buffer.concat([Buffer.from('5 0 obj\n'), file, Buffer.from('\nendobj\n')]),
		Buffer.concat([
			Buffer.from('6 0 obj\n'),
			stream(deflateSync(body), `/Type /ObjStm /N ${inside.length} /First ${first.length} /Filter /FlateDecode`),
			Buffer.from('\nendobj\n'),
		]),
	];
	const at5 = start.length;
	const at6 = at5 + (objects[0]?.length ?? 0);
	const at8 = at6 + (objects[1]?.length ?? 0);
	const rows = [[0, 0, 255], ...[0, 1, 2, 3].map((index) => [2, 6, index]), [1, at5, 0], [1, at6, 0], [2, 6, 4], [1, at8, 0]].map(
		([kind = 0, second = 0, third = 0]) => Buffer.from([kind, second >> 8, second & 255, third]),
	);
	// PNG's “up”: each byte less that above it.
	const predicted = rows.map((row, index) => Buffer.from([2, ...row.map((byte, column) => byte - (rows[index - 1]?.[column] ?? 0))]));
	const list = stream(
		deflateSync(Buffer.concat(predicted)),
		'/Type /XRef /Size 9 /W [1 2 1] /Root 1 0 R /Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 4 >>',
	);
	return Buffer.concat([start, ...objects, Buffer.from('8 0 obj\n'), list, Buffer.from(`\nendobj\nstartxref\n${at8}\n%%EOF\n`)]);
}

/** An update behind the end: object 5 anew, with a table of its own. */
export function updated(pdf: Buffer, file: Buffer): Buffer {
	const before = /startxref\s+(\d+)\s+%%EOF\s*$/.exec(pdf.toString('latin1'))?.[1] ?? '';
	const object = Buffer.concat([Buffer.from('5 0 obj\n'), file, Buffer.from('\nendobj\n')]);
	const row = `${String(pdf.length).padStart(10, '0')} 00000 n `;
	const table = `xref\n5 1\n${row}\ntrailer\n<< /Size 6 /Root 1 0 R /Prev ${before} >>\nstartxref\n${pdf.length + object.length}\n%%EOF\n`;
	return Buffer.concat([pdf, object, Buffer.from(table)]);
}

/** As another library encrypts it. */
export async function encrypted(version: '1.3' | '1.4' | '1.6' | '1.7ext3', userPassword?: string): Promise<Buffer> {
	const document = new PDFDocument({
		pdfVersion: version as '1.4',
		ownerPassword: 'owner',
		...(userPassword !== undefined && { userPassword }),
	});
	const parts: Buffer[] = [];
	document.on('data', (part: Buffer) => parts.push(part));
	document.file(Buffer.from(XML), { name: 'factur-x.xml', relationship: 'Alternative' } as PDFKit.Mixins.PDFAttachmentOptions);
	document.end();
	await new Promise((resolve) => document.on('end', resolve));
	return Buffer.concat(parts);
}

/** LZW as PDF has it, codes growing one early or not. */
export function lzwOf(bytes: Buffer, early: boolean): Buffer {
	const bits: string[] = [];
	let table = new Map<string, number>();
	let width = 9;
	const put = (code: number): void => void bits.push(code.toString(2).padStart(width, '0'));
	const clear = (): void => {
		put(256);
		table = new Map(Array.from({ length: 256 }, (_, code) => [String.fromCharCode(code), code]));
		width = 9;
	};
	clear();
	let next = 258;
	let held = '';
	for (const character of bytes.toString('latin1')) {
		if (table.has(held + character)) {
			held += character;
			continue;
		}
		put(table.get(held) ?? 0);
		table.set(held + character, next++);
		width = Math.min(12, Math.floor(Math.log2(next - 1 + (early ? 1 : 0))) + 1);
		held = character;
		if (next < 4090) continue;
		put(table.get(held) ?? 0);
		held = '';
		clear();
		next = 258;
	}
	if (held !== '') put(table.get(held) ?? 0);
	next++;
	width = Math.min(12, Math.floor(Math.log2(next - 1 + (early ? 1 : 0))) + 1);
	put(257);
	const all = bits.join('');
	return Buffer.from(
		Array.from({ length: Math.ceil(all.length / 8) }, (_, index) => parseInt(all.slice(index * 8, index * 8 + 8).padEnd(8, '0'), 2)),
	);
}

export function ascii85Of(bytes: Buffer): string {
	let out = '';
	for (let at = 0; at < bytes.length; at += 4) {
		const part = bytes.subarray(at, at + 4);
		let value = Buffer.concat([part, Buffer.alloc(4)]).readUInt32BE(0);
		const digits: string[] = [];
		for (let digit = 0; digit < 5; digit++) {
			digits.unshift(String.fromCharCode((value % 85) + 33));
			value = Math.floor(value / 85);
		}
		out += value === 0 && part.length === 4 && part.every((byte) => byte === 0) ? 'z' : digits.slice(0, part.length + 1).join('');
	}
	return `${out}~>`;
}
