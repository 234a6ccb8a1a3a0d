import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';

/** By code unit: the same on every machine, unlike the order of a language. */
export function compare(left: string, right: string): number {
	return left < right ? -1 : left > right ? 1 : 0;
}

/** A text without the characters at its end that are `last`: without the slashes of `Incoming//`. */
export function withoutEnd(text: string, last: string): string {
	let end = text.length;
	while (end > 0 && text[end - 1] === last) end--;
	return text.slice(0, end);
}

/** Hexadecimal, 64 digits. */
export function sha256(bytes: Buffer | string): string {
	return createHash('sha256').update(bytes).digest('hex');
}

/** Bytes that are hashed at a time: some 20 ms. */
const HASH_SLICE = 8 * 1024 * 1024;

/** The same of what may be large: other work goes on meanwhile. */
export async function sha256Sliced(bytes: Buffer): Promise<string> {
	const hash = createHash('sha256');
	for (let at = 0; at < bytes.length; at += HASH_SLICE) {
		if (at > 0) await setImmediate();
		hash.update(bytes.subarray(at, at + HASH_SLICE));
	}
	return hash.digest('hex');
}

/** Bytes in a megabyte, as sizes in messages count them. */
export const MB = 1024 * 1024;

/** `1.5 MB`, `9 kB`: sizes for messages. */
export function sizeText(bytes: number): string {
	return bytes >= MB ? `${Number((bytes / MB).toFixed(1))} MB` : `${Math.ceil(bytes / 1024)} kB`;
}

/**
 * Sorts names of the product's own, capitals and small letters alike. Unlike `localeCompare` it needs none of ICU's tables, which take
 * milliseconds to load: for lists that are sorted while n8n starts.
 */
export function inOrder(left: string, right: string): number {
	return compare(left.toLowerCase(), right.toLowerCase());
}
