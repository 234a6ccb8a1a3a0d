export { eInvoiceIn } from './e-invoice-in';
export { embeddedXml } from './embedded-xml';
export { drawInvoicePage } from './draw/draw-invoice-page';
