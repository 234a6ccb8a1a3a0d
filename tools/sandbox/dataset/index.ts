export { CLOSED_PERIOD_ACCOUNT } from './accounts';
export { CHART, taxRate } from './reference';
export { controlTotal, lineAmount, money, sumsOf, taxOn } from './invoice';
export type { AttachmentFacts, ExpectedOutcome, InvoiceFacts, InvoiceLineFacts } from './invoice';
export { sampleInvoices } from './sample-invoices';
export { scaledInvoices } from './scaled';
export { coupaSeed } from './seed';
export { supplierName } from './suppliers';
