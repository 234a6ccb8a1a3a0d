import { crc32, deflateRawSync } from 'node:zlib';

export interface RawEntry {
	/** Written as it is: may climb, be absolute, or hold backslashes. Bytes where they are not UTF-8; then nothing says that they are. */
	name: string | Buffer;
	content: Buffer;
	/** Default false: stored. */
	deflate?: boolean;
	/** The unpacked size that the directory claims; default the true one. */
	claimedSize?: number;
	/** General purpose flags beside that of UTF-8. */
	flags?: number;
	/** The compression method that the headers claim; default the true one. */
	method?: number;
	/** Extra fields of the directory entry. */
	extra?: Buffer;
	/** Kind and rights of the file, as Unix has them. */
	mode?: number;
}

const LOCAL_HEADER = 0x04034b50;
const DIRECTORY_ENTRY = 0x02014b50;
const DIRECTORY_END = 0x06054b50;
const UTF8_NAMES = 0x0800;
const UNIX = 3;
/** 5 May 2026, 06:30 in the two words of MS-DOS. */
const DOS_TIME = (6 << 11) | (30 << 5);
const DOS_DATE = ((2026 - 1980) << 9) | (5 << 5) | 5;

/** A ZIP without the care that a ZIP library takes: for packages that no honest sender makes. */
export function rawZip(entries: RawEntry[]): Buffer {
	const locals: Buffer[] = [];
	const directory: Buffer[] = [];
	let offset = 0;
	for (const entry of entries) {
		const name = typeof entry.name === 'string' ? Buffer.from(entry.name) : entry.name;
		const data = entry.deflate ? deflateRawSync(entry.content, { level: 9 }) : entry.content;
		const common = entryFields(entry, data.length, name.length);
		const local = Buffer.concat([uint32(LOCAL_HEADER), common, uint16(0), name, data]);
		directory.push(
			Buffer.concat([uint32(DIRECTORY_ENTRY), directoryFields(entry, common), uint32(offset), name, entry.extra ?? Buffer.alloc(0)]),
		);
		locals.push(local);
		offset += local.length;
	}
	const size = directory.reduce((sum, { length }) => sum + length, 0);
	const count = uint16(entries.length);
	return Buffer.concat([
		...locals,
		...directory,
		uint32(DIRECTORY_END),
		Buffer.alloc(4),
		count,
		count,
		uint32(size),
		uint32(offset),
		uint16(0),
	]);
}

/** The fields that local headers and directory entries share, up to and with the length of the name; the extra field has none. */
function entryFields(entry: RawEntry, packedSize: number, nameLength: number): Buffer {
	return Buffer.concat([
		uint16(20),
		uint16((typeof entry.name === 'string' ? UTF8_NAMES : 0) | (entry.flags ?? 0)),
		uint16(entry.method ?? (entry.deflate ? 8 : 0)),
		uint16(DOS_TIME),
		uint16(DOS_DATE),
		uint32(crc32(entry.content)),
		uint32(packedSize),
		uint32(entry.claimedSize ?? entry.content.length),
		uint16(nameLength),
	]);
}

/** What a directory entry has between its signature and the place of its file. */
function directoryFields({ extra, mode }: RawEntry, common: Buffer): Buffer {
	const madeBy = mode === undefined ? 20 : (UNIX << 8) | 20;
	return Buffer.concat([uint16(madeBy), common, uint16(extra?.length ?? 0), Buffer.alloc(6), uint32(((mode ?? 0) << 16) >>> 0)]);
}

function uint16(value: number): Buffer {
	const bytes = Buffer.alloc(2);
	bytes.writeUInt16LE(value);
	return bytes;
}

function uint32(value: number): Buffer {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32LE(value);
	return bytes;
}
