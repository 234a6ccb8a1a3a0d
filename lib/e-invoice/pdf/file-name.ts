/** PDFDocEncoding where it differs from Latin-1 (ISO 32000-1, D.2), from 0x18 and from 0x80. */
const FROM_18 = '\u02d8\u02c7\u02c6\u02d9\u02dd\u02db\u02da\u02dc';
const FROM_80 = '•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž\ufffd€';

/** A text string of a PDF: UTF-16 or UTF-8 by its mark, else in PDFDocEncoding. */
export function pdfText(bytes: Buffer): string {
	if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
	if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
	if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return new TextDecoder('utf-8').decode(bytes);
	return Array.from(bytes, (byte) => {
		if (byte >= 0x18 && byte < 0x20) return FROM_18[byte - 0x18] ?? '';
		return byte >= 0x80 && byte <= 0xa0 ? (FROM_80[byte - 0x80] ?? '') : String.fromCharCode(byte);
	}).join('');
}

/** What stands behind the last slash of a path, without controls. */
export function baseName(path: string): string {
	return (
		path
			.split(/[\\/]/)
			.at(-1)
			?.replace(/\p{Cc}/gu, '')
			.trim() ?? ''
	);
}
