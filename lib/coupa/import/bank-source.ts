/** What a bank detail says. */
export type BankDetailKind = 'iban' | 'account' | 'bic';

/** Where a bank detail stands in the captured invoice, and where Coupa has it. */
export interface BankSource {
	kind: BankDetailKind;
	/** A column of the file, or a custom field of the invoice (`supplier-iban`, `custom-fields.supplier-iban`). */
	from: string;
	/**
	 * Custom field of the remit-to address, or of the supplier, that holds it. Blank: the supplier information record is asked, the only place in
	 * which Coupa's API documents bank accounts (R39, SupplierInformationAddress; RemitToAddress has none).
	 */
	coupaField: string;
	/** The accounts that an e-invoice gives, instead of what stands in `from`. */
	eInvoice?: true;
}

/** How people call each of them. */
export const BANK_WORDS: Record<BankDetailKind, string> = { iban: 'IBAN', account: 'account number', bic: 'BIC' };

/** For what is told when Coupa cannot be asked. */
export const BANK_CHECK_LABEL = 'Bank details of the supplier';

/** Whether a source is compared with the supplier information record, which is a look-up of its own. */
export function isInInformation({ coupaField }: BankSource): boolean {
	return coupaField.trim() === '';
}

/** The sources of the settings, and the accounts of e-invoices, compared with the same custom fields of Coupa where the settings name some. */
export function withEInvoices(sources: BankSource[]): BankSource[] {
	const own = sources.filter(({ eInvoice }) => eInvoice !== true);
	const kinds: BankDetailKind[] = ['iban', 'account', 'bic'];
	const ofEInvoices = kinds.map((kind): BankSource => {
		const coupaField = own.find((source) => source.kind === kind && !isInInformation(source))?.coupaField ?? '';
		return { kind, from: 'e-invoice', coupaField, eInvoice: true };
	});
	return [...own, ...ofEInvoices];
}
