import { ownValue, type EInvoiceParty, type PartyIdentifier } from '../../../core';
import { identifierKey, SHORTEST_TAX_NUMBER, taxNumber, type TaxNumber } from './tax-number';

/** Identifiers of one party that count; a document may hold any number. */
const MOST_IDENTIFIERS = 20;
const LONGEST = 255;

/** Schemes of electronic addresses and identifiers (EAS, ISO 6523) whose values are tax or company numbers, with their country. */
const TAX_SCHEMES: Record<string, string> = {
	...{ '0002': 'FR', '0007': 'SE', '0009': 'FR', '0106': 'NL', '0184': 'DK', '0192': 'NO', '0208': 'BE', '0210': 'IT', '0211': 'IT' },
	...{ '9906': 'IT', '9907': 'IT', '9910': 'HU', '9914': 'AT', '9915': 'AT', '9920': 'ES', '9925': 'BE', '9926': 'BG', '9927': 'CH' },
	...{ '9928': 'CY', '9929': 'CZ', '9930': 'DE', '9931': 'EE', '9932': 'GB', '9933': 'GR', '9934': 'HR', '9935': 'IE', '9936': 'LI' },
	...{ '9937': 'LT', '9938': 'LU', '9939': 'LV', '9943': 'MT', '9944': 'NL', '9945': 'PL', '9946': 'PT', '9947': 'RO', '9949': 'SI' },
	...{ '9950': 'SK', '9955': 'SE', '9956': 'BE', '9957': 'FR', '9959': 'US' },
};

/** What a party is called by, as it is looked for: a tax number of it, with the identifier it comes from. */
export interface GivenTaxNumber {
	identifier: PartyIdentifier;
	number: TaxNumber;
	/** Country for spellings of a value without prefix. */
	country: string | null;
}

/** The identifiers of a party that can be looked for: not empty, not absurdly long, each once. */
export function identifiersOf({ identifiers }: EInvoiceParty): PartyIdentifier[] {
	const fit = identifiers.filter(({ value }) => value.trim() !== '' && value.length <= LONGEST);
	const keyOf = ({ kind, scheme, value }: PartyIdentifier) => JSON.stringify([kind, scheme, value.trim()]);
	return [...new Map(fit.slice(0, 4 * MOST_IDENTIFIERS).map((one) => [keyOf(one), one])).values()].slice(0, MOST_IDENTIFIERS);
}

/** VAT numbers, tax registrations, company numbers, and electronic addresses that are one of these. */
export function taxNumbersOf(party: EInvoiceParty): GivenTaxNumber[] {
	return identifiersOf(party).flatMap((identifier): GivenTaxNumber[] => {
		const byScheme = identifier.scheme === null ? undefined : ownValue(TAX_SCHEMES, identifier.scheme.trim());
		const isTax = ['vat', 'taxRegistration', 'legalRegistration'].includes(identifier.kind) || byScheme !== undefined;
		const country = byScheme ?? party.country;
		const number = isTax ? taxNumber(identifier.value, country) : null;
		return number === null || number.national.length < SHORTEST_TAX_NUMBER ? [] : [{ identifier, number, country }];
	});
}

/** Everything that a row of a table may call a party by, as compared. */
export interface TableKey {
	key: string;
	/** Null for the name. */
	identifier: PartyIdentifier | null;
}

/**
 * What a row of a table may call a party by, the strictest first: identifiers as given and with their scheme (`0088:4012345000009`), then tax
 * numbers with and without the prefix of their country, then the name.
 */
export function tableKeys(party: EInvoiceParty): TableKey[][] {
	const keyed = (identifier: PartyIdentifier | null, texts: string[]) =>
		texts.map((text) => ({ key: identifierKey(text), identifier })).filter(({ key }) => key !== '');
	return [
		identifiersOf(party).flatMap((one) => keyed(one, [one.value, ...(one.scheme === null ? [] : [`${one.scheme}:${one.value}`])])),
		taxNumbersOf(party).flatMap(({ identifier, number: { country, national } }) =>
			keyed(identifier, [national, ...(country === null ? [] : [country + national, ...(country === 'GR' ? [`EL${national}`] : [])])]),
		),
		keyed(null, [party.name ?? '']),
	];
}
