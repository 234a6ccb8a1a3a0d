import type { Entry } from 'yauzl';

const END = Buffer.from('PK\u0005\u0006', 'latin1');
const LOCAL_HEAD_BYTES = 30;
const CENTRAL_HEAD_BYTES = 46;
/** Stands in the end record where the true value is in the ZIP64 record (APPNOTE 4.4.1.4). */
const IN_ZIP64 = 0xffffffff;

/**
 * What is wrong with the list of files in a ZIP, in words; null where it fills the place that its end record gives it, and the
 * data of every file ends before it (APPNOTE 4.3.6).
 * @param entries all that the end record promises
 */
export function directoryFault(bytes: Buffer, entries: Entry[]): string | null {
	const end = endRecord(bytes);
	if (end < 0) return 'its end is missing';
	const size = bytes.readUInt32LE(end + 12);
	const start = bytes.readUInt32LE(end + 16);
	if (size === IN_ZIP64 || start === IN_ZIP64) return null;
	let listed = 0;
	for (const entry of entries) {
		listed += CENTRAL_HEAD_BYTES + entry.fileNameRaw.length + entry.extraFieldRaw.length + entry.fileCommentRaw.length;
		if (entry.relativeOffsetOfLocalHeader + LOCAL_HEAD_BYTES + entry.compressedSize > start)
			return 'a file in it is larger than the ZIP has room for';
	}
	return listed === size && start + size <= end ? null : 'it promises another number of files than it lists';
}

/** The last end record whose comment reaches to the end of the file. */
function endRecord(bytes: Buffer): number {
	let at = bytes.lastIndexOf(END);
	while (at > 0 && (at + 22 > bytes.length || at + 22 + bytes.readUInt16LE(at + 20) !== bytes.length)) at = bytes.lastIndexOf(END, at - 1);
	return at;
}
