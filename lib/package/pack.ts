import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { compare, MB, sha256, storedName } from '../core';
import { writeRawRows } from '../flat-file';
import type { DeliveredFile, PackageFile } from './delivered-files';
import { baseName } from './entry-names';
import type { PackageContent, PackageItem } from './read-package';

/** Some items of a package as a package of their own. */
export interface Packed {
	bytes: Buffer;
	/** Of the file, with its dot. */
	extension: string;
	/** sha256 (hex) over what it says and holds. */
	hash: string;
}

/** Bytes of a ZIP that are compressed; what comes behind them is stored, so that no ZIP of ours unpacks to more than one may (UNPACKED_PER_BYTE). */
const COMPRESSED_BYTES = 16 * MB;

/**
 * Packs items in the format they came in: their rows verbatim under their own headers, and only their files. The same items
 * give the same bytes each time. With a `list` (openInvoicesFile) it is a ZIP that has that, too.
 */
export async function packItems(
	content: PackageContent,
	items: PackageItem[],
	signal?: AbortSignal,
	list: { name: string; bytes: Buffer } | null = null,
): Promise<Packed> {
	const rows = items.flatMap((item) => item.rawRows).sort((left, right) => left.row - right.row);
	const csv = rows.length > 0 ? await writeRawRows(rows, signal) : null;
	const sorted = filesOf(items).sort((left, right) => compare(left.entry, right.entry));
	const [only] = sorted;
	// One file of e-invoices goes as it came, whatever of it is refused.
	if (content.kind === 'file' && only && list === null)
		return { bytes: await only.read(), extension: extensionOf(only.entry), hash: only.sha256 };
	const hash = sha256(
		JSON.stringify([
			csv === null ? null : sha256(csv),
			sorted.map((file) => [file.entry, file.sha256]),
			...(list === null ? [] : [sha256(list.bytes)]),
		]),
	);
	if (content.kind === 'csv' && csv !== null) return { bytes: csv, extension: extensionOf(content.entry) || '.csv', hash };
	const entries: Array<[string, Buffer]> = csv === null ? [] : [[content.entry, csv]];
	for (const file of sorted) entries.push([file.entry, await file.read()]);
	if (list !== null) entries.push([list.name, list.bytes]);
	const extension = content.kind === 'file' ? `${extensionOf(only?.entry ?? '')}.zip` : '.zip';
	return { bytes: await zipOf(entries, content.kind === 'file' ? 0 : COMPRESSED_BYTES), extension, hash };
}

/** The files of the package among those of items, each once: several invoices may name the same one. */
export function filesOf(items: PackageItem[]): PackageFile[] {
	const files = items.flatMap((item) => item.files).filter(isOfPackage);
	return [...new Map(files.map((file) => [file.entry, file])).values()];
}

function isOfPackage(file: DeliveredFile): file is PackageFile {
	return file.entry !== null;
}

/** The same entries give the same bytes: fixed order, time stamp and permissions. */
async function zipOf(entries: Array<[string, Buffer]>, compressed: number): Promise<Buffer> {
	const zip = new ZipFile();
	let total = 0;
	for (const [name, bytes] of entries) {
		total += bytes.length;
		zip.addBuffer(bytes, name, { mtime: new Date(1980, 0, 1), forceDosTimestamp: true, mode: 0o100644, compress: total <= compressed });
	}
	zip.end();
	return await buffer(Readable.from(zip.outputStream));
}

/** What names of packages of ours begin with. A second round through the lock-box does not grow the name. */
export function deliveredStem(originalName: string): string {
	return stemOf(storedName(originalName, 'package')).replace(/-rejected-[0-9a-f]{12}$/, '');
}

/** File name without folders and extension. */
export function stemOf(fileName: string): string {
	const name = baseName(fileName);
	return name.slice(0, name.length - extensionOf(name).length);
}

/** With its dot; empty for none. */
export function extensionOf(fileName: string): string {
	return /\.[A-Za-z0-9]+$/.exec(fileName)?.[0] ?? '';
}
