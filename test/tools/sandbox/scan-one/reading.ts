import { inflateSync } from 'node:zlib';
import { buffer } from 'node:stream/consumers';
import Big from 'big.js';
import { parse } from 'csv-parse/sync';
import { PNG } from 'pngjs';
import { fromBuffer } from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';
import { CELL, drawText } from '../../../../tools/sandbox/scan-one/bitmap-font';

/** The entries of a ZIP, read by a strict reader. */
export async function unzip(zip: Buffer): Promise<Map<string, Buffer>> {
	const opened = await new Promise<ZipFile>((resolve, reject) =>
		fromBuffer(zip, { lazyEntries: true, strictFileNames: true }, (error, file) => (error ? reject(error) : resolve(file))),
	);
	const entries = new Map<string, Buffer>();
	return await new Promise((resolve, reject) => {
		opened.on('error', reject);
		opened.on('end', () => resolve(entries));
		opened.on('entry', (entry: Entry) => {
			opened.openReadStream(entry, (error, stream) => {
				if (error) return reject(error);
				buffer(stream).then((content) => {
					entries.set(entry.fileName, content);
					opened.readEntry();
				}, reject);
			});
		});
		opened.readEntry();
	});
}

export interface ReadRow {
	kind: string;
	cells: Record<string, string>;
}

/** Rows of an Invoices Import file, by header name without asterisk; blank cells are left out. */
export function readCsv(content: Buffer, encoding: 'utf-8' | 'windows-1252'): ReadRow[] {
	const records: string[][] = parse(new TextDecoder(encoding, { fatal: true }).decode(content), { relax_column_count: true, bom: true });
	const headers = new Map<string, string[]>();
	const rows: ReadRow[] = [];
	for (const [kind = '', ...cells] of records) {
		const header = headers.get(kind);
		if (!header)
			headers.set(
				kind,
				cells.map((name) => name.replace(/\*$/, '')),
			);
		else
			rows.push({
				kind,
				cells: Object.fromEntries(header.map((name, index) => [name, cells[index] ?? '']).filter(([, value]) => value !== '')),
			});
	}
	return rows;
}

export function decimal(text: string | undefined): Big {
	return new Big(text ?? '0');
}

/** Lines + charges + taxes of one invoice, from nothing but its CSV rows. */
export function totalOf(invoice: string, rows: ReadRow[]): Big {
	const own = rows.filter(({ cells }) => cells['Invoice Number'] === invoice);
	const amounts = own.flatMap(({ kind, cells }) => {
		if (kind === 'Invoice') return [decimal(cells['Tax Amount']), decimal(cells['Shipping Amount'])];
		if (kind === 'Invoice Line') return [decimal(cells.Price).times(cells.Quantity ?? '1'), decimal(cells['Line Tax Amount'])];
		if (kind === 'Invoice Charge') return [decimal(cells.Total)];
		return kind === 'Invoice Tax Line' ? [decimal(cells['Tax Amount'])] : [];
	});
	return amounts.reduce((sum, amount) => sum.plus(amount), new Big(0));
}

/** The words on the pages of a PDF of ours: every text it draws, line by line. */
export function pdfText(pdf: Buffer): string {
	const raw = pdf.toString('latin1');
	const deflated = [...raw.matchAll(/\/FlateDecode[^>]*>>\s*stream\r?\n([\s\S]*?)\r?\nendstream/g)];
	const streams = deflated.map(([, body = '']) => inflateSync(Buffer.from(body, 'latin1')).toString('latin1'));
	return streams
		.flatMap((stream) =>
			[...stream.matchAll(/<([0-9A-F]*)> Tj/g)].map(([, hex = '']) => new TextDecoder('windows-1252').decode(Buffer.from(hex, 'hex'))),
		)
		.join('\n');
}

/** What a file is by its first bytes. */
export function typeOf(bytes: Buffer): string | null {
	const head = bytes.subarray(0, 8).toString('latin1');
	if (head.startsWith('%PDF-1.')) return 'pdf';
	if (head === '\x89PNG\r\n\x1a\n') return 'png';
	return head.startsWith('II*\0') || head.startsWith('MM\0*') ? 'tif' : null;
}

interface Page {
	width: number;
	height: number;
	dark(x: number, y: number): boolean;
}

export function pngPage(png: Buffer): Page {
	const { width, height, data } = PNG.sync.read(png);
	return { width, height, dark: (x, y) => (data[(y * width + x) * 4] ?? 255) < 128 };
}

interface Utif {
	decode(bytes: Buffer): Array<{ width: number; height: number }>;
	decodeImage(bytes: Buffer, directory: object): void;
	toRGBA8(directory: object): Uint8Array;
}

export function tiffPage(tiff: Buffer): Page {
	// The package has no types of its own.
	const utif = jest.requireActual<Utif>('utif');
	const [page] = utif.decode(tiff);
	if (!page) throw new Error('The TIFF has no page');
	utif.decodeImage(tiff, page);
	const rgba = utif.toRGBA8(page);
	return { width: page.width, height: page.height, dark: (x, y) => (rgba[(y * page.width + x) * 4] ?? 255) < 128 };
}

const LETTERS = new Map(
	Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).map((letter) => {
		const dots: string[] = [];
		drawText(letter, (x, y) => dots.push(`${x},${y}`));
		return [dots.sort().join(' '), letter];
	}),
);

/** Reads a scanned page of ours back, letter by letter. */
export function readPage(page: Page, margin = 40, scale = 2): string {
	const rows: string[] = [];
	for (let top = margin; top + 7 * scale <= page.height - margin; top += CELL.height * scale) {
		let row = '';
		for (let left = margin; left < page.width - margin; left += CELL.width * scale)
			row += LETTERS.get(dotsAt(page, left, top, scale)) ?? '\u2592';
		rows.push(row.trimEnd());
	}
	return rows.join('\n');
}

function dotsAt(page: Page, left: number, top: number, scale: number): string {
	const dots: string[] = [];
	for (let x = 0; x < 5; x++) for (let y = 0; y < 7; y++) if (page.dark(left + x * scale, top + y * scale)) dots.push(`${x},${y}`);
	return dots.sort().join(' ');
}
