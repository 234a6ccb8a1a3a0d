import { constants, createInflate } from 'node:zlib';

import type { Budget } from './budget';
import { lzw } from './lzw';
import { damaged } from './pdf-error';
import { withoutPredictor } from './predictor';
import { PdfDictionary } from './values';

/** Bytes that are worked on between two turns of the event loop. */
const STEP = 64 * 1024;

export interface Decoding {
	budget: Budget;
	turn: () => Promise<void>;
}

/** Undoes one filter of a stream (ISO 32000-1, 7.4). @throws EInvoiceError for one that holds no file, or content that is not in it */
export async function decoded(bytes: Buffer, filter: string, parameters: PdfDictionary, context: Decoding): Promise<Buffer> {
	switch (filter) {
		case 'FlateDecode':
		case 'Fl':
			return await withoutPredictor(await inflated(bytes, context.budget), parameters, context);
		case 'LZWDecode':
		case 'LZW':
			return await withoutPredictor(await lzw(bytes, parameters.get('EarlyChange') !== 0, context), parameters, context);
		case 'ASCIIHexDecode':
		case 'AHx':
			return await asciiHex(bytes, context);
		case 'ASCII85Decode':
		case 'A85':
			return await ascii85(bytes, context);
		case 'RunLengthDecode':
		case 'RL':
			return await runLength(bytes, context);
		case 'Crypt':
			return bytes;
		default:
			throw damaged(`something in it is packed with “${filter.slice(0, 40)}”, which no file can be`);
	}
}

/** Inflates beside the event loop. A stream without its check sum, or with a wrong one, is taken: many writers get that wrong. */
async function inflated(bytes: Buffer, budget: Budget): Promise<Buffer> {
	return await new Promise((resolve, reject) => {
		const engine = createInflate({ finishFlush: constants.Z_SYNC_FLUSH, chunkSize: STEP });
		const parts: Buffer[] = [];
		engine.on('data', (part: Buffer) => {
			parts.push(part);
			try {
				budget.unpack(part.length);
			} catch (error) {
				engine.destroy(error as Error);
			}
		});
		engine.on('end', () => resolve(Buffer.concat(parts)));
		engine.on('error', (error: Error & { code?: string }) => {
			if (error.message === 'incorrect data check') resolve(Buffer.concat(parts));
			else reject(error.code?.startsWith('Z_') === true ? damaged(`packed content cannot be unpacked (${error.message})`) : error);
		});
		engine.end(bytes);
	});
}

async function asciiHex(bytes: Buffer, { budget, turn }: Decoding): Promise<Buffer> {
	const end = bytes.indexOf('>');
	const parts: Buffer[] = [];
	let odd = '';
	for (let at = 0; at < (end < 0 ? bytes.length : end); at += STEP) {
		await turn();
		const digits = odd + bytes.toString('latin1', at, Math.min(at + STEP, end < 0 ? bytes.length : end)).replace(/[\0\t\n\f\r ]/g, '');
		if (/[^\da-f]/i.test(digits)) throw damaged('packed content (ASCIIHexDecode) has characters that are no digits');
		odd = digits.length % 2 === 0 ? '' : digits.slice(-1);
		parts.push(Buffer.from(odd === '' ? digits : digits.slice(0, -1), 'hex'));
	}
	if (odd !== '') parts.push(Buffer.from(`${odd}0`, 'hex'));
	return joined(parts, budget);
}

async function ascii85(bytes: Buffer, { budget, turn }: Decoding): Promise<Buffer> {
	const parts: Buffer[] = [];
	let group: number[] = [];
	let whole = false;
	for (let at = bytes.indexOf('<~') === 0 ? 2 : 0; at < bytes.length && !whole; at += STEP) {
		await turn();
		const out: number[] = [];
		for (const byte of bytes.subarray(at, at + STEP)) {
			if (byte === 0x7e) {
				whole = true;
				break;
			}
			if (byte <= 0x20) continue;
			if (byte === 0x7a && group.length === 0) out.push(0, 0, 0, 0);
			else if (byte < 0x21 || byte > 0x75) throw damaged('packed content (ASCII85Decode) has characters that do not belong there');
			else if (group.push(byte - 0x21) === 5) {
				out.push(...fourBytes(group));
				group = [];
			}
		}
		parts.push(Buffer.from(out));
	}
	if (group.length > 1) {
		const missing = 5 - group.length;
		parts.push(Buffer.from(fourBytes([...group, ...Array<number>(missing).fill(84)]).slice(0, 4 - missing)));
	}
	return joined(parts, budget);
}

function fourBytes(digits: number[]): number[] {
	const value = digits.reduce((sum, digit) => sum * 85 + digit, 0);
	return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) & 0xff);
}

async function runLength(bytes: Buffer, { budget, turn }: Decoding): Promise<Buffer> {
	const chunks: Buffer[] = [];
	let parts: Buffer[] = [];
	for (let at = 0; at < bytes.length;) {
		if (parts.length === 4096) {
			await turn();
			chunks.push(Buffer.concat(parts));
			parts = [];
		}
		const length = bytes[at++] ?? 128;
		if (length === 128) break;
		const part = length < 128 ? bytes.subarray(at, at + length + 1) : Buffer.alloc(257 - length, bytes[at] ?? 0);
		at += length < 128 ? length + 1 : 1;
		budget.unpack(part.length);
		parts.push(part);
	}
	return Buffer.concat([...chunks, ...parts]);
}

function joined(parts: Buffer[], budget: Budget): Buffer {
	const whole = Buffer.concat(parts);
	budget.unpack(whole.length);
	return whole;
}
