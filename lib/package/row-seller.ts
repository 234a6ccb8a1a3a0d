import { type CoupaRecord, type EInvoiceParty, lettersOf, normalForm, textAt } from '../core';

/** Words in names of companies that say what kind of company it is, not which one. */
const FORMS: ReadonlySet<string> = new Set(
	'gmbh ag kg ohg mbh co ltd limited llc llp inc corp corporation company plc sa sas sarl srl spa sapa bv nv ab as asa oy oyj aps zoo sp spolka kft zrt sro doo ood and und et e y the of'.split(
		' ',
	),
);

/**
 * Whether a row of the CSV is of the seller of an e-invoice, by tax number, then name, then the number that the seller gives itself; `open`
 * where they say too little, or nothing that can be compared. A supplier's number in Coupa says nothing of the seller unless it names it, too.
 */
export function sellerOfRow(record: CoupaRecord, { name, identifiers }: EInvoiceParty): 'same' | 'other' | 'open' {
	const given = lettersOf(textAt(record, 'supplier-tax-registration', 'number') ?? '');
	const registered = identifiers
		.filter(({ kind }) => kind === 'vat' || kind === 'taxRegistration' || kind === 'legalRegistration')
		.map(({ value }) => lettersOf(value));
	if (given !== '' && registered.some((number) => isSameNumber(number, given))) return 'same';
	const country = countryOf(given);
	if (country !== '' && registered.some((number) => countryOf(number) === country)) return 'other';
	const named = textAt(record, 'supplier', 'name') ?? '';
	if (named !== '' && name !== null && lettersOf(named) === lettersOf(name)) return 'same';
	const number = lettersOf(textAt(record, 'supplier', 'number') ?? '');
	if (number !== '' && identifiers.some(({ kind, value }) => kind === 'identifier' && lettersOf(value) === number)) return 'same';
	if (named === '' || name === null) return 'open';
	const words = wordsOf(named);
	return words.length === 0 || wordsOf(name).some((word) => words.includes(word)) ? 'open' : 'other';
}

/** With the country before it or without. */
function isSameNumber(one: string, other: string): boolean {
	return one !== '' && (one === other || one === withoutCountry(other) || withoutCountry(one) === other);
}

function withoutCountry(number: string): string {
	return number.replace(/^[a-z]{2}(?=\w{5})/, '');
}

/** Country in front of a VAT number; empty for a number without. */
function countryOf(number: string): string {
	return /^([a-z]{2})(?=[a-z]?\d)/.exec(number)?.[1] ?? '';
}

function wordsOf(name: string): string[] {
	return normalForm(name, 'NFKD')
		.replace(/\p{M}/gu, '')
		.toLowerCase()
		.split(/[^\p{L}\p{N}]+/u)
		.filter((word) => word.length > 1 && !FORMS.has(word));
}
