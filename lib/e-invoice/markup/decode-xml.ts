import { EInvoiceError } from '../e-invoice-error';

/** What a file begins with where it names its encoding by a byte order mark; the mark wins over what the XML declares. */
const MARKS: ReadonlyArray<{ bytes: readonly number[]; encoding: string }> = [
	{ bytes: [0xef, 0xbb, 0xbf], encoding: 'utf-8' },
	{ bytes: [0xff, 0xfe], encoding: 'utf-16le' },
	{ bytes: [0xfe, 0xff], encoding: 'utf-16be' },
];

/** UTF-16 without a mark shows by the zero byte beside the first `<` (XML 1.0, appendix F). */
const UNMARKED: ReadonlyArray<{ bytes: readonly number[]; encoding: string }> = [
	{ bytes: [0x3c, 0x00], encoding: 'utf-16le' },
	{ bytes: [0x00, 0x3c], encoding: 'utf-16be' },
];

const DECLARED = /^<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([A-Za-z][\w.-]{0,40})["']/;

/**
 * The text of an XML file in the encoding that its byte order mark shows or its XML declaration names, else UTF-8.
 * @throws EInvoiceError for an encoding that is not known, or bytes that are not in it
 */
export function decodeXml(bytes: Buffer): string {
	const encoding = encodingOf(bytes);
	let decoder: TextDecoder;
	try {
		decoder = new TextDecoder(encoding, { fatal: true });
	} catch {
		throw new EInvoiceError('xmlEncoding', `The XML declares the encoding “${encoding}”, which is not known. Have it written in UTF-8.`);
	}
	try {
		return decoder.decode(bytes);
	} catch {
		throw new EInvoiceError(
			'xmlEncoding',
			`The file is damaged, or not in the encoding that it claims (${encoding}): some of its bytes mean nothing there. Have it written again, in UTF-8.`,
		);
	}
}

function encodingOf(bytes: Buffer): string {
	const marked = [...MARKS, ...UNMARKED].find((mark) => mark.bytes.every((byte, index) => bytes[index] === byte));
	return marked?.encoding ?? DECLARED.exec(bytes.toString('latin1', 0, 300))?.[1] ?? 'utf-8';
}
