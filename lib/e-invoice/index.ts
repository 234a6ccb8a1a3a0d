export { checkEInvoice, checkingEInvoice } from './checks';
export type { EInvoice, EInvoiceFile, Unread } from './e-invoice';
export { EInvoiceError } from './e-invoice-error';
export { readEInvoiceXml } from './read';
export { GROUPS, termFact, TERMS, type TermFact } from './term-table';
export { Group, type GroupId, type Term, type TermId, type TermKind } from './terms';
export { SYNTAXES } from './syntax';
export type { GroupRow, SyntaxName, SyntaxTable, TermRow } from './syntax/table';
