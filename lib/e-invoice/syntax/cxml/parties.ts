import type { GroupId, TermId } from '../../terms';
import { group, term, type GroupRow } from '../table';

const PARTNER = 'InvoiceDetailRequestHeader/InvoicePartner';

const partner = (role: string): string => `${PARTNER}[Contact/@role='${role}']`;

/** Street lines to country of a contact, in the terms of its group. */
const address = (id: GroupId, path: string, [line1, line2, line3, city, code, region, country]: readonly TermId[]): GroupRow =>
	group(id, path, [
		...[line1, line2, line3].flatMap((line, index) => (line === undefined ? [] : [term(line, `Street[${index + 1}]`)])),
		...(city === undefined ? [] : [term(city, 'City')]),
		...(code === undefined ? [] : [term(code, 'PostalCode')]),
		...(region === undefined ? [] : [term(region, 'State')]),
		...(country === undefined ? [] : [term(country, 'Country/@isoCountryCode')]),
	]);

const SELLER_ADDRESS: readonly TermId[] = ['BT-35', 'BT-36', 'BT-162', 'BT-37', 'BT-38', 'BT-39', 'BT-40'];

/** The one who issues the invoice: cXML names the roles `from`, `billFrom`, `invoiceFrom` or `issuerOfInvoice`, seldom more than one of them. */
const seller = (role: string): GroupRow =>
	group(
		'BG-4',
		partner(role),
		[
			term('BT-27', 'Contact/Name'),
			term('BT-29', 'Contact/@addressID'),
			term('BT-30', "IdReference[@domain='companyRegistrationNumber']/@identifier"),
			term('BT-31', "IdReference[@domain='vatID']/@identifier"),
			term('BT-31', "IdReference[@domain='supplierTaxID']/@identifier"),
			term('BT-31', "/Request/InvoiceDetailRequest/InvoiceDetailRequestHeader/Extrinsic[@name='supplierVatID']"),
			term('BT-32', "IdReference[@domain='supplierTaxID']/@identifier"),
			term('BT-32', "IdReference[@domain='federalTaxID']/@identifier"),
			term('BT-32', "IdReference[@domain='taxNumber']/@identifier"),
			// The network's own identifier of the sender, in the envelope.
			term('BT-34', '/Header/From/Credential/Identity', { scheme: 'domain' }),
		],
		[
			address('BG-5', 'Contact/PostalAddress', SELLER_ADDRESS),
			group('BG-6', 'Contact', [term('BT-42', 'Phone/TelephoneNumber/Number'), term('BT-43', 'Email')]),
		],
	);

/** Where more than one role is named, the first of these counts. */
export const SELLERS = ['issuerOfInvoice', 'billFrom', 'invoiceFrom', 'from'].map(seller);
const BUYER_ADDRESS: readonly TermId[] = ['BT-50', 'BT-51', 'BT-163', 'BT-52', 'BT-53', 'BT-54', 'BT-55'];

export const BUYER = group(
	'BG-7',
	partner('billTo'),
	[
		term('BT-44', 'Contact/Name'),
		term('BT-46', 'Contact/@addressID'),
		term('BT-48', "IdReference[@domain='vatID']/@identifier"),
		term('BT-48', "IdReference[@domain='taxNumber']/@identifier"),
		term('BT-48', "/Request/InvoiceDetailRequest/InvoiceDetailRequestHeader/Extrinsic[@name='buyerVatID']"),
		term('BT-49', '/Header/To/Credential/Identity'),
	],
	[
		address('BG-8', 'Contact/PostalAddress', BUYER_ADDRESS),
		group('BG-9', 'Contact', [term('BT-57', 'Phone/TelephoneNumber/Number'), term('BT-58', 'Email')]),
	],
);

export const PAYEE = group('BG-10', partner('remitTo'), [term('BT-59', 'Contact/Name'), term('BT-60', 'Contact/@addressID')]);

export const REPRESENTATIVE = group('BG-11', partner('taxRepresentative'), [
	term('BT-62', 'Contact/Name'),
	term('BT-63', "IdReference[@domain='vatID']/@identifier"),
]);

export const SHIP_TO = group(
	'BG-13',
	"InvoiceDetailRequestHeader/InvoiceDetailShipping[Contact/@role='shipTo']",
	[term('BT-70', "Contact[@role='shipTo']/Name"), term('BT-71', "Contact[@role='shipTo']/@addressID"), term('BT-72', '@shippingDate')],
	[address('BG-15', "Contact[@role='shipTo']/PostalAddress", ['BT-75', 'BT-76', 'BT-165', 'BT-77', 'BT-78', 'BT-79', 'BT-80'])],
);
