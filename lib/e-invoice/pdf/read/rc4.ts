import type { Sliced } from '../../../core';

/** Bytes between two turns of the event loop. */
const STEP = 256 * 1024;

/** RC4, which old PDFs are encrypted with and which OpenSSL no longer offers. Encrypting and decrypting are the same. */
export function* rc4(key: Buffer, bytes: Buffer): Sliced<Buffer> {
	const state = Uint8Array.from({ length: 256 }, (_, index) => index);
	const swap = (left: number, right: number): void => {
		const held = state[left] ?? 0;
		state[left] = state[right] ?? 0;
		state[right] = held;
	};
	for (let index = 0, other = 0; index < 256; index++) {
		other = (other + (state[index] ?? 0) + (key[index % key.length] ?? 0)) & 255;
		swap(index, other);
	}
	const out = Buffer.alloc(bytes.length);
	for (let at = 0, index = 0, other = 0; at < bytes.length; at++) {
		if (at % STEP === STEP - 1) yield;
		index = (index + 1) & 255;
		other = (other + (state[index] ?? 0)) & 255;
		swap(index, other);
		out[at] = (bytes[at] ?? 0) ^ (state[((state[index] ?? 0) + (state[other] ?? 0)) & 255] ?? 0);
	}
	return out;
}
