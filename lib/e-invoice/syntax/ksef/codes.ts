import { parseDecimal } from '../../../core';
import type { Term } from '../../terms';
import type { XmlElement } from '../../markup/tree';
import type { Completion } from '../table';

/** Annotations are 1 for yes and 2 for no; a no says nothing. */
export const indicator = ({ text }: XmlElement): string | null => (text.trim() === '1' ? 'true' : null);

/**
 * UNTDID 1001 of `RodzajFaktury`: a correction that lowers the total is a credit note, one that raises it a debit note, and one that leaves it as it is a
 * corrected invoice.
 */
export function documentType({ read }: Completion): Term | null {
	const kind = read('XT-document-type', 'Fa/RodzajFaktury');
	if (kind === null) return null;
	if (kind.value === 'ZAL') return { ...kind, value: '386' };
	if (!kind.value.startsWith('KOR')) return { ...kind, value: '380' };
	const total = parseDecimal(read('BT-112', 'Fa/P_15')?.value ?? '');
	if (total === null || total.eq(0)) return { ...kind, value: '384' };
	return { ...kind, value: total.lt(0) ? '381' : '383' };
}

/** FormaPlatnosci → UNTDID 4461: cash, card, voucher, cheque, credit, transfer, mobile. */
const PAYMENT_MEANS: readonly string[] = ['10', '48', 'ZZZ', '20', 'ZZZ', '30', '68'];

export function paymentMeans(form: string): string {
	return PAYMENT_MEANS[Number(form) - 1] ?? form;
}

/** A VAT rate of a line (`P_12`) as category and percent. */
export interface LineRate {
	category: string;
	rate: string | null;
}

const EXACT: ReadonlyMap<string, LineRate> = new Map([
	['0', { category: 'Z', rate: '0' }],
	['0 kr', { category: 'Z', rate: '0' }],
	['0 wdt', { category: 'K', rate: '0' }],
	['0 ex', { category: 'G', rate: '0' }],
	['zw', { category: 'E', rate: '0' }],
	['oo', { category: 'AE', rate: '0' }],
	['np', { category: 'O', rate: null }],
	['np i', { category: 'O', rate: null }],
	['np ii', { category: 'AE', rate: '0' }],
]);

/** Null for one that the structures do not have. */
export function lineRate(text: string): LineRate | null {
	const known = EXACT.get(text.trim().toLowerCase());
	if (known) return known;
	return parseDecimal(text) ? { category: 'S', rate: text.trim() } : null;
}

/** Sums by rate of the header (`P_13_…` net, `P_14_…` VAT): the category, and the rates that they may stand for. */
export interface RateField {
	net: string;
	tax: string | null;
	category: string;
	rates: readonly string[];
	reason?: string;
}

/** What margin scheme lines are known by. */
export const MARGIN_REASON = 'margin scheme';

export const RATE_FIELDS: readonly RateField[] = [
	{ net: 'P_13_1', tax: 'P_14_1', category: 'S', rates: ['23', '22'] },
	{ net: 'P_13_2', tax: 'P_14_2', category: 'S', rates: ['8', '7'] },
	{ net: 'P_13_3', tax: 'P_14_3', category: 'S', rates: ['5'] },
	{ net: 'P_13_4', tax: 'P_14_4', category: 'S', rates: ['4', '3'] },
	{ net: 'P_13_6_1', tax: null, category: 'Z', rates: ['0'] },
	{ net: 'P_13_6_2', tax: null, category: 'K', rates: ['0'] },
	{ net: 'P_13_6_3', tax: null, category: 'G', rates: ['0'] },
	{ net: 'P_13_7', tax: null, category: 'E', rates: ['0'] },
	{ net: 'P_13_8', tax: null, category: 'O', rates: [] },
	{ net: 'P_13_9', tax: null, category: 'AE', rates: ['0'], reason: 'art. 100 ust. 1 pkt 4' },
	// The words that the law asks for, which the structures put into a field of yes and no (P_18).
	{ net: 'P_13_10', tax: null, category: 'AE', rates: ['0'], reason: 'Reverse charge' },
	{ net: 'P_13_11', tax: null, category: 'E', rates: ['0'], reason: MARGIN_REASON },
];
