import { fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from 'yauzl';

import type { SftpPort } from '../sftp';
import { p7mCompleteness, pdfCompleteness, xmlCompleteness } from './complete-e-invoice';
import { packageKind } from './names';

/** `hopeless`: waiting longer cannot make it a package (a `.zip` that does not begin like one). */
export type Completeness = 'complete' | 'incomplete' | 'hopeless';

/** Some bytes of a file on the server. */
export type ReadAt = (offset: number, length: number) => Promise<Buffer>;

/** Names and sizes of the entries are judged when the package is read, not here. */
const OPEN = { lazyEntries: true, decodeStrings: false, validateEntrySizes: false, autoClose: false };

/** So much of a ZIP's end is read at once: with most packages the whole directory, so that one request is enough. */
const END_BYTES = 30 * 1024;
/** Begins the record at the end of a ZIP that says where its directory is. */
const END_RECORD = Buffer.from('PK\u0005\u0006', 'latin1');
/** In very large ZIPs another record stands right before that one. */
const LOCATOR_BYTES = 20;

const JUDGES = { zip: zipCompleteness, csv: csvCompleteness, xml: xmlCompleteness, p7m: p7mCompleteness, pdf: pdfCompleteness };

/** Whether a file is complete, judged from a few bytes of it: a ZIP by its directory, the others by how they end. */
export async function completeness(port: SftpPort, path: string, name: string, size: number): Promise<Completeness> {
	if (size === 0) return 'incomplete';
	return await port.peek(path, async (readAt) => await JUDGES[packageKind(name) ?? 'csv'](readAt, size));
}

async function csvCompleteness(readAt: ReadAt, size: number): Promise<Completeness> {
	const end = await readAt(Math.max(0, size - 2), Math.min(2, size));
	// The last byte, or the one before it in UTF-16.
	const last = end.at(-1) === 0 ? end.at(-2) : end.at(-1);
	return last === 0x0a || last === 0x0d ? 'complete' : 'incomplete';
}

async function zipCompleteness(readAt: ReadAt, size: number): Promise<Completeness> {
	const endBytes = Math.min(END_BYTES, size);
	const [end, beginning] = await Promise.all([readAt(size - endBytes, endBytes), size > END_BYTES ? readAt(0, 2) : null]);
	if (end.length < endBytes) return 'incomplete';
	if (size >= 4 && (beginning ?? end).toString('latin1', 0, 2) !== 'PK') return 'hopeless';
	const file = fileOnServer(readAt, size, end);
	try {
		const zip = await fromRandomAccessReaderPromise(file, size, OPEN);
		await firstEntry(zip);
		return 'complete';
	} catch {
		if (file.failure !== undefined) throw file.failure;
		return 'incomplete';
	}
}

/** Rejects when the directory does not begin where the end of the file says. */
async function firstEntry(zip: ZipFile): Promise<void> {
	await new Promise<void>((resolve, reject) => {
		zip
			.once('error', reject)
			.once('entry', () => resolve())
			.once('end', () => resolve());
		zip.readEntry();
	});
}

interface FileOnServer extends RandomAccessReader {
	/** Why the server did not give what was asked for: that says nothing about the file. */
	failure: Error | undefined;
}

/**
 * yauzl's way to a file on the server: it asks for the end (at most 64 KiB), then for the beginning of the directory.
 *
 * @param end the file's last bytes
 */
function fileOnServer(readAt: ReadAt, size: number, end: Buffer): FileOnServer {
	// Extended here and not above: a class up there would read yauzl whenever n8n starts.
	return new (class extends RandomAccessReader {
		failure: Error | undefined;

		override read(
			buffer: Buffer,
			offset: number,
			length: number,
			position: number,
			callback: (error: Error | null, bytes?: number) => void,
		): void {
			// What a damaged file names as an offset may lie far outside of it.
			if (position + length > size) {
				callback(null, 0);
				return;
			}
			part(position, length).then(
				(bytes) => callback(null, bytes.copy(buffer, offset)),
				(error: unknown) => {
					this.failure = error instanceof Error ? error : new Error(String(error));
					callback(this.failure);
				},
			);
		}
	})();

	async function part(position: number, length: number): Promise<Buffer> {
		const start = position - (size - end.length);
		if (start >= 0) return end.subarray(start, start + length);
		// yauzl looks for the end record from the end backwards: what lies before it is not looked at.
		if (position + length === size && end.lastIndexOf(END_RECORD) >= LOCATOR_BYTES) return Buffer.concat([Buffer.alloc(-start), end]);
		return await readAt(position, length);
	}
}
