import { sha256Sliced, shownName, sizeText } from '../core';
import { type EInvoice, eInvoiceIn, EInvoiceError, embeddedXml, openP7m, readEInvoiceXml } from '../e-invoice';
import { baseName } from './entry-names';
import { fileFault } from './e-invoice-fault';
import { eInvoiceKind, type EInvoiceKind } from './e-invoice-kind';
import { LARGEST_E_INVOICE } from './limits';

/** A file embedded in a PDF beside its e-invoice. */
interface EmbeddedFile {
	name: string;
	bytes: Buffer;
}

/** A file that holds e-invoices, read. */
export interface EInvoiceSource {
	kind: EInvoiceKind;
	/** The XML itself; the file's own bytes where it is XML. */
	xml: { name: string; bytes: Buffer; sha256: string };
	/** What a PDF embeds besides. */
	others: EmbeddedFile[];
	invoices: EInvoice[];
}

/**
 * Reads a file of e-invoices: XML, XML in a signed envelope, or a PDF with XML in it. Null for a PDF without e-invoice, and for any other
 * file.
 * @throws EInvoiceError for one that should be an e-invoice and cannot be read
 */
export async function readEInvoiceSource(name: string, bytes: Buffer, signal?: AbortSignal): Promise<EInvoiceSource | null> {
	const kind = await eInvoiceKind(name, bytes);
	if (kind === null) return null;
	if (kind === 'pdf') return await readPdf(bytes, signal);
	const xml = kind === 'xml' ? bytes : openP7m(bytes);
	return await sourceOf(kind, { name: xmlNameOf(name), bytes: xml }, [], signal);
}

/**
 * Whether a PDF has XML in it.
 * @throws EInvoiceError for a PDF that cannot be looked into
 */
export async function embedsXml(pdf: Buffer): Promise<boolean> {
	const embedded = await embeddedXml(pdf).catch((error: unknown) => {
		throw fileFault(error);
	});
	return embedded.some(({ root }) => root !== null);
}

/** Why a PDF is no e-invoice, where it embeds XML of another kind; null where it embeds none. */
export async function faultOfPdf(pdf: Buffer, signal?: AbortSignal): Promise<EInvoiceError | null> {
	const xml = (await embeddedXml(pdf, signal)).find(({ root }) => root !== null);
	if (!xml) return null;
	return await readEInvoiceXml(xml.bytes, signal).then(
		() => null,
		(error: unknown) => {
			signal?.throwIfAborted();
			return fileFault(error);
		},
	);
}

async function readPdf(pdf: Buffer, signal: AbortSignal | undefined): Promise<EInvoiceSource | null> {
	const embedded = await embeddedXml(pdf, signal).catch((error: unknown) => {
		// Damaged, or protected: then it is a page image like any other, whose content nobody judges.
		if (error instanceof EInvoiceError) return [];
		throw error;
	});
	const xml = eInvoiceIn(embedded);
	if (xml === null) return null;
	if (xml.fault) throw new EInvoiceError(xml.fault.code, xml.fault.message, xml.fault.value);
	const others = embedded.filter((other) => other !== xml && other.fault === undefined);
	return await sourceOf('pdf', xml, others, signal);
}

async function sourceOf(
	kind: EInvoiceKind,
	xml: { name: string; bytes: Buffer },
	others: EmbeddedFile[],
	signal: AbortSignal | undefined,
): Promise<EInvoiceSource> {
	if (xml.bytes.length > LARGEST_E_INVOICE)
		throw new EInvoiceError(
			'xmlTooLarge',
			`The XML “${shownName(xml.name)}” has ${sizeText(xml.bytes.length)}; the limit is ${sizeText(LARGEST_E_INVOICE)}. Send large attachments beside it, not in it.`,
		);
	const { invoices } = await readEInvoiceXml(xml.bytes, signal);
	return { kind, xml: { name: xml.name, bytes: xml.bytes, sha256: await sha256Sliced(xml.bytes) }, others, invoices };
}

/** `a.xml.p7m` holds `a.xml`. */
function xmlNameOf(name: string): string {
	const plain = baseName(name).replace(/\.p7m$/i, '');
	return /\.xml$/i.test(plain) ? plain : `${plain}.xml`;
}
