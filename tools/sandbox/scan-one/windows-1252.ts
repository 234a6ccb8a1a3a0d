import { decode } from '../../../lib/core';

/** Bytes by character; not from Node's TextDecoder, which takes Windows-1252 for Latin-1 before Node 24. */
const BYTES = new Map(
	Array.from({ length: 256 }, (_, byte) => {
		const decoded = decode(Buffer.from([byte]), 'windows-1252');
		return ['text' in decoded ? decoded.text : '', byte] as const;
	}),
);

/** A text in Windows-1252. @throws Error where a character is not in it */
export function windows1252(text: string): Buffer {
	return Buffer.from(
		Array.from(text, (character) => {
			const byte = BYTES.get(character);
			if (byte === undefined) throw new Error(`Windows-1252 has no "${character}"`);
			return byte;
		}),
	);
}
