import type { SftpPort } from '../sftp';
import { packageKind } from './names';

/** `hopeless`: waiting longer cannot make it a package (a `.zip` that does not begin like one). */
export type Completeness = 'complete' | 'incomplete' | 'hopeless';

type ReadAt = (offset: number, length: number) => Promise<Buffer>;

// Sizes and signatures: PKWARE APPNOTE 4.3.12 - 4.3.16.
const END_BYTES = 22;
const MAX_COMMENT_BYTES = 0xffff;
const LOCATOR_BYTES = 20;
const ZIP64_END_BYTES = 56;
const END = 0x06054b50;
const LOCATOR = 0x07064b50;
const ZIP64_END = 0x06064b50;
const DIRECTORY_ENTRY = 0x02014b50;
const FIRST_TRY_BYTES = 1024;

/** Whether a file is wholly there, told from a few bytes of it: a ZIP by its directory, a CSV by its last line's end. */
export async function completeness(port: SftpPort, path: string, name: string, size: number): Promise<Completeness> {
	if (size === 0) return 'incomplete';
	return await port.peek(path, (readAt) => (packageKind(name) === 'zip' ? zipCompleteness(readAt, size) : csvCompleteness(readAt, size)));
}

async function csvCompleteness(readAt: ReadAt, size: number): Promise<Completeness> {
	const end = await readAt(Math.max(0, size - 2), Math.min(2, size));
	// The last byte, or the one before it in UTF-16.
	const last = end.at(-1) === 0 ? end.at(-2) : end.at(-1);
	return last === 0x0a || last === 0x0d ? 'complete' : 'incomplete';
}

async function zipCompleteness(readAt: ReadAt, size: number): Promise<Completeness> {
	if (size >= 4 && (await readAt(0, 2)).toString('latin1') !== 'PK') return 'hopeless';
	for (const wanted of [FIRST_TRY_BYTES, LOCATOR_BYTES + END_BYTES + MAX_COMMENT_BYTES]) {
		const length = Math.min(wanted, size);
		const tail = await readAt(size - length, length);
		const end = endOfDirectory(tail);
		if (end !== null && tail.length === length) return (await directoryReads(readAt, tail, end, size - length)) ? 'complete' : 'incomplete';
		if (length === size) break;
	}
	return 'incomplete';
}

/** Where in the tail the end record stands whose comment reaches exactly to the end of the file. */
function endOfDirectory(tail: Buffer): number | null {
	for (let at = tail.length - END_BYTES; at >= 0; at--) {
		if (tail.readUInt32LE(at) === END && at + END_BYTES + tail.readUInt16LE(at + 20) === tail.length) return at;
	}
	return null;
}

async function directoryReads(readAt: ReadAt, tail: Buffer, end: number, tailStart: number): Promise<boolean> {
	let entries = tail.readUInt16LE(end + 10);
	let bytes = tail.readUInt32LE(end + 12);
	let offset = tail.readUInt32LE(end + 16);
	let endsBefore = tailStart + end;
	if (entries === 0xffff || bytes === 0xffffffff || offset === 0xffffffff) {
		if (end < LOCATOR_BYTES || tail.readUInt32LE(end - LOCATOR_BYTES) !== LOCATOR) return false;
		endsBefore = Number(tail.readBigUInt64LE(end - LOCATOR_BYTES + 8));
		if (endsBefore + ZIP64_END_BYTES > tailStart + end) return false;
		const record = await readAt(endsBefore, ZIP64_END_BYTES);
		if (record.length < ZIP64_END_BYTES || record.readUInt32LE(0) !== ZIP64_END) return false;
		[entries, bytes, offset] = [32, 40, 48].map((field) => Number(record.readBigUInt64LE(field))) as [number, number, number];
	}
	if (offset + bytes > endsBefore) return false;
	if (entries === 0) return bytes === 0;
	// Counted from the end, so that bytes in front of the archive do not matter.
	const first = await readAt(endsBefore - bytes, 4);
	return first.length === 4 && first.readUInt32LE(0) === DIRECTORY_ENTRY;
}
