import type { EInvoiceFacts, EInvoiceParty, PartyIdentifier } from '../../core';
import type { TermId } from '../terms';
import type { Part } from './part';

type Kind = PartyIdentifier['kind'];

const SELLER: Array<[TermId, Kind]> = [
	['BT-31', 'vat'],
	['BT-32', 'taxRegistration'],
	['BT-34', 'electronicAddress'],
	['BT-30', 'legalRegistration'],
	['BT-29', 'identifier'],
];
const BUYER: Array<[TermId, Kind]> = [
	['BT-48', 'vat'],
	['XT-buyer-tax-registration', 'taxRegistration'],
	['BT-47', 'legalRegistration'],
	['BT-49', 'electronicAddress'],
	['BT-46', 'identifier'],
];
const PAYEE: Array<[TermId, Kind]> = [
	['BT-61', 'legalRegistration'],
	['BT-60', 'identifier'],
];

/** Who sells, buys and is paid, with every identifier, and the accounts to be paid to. */
export function partiesOf(header: Part): Pick<EInvoiceFacts, 'seller' | 'buyer' | 'payee' | 'accounts'> {
	const payee = partyOf(header, 'BT-59', null, PAYEE);
	return {
		seller: partyOf(header, 'BT-27', 'BT-40', SELLER),
		buyer: partyOf(header, 'BT-44', 'BT-55', BUYER),
		payee: payee.name === null && payee.identifiers.length === 0 ? null : payee,
		accounts: header.many('BG-17').flatMap((part) => {
			const account = part.take('BT-84');
			return account === undefined ? [] : [{ account: account.value, bic: part.take('BT-86')?.value ?? null, path: account.path }];
		}),
	};
}

function partyOf(header: Part, name: TermId, country: TermId | null, identifiers: Array<[TermId, Kind]>): EInvoiceParty {
	return {
		name: header.take(name)?.value ?? null,
		country: country === null ? null : (header.take(country)?.value.toUpperCase() ?? null),
		identifiers: identifiers.flatMap(([term, kind]) =>
			header.takeAll(term).map(({ value, scheme, path }) => ({ kind, value, scheme: scheme ?? null, term, path })),
		),
	};
}

/** Countries as VAT identifiers begin with them (Directive 2006/112, and neighbours), where that is not the ISO code: Greece, Northern Ireland. */
const VAT_PREFIXES: ReadonlyMap<string, string> = new Map([
	...'AT BE BG CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IT LT LU LV MT NL NO PL PT RO SE SI SK'
		.split(' ')
		.map((code): [string, string] => [code, code]),
	['EL', 'GR'],
	['XI', 'GB'],
]);

/** Country whose VAT the invoice has: that of the tax representative's or seller's VAT identifier, else of the address; null where none says. */
export function taxCountryOf(header: Part): string | null {
	const places = [
		['BT-63', 'BT-69'],
		['BT-31', 'BT-40'],
	] as const;
	for (const [vat, country] of places) {
		const prefix = VAT_PREFIXES.get((header.text(vat) ?? '').slice(0, 2).toUpperCase());
		const found = prefix ?? header.text(country)?.toUpperCase();
		if (found !== undefined) return found;
	}
	return null;
}
