import type { EInvoice } from '../e-invoice';

export interface EmbeddedFile {
	name: string;
	relationship: string | null;
	bytes: Buffer;
}

export async function embeddedXml(pdf: Buffer): Promise<EmbeddedFile[]> {
	const at = pdf.indexOf('%XML ');
	return Promise.resolve(
		at < 0 ? [] : [{ name: 'factur-x.xml', relationship: 'Data', bytes: pdf.subarray(at + 5, pdf.lastIndexOf('%%EOF')) }],
	);
}

export async function drawInvoicePage(invoice: EInvoice, _signal?: AbortSignal): Promise<Buffer> {
	return Promise.resolve(Buffer.from(`%PDF-1.7 ${invoice.document.text('BT-1')} %%EOF`));
}
