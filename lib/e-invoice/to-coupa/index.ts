import type { CoupaRecord, EInvoiceFacts, Problem } from '../../core';
import type { EInvoice } from '../e-invoice';

export interface EInvoiceSettings {
	allowances: 'negativeLine' | 'negativeCharge' | 'spread';
}
export const DEFAULT_E_INVOICE_SETTINGS: EInvoiceSettings = { allowances: 'negativeLine' };

export interface MappedInvoice {
	record: CoupaRecord;
	facts: EInvoiceFacts;
	problems: Problem[];
	embedded: Array<{ fileName: string; mimeType: string; bytes: Buffer; description: string | null }>;
	links: string[];
	left: Array<{ name: string; value: string }>;
}

export function toCoupa(invoice: EInvoice, _settings: Partial<EInvoiceSettings>): MappedInvoice {
	const { document } = invoice;
	const nobody = { name: null, country: null, identifiers: [] };
	return {
		record: { 'invoice-number': document.text('BT-1') ?? null, 'invoice-date': document.text('BT-2') ?? null },
		facts: {
			syntax: invoice.syntax,
			profile: null,
			seller: { ...nobody, name: document.group('BG-4')?.text('BT-27') ?? null },
			buyer: nobody,
			payee: null,
			accounts: [],
			taxes: [],
		},
		problems: [],
		embedded: [],
		links: [],
		left: [],
	};
}
