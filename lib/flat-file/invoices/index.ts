export type { FileInvoice, InvoiceFile, StrayRows } from './invoice-file';
export { readInvoiceFile } from './read-invoices';
export { writeInvoiceFile, type WritableInvoice } from './write-invoices';
