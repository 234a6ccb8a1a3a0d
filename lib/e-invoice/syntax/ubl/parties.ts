import type { TermId } from '../../terms';
import { group, term, type GroupRow, type TermRow } from '../table';

/** Terms of an address in the order street, additional street, line, city, post code, subdivision, country. */
type AddressTerms = readonly [TermId, TermId, TermId, TermId, TermId, TermId, TermId];

export function addressRows([street, additional, line, city, postCode, subdivision, country]: AddressTerms): TermRow[] {
	return [
		term(street, 'cbc:StreetName'),
		term(additional, 'cbc:AdditionalStreetName'),
		// EN 16931 has no number of the house: where it stands apart, it takes the next free line.
		term(additional, '.[not(cbc:AdditionalStreetName)]/cbc:BuildingNumber'),
		term(line, 'cac:AddressLine/cbc:Line'),
		term(line, '.[cbc:AdditionalStreetName]/cbc:BuildingNumber'),
		term(city, 'cbc:CityName'),
		term(postCode, 'cbc:PostalZone'),
		term(subdivision, 'cbc:CountrySubentity'),
		term(country, 'cac:Country/cbc:IdentificationCode'),
	];
}

/** GST is what VAT is called where PINT is used. */
const VAT_NUMBER = "cac:PartyTaxScheme[cac:TaxScheme/cbc:ID='VAT'|'GST']/cbc:CompanyID";
const OTHER_NUMBER = "cac:PartyTaxScheme[cac:TaxScheme/cbc:ID!='VAT'|'GST']/cbc:CompanyID";
const OTHER_SCHEME = "cac:PartyTaxScheme[cac:TaxScheme/cbc:ID!='VAT'|'GST']/cac:TaxScheme/cbc:ID";
/** The German way to write a creditor identifier (BT-90). */
const IDENTIFIER = "cac:PartyIdentification/cbc:ID[@schemeID!='SEPA']";

const SELLER = group(
	'BG-4',
	'cac:AccountingSupplierParty/cac:Party',
	[
		term('BT-27', 'cac:PartyLegalEntity/cbc:RegistrationName'),
		// Without a registered name the other one is all there is.
		term('BT-27', '.[not(cac:PartyLegalEntity/cbc:RegistrationName)]/cac:PartyName/cbc:Name'),
		term('BT-28', '.[cac:PartyLegalEntity/cbc:RegistrationName]/cac:PartyName/cbc:Name'),
		term('BT-29', IDENTIFIER),
		// The number that the buyer gave to the supplier.
		term('BT-29', '/cac:AccountingSupplierParty/cbc:CustomerAssignedAccountID'),
		term('BT-30', 'cac:PartyLegalEntity/cbc:CompanyID'),
		term('BT-31', VAT_NUMBER),
		term('BT-32', OTHER_NUMBER, { schemePath: OTHER_SCHEME }),
		term('BT-33', 'cac:PartyLegalEntity/cbc:CompanyLegalForm'),
		term('BT-34', 'cbc:EndpointID'),
	],
	[
		group('BG-5', 'cac:PostalAddress', addressRows(['BT-35', 'BT-36', 'BT-162', 'BT-37', 'BT-38', 'BT-39', 'BT-40'])),
		group('BG-6', 'cac:Contact', [term('BT-41', 'cbc:Name'), term('BT-42', 'cbc:Telephone'), term('BT-43', 'cbc:ElectronicMail')]),
	],
);

const BUYER = group(
	'BG-7',
	'cac:AccountingCustomerParty/cac:Party',
	[
		term('BT-44', 'cac:PartyLegalEntity/cbc:RegistrationName'),
		// Without a registered name the other one is all there is.
		term('BT-44', '.[not(cac:PartyLegalEntity/cbc:RegistrationName)]/cac:PartyName/cbc:Name'),
		term('BT-45', '.[cac:PartyLegalEntity/cbc:RegistrationName]/cac:PartyName/cbc:Name'),
		term('BT-46', 'cac:PartyIdentification/cbc:ID'),
		// The number that the supplier gave to the buyer.
		term('BT-46', '/cac:AccountingCustomerParty/cbc:SupplierAssignedAccountID'),
		term('BT-47', 'cac:PartyLegalEntity/cbc:CompanyID'),
		term('BT-48', VAT_NUMBER),
		term('XT-buyer-tax-registration', OTHER_NUMBER, { schemePath: OTHER_SCHEME }),
		term('BT-49', 'cbc:EndpointID'),
	],
	[
		group('BG-8', 'cac:PostalAddress', addressRows(['BT-50', 'BT-51', 'BT-163', 'BT-52', 'BT-53', 'BT-54', 'BT-55'])),
		group('BG-9', 'cac:Contact', [term('BT-56', 'cbc:Name'), term('BT-57', 'cbc:Telephone'), term('BT-58', 'cbc:ElectronicMail')]),
	],
);

const PAYEE = group('BG-10', 'cac:PayeeParty', [
	term('BT-59', 'cac:PartyName/cbc:Name'),
	term('BT-60', IDENTIFIER),
	term('BT-61', 'cac:PartyLegalEntity/cbc:CompanyID'),
]);

const TAX_REPRESENTATIVE = group(
	'BG-11',
	'cac:TaxRepresentativeParty',
	[term('BT-62', 'cac:PartyName/cbc:Name'), term('BT-63', VAT_NUMBER)],
	[group('BG-12', 'cac:PostalAddress', addressRows(['BT-64', 'BT-65', 'BT-164', 'BT-66', 'BT-67', 'BT-68', 'BT-69']))],
);

export const PARTIES: readonly GroupRow[] = [SELLER, BUYER, PAYEE, TAX_REPRESENTATIVE];
