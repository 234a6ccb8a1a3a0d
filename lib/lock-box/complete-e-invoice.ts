import type { Completeness, ReadAt } from './complete';

/** So much of the beginning is read: the XML declaration and comments may stand before the root element. */
const HEAD_BYTES = 8 * 1024;
/** So much of the end: comments may stand behind the root element. */
const TAIL_BYTES = 2 * 1024;

/** XML: it ends with the closing tag of its root element. */
export async function xmlCompleteness(readAt: ReadAt, size: number): Promise<Completeness> {
	const [head, tail] = await Promise.all([
		readAt(0, Math.min(HEAD_BYTES, size)),
		readAt(Math.max(0, size - TAIL_BYTES), Math.min(TAIL_BYTES, size)),
	]);
	const beginning = plainText(head);
	if (beginning === '') return 'incomplete';
	if (!beginning.startsWith('<')) return 'hopeless';
	const end = withoutTrailingRemarks(plainText(tail));
	const root = /<([A-Za-z_][^\s/>]{0,200})/.exec(withoutRemarks(beginning))?.[1];
	// Beyond what was read: any closing tag may be that of the root.
	if (root === undefined) return /<\/[^<>]{1,200}>$/.test(end) ? 'complete' : 'incomplete';
	const closing = end.slice(end.lastIndexOf('<'));
	const isClosed =
		closing.startsWith(`</${root}`) && /^<\/[^\s<>]{1,201}\s{0,50}>$/.test(closing) && closing.slice(2, -1).trimEnd() === root;
	return isClosed || (closing.startsWith(`<${root}`) && closing.endsWith('/>')) ? 'complete' : 'incomplete';
}

/** PDF: it ends with `%%EOF` (ISO 32000-1, 7.5.5; readers look for it in the last 1,024 bytes). */
export async function pdfCompleteness(readAt: ReadAt, size: number): Promise<Completeness> {
	const [head, tail] = await Promise.all([readAt(0, Math.min(1_024, size)), readAt(Math.max(0, size - 1_024), Math.min(1_024, size))]);
	if (size >= 1_024 && !head.includes('%PDF-')) return 'hopeless';
	return tail.includes('%%EOF') ? 'complete' : 'incomplete';
}

const SEQUENCE = 0x30;
const INDEFINITE = 0x80;

/** Signed XML: its head says how long it is (DER), or it ends with the mark for the end (BER). In base64 the head is the same. */
export async function p7mCompleteness(readAt: ReadAt, size: number): Promise<Completeness> {
	const [head, tail] = await Promise.all([readAt(0, Math.min(200, size)), readAt(Math.max(0, size - 64), Math.min(64, size))]);
	if (head[0] === SEQUENCE) return derCompleteness(head, tail, size);
	const text = head.toString('latin1');
	if (text.startsWith('-----BEGIN')) return /-----END [A-Z0-9 ]{1,40}-----\s*$/.test(tail.toString('latin1')) ? 'complete' : 'incomplete';
	const bytes = Buffer.from(text.replace(/\s/g, ''), 'base64');
	if (bytes[0] !== SEQUENCE) return size >= 4 ? 'hopeless' : 'incomplete';
	// Line ends make the text longer than its bytes: nobody knows by how much, so what is a little short counts as complete.
	return bytes[1] === INDEFINITE || size * 0.75 >= lengthOf(bytes) ? 'complete' : 'incomplete';
}

function derCompleteness(head: Buffer, tail: Buffer, size: number): Completeness {
	if (head.length < 6) return 'incomplete';
	if (head[1] === INDEFINITE) return tail.length >= 2 && tail.subarray(-2).equals(Buffer.alloc(2)) ? 'complete' : 'incomplete';
	return size >= lengthOf(head) ? 'complete' : 'incomplete';
}

/** Bytes of a DER element with its head (X.690, 8.1.3). */
function lengthOf(head: Buffer): number {
	const first = head[1] ?? 0;
	if (first < INDEFINITE) return 2 + first;
	const bytes = Math.min(first - INDEFINITE, 6, head.length - 2);
	return bytes <= 0 ? Infinity : 2 + (first - INDEFINITE) + head.readUIntBE(2, bytes);
}

/** Text by its ASCII characters, in UTF-16 as well, without a byte order mark and blanks at either end. */
function plainText(bytes: Buffer): string {
	const text = bytes.toString('latin1').replaceAll('\0', '');
	return text.replace(/^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)/, '').trim();
}

/** Without declaration, processing instructions and comments before the root element. */
function withoutRemarks(text: string): string {
	let rest = text;
	for (;;) {
		const end = rest.startsWith('<?') ? '?>' : rest.startsWith('<!--') ? '-->' : rest.startsWith('<!') ? '>' : null;
		if (end === null) return rest;
		const at = rest.indexOf(end);
		if (at < 0) return '';
		rest = rest.slice(at + end.length).trimStart();
	}
}

/** Without comments and processing instructions at the end. */
function withoutTrailingRemarks(text: string): string {
	let rest = text;
	for (;;) {
		const begin = rest.endsWith('-->') ? rest.lastIndexOf('<!--') : rest.endsWith('?>') ? rest.lastIndexOf('<?') : -1;
		if (begin < 0) return rest;
		rest = rest.slice(0, begin).trimEnd();
	}
}
