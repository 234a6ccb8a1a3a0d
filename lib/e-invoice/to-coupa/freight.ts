/** Coupa's kinds of invoice charges (rules.md §9). */
export type ChargeType = 'InvoiceShippingCharge' | 'InvoiceHandlingCharge' | 'InvoiceMiscCharge';

/** Charge reason codes (UNTDID 7161) that are freight, and those that are packing or handling. */
const SHIPPING: ReadonlySet<string> = new Set([
	'FC',
	'FAB',
	'FAC',
	'DL',
	'ADZ',
	'AAT',
	'CAB',
	'RE',
	'ID',
	'SAA',
	'TT',
	'TV',
	'RH',
	'EP',
	'HH',
]);
const HANDLING: ReadonlySet<string> = new Set([
	'HD',
	'SH',
	'FH',
	'AED',
	'PC',
	'ABL',
	'ABS',
	'SAD',
	'RAB',
	'PL',
	'SG',
	'LA',
	'RV',
	'CD',
	'WH',
]);

/** Reasons in words, where there is no code: in the languages of the formats that are read. */
const SHIPPING_WORDS =
	/freight|shipping|shipment|carriage|delivery|transport|postage|fracht|versand|porto|livraison|spedizione|envío|portes|vracht|verzend|bezorg|frakt|fragt|dostaw|przesył/i;
const HANDLING_WORDS = /handling|packing|packaging|verpackung|emballage|imballaggio|embalaje|verpakking|opakowan/i;

/** What kind of charge it is: by its reason code, without one by its words. */
export function freightType(code: string | undefined, reason: string | undefined): ChargeType {
	if (code !== undefined && SHIPPING.has(code)) return 'InvoiceShippingCharge';
	if (code !== undefined && HANDLING.has(code)) return 'InvoiceHandlingCharge';
	if (code !== undefined && code !== 'ZZZ' && code !== 'ABK') return 'InvoiceMiscCharge';
	if (SHIPPING_WORDS.test(reason ?? '')) return 'InvoiceShippingCharge';
	return HANDLING_WORDS.test(reason ?? '') ? 'InvoiceHandlingCharge' : 'InvoiceMiscCharge';
}
