import type { CoupaRecord } from '../../core';
import type { EInvoice } from '../e-invoice';
import type { MappedInvoice } from './mapped-invoice';
import { DEFAULT_E_INVOICE_SETTINGS, type EInvoiceSettings } from './settings';

/** The invoice in Coupa's terms. Never throws for what the document says: what has no place or does not fit is in `left` and `problems`. */
export function toCoupa(invoice: EInvoice, chosen: Partial<EInvoiceSettings> = {}): MappedInvoice {
	const settings = { ...DEFAULT_E_INVOICE_SETTINGS, ...chosen };
	const { document } = invoice;
	const record: CoupaRecord = {
		'invoice-number': document.text('BT-1') ?? null,
		'invoice-date': document.text('BT-2') ?? null,
		'line-level-taxation': true,
		...(settings.chartOfAccounts !== null && { 'account-type': { name: settings.chartOfAccounts } }),
	};
	return {
		record,
		facts: {
			syntax: invoice.syntax,
			profile: invoice.profile,
			seller: { name: null, country: null, identifiers: [] },
			payee: null,
			buyer: { name: null, country: null, identifiers: [] },
			accounts: [],
			taxes: [],
		},
		problems: [...invoice.problems],
		embedded: [],
		links: [],
		left: invoice.unread.map(({ path, value }) => ({ name: path, value })),
	};
}
