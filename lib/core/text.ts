import { createHash } from 'node:crypto';

/** By code unit: the same on every machine, unlike the order of a language. */
export function compare(left: string, right: string): number {
	return left < right ? -1 : left > right ? 1 : 0;
}

/** Hexadecimal, 64 digits. */
export function sha256(bytes: Buffer | string): string {
	return createHash('sha256').update(bytes).digest('hex');
}

/** Bytes in a megabyte, as sizes in messages count them. */
export const MB = 1024 * 1024;

/** `1.5 MB`, `9 kB`: sizes for messages. */
export function sizeText(bytes: number): string {
	return bytes >= MB ? `${Number((bytes / MB).toFixed(1))} MB` : `${Math.ceil(bytes / 1024)} kB`;
}
