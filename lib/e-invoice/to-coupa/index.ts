export type { EmbeddedFile, MappedInvoice } from './mapped-invoice';
export { DEFAULT_E_INVOICE_SETTINGS, type AllowanceForm, type EInvoiceSettings, type LeftPlace } from './settings';
export { toCoupa } from './to-coupa';
