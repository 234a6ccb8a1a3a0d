import { crc32 } from 'node:zlib';
import type { Entry, ZipFile } from 'yauzl';
import { shownName, sizeText } from '../core';
import { unmeasuredBytes, type PackageLimits } from './limits';
import { PackageError } from './package-error';

const STORED = 0;
const DEFLATED = 8;

/** Names of other methods that archivers have a choice of (APPNOTE 4.4.5). */
const METHODS: Record<number, string> = { 9: 'Deflate64', 12: 'bzip2', 14: 'LZMA', 93: 'Zstandard', 95: 'xz', 98: 'PPMd' };

const UNIX = 3;
const FILE_KIND = 0o170000;
const SYMBOLIC_LINK = 0o120000;

/** @throws PackageError for a file because of which nothing of the package may be read: a protected one, or one that would fill memory */
export function checkEntry(entry: Entry, name: string, bounds: PackageLimits): void {
	if (entry.isEncrypted()) throw encrypted(`“${shownName(name)}” in the ZIP is protected by a password`, name);
	const { uncompressedSize: size, compressedSize: packed } = entry;
	if (size > bounds.maxEntryBytes) {
		throw new PackageError(
			'entryTooLarge',
			`“${shownName(name)}” in the ZIP unpacks to ${sizeText(size)}; the limit is ${sizeText(bounds.maxEntryBytes)}. Nothing was unpacked. Have it scanned at a lower resolution, or a CSV split into several packages.`,
			name,
		);
	}
	if (size > unmeasuredBytes && size > packed * bounds.maxRatio) {
		throw new PackageError(
			'zipBomb',
			`“${shownName(name)}” in the ZIP unpacks to ${sizeText(size)} from ${sizeText(packed)}: no scan or CSV compresses like that. Nothing was unpacked. Have the file checked; an image without compression has to be saved as PDF, TIFF, PNG or JPEG with compression.`,
			name,
		);
	}
}

/** What refuses a package that is protected. */
export function encrypted(what: string, name?: string): PackageError {
	return new PackageError('encryptedZip', `${what}. Have the package packed without a password.`, name);
}

/** Unpacks a file and checks it against its size and checksum; rejects with a PackageError that says what has to be changed. */
export async function unpack(zip: ZipFile, entry: Entry, name: string): Promise<Buffer> {
	if (entry.compressionMethod !== STORED && entry.compressionMethod !== DEFLATED) throw unknownMethod(entry, name);
	if (isLink(entry)) {
		const message = `“${shownName(name)}” in the ZIP is only a link to a file on the computer where it was packed. Have the file itself packed.`;
		throw new PackageError('damagedFile', message, name);
	}
	// Filled chunk by chunk: put together at the end, the file would be in memory twice. yauzl sees that no chunk is missing or too many.
	const bytes = Buffer.alloc(entry.uncompressedSize);
	let length = 0;
	let sum = 0;
	try {
		for await (const chunk of await zip.openReadStreamPromise(entry)) {
			sum = crc32(chunk as Buffer, sum);
			length += (chunk as Buffer).copy(bytes, length);
		}
	} catch (error) {
		throw damaged(name, `cannot be unpacked (${reasonOf(error)})`);
	}
	if (sum !== entry.crc32) throw damaged(name, 'is damaged: its checksum does not match');
	return bytes;
}

function unknownMethod({ compressionMethod }: Entry, name: string): PackageError {
	const method = METHODS[compressionMethod] ?? `number ${compressionMethod}`;
	const message = `“${shownName(name)}” in the ZIP is compressed by the method ${method}, which is not part of ordinary ZIP files. Have the package packed with the method Deflate, the usual one, or without compression.`;
	return new PackageError('damagedFile', message, name);
}

function isLink({ versionMadeBy, externalFileAttributes }: Entry): boolean {
	return versionMadeBy >> 8 === UNIX && ((externalFileAttributes >>> 16) & FILE_KIND) === SYMBOLIC_LINK;
}

function damaged(name: string, what: string): PackageError {
	const message = `“${shownName(name)}” in the ZIP ${what}. It was damaged when it was packed or uploaded: have the package packed again from its files.`;
	return new PackageError('damagedFile', message, name);
}

/** What a library says of a failure. */
export function reasonOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
