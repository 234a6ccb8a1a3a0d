import { knownTypeOf } from '../core';

/** How a file can hold e-invoices: as XML, as XML in a signed envelope, or as XML embedded in a PDF. */
export type EInvoiceKind = 'xml' | 'p7m' | 'pdf';

/** By name. XML for people, styles and definitions of XML are no e-invoices, whatever they look like. */
const OTHER_XML = /\.(x?html?|svg|xslt?|xsd|rng|sch|xmp|rdf|eml|csv|txt)$/i;
/** DER or BER: a sequence that begins with the object identifier 1.2.840.113549.1.7.2 (signed data, RFC 5652 §5.1). */
const SIGNED_DATA = Buffer.from('06092a864886f70d010702', 'hex');
const LONGEST_HEAD = 200;

/** How a file of that name and content can hold e-invoices; null for any other file. A name says so where the content is broken. */
export async function eInvoiceKind(name: string, bytes: Buffer): Promise<EInvoiceKind | null> {
	if (/\.p7m$/i.test(name) || isSigned(bytes)) return 'p7m';
	if (/\.xml$/i.test(name) || (!OTHER_XML.test(name) && looksLikeXml(bytes))) return 'xml';
	return (await knownTypeOf(bytes)) === 'application/pdf' ? 'pdf' : null;
}

/** Whether files of that name are e-invoices, as long as nobody has looked into them. */
export function isNamedAsEInvoice(name: string): boolean {
	return /\.(xml|p7m)$/i.test(name);
}

/** XML in UTF-8, UTF-16 or an encoding that has ASCII in it. */
function looksLikeXml(bytes: Buffer): boolean {
	const head = bytes.toString('latin1', 0, LONGEST_HEAD).replaceAll('\0', '');
	return /^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*<(?:\?xml\s|!--|[A-Za-z_])/.test(head);
}

function isSigned(bytes: Buffer): boolean {
	return bytes[0] === 0x30 && bytes.subarray(0, LONGEST_HEAD).indexOf(SIGNED_DATA) >= 0;
}
