export type { MappedInvoice } from './mapped-invoice';
export { DEFAULT_E_INVOICE_SETTINGS, type AllowanceForm, type EInvoiceSettings } from './settings';
export { termPlaces } from './term-places';
export { mapToCoupa, toCoupa } from './to-coupa';
export { TYPE_CODES, type DocumentKind } from './type-codes';
export { UNIT_CODES } from './unit-codes';
export { UNIT_TEXTS } from './unit-texts';
