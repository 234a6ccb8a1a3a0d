import type { Entry } from 'yauzl';

const LOCAL_HEAD = 0x04034b50;
const LOCAL_HEAD_BYTES = 30;
const CENTRAL_HEAD_BYTES = 46;
const END = Buffer.from('PK\u0005\u0006', 'latin1');
const END_BYTES = 22;
const ZIP64_LOCATOR = 0x07064b50;
const ZIP64_LOCATOR_BYTES = 20;
const ZIP64_END_BYTES = 56;

/** Where the list of files stands, and how many it promises. */
interface Directory {
	start: number;
	size: number;
	count: number;
	/** Where what follows it begins. */
	limit: number;
}

/**
 * What is wrong with the list of files in a ZIP, in words; null where it fills the place that its end record gives it, and each
 * file has bytes of its own before it (APPNOTE 4.3.6).
 * @param entries all that the end record promises
 */
export function directoryFault(bytes: Buffer, entries: Entry[]): string | null {
	const directory = directoryOf(bytes);
	if (typeof directory === 'string') return directory;
	const { start, size, count, limit } = directory;
	const listed = entries.reduce(
		(sum, entry) => sum + CENTRAL_HEAD_BYTES + entry.fileNameRaw.length + entry.extraFieldRaw.length + entry.fileCommentRaw.length,
		0,
	);
	if (listed !== size || start + size > limit || count !== entries.length) return 'it promises another number of files than it lists';
	return placesFault(bytes, entries, start);
}

/** @returns what is wrong with the end records, where they contradict each other or are not there */
function directoryOf(bytes: Buffer): Directory | string {
	const end = endRecord(bytes);
	if (end < 0) return 'its end is missing';
	const short = { start: bytes.readUInt32LE(end + 16), size: bytes.readUInt32LE(end + 12), count: bytes.readUInt16LE(end + 10) };
	const onThisDisk = bytes.readUInt16LE(end + 8);
	const locator = end - ZIP64_LOCATOR_BYTES;
	if (locator < 0 || bytes.readUInt32LE(locator) !== ZIP64_LOCATOR) {
		return onThisDisk === short.count ? { ...short, limit: end } : CONTRADICTION;
	}
	const long = Number(bytes.readBigUInt64LE(locator + 8));
	if (long + ZIP64_END_BYTES > locator) return 'its end is missing';
	const [start, size, count] = [48, 40, 32].map((at) => Number(bytes.readBigUInt64LE(long + at)));
	const full: Directory = { start: start ?? 0, size: size ?? 0, count: count ?? 0, limit: long };
	const agrees =
		isSameOrFull(short.start, full.start, 0xffffffff) &&
		isSameOrFull(short.size, full.size, 0xffffffff) &&
		isSameOrFull(short.count, full.count, 0xffff) &&
		Number(bytes.readBigUInt64LE(long + 24)) === full.count;
	return agrees ? full : CONTRADICTION;
}

const CONTRADICTION = 'its end records contradict each other';

/** A value of the short end record is that of the long one, or says with all bits set that it is there (APPNOTE 4.4.1.4). */
function isSameOrFull(short: number, long: number, full: number): boolean {
	return short === long || short === full;
}

/** Whether each file begins where the list says, and ends before the next one and before the list. */
function placesFault(bytes: Buffer, entries: Entry[], listStart: number): string | null {
	let end = 0;
	for (const entry of entries.toSorted((left, right) => left.relativeOffsetOfLocalHeader - right.relativeOffsetOfLocalHeader)) {
		const start = entry.relativeOffsetOfLocalHeader;
		if (start < end) return 'two files in it share the same bytes';
		if (start + LOCAL_HEAD_BYTES + entry.compressedSize > listStart) return LARGER;
		if (bytes.readUInt32LE(start) !== LOCAL_HEAD) return 'a file in it does not begin where the list says';
		end = start + LOCAL_HEAD_BYTES + bytes.readUInt16LE(start + 26) + bytes.readUInt16LE(start + 28) + entry.compressedSize;
		if (end > listStart) return LARGER;
	}
	return null;
}

const LARGER = 'a file in it is larger than the ZIP has room for';

/** The last end record whose comment reaches to the end of the file. */
function endRecord(bytes: Buffer): number {
	let at = bytes.lastIndexOf(END);
	while (at > 0 && (at + END_BYTES > bytes.length || at + END_BYTES + bytes.readUInt16LE(at + 20) !== bytes.length))
		at = bytes.lastIndexOf(END, at - 1);
	return at;
}
