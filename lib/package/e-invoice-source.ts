import { sha256Sliced, shownName, sizeText } from '../core';
import { type EInvoice, EInvoiceError, embeddedXml, openP7m, readEInvoiceXml } from '../e-invoice';
import { baseName } from './entry-names';
import { eInvoiceKind, type EInvoiceKind, looksLikeXml } from './e-invoice-kind';
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

/** Whether a PDF has XML in it. */
export async function embedsXml(pdf: Buffer): Promise<boolean> {
	return (await embeddedXml(pdf)).some(isXmlFile);
}

/** Why a PDF without any e-invoice is none, where what it embeds says so; null where it embeds no XML. */
export async function faultOfPdf(bytes: Buffer, signal?: AbortSignal): Promise<EInvoiceError | null> {
	const [fault] = (await candidates(bytes, signal)).faults;
	return fault ?? null;
}

async function readPdf(bytes: Buffer, signal?: AbortSignal): Promise<EInvoiceSource | null> {
	const { source, faults } = await candidates(bytes, signal);
	if (source) return source;
	// XML of another kind, such as an order, says nothing against a PDF. One that is an e-invoice but for its fault does.
	const fault = faults.find(({ code }) => code !== 'unknownSyntax');
	if (fault) throw fault;
	return null;
}

/** The first embedded file that is an e-invoice, or what is wrong with those that look like one. */
async function candidates(
	bytes: Buffer,
	signal: AbortSignal | undefined,
): Promise<{ source: EInvoiceSource | null; faults: EInvoiceError[] }> {
	const embedded = await embeddedXml(bytes);
	const faults: EInvoiceError[] = [];
	for (const file of embedded) {
		if (!isXmlFile(file)) continue;
		try {
			const others = embedded.filter((other) => other !== file);
			return { source: await sourceOf('pdf', file, others, signal), faults };
		} catch (error) {
			if (!(error instanceof EInvoiceError)) throw error;
			faults.push(error);
		}
	}
	return { source: null, faults };
}

function isXmlFile({ name, bytes }: EmbeddedFile): boolean {
	return /\.xml$/i.test(name) || looksLikeXml(bytes);
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
