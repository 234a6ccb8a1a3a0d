import { deflateSync } from 'node:zlib';
import { PDFDocument, StandardFonts } from 'pdf-lib';
import { PNG } from 'pngjs';
import type { InvoiceFacts } from '../dataset';
import { CELL, drawText } from './bitmap-font';
import { pageText, printable } from './page-text';

/** Everything here is made at the same moment, so that the same page has the same bytes every time. */
const SCANNED_AT = new Date(Date.UTC(2026, 4, 5, 6, 0, 0));

/** A page image that shows the invoice's number, supplier, lines and total: a real PDF, TIFF or PNG below 60 kB, the same bytes every time. */
export async function pageImage(invoice: InvoiceFacts): Promise<Buffer> {
	if (invoice.image.kind === 'pdf') return await pdfPage(invoice);
	const page = bitmapPage(invoice);
	return invoice.image.kind === 'png' ? pngOf(page) : tiffOf(page);
}

async function pdfPage(invoice: InvoiceFacts): Promise<Buffer> {
	const document = await PDFDocument.create({ updateMetadata: false });
	document.setTitle(`Invoice ${invoice.number}`);
	document.setProducer('Scan One sandbox');
	document.setCreationDate(SCANNED_AT);
	document.setModificationDate(SCANNED_AT);
	const bold = await document.embedFont(StandardFonts.CourierBold);
	const plain = await document.embedFont(StandardFonts.Courier);
	const page = document.addPage([612, 792]);
	const { title, lines } = pageText(invoice);
	page.drawText(printable(title, 'latin1'), { x: 72, y: 710, size: 16, font: bold });
	lines.forEach((line, index) => page.drawText(printable(line, 'latin1'), { x: 72, y: 680 - index * 14, size: 12, font: plain }));
	return Buffer.from(await document.save({ useObjectStreams: false }));
}

/** The same PDF with an object that no page shows, of so many bytes that do not compress. */
export async function paddedPdf(pdf: Buffer, bytes: number): Promise<Buffer> {
	const document = await PDFDocument.load(pdf, { updateMetadata: false });
	const padding = Buffer.alloc(bytes);
	// xorshift32: bytes that look random and are the same every time.
	for (let at = 0, state = 88_172_645; at + 4 <= bytes; at += 4) {
		state ^= state << 13;
		state ^= state >>> 17;
		state ^= state << 5;
		padding.writeInt32LE(state, at);
	}
	document.context.register(document.context.stream(padding));
	return Buffer.from(await document.save({ useObjectStreams: false }));
}

/** A page in black and white, once as bytes (255 is white) and once as bits (1 is black, every row starts a new byte). */
interface Bitmap {
	width: number;
	height: number;
	gray: Buffer;
	bits: Buffer;
}

const SCALE = 2;
const MARGIN = 40;

function bitmapPage(invoice: InvoiceFacts): Bitmap {
	const { title, lines } = pageText(invoice);
	const rows = [title, ...lines].map((line) => printable(line, 'ascii'));
	const width = 2 * MARGIN + 64 * CELL.width * SCALE;
	const height = 2 * MARGIN + (rows.length + 1) * CELL.height * SCALE;
	const page = { width, height, gray: Buffer.alloc(width * height, 255), bits: Buffer.alloc(Math.ceil(width / 8) * height) };
	rows.forEach((row, index) => {
		const top = MARGIN + (index === 0 ? 0 : index + 1) * CELL.height * SCALE;
		drawText(row, (x, y) => ink(page, MARGIN + x * SCALE, top + y * SCALE));
	});
	return page;
}

function ink({ width, gray, bits }: Bitmap, left: number, top: number): void {
	for (let y = top; y < top + SCALE; y++) {
		for (let x = left; x < left + SCALE; x++) {
			const at = y * Math.ceil(width / 8) + (x >> 3);
			gray[y * width + x] = 0;
			bits[at] = (bits[at] ?? 0) | (0x80 >> (x & 7));
		}
	}
}

function pngOf({ width, height, gray }: Bitmap): Buffer {
	const png = new PNG({ width, height, colorType: 0, inputColorType: 0, inputHasAlpha: false, bitDepth: 8, filterType: 0 });
	png.data = gray;
	return PNG.sync.write(png, { colorType: 0, inputColorType: 0, inputHasAlpha: false, bitDepth: 8, filterType: 0 });
}

const SHORT = 3;
const LONG = 4;
const RATIONAL = 5;

/** A one-bit TIFF with one strip, compressed with Deflate: what fax gateways call a bilevel scan. */
function tiffOf({ width, height, bits }: Bitmap): Buffer {
	const strip = deflateSync(bits, { level: 9 });
	const entries: Array<[tag: number, type: number, value: number]> = [
		[256, LONG, width],
		[257, LONG, height],
		[258, SHORT, 1], // bits per sample
		[259, SHORT, 8], // compression: Deflate
		[262, SHORT, 0], // 0 is white
		[273, LONG, 0], // where the strip starts, filled in below
		[277, SHORT, 1], // samples per pixel
		[278, LONG, height], // rows per strip
		[279, LONG, strip.length],
		[282, RATIONAL, 0], // dots per inch, filled in below
		[283, RATIONAL, 0],
		[296, SHORT, 2], // the unit is the inch
	];
	const directory = 8;
	const resolution = directory + 2 + entries.length * 12 + 4;
	const start = resolution + 8;
	const head = Buffer.alloc(start);
	head.write('II', 0, 'latin1');
	head.writeUInt16LE(42, 2);
	head.writeUInt32LE(directory, 4);
	head.writeUInt16LE(entries.length, directory);
	entries.forEach(([tag, type, value], index) => {
		const at = directory + 2 + index * 12;
		head.writeUInt16LE(tag, at);
		head.writeUInt16LE(type, at + 2);
		head.writeUInt32LE(1, at + 4);
		const content = tag === 273 ? start : type === RATIONAL ? resolution : value;
		if (type === SHORT) head.writeUInt16LE(content, at + 8);
		else head.writeUInt32LE(content, at + 8);
	});
	head.writeUInt32LE(100, resolution);
	head.writeUInt32LE(1, resolution + 4);
	return Buffer.concat([head, strip]);
}
