export function openP7m(bytes: Buffer): Buffer {
	return bytes;
}
