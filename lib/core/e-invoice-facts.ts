/** One identifier of a party, as an e-invoice gives it. */
export interface PartyIdentifier {
	kind: 'vat' | 'taxRegistration' | 'legalRegistration' | 'electronicAddress' | 'identifier';
	value: string;
	/** ISO 6523 (or EAS) code or the national name of the scheme; null where the document names none. */
	scheme: string | null;
	/** Term of EN 16931 it comes from, e.g. `BT-31`. */
	term: string;
	/** Place in the document. */
	path: string;
}

export interface EInvoiceParty {
	name: string | null;
	/** ISO 3166-1 alpha-2; null where the document gives none. */
	country: string | null;
	identifiers: PartyIdentifier[];
}

/** Tax of one tax line of the record, which Coupa knows by a code of its own. */
export interface EInvoiceTax {
	/** Place in the record, e.g. `invoice-lines[0].tax-lines[0]`. */
	path: string;
	/** UNCL 5305: S, Z, E, AE, K, G, O, L, M. */
	category: string;
	/** Percent as decimal text; null where the category has none. */
	rate: string | null;
	/** Country whose tax it is; null where it is not known. */
	country: string | null;
	/** Terms and place in the document, for findings. */
	term: string;
	source: string;
}

/** What an e-invoice says that Coupa knows under keys of its own: the import looks them up (lib/coupa/import). Plain JSON. */
export interface EInvoiceFacts {
	/** e.g. `UBL`. */
	syntax: string;
	profile: string | null;
	seller: EInvoiceParty;
	/** Payee where it is not the seller. */
	payee: EInvoiceParty | null;
	buyer: EInvoiceParty;
	/** Accounts that the seller wants to be paid to: IBAN or other account number, and BIC. */
	accounts: Array<{ account: string; bic: string | null; path: string }>;
	taxes: EInvoiceTax[];
}
