import { decode, encode, toRGBA8 } from 'upng-js';

/** Enough for the editor's few colours and the soft edges of its letters; a picture of them is a quarter as large as one of all colours. */
const COLOURS = 128;

/** The same picture with a palette. */
export function withPalette(png: Buffer): Buffer {
	const bytes = new Uint8Array(png).buffer;
	const picture = decode(bytes);
	return Buffer.from(encode(toRGBA8(picture), picture.width, picture.height, COLOURS));
}
