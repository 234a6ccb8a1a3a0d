import type { EInvoice } from '../e-invoice';

export { eInvoiceIn } from './e-invoice-in';
export { embeddedXml } from './embedded-xml';

export async function drawInvoicePage(invoice: EInvoice, _signal?: AbortSignal): Promise<Buffer> {
	return Promise.resolve(Buffer.from(`%PDF-1.7 ${invoice.document.text('BT-1')} %%EOF`));
}
