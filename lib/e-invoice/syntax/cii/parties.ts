import type { TermId } from '../../terms';
import { group, term, type GroupRow, type TermRow } from '../table';

/** Terms of an address in the order line 1, 2, 3, city, post code, subdivision, country. */
type AddressTerms = readonly [TermId, TermId, TermId, TermId, TermId, TermId, TermId];

export function addressRows([one, two, three, city, postCode, subdivision, country]: AddressTerms): TermRow[] {
	return [
		term(one, 'ram:LineOne'),
		term(two, 'ram:LineTwo'),
		term(three, 'ram:LineThree'),
		term(city, 'ram:CityName'),
		term(postCode, 'ram:PostcodeCode'),
		term(subdivision, 'ram:CountrySubDivisionName'),
		term(country, 'ram:CountryID'),
	];
}

/** Terms of a contact in the order name, telephone, e-mail. */
type ContactTerms = readonly [TermId, TermId, TermId];

function contactRows([name, telephone, email]: ContactTerms): TermRow[] {
	return [
		term(name, 'ram:PersonName'),
		term(name, 'ram:DepartmentName'),
		term(telephone, 'ram:TelephoneUniversalCommunication/ram:CompleteNumber'),
		term(email, 'ram:EmailURIUniversalCommunication/ram:URIID'),
		// Often written there by mistake.
		term(email, 'ram:EmailURIUniversalCommunication/ram:CompleteNumber'),
	];
}

const vatNumber = (id: TermId): TermRow => term(id, "ram:SpecifiedTaxRegistration/ram:ID[@schemeID='VA']");

/** A number that is not the VAT number, the one of the tax office first. */
const registration = (id: TermId): TermRow[] => [
	term(id, "ram:SpecifiedTaxRegistration/ram:ID[@schemeID='FC']"),
	term(id, "ram:SpecifiedTaxRegistration/ram:ID[@schemeID!='VA']"),
];

export const SELLER = group(
	'BG-4',
	'ram:SellerTradeParty',
	[
		term('BT-27', 'ram:Name'),
		term('BT-28', 'ram:SpecifiedLegalOrganization/ram:TradingBusinessName'),
		term('BT-29', 'ram:ID'),
		term('BT-29', 'ram:GlobalID'),
		term('BT-30', 'ram:SpecifiedLegalOrganization/ram:ID'),
		vatNumber('BT-31'),
		...registration('BT-32'),
		term('BT-33', 'ram:Description'),
		term('BT-34', 'ram:URIUniversalCommunication/ram:URIID'),
	],
	[
		group('BG-5', 'ram:PostalTradeAddress', addressRows(['BT-35', 'BT-36', 'BT-162', 'BT-37', 'BT-38', 'BT-39', 'BT-40'])),
		group('BG-6', 'ram:DefinedTradeContact', contactRows(['BT-41', 'BT-42', 'BT-43'])),
	],
);

export const BUYER = group(
	'BG-7',
	'ram:BuyerTradeParty',
	[
		term('BT-44', 'ram:Name'),
		term('BT-45', 'ram:SpecifiedLegalOrganization/ram:TradingBusinessName'),
		term('BT-46', 'ram:ID'),
		term('BT-46', 'ram:GlobalID'),
		term('BT-47', 'ram:SpecifiedLegalOrganization/ram:ID'),
		vatNumber('BT-48'),
		...registration('XT-buyer-tax-registration'),
		term('BT-49', 'ram:URIUniversalCommunication/ram:URIID'),
	],
	[
		group('BG-8', 'ram:PostalTradeAddress', addressRows(['BT-50', 'BT-51', 'BT-163', 'BT-52', 'BT-53', 'BT-54', 'BT-55'])),
		group('BG-9', 'ram:DefinedTradeContact', contactRows(['BT-56', 'BT-57', 'BT-58'])),
	],
);

export const TAX_REPRESENTATIVE = group(
	'BG-11',
	'ram:SellerTaxRepresentativeTradeParty',
	[term('BT-62', 'ram:Name'), vatNumber('BT-63')],
	[group('BG-12', 'ram:PostalTradeAddress', addressRows(['BT-64', 'BT-65', 'BT-164', 'BT-66', 'BT-67', 'BT-68', 'BT-69']))],
);

export const PAYEE: GroupRow = group('BG-10', 'ram:PayeeTradeParty', [
	term('BT-59', 'ram:Name'),
	term('BT-60', 'ram:GlobalID'),
	term('BT-60', 'ram:ID'),
	term('BT-61', 'ram:SpecifiedLegalOrganization/ram:ID'),
]);
