export type { FileInvoice, InvoiceFile, StrayRows } from './invoice-file';
export { readInvoiceFile } from './read-invoices';
export { writeInvoiceFile, type InvoiceWriteOptions, type WritableInvoice, type WrittenInvoiceFile } from './write-invoices';
