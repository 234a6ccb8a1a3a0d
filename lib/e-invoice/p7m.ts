import { Constructed, fromBER, ObjectIdentifier, OctetString, type AsnType } from 'asn1js';

import { EInvoiceError } from './e-invoice-error';

const SIGNED_DATA = '1.2.840.113549.1.7.2';
/** A file may be signed by several people, one round the other (`.xml.p7m.p7m`). */
const MOST_SIGNATURES = 5;
/** A SEQUENCE in DER or BER (indefinite length): what every CMS file begins with. */
const SEQUENCE = 0x30;

/** Whether the content looks like a CMS file, as it is or in base64 (with or without PEM lines), whatever it is called. */
function isP7m(bytes: Buffer): boolean {
	return bytes[0] === SEQUENCE || base64Of(bytes) !== null;
}

/**
 * The file inside a signed one (CAdES, RFC 5652: `.p7m` of FatturaPA), in DER, BER or base64. The signature is taken off, not checked: who may
 * send invoices is known from the lock-box or the mail, and the exchange system has checked it.
 * @throws EInvoiceError where there is no signed content inside
 */
export function openP7m(bytes: Buffer): Buffer {
	let content = bytes;
	for (let round = 0; round < MOST_SIGNATURES && isP7m(content); round++) content = signedContent(base64Of(content) ?? content);
	if (content === bytes) throw notSigned();
	return content;
}

function signedContent(bytes: Buffer): Buffer {
	// A copy of its own: the parser works on whole ArrayBuffers.
	const { result, offset } = fromBER(new Uint8Array(bytes).buffer);
	if (offset === -1) throw damaged();
	const [type, wrapped] = partsOf(result);
	if (!(type instanceof ObjectIdentifier) || type.valueBlock.toString() !== SIGNED_DATA) throw notSigned();
	const [signedData] = partsOf(wrapped);
	const [, , encapsulated] = partsOf(signedData);
	const [, holder] = partsOf(encapsulated);
	const [octets] = partsOf(holder);
	if (!(octets instanceof OctetString)) {
		throw new EInvoiceError(
			'p7mEmpty',
			'The signed file (.p7m) has a signature but no content: the invoice was signed apart. Have it signed with the invoice inside, or send the XML.',
		);
	}
	return Buffer.from(octets.getValue());
}

function partsOf(block: AsnType | undefined): AsnType[] {
	return block instanceof Constructed ? block.valueBlock.value : [];
}

/** The bytes behind base64 text that begins like a CMS file; null for anything else. */
function base64Of(bytes: Buffer): Buffer | null {
	const head = bytes
		.toString('latin1', 0, 100)
		.replace(/^-----BEGIN [A-Z0-9 ]+-----/, '')
		.trimStart();
	if (!/^MI[A-Za-z0-9+/]{6}/.test(head)) return null;
	const text = bytes.toString('latin1').replace(/-----[A-Z0-9 ]+-----/g, '');
	const decoded = Buffer.from(text, 'base64');
	return decoded[0] === SEQUENCE ? decoded : null;
}

function notSigned(): EInvoiceError {
	return new EInvoiceError(
		'p7mSyntax',
		'The file is named .p7m but holds no signed content (CMS SignedData). Have it signed again, or send the XML itself.',
	);
}

function damaged(): EInvoiceError {
	return new EInvoiceError('p7mSyntax', 'The signed file (.p7m) is damaged or breaks off. Have it sent again.');
}
