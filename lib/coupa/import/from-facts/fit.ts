import type { EInvoiceTax, Json } from '../../../core';

/** Where an e-invoice says something, for findings. */
export interface SaidAt {
	value: string;
	/** Term of EN 16931, e.g. `BT-31`. */
	term: string;
	/** Place in the document. */
	path: string;
}

/** A supplier that may be meant. */
export interface Candidate {
	number: string | null;
	name: string;
	status: string;
	/** Which identifier fits, in words: `VAT number DE123456789`. */
	fits: string;
}

/** How the supplier of an e-invoice was found in Coupa. */
export type SupplierFit =
	/** The file names its number. */
	| { kind: 'given' }
	/** By a row of the option Supplier Aliases. */
	| { kind: 'alias'; number: string; identifier: string }
	| { kind: 'aliasesDiffer'; numbers: string[]; identifier: string; at: SaidAt | null }
	/** `others`: tax numbers that Coupa has of it, where it was found by another thing and none of them is the seller's. */
	| { kind: 'found'; id: Json; fits: string; isByNumber: boolean; at: SaidAt; name: string; number: string | null; others: string[] }
	| { kind: 'several'; candidates: Candidate[]; at: SaidAt | null }
	/** `candidates`: inactive ones. */
	| { kind: 'none'; candidates: Candidate[]; at: SaidAt | null; seller: string };

/** How the chart of accounts of an e-invoice was found. */
export type ChartFit =
	| { kind: 'given' }
	| { kind: 'found'; chart: string }
	| { kind: 'undecided'; choices: string[]; more: number; why: string; at: SaidAt | null };

/** A tax of an e-invoice that no tax code of Coupa surely stands for, once for each category, rate and country. */
export interface TaxWithoutCode {
	tax: EInvoiceTax;
	/** How many taxes of the invoice are alike. */
	places: number;
	why: string;
	choices: string[];
}

/** What was found in Coupa for what an e-invoice says in its own words. */
export interface EInvoiceFit {
	supplier: SupplierFit;
	chart: ChartFit;
	taxes: TaxWithoutCode[];
}
