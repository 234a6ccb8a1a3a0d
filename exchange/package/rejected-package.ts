import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { Problem } from '../../record';
import { writeRawRows } from '../flat-file';
import { baseName } from './entry-names';
import { compare, sha256 } from './key';
import type { PackageContent, PackageItem } from './read-package';
import { rejectionReport } from './report';

/** What goes back to Scan One. */
export interface RejectedPackage {
	/** `<original>-rejected-<12 hex digits of the content>` with the extension of its kind. */
	fileName: string;
	/** The package itself: a ZIP, or a bare CSV where the original was one. */
	bytes: Buffer;
	reportName: string;
	report: Buffer;
}

/** What to send back: refused items by their `delivery.position`, and why. Without problems, those found on reading are told. */
export interface RejectionRequest {
	content: PackageContent;
	/** Name under which Scan One knows the package, e.g. `batch-0421.zip`. */
	originalName: string;
	items: Array<{ position: number; problems?: Problem[] }>;
}

/**
 * Packs refused items in the format they came in: their rows verbatim under their own headers, and their files. The same items
 * give the same bytes and name each time, so that settling can be repeated. A package that cannot be read goes back as it is.
 * Rejects with a RangeError for a position the package does not have.
 */
export async function buildRejectedPackage({ content, originalName, items }: RejectionRequest): Promise<RejectedPackage> {
	const chosen = [...items].sort((left, right) => left.position - right.position).map(({ position, problems }) => {
		const item = content.items[position - 1];
		if (!item) throw new RangeError(`The package ${originalName} has no item ${position}: it has ${content.items.length}.`);
		return { item, problems: problems ?? item.json.problems };
	});
	const packed = content.readable ? await pack(content, chosen.map(({ item }) => item)) : { bytes: content.bytes, extension: extensionOf(originalName), hash: sha256(content.bytes) };
	const stem = `${stemOf(originalName)}-rejected-${packed.hash.slice(0, 12)}`;
	return {
		fileName: `${stem}${packed.extension}`,
		bytes: packed.bytes,
		reportName: `${stem}.report.csv`,
		report: rejectionReport(originalName, chosen.map(({ item, problems }) => ({ json: item.json, problems }))),
	};
}

async function pack(content: PackageContent, items: PackageItem[]): Promise<{ bytes: Buffer; extension: string; hash: string }> {
	const rows = items.flatMap((item) => item.rawRows).sort((left, right) => left.row - right.row);
	const csv = rows.length > 0 ? writeRawRows(rows) : null;
	const files = new Map(items.flatMap((item) => item.files).map((file) => [file.entry, file]));
	const sorted = [...files.values()].sort((left, right) => compare(left.entry, right.entry));
	const hash = sha256(JSON.stringify([csv === null ? null : sha256(csv), sorted.map((file) => [file.entry, file.sha256])]));
	if (content.kind === 'csv' && csv !== null) return { bytes: csv, extension: extensionOf(content.entry) || '.csv', hash };
	const entries: Array<[string, Buffer]> = csv === null ? [] : [[content.entry, csv]];
	for (const file of sorted) entries.push([file.entry, await file.read()]);
	return { bytes: await zipOf(entries), extension: '.zip', hash };
}

/** The same entries give the same bytes: fixed order, time stamp and permissions. */
async function zipOf(entries: Array<[string, Buffer]>): Promise<Buffer> {
	const zip = new ZipFile();
	for (const [name, bytes] of entries) zip.addBuffer(bytes, name, { mtime: new Date(1980, 0, 1), forceDosTimestamp: true, mode: 0o100644, compress: true });
	zip.end();
	return await buffer(Readable.from(zip.outputStream));
}

/** File name without extension, and without the mark of an earlier rejection. */
function stemOf(fileName: string): string {
	const name = baseName(fileName);
	return name.slice(0, name.length - extensionOf(name).length).replace(/-rejected-[0-9a-f]{12}$/, '');
}

function extensionOf(fileName: string): string {
	return /\.[A-Za-z0-9]+$/.exec(fileName)?.[0] ?? '';
}
