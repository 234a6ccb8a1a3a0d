import { lookUpKey, normalForm, possibleDays, textAt, type CoupaRecord } from '../../../core';
import { computeTotals, decimalAt } from '../amounts';
import { numberForms, numberRelation, type NumberForms, type NumberRelation } from './near-duplicate-number';
import { isCreditNote } from './totals';

/** What tells one invoice from another. */
export interface InvoiceFacts {
	number: NumberForms;
	supplier: { id: string; number: string; name: string; letters: string };
	/** Days its date may mean (`possibleDays`). */
	days: string[];
	/** Totals it may have, as plain decimals. */
	totals: string[];
	/** Code, in the form of `lookUpKey`; empty where it is not known. */
	currency: string;
	isCreditNote: boolean;
}

/** How two invoices compare, fact by fact. */
export interface Agreement {
	number: NumberRelation;
	/** `alike`: another record of the same name. */
	supplier: 'same' | 'alike' | 'other';
	date: 'same' | 'swapped' | 'otherYear' | 'other';
	amount: 'same' | 'other';
}

/** Farther apart are no two dates of one paper. */
export const MOST_DAYS_APART = 400;
/** Numbers with fewer digits are used again each year, and by many suppliers. */
const DIGITS_IN_OTHER_YEAR = 3;
const DIGITS_AT_OTHER_SUPPLIER = 4;
/** Around the turn of a year a short number still counts. */
const TURN_OF_YEAR_DAYS = 62;
const DAY_MS = 24 * 60 * 60_000;

/** Facts of an invoice by its record; null where number or supplier is not known. */
export function factsOf(invoice: CoupaRecord, supplier: CoupaRecord | null): InvoiceFacts | null {
	const number = textAt(invoice, 'invoice-number')?.trim() ?? '';
	const id = textAt(supplier ?? undefined, 'id') ?? '';
	if (number === '' || id === '') return null;
	const days = possibleDays(textAt(invoice, 'invoice-date') ?? '');
	const name = textAt(supplier ?? undefined, 'name') ?? '';
	return {
		number: numberForms(number, [...new Set(days.map((day) => day.slice(0, 4)))]),
		supplier: { id, number: textAt(supplier ?? undefined, 'number') ?? '', name, letters: nameLetters(name) },
		days,
		totals: totalsOf(invoice),
		currency: lookUpKey(textAt(invoice, 'currency', 'code') ?? ''),
		isCreditNote: isCreditNote(invoice) || textAt(invoice, 'document-type') === 'Credit Note',
	};
}

/** Totals as Coupa shows them; of a captured invoice as stated, and as its lines give them before and after a discount. A total of zero says nothing. */
function totalsOf(invoice: CoupaRecord): string[] {
	const shown = ['supplier-total', 'gross-total'].map((key) => decimalAt(invoice, key)).filter((total) => total !== null);
	const totals = [...shown, ...(computeTotals(invoice)?.accepted ?? [])];
	return [...new Set(totals.filter((total) => !total.eq(0)).map((total) => total.toFixed()))];
}

const LEGAL_FORMS =
	/\b(?:incorporated|inc|corporation|corp|company|co|llc|llp|lp|ltd|limited|plc|gmbh|mbh|ag|kg|kgaa|ohg|ug|se|sa|sas|sarl|srl|spa|sl|bv|nv|ab|as|oy|aps|pty|pte|sdn|bhd|kk)\b/g;

/** A supplier's name without its legal form, accents, punctuation and blanks. */
function nameLetters(name: string): string {
	const words = normalForm(name, 'NFKD')
		.replace(/[^\p{L}\p{N}\s]/gu, '')
		.toLowerCase();
	const bare = words.replace(LEGAL_FORMS, '').replace(/\s/g, '');
	return bare === '' ? words.replace(/\s/g, '') : bare;
}

/**
 * Whether two invoices are likely one paper: three of number, supplier, date and amount agree by the rules of
 * docs/import.md#near-duplicates. Null where they do not, and for a credit note beside an invoice. Symmetrical. Series of one supplier are told apart by NearDuplicateIndex, which sees more than two.
 */
export function agreementOf(a: InvoiceFacts, b: InvoiceFacts): Agreement | null {
	if (a.isCreditNote !== b.isCreditNote) return null;
	const found: Agreement = {
		number: numberRelation(a.number, b.number),
		supplier: supplierRelation(a, b),
		date: dateRelation(a.days, b.days),
		amount: sameAmount(a, b) ? 'same' : 'other',
	};
	return threeAgree(found, a, b) ? found : null;
}

/** Whether it is one number of one supplier, which is for the rule on exact duplicates, wherever that sees both. */
export function isOneNumber({ number, supplier }: Agreement): boolean {
	return number === 'same' && supplier === 'same';
}

function threeAgree({ number, supplier, date, amount }: Agreement, a: InvoiceFacts, b: InvoiceFacts): boolean {
	const isSupplier = supplier !== 'other';
	if (isSupplier && date === 'same' && amount === 'same') return true;
	if (number === 'other' || number === 'part') return false;
	if (amount === 'other') return number !== 'affix' && isSupplier && date === 'same';
	if (isSupplier) return isOfOneTime(number, a, b);
	return date !== 'other' && Math.min(a.number.digits, b.number.digits) >= DIGITS_AT_OTHER_SUPPLIER;
}

/** Same number, supplier and amount on another date: recurring invoices use short numbers, and numbers with a year, again. */
function isOfOneTime(number: NumberRelation, a: InvoiceFacts, b: InvoiceFacts): boolean {
	const apart = daysApart(a.days, b.days);
	if (apart === null) return true;
	if (apart > MOST_DAYS_APART) return false;
	const isShort = Math.min(a.number.digits, b.number.digits) < DIGITS_IN_OTHER_YEAR;
	const isSameYear = a.days.some((day) => b.days.some((other) => day.slice(0, 4) === other.slice(0, 4)));
	if (isShort) return isSameYear;
	return number !== 'affix' || isSameYear || apart <= TURN_OF_YEAR_DAYS;
}

function supplierRelation({ supplier: a }: InvoiceFacts, { supplier: b }: InvoiceFacts): Agreement['supplier'] {
	if (a.id === b.id) return 'same';
	return a.letters !== '' && a.letters === b.letters ? 'alike' : 'other';
}

export function sameAmount(a: InvoiceFacts, b: InvoiceFacts): boolean {
	const sameCurrency = a.currency === '' || b.currency === '' || a.currency === b.currency;
	return sameCurrency && a.totals.some((total) => b.totals.includes(total));
}

function dateRelation(some: string[], others: string[]): Agreement['date'] {
	if (some.some((day) => others.includes(day))) return 'same';
	if (some.some((day) => others.includes(swapped(day) ?? ''))) return 'swapped';
	return some.some((day) => others.some((other) => day.slice(4) === other.slice(4))) ? 'otherYear' : 'other';
}

/** `2026-03-04` for `2026-04-03`; null where the calendar has no such day. */
export function swapped(day: string): string | null {
	const [year = '', month = '', date = ''] = day.split('-');
	return Number(date) <= 12 ? `${year}-${date}-${month}` : null;
}

function daysApart(some: string[], others: string[]): number | null {
	const [day] = some;
	const [other] = others;
	return day === undefined || other === undefined ? null : Math.abs(Date.parse(day) - Date.parse(other)) / DAY_MS;
}
