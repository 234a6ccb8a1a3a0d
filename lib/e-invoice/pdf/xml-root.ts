/** How much of a file is looked at: comments and declarations before the root element are seldom longer. */
const LOOKED_AT = 16 * 1024;

/**
 * Local name of the root element of what looks like XML, in UTF-8, UTF-16 or any encoding that keeps ASCII; null for anything else. Only a
 * look: whether it is XML shows when it is read.
 */
export function rootOf(bytes: Buffer): string | null {
	const text = textOf(bytes.subarray(0, LOOKED_AT)).replace(/^\ufeff?\s*/, '');
	for (let at = 0; text[at] === '<';) {
		const end = text.startsWith('<!--', at) ? '-->' : text.startsWith('<?', at) ? '?>' : text.startsWith('<!', at) ? '>' : null;
		if (end === null) return /^<(?:[^\s<>/:]{1,200}:)?([^\s<>/:]{1,200})[\s/>]/.exec(text.slice(at, at + 500))?.[1] ?? null;
		const found = text.indexOf(end, at);
		if (found < 0) return null;
		at = found + end.length;
		while (/^\s$/.test(text[at] ?? '')) at++;
	}
	return null;
}

function textOf(bytes: Buffer): string {
	const [first, second] = bytes;
	if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c)) return new TextDecoder('utf-16be').decode(bytes);
	if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0)) return new TextDecoder('utf-16le').decode(bytes);
	return new TextDecoder('utf-8').decode(bytes);
}
