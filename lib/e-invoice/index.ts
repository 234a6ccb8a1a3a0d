export { checkEInvoice } from './checks';
export type { EInvoice, EInvoiceFile, Unread } from './e-invoice';
export { EInvoiceError } from './e-invoice-error';
export { readEInvoiceXml } from './read';
export { GROUPS, termFact, TERMS, type TermFact } from './term-table';
export { Group, type GroupId, type Term, type TermId, type TermKind } from './terms';
export { SYNTAXES } from './syntax';
export type { GroupRow, SyntaxName, SyntaxTable, TermRow } from './syntax/table';
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
	type EmbeddedFile,
	type LeftPlace,
	type MappedInvoice,
	type TermPlace,
} from './to-coupa';
