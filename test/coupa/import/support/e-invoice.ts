import type { CoupaRecord, EInvoiceFacts, EInvoiceParty, PartyIdentifier } from '../../../../lib/core';
import type { ImportInput } from '../../../../lib/coupa/import';
import { input, type InputOptions } from './world';

const TERMS: Record<PartyIdentifier['kind'], string> = {
	vat: 'BT-31',
	taxRegistration: 'BT-32',
	legalRegistration: 'BT-30',
	electronicAddress: 'BT-34',
	identifier: 'BT-29',
};

export function identifier(kind: PartyIdentifier['kind'], value: string, scheme: string | null = null): PartyIdentifier {
	return { kind, value, scheme, term: TERMS[kind], path: `/Invoice/AccountingSupplierParty/${kind}` };
}

export function party(name: string | null, country: string | null, ...identifiers: PartyIdentifier[]): EInvoiceParty {
	return { name, country, identifiers };
}

export function facts(change: Partial<EInvoiceFacts> = {}): EInvoiceFacts {
	return {
		syntax: 'UBL',
		profile: null,
		seller: party('Somebody Else Ltd.', 'DE'),
		payee: null,
		buyer: party('Demo Company Europe B.V.', 'NL'),
		accounts: [],
		taxes: [],
		...change,
	};
}

/** An e-invoice whose record names neither supplier nor, if `chart` is null, chart of accounts. */
export function eInvoice(
	change: Partial<EInvoiceFacts>,
	{ invoice = {}, ...options }: InputOptions = {},
	more: Partial<ImportInput> = {},
): ImportInput {
	const { supplier, ...record } = input({ ...options, invoice }).invoice ?? {};
	const kept: CoupaRecord = invoice.supplier === undefined ? record : { ...record, supplier: supplier ?? null };
	if (invoice['account-type'] === null) delete kept['account-type'];
	return { ...input({ ...options, invoice: { ...invoice, supplier: null } }), invoice: kept, eInvoice: facts(change), ...more };
}

/** A tax of the first line. */
export function tax(category: string, rate: string | null, country: string | null, path = 'invoice-lines[0].tax-lines[0]') {
	return { path, category, rate, country, term: 'BT-152', source: '/Invoice/InvoiceLine/Item/ClassifiedTaxCategory/Percent' };
}
