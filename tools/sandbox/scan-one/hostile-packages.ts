import { hostileFiles } from './hostile-files';
import { rawZip } from './raw-zip';

/** A package that is made to keep its reader busy or to fill its memory; the last one is merely large. */
export interface HostilePackage {
	/** What is wrong, in a word, e.g. `overlappingEntries`. */
	name: string;
	fileName: string;
	content: Buffer;
}

const HEADERS = [
	'Invoice,Invoice Number*,Supplier Number,Invoice Date*,Line Level Taxation*,Chart of Accounts*,Currency,Image Scan Filename,Attachment 1,Attachment 2',
	'Invoice Line,Invoice Number*,Supplier Number,Line Number,Description,Price*,Quantity,Unit of Measure*,Account Code',
];

/** The hostile files as bare CSVs, ZIPs that are small beside what they mean, and a large CSV in which all is well; all grow with `scale`. */
export function hostilePackages(scale = 1): HostilePackage[] {
	const many = Math.round(100_000 * scale);
	return [
		...hostileFiles(scale).map(({ name, content }) => ({ name, fileName: `${name}.csv`, content })),
		zip('fewBytesManyRows', [{ name: 'a.csv', content: wrongLines(Math.min(many, 54_000)), deflate: true }]),
		zip('fewBytesTooManyRows', [{ name: 'a.csv', content: wrongLines(many / 8), deflate: true }]),
		zip('overlappingEntries', [{ name: 'a.csv', content: invoices(1) }, image(many)], overlapped),
		zip('oneImageForAll', [{ name: 'a.csv', content: invoices(Math.min(many / 50, 5_000)), deflate: true }, image(many)]),
		{ name: 'legal', fileName: 'legal.csv', content: invoices(many / 16) },
	];
}

type RawEntry = Parameters<typeof rawZip>[0][number];

function zip(name: string, entries: RawEntry[], change = (bytes: Buffer): Buffer => bytes): HostilePackage {
	return { name, fileName: `${name}.zip`, content: change(rawZip(entries)) };
}

function image(size: number): RawEntry {
	return { name: 'scan.pdf', content: Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(size, 'scan')]) };
}

/** One list entry for the same bytes again and again: a kilobyte of list for each gigabyte of images. */
function overlapped(bytes: Buffer): Buffer {
	const end = bytes.length - 22;
	const last = bytes.lastIndexOf('PK\u0001\u0002', end, 'latin1');
	const entry = bytes.subarray(last, end);
	const copies = Array.from({ length: 1_000 }, (_, index) => {
		const copy = Buffer.from(entry);
		copy.write(String(index).padStart(4, '0'), entry.length - 'scan.pdf'.length, 'latin1');
		return copy;
	});
	const tail = Buffer.from(bytes.subarray(end));
	const count = copies.length + 2;
	tail.writeUInt16LE(count, 8);
	tail.writeUInt16LE(count, 10);
	tail.writeUInt32LE(tail.readUInt32LE(12) + copies.length * entry.length, 12);
	return Buffer.concat([bytes.subarray(0, end), ...copies, tail]);
}

/** Lines in each of which something is wrong, a hundred for each invoice. */
function wrongLines(count: number): Buffer {
	const rows = Array.from({ length: Math.floor(count) }, (_, index) => {
		const number = `A-${Math.floor(index / 100)}`;
		const line = `Invoice Line,${number},V-20011,${(index % 100) + 1},=x,ten,one,EA,y`;
		return index % 100 === 0 ? `${invoice(number)}\n${line}` : line;
	});
	return csv(rows);
}

/** Invoices of ten lines in which all is well, each with the same image three times. */
function invoices(count: number): Buffer {
	const rows = Array.from({ length: Math.max(1, Math.floor(count / 10)) }, (_, index) => {
		const number = `INV-2026-${index}`;
		const lines = Array.from(
			{ length: 10 },
			(_line, line) => `Invoice Line,${number},V-20011,${line + 1},Hex bolts M8 zinc plated box of 100,19.98,12.5,EA,10-6200-HS`,
		);
		return [invoice(number), ...lines].join('\n');
	});
	return csv(rows);
}

function invoice(number: string): string {
	return `Invoice,${number},V-20011,2026-04-25,Yes,Demo Chart,USD,scan.pdf,scan.pdf,scan.pdf`;
}

function csv(rows: string[]): Buffer {
	return Buffer.from(`${[...HEADERS, ...rows].join('\n')}\n`);
}
