/** How an allowance or a charge stands in Coupa's invoice, which has neither on documents nor on lines. */
export type AllowanceForm =
	/** A line of its own, negative for an allowance. */
	| 'line'
	/** An invoice charge: freight as shipping, packing and handling as handling, everything else as a misc charge, negative for an allowance. */
	| 'charge'
	/** In the amounts of the lines: of its own line, or of all lines with the same VAT in proportion to their amounts. */
	| 'spread';

/** Where terms that have no place of their own in Coupa are listed. */
export type LeftPlace = { note: 'supplier-note' | 'internal-note' } | { customField: string };

export interface EInvoiceSettings {
	/** Document level allowances (BG-20). */
	documentAllowances: AllowanceForm;
	/** Document level charges (BG-21). */
	documentCharges: AllowanceForm;
	/** Line allowances and charges (BG-27, BG-28). */
	lineAllowances: AllowanceForm;
	/** Coupa's unit code by UN/ECE code (Rec 20, 21), before `unitCodes`. */
	units: Readonly<Record<string, string>>;
	/** How the company names its other units in Coupa: as usual (the table of unit-codes.ts), or by the UN/ECE codes themselves. */
	unitCodes: 'usual' | 'unece';
	/** Null keeps them out of the record. */
	left: LeftPlace | null;
	/** What the buyer's accounting reference (BT-19, BT-133) is: a note beside the account, or the code of the account. */
	accountingReference: 'billingNote' | 'accountCode';
	/** Name of the chart of accounts (`account-type`) that all invoices go to; null leaves it to the import, which looks for the buyer's. */
	chartOfAccounts: string | null;
}

export const DEFAULT_E_INVOICE_SETTINGS: EInvoiceSettings = {
	documentAllowances: 'line',
	documentCharges: 'charge',
	lineAllowances: 'spread',
	units: {},
	unitCodes: 'usual',
	left: { note: 'supplier-note' },
	accountingReference: 'billingNote',
	chartOfAccounts: null,
};
