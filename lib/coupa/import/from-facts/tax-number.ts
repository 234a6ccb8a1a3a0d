import { lookUpKey, ownValue } from '../../../core';

/** A tax number as it is compared: country and what follows the country's prefix, letters and digits only. */
export interface TaxNumber {
	/** ISO 3166-1 alpha-2, by the prefix, else of whom it is; null where neither is known. */
	country: string | null;
	national: string;
}

/** Countries whose VAT numbers begin with their code. Greece writes EL and Northern Ireland XI. */
const PREFIXES = new Set('AT BE BG CY CZ DE DK EE EL ES FI FR GB GR HR HU IE IT LT LU LV MT NL NO PL PT RO SE SI SK XI'.split(' '));
const COUNTRY_OF_PREFIX: Record<string, string> = { EL: 'GR', XI: 'GB' };
const PREFIX_OF_COUNTRY: Record<string, string> = { GR: 'EL', CH: 'CHE', LI: 'CHE' };

/** Groups in which a country usually writes its number: lengths with what stands between them. */
const GROUPED: Record<string, string[]> = {
	BE: ['4.3.3'],
	CH: ['-3.3.3'],
	DE: ['3 3 3'],
	DK: ['2 2 2 2'],
	ES: ['1-8'],
	FR: ['2 9', '2 3 3 3', '3 3 3'],
	GB: ['3 4 2'],
	NL: ['4.2.3.3'],
	NO: ['3 3 3'],
	PL: ['3-3-2-2', '3-2-2-3'],
	PT: ['3 3 3'],
	US: ['2-7'],
};

/** Longest that is taken for a tax number; Coupa keeps 47 characters of a registration. */
const LONGEST = 47;
/** Shorter ones are numbers of many. */
export const SHORTEST_TAX_NUMBER = 6;

/** An identifier as it is compared: by its letters and digits, in capitals, without blanks, dots, dashes and slashes. */
export function identifierKey(value: string): string {
	return lookUpKey(value)
		.replace(/[^\p{L}\p{N}]/gu, '')
		.toUpperCase();
}

/** A number with or without its country's prefix; `country` is that of whom it is, for one without. Null for what cannot be one. */
export function taxNumber(value: string, country: string | null): TaxNumber | null {
	if (value.length > 2 * LONGEST) return null;
	const key = identifierKey(value);
	if (key.length > LONGEST || !/\d/.test(key)) return null;
	const swiss = /^CHE(\d{9})(?:MWST|TVA|IVA|VAT)?$/.exec(key)?.[1];
	if (swiss !== undefined) return { country: 'CH', national: swiss };
	const [, prefix = '', rest = ''] = /^([A-Z]{2})(.+)$/.exec(key) ?? [];
	const prefixed = PREFIXES.has(prefix) && /\d/.test(rest);
	const own = prefixed ? (ownValue(COUNTRY_OF_PREFIX, prefix) ?? prefix) : country;
	const national = prefixed ? rest : key;
	return { country: own, national: own === 'NO' ? national.replace(/MVA$/, '') : national };
}

/** Whether two are the same number. A country that is not known on one side cannot differ. */
export function isSameTaxNumber(one: TaxNumber, other: TaxNumber): boolean {
	return one.national === other.national && (one.country === null || other.country === null || one.country === other.country);
}

/**
 * The spellings under which Coupa may have a tax number, which finds it as it is spelt: as given, closed up, without and with the prefix of
 * its country (`DE123456789`, `123456789`, `DE 123456789`), and in the groups its country writes (`PL 123-456-78-90`).
 */
export function taxNumberSpellings(value: string, country: string | null): string[] {
	const number = taxNumber(value, country);
	if (number === null) return [];
	const { national } = number;
	const grouped = (ownValue(GROUPED, number.country ?? '') ?? [])
		.map((groups) => inGroups(national, groups))
		.filter((text) => text !== null);
	const bare = [national, ...grouped];
	const prefix = number.country === null ? null : prefixOf(number.country);
	const prefixed =
		prefix === null ? [] : bare.flatMap((text) => (prefix === 'CHE' ? [prefix + text] : [prefix + text, `${prefix} ${text}`]));
	const marked = [...(number.country === 'NO' ? [`NO${national}MVA`, `${national}MVA`] : []), ...swissSpellings(number, prefixed)];
	// Without its prefix a Swiss one still has its dash.
	return [...new Set([value.trim(), identifierKey(value), ...bare.filter((text) => !text.startsWith('-')), ...prefixed, ...marked])];
}

function swissSpellings({ country }: TaxNumber, prefixed: string[]): string[] {
	return country === 'CH' ? prefixed.flatMap((text) => ['MWST', 'TVA', 'IVA'].map((mark) => `${text} ${mark}`)) : [];
}

function prefixOf(country: string): string | null {
	const own = ownValue(PREFIX_OF_COUNTRY, country);
	return own ?? (PREFIXES.has(country) ? country : null);
}

/** Null where the number is not as long as the groups together. */
function inGroups(national: string, groups: string): string | null {
	let place = 0;
	const text = groups.replace(/\d/g, (length) => {
		const group = national.slice(place, place + Number(length));
		place += Number(length);
		return group;
	});
	return place === national.length ? text : null;
}
