import type { Decoding } from './filters';
import { damaged } from './pdf-error';

const CLEAR = 256;
const END = 257;
const MOST_CODES = 4096;
/** Codes that are read between two turns of the event loop. */
const STEP = 32 * 1024;

/**
 * Undoes LZW as PDF packs it (ISO 32000-1, 7.4.4): codes of 9 to 12 bits, the highest bit first.
 * @param early whether codes grow one code early, as they do by default
 */
export async function lzw(bytes: Buffer, early: boolean, { budget, turn }: Decoding): Promise<Buffer> {
	const chunks: Buffer[] = [];
	let parts: Buffer[] = [];
	const table: Buffer[] = Array.from({ length: 258 }, (_, code) => Buffer.from(code < CLEAR ? [code] : []));
	let previous: Buffer | null = null;
	let width = 9;
	let bits = 0;
	let held = 0;
	let count = 0;
	for (const byte of bytes) {
		held = ((held << 8) | byte) & 0xffffff;
		bits += 8;
		if (bits < width) continue;
		bits -= width;
		const code = (held >> bits) & ((1 << width) - 1);
		if (++count % STEP === 0) {
			await turn();
			chunks.push(Buffer.concat(parts));
			parts = [];
		}
		if (code === END) break;
		if (code === CLEAR) {
			table.length = 258;
			previous = null;
			width = 9;
			continue;
		}
		const known: Buffer | undefined = table[code];
		if (previous === null) {
			if (!known) throw damaged('packed content (LZWDecode) does not begin as it must');
			previous = known;
		} else {
			if (!known && code !== table.length) throw damaged('packed content (LZWDecode) cannot be unpacked');
			const next: Buffer = Buffer.concat([previous, (known ?? previous).subarray(0, 1)]);
			if (table.length < MOST_CODES) table.push(next);
			previous = known ?? next;
		}
		budget.unpack(previous.length);
		parts.push(previous);
		const size = table.length + (early ? 1 : 0);
		width = size >= 2048 ? 12 : size >= 1024 ? 11 : size >= 512 ? 10 : 9;
	}
	return Buffer.concat([...chunks, ...parts]);
}
