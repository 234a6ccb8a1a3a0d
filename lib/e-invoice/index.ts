export { checkEInvoice, checkingEInvoice } from './checks';
export type { EInvoice } from './e-invoice';
export { EInvoiceError } from './e-invoice-error';
export { drawInvoicePage } from './pdf/draw/draw-invoice-page';
export { FONT_PARTS } from './pdf/draw/fonts';
export { eInvoiceIn } from './pdf/e-invoice-in';
export { embeddedXml } from './pdf/embedded-xml';
export { readEInvoiceXml } from './read';
export { GROUPS, termFact, TERMS } from './term-table';
export { Group, type GroupId, type Term, type TermId, type TermKind } from './terms';
export { SYNTAXES } from './syntax';
export type { GroupRow, SyntaxTable, TermRow } from './syntax/table';
export { openP7m } from './p7m';
export {
	DEFAULT_E_INVOICE_SETTINGS,
	mapToCoupa,
	termPlaces,
	toCoupa,
	TYPE_CODES,
	UNIT_CODES,
	UNIT_TEXTS,
	type AllowanceForm,
	type DocumentKind,
	type EInvoiceSettings,
	type MappedInvoice,
} from './to-coupa';
