import { inflateSync } from 'node:zlib';

const WOFF_HEADER = 44;
const WOFF_ENTRY = 20;
const SFNT_HEADER = 12;
const SFNT_ENTRY = 16;

/**
 * The OpenType font of a WOFF 1.0 file, unpacked: a font library would unpack the outlines anew for each glyph. Without the tables for
 * shaping, which nothing here uses.
 */
export function openTypeOf(woff: Buffer): Buffer {
	const tables = Array.from({ length: woff.readUInt16BE(12) }, (_, index) => {
		const at = WOFF_HEADER + index * WOFF_ENTRY;
		const [offset, packed, length, checksum] = [4, 8, 12, 16].map((field) => woff.readUInt32BE(at + field)) as [
			number,
			number,
			number,
			number,
		];
		const content = woff.subarray(offset, offset + packed);
		return { tag: woff.toString('latin1', at, at + 4), checksum, bytes: packed < length ? inflateSync(content) : content };
	}).filter(({ tag }) => !['GSUB', 'GPOS', 'GDEF'].includes(tag));
	const header = Buffer.alloc(SFNT_HEADER + tables.length * SFNT_ENTRY);
	const power = Math.floor(Math.log2(tables.length));
	header.writeUInt32BE(woff.readUInt32BE(4), 0);
	for (const [index, value] of [tables.length, 16 << power, power, (tables.length - (1 << power)) * 16].entries()) {
		header.writeUInt16BE(value, 4 + index * 2);
	}
	const parts: Buffer[] = [header];
	let offset = header.length;
	for (const [index, { tag, checksum, bytes }] of tables.entries()) {
		const at = SFNT_HEADER + index * SFNT_ENTRY;
		header.write(tag, at, 'latin1');
		for (const [field, value] of [checksum, offset, bytes.length].entries()) header.writeUInt32BE(value, at + 4 + field * 4);
		const padded = Buffer.alloc(Math.ceil(bytes.length / 4) * 4);
		bytes.copy(padded);
		parts.push(padded);
		offset += padded.length;
	}
	return Buffer.concat(parts);
}
