import { promisify } from 'node:util';
import { deflateRaw } from 'node:zlib';
import { type Problem, shownName, sizeText, storedName, textAt } from '../core';
import { writeRawRows } from '../flat-file';
import type { PackageFile } from './delivered-files';
import { extensionOf, filesOf, packItems, stemOf } from './pack';
import type { PackageContent, PackageItem } from './read-package';

/** One of the packages that a large one is split into. */
interface PackagePart {
	/** `<original>-01of12`: in alphanumeric order the parts come in the order of the invoices. */
	fileName: string;
	/** Its invoices and rows of no invoice, in file order. */
	items: PackageItem[];
	/** Packs it: one part at a time is in memory. */
	bytes(): Promise<Buffer>;
}

export interface SplitPackage {
	parts: PackagePart[];
	/** Invoices that stay behind, and why. */
	leftOut: Array<{ item: PackageItem; problem: Problem }>;
	/** Files of the package that no row names: they go with no part. */
	strayFiles: string[];
}

/** Heads of a ZIP entry (local and central, APPNOTE 4.3.7 and 4.3.12) without its name, which is in both. */
const ENTRY_HEAD_BYTES = 30 + 46;
const END_BYTES = 22;
/** Incompressible text grows by 5 bytes for each stored block of at least this size (RFC 1951 §3.2.4). */
const STORED_BLOCK_BYTES = 16_000;

/** Problems of invoices whose files could not go along: Coupa would take them without. */
const FILELESS = new Set(['damagedFile', 'fileAmbiguous']);

const deflate = promisify(deflateRaw);

/**
 * Splits a package into packages of at most `maxBytes` each, in the format it came in: every part has its invoices' rows
 * verbatim under their own headers, and only their files. An invoice is never divided; their order is kept. The same package
 * gives the same parts each time. An invoice that is larger than a part by itself, or has a damaged or ambiguous file, is left
 * out and reported.
 * The content has to be readable. Limit of Coupa's SFTP: 8 MB (rules.md §10).
 */
export async function splitPackage(
	content: PackageContent,
	originalName: string,
	{ maxBytes }: { maxBytes: number },
): Promise<SplitPackage> {
	const groups: PackageItem[][] = [];
	const leftOut: SplitPackage['leftOut'] = [];
	const sizes = new PackedSizes(content);
	let load = new Load(sizes);
	for (const item of content.items.filter(({ rawRows, json }) => rawRows.length > 0 || json.eInvoice !== undefined)) {
		const problem =
			item.rawRows.length === 0
				? eInvoiceLeftOut(item)
				: (item.json.problems.find(({ code }) => FILELESS.has(code)) ?? (await tooLarge(content, item, maxBytes, sizes)));
		if (problem) {
			leftOut.push({ item, problem });
			continue;
		}
		if (load.items.length === 0 || (await load.bytesWith(item)) > maxBytes) {
			load = new Load(sizes);
			groups.push(load.items);
		}
		await load.add(item);
	}
	return {
		parts: groups.map((items, index) => part(content, originalName, items, index, groups.length)),
		leftOut,
		strayFiles: strayFiles(content),
	};
}

/** Flat files go to Coupa by SFTP; of e-invoices nothing is documented. */
function eInvoiceLeftOut({ json }: PackageItem): Problem {
	const number = textAt(json.invoice ?? {}, 'invoice-number') ?? '';
	return {
		severity: 'error',
		code: 'eInvoiceNotSplit',
		value: number,
		message: `Invoice “${shownName(number)}” is an e-invoice, which has no rows to go into a part. Import it through Coupa's API (Scan One, Invoice, Read E-Invoice and Coupa, Invoice, Import).`,
	};
}

function part(content: PackageContent, originalName: string, items: PackageItem[], index: number, count: number): PackagePart {
	const number = String(index + 1).padStart(String(count).length, '0');
	const extension = content.kind === 'zip' ? '.zip' : extensionOf(originalName);
	return {
		fileName: `${stemOf(storedName(originalName, 'package'))}-${number}of${count}${extension}`,
		items,
		bytes: async () => (await packItems(content, items)).bytes,
	};
}

/** What items take in a part at most: each file is compressed once, rows count as they are. */
class PackedSizes {
	private readonly known = new Map<string, number>();

	constructor(private readonly content: PackageContent) {}

	/** Of a file with its heads. */
	async ofFile(file: PackageFile): Promise<number> {
		const size = this.known.get(file.entry) ?? (await deflate(await file.read())).length + head(file.entry);
		this.known.set(file.entry, size);
		return size;
	}

	/** Of the whole part; `rowBytes` counts each invoice's rows with header rows of their own: together they have fewer. */
	ofPart(rowBytes: number, fileBytes: number): number {
		if (this.content.kind === 'csv') return rowBytes;
		return fileBytes + rowBytes + 5 * (Math.floor(rowBytes / STORED_BLOCK_BYTES) + 1) + head(this.content.entry) + END_BYTES;
	}
}

/** A part while it is filled. */
class Load {
	readonly items: PackageItem[] = [];
	private readonly entries = new Set<string>();
	private rowBytes = 0;
	private fileBytes = 0;

	constructor(private readonly sizes: PackedSizes) {}

	async bytesWith(item: PackageItem): Promise<number> {
		const { rows, files } = await this.growth(item);
		return this.sizes.ofPart(this.rowBytes + rows, this.fileBytes + files);
	}

	async add(item: PackageItem): Promise<void> {
		const { rows, files } = await this.growth(item);
		this.rowBytes += rows;
		this.fileBytes += files;
		for (const { entry } of filesOf([item])) this.entries.add(entry);
		this.items.push(item);
	}

	private async growth(item: PackageItem): Promise<{ rows: number; files: number }> {
		let files = 0;
		for (const file of filesOf([item])) files += this.entries.has(file.entry) ? 0 : await this.sizes.ofFile(file);
		return { rows: (await writeRawRows(item.rawRows)).length, files };
	}
}

function head(name: string): number {
	return ENTRY_HEAD_BYTES + 2 * Buffer.byteLength(name);
}

async function tooLarge(content: PackageContent, item: PackageItem, maxBytes: number, sizes: PackedSizes): Promise<Problem | null> {
	// The bound may be above what it really takes.
	if ((await new Load(sizes).bytesWith(item)) <= maxBytes) return null;
	const { length } = (await packItems(content, [item])).bytes;
	if (length <= maxBytes) return null;
	const number = textAt(item.json.invoice ?? {}, 'invoice-number');
	const largest = await largestFile(item, sizes);
	return {
		severity: 'error',
		code: 'invoiceTooLarge',
		...(item.rawRows[0] && { row: item.rawRows[0].row }),
		...(number !== undefined && { value: number }),
		message: `${number === undefined ? 'A group of rows that belong to no invoice' : `Invoice “${shownName(number)}”`} takes ${sizeText(length)} packed${largest}; the limit for one file is ${sizeText(maxBytes)}. Scan it at a lower resolution, or import it through Coupa's API.`,
	};
}

async function largestFile(item: PackageItem, sizes: PackedSizes): Promise<string> {
	let largest = { name: '', size: 0 };
	for (const file of filesOf([item])) {
		const size = await sizes.ofFile(file);
		if (size > largest.size) largest = { name: file.fileName, size };
	}
	return largest.name === '' ? '' : `, “${shownName(largest.name)}” alone ${sizeText(largest.size)}`;
}

function strayFiles(content: PackageContent): string[] {
	return content.items.flatMap(({ json }) =>
		json.problems.flatMap(({ code, value }) => (code === 'strayFile' && value !== undefined ? [value] : [])),
	);
}
