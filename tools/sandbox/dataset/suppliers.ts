import type { CoupaRecord } from '../../../lib/core';
import { CHART, SET_UP, country, paymentTerm } from './reference';

/** What tells the invented suppliers apart; the rest of their record is alike. */
interface SupplierFacts {
	id: number;
	number: string;
	name: string;
	country: string;
	city: string;
	street1: string;
	postalCode: string;
	terms: string;
	/** Remit-to codes; the last one of several is inactive. */
	remitTo: string[];
	status?: 'active' | 'inactive';
	secret?: string;
	/** As people entered them: with or without prefix, blanks and dashes. */
	taxId?: string;
	/** Of the first remit-to address. */
	vatNumber?: string;
}

const SUPPLIERS: SupplierFacts[] = [
	{
		id: 5502,
		number: 'V-20011',
		name: 'Northbrook Fasteners',
		country: 'US',
		city: 'Salem',
		street1: '12 Quarry Lane',
		postalCode: '97301',
		terms: 'NET30',
		remitTo: ['NB-01'],
		secret: 'invented-cxml-secret',
	},
	{
		id: 5503,
		number: 'V-20012',
		name: 'Müller & Söhne Präzisionstechnik GmbH',
		country: 'DE',
		city: 'Köln',
		street1: 'Gießereistraße 8',
		postalCode: '50667',
		terms: 'NET30',
		remitTo: ['MS-01'],
		taxId: 'DE 811 907 980',
	},
	{
		id: 5504,
		number: 'V-20013',
		name: 'Smith, Jones & "Partners" LLP',
		country: 'US',
		city: 'Portland',
		street1: '900 SW 5th Ave',
		postalCode: '97204',
		terms: 'NET45',
		remitTo: ['SJP-01'],
	},
	{
		id: 5505,
		number: 'V-20014',
		name: 'Żółw Logistyka Sp. z o.o.',
		country: 'PL',
		city: 'Łódź',
		street1: 'ul. Żeromskiego 52',
		postalCode: '90-626',
		terms: 'NET30',
		remitTo: ['ZL-01'],
		taxId: '525-22-74-893',
	},
	{
		id: 5506,
		number: 'V-20015',
		name: 'さくら製作所 Sakura Seisakusho K.K.',
		country: 'JP',
		city: '大阪市 Osaka',
		street1: '中央区本町 2-1-6',
		postalCode: '541-0053',
		terms: 'NET60',
		remitTo: ['SK-01'],
	},
	{
		id: 5507,
		number: 'V-20016',
		name: 'Café Crème Traiteur S.à r.l.',
		country: 'FR',
		city: 'Saint-Étienne',
		street1: '3 rue de l’Hôtel-de-Ville',
		postalCode: '42000',
		terms: 'NET30',
		remitTo: ['CC-01'],
		vatNumber: 'FR40303265045',
	},
	{
		id: 5508,
		number: 'V-20017',
		name: "O'Brien Freight & Haulage",
		country: 'IE',
		city: 'Dún Laoghaire',
		street1: "14 St. Michael's Pier",
		postalCode: 'A96 K5T8',
		terms: 'NET30',
		remitTo: ['OB-01'],
		vatNumber: 'IE6388047V',
	},
	{
		id: 5509,
		number: 'V-20018',
		name: 'Maple Ridge Paper Co.',
		country: 'CA',
		city: 'Maple Ridge',
		street1: '22470 Dewdney Trunk Rd',
		postalCode: 'V2X 5Z6',
		terms: 'NET30',
		remitTo: ['MR-01'],
	},
	{
		id: 5510,
		number: 'V-20019',
		name: 'Delta Office Supply, Inc.',
		country: 'US',
		city: 'Eugene',
		street1: '410 Delta Hwy',
		postalCode: '97401',
		terms: 'NET45',
		remitTo: ['DO-01', 'DO-02', 'DO-09'],
	},
	{
		id: 5511,
		number: 'V-20020',
		name: 'Harbor Light Janitorial',
		country: 'US',
		city: 'Astoria',
		street1: '5 Pier Walk',
		postalCode: '97103',
		terms: 'NET30',
		remitTo: ['HL-01'],
		status: 'inactive',
	},
	{
		id: 5512,
		number: 'V-20021',
		name: 'Nordic Cloud Hosting AB',
		country: 'SE',
		city: 'Göteborg',
		street1: 'Ångbåtsgatan 3',
		postalCode: '411 01',
		terms: 'NET30',
		remitTo: ['NCH-01'],
	},
	{
		id: 5513,
		number: 'V-20022',
		name: 'Ærø Vind & Sol ApS',
		country: 'DK',
		city: 'Ærøskøbing',
		street1: 'Nørregade 11',
		postalCode: '5970',
		terms: 'NET30',
		remitTo: ['AV-01'],
	},
];

/** Twelve suppliers with their remit-to addresses: one inactive, one with several remit-tos, names in many scripts. */
export function suppliers(): CoupaRecord[] {
	return SUPPLIERS.map(supplier);
}

/** Name of a supplier by its number; undefined for a number that is not among the twelve. */
export function supplierName(number: string): string | undefined {
	return SUPPLIERS.find((supplier) => supplier.number === number)?.name;
}

/** Payment terms that a supplier's invoices carry. */
export function supplierTerms(number: string): string {
	return facts(number).terms;
}

/** Reference to a supplier, as purchase orders carry it. */
export function supplierReference(number: string): CoupaRecord {
	const { id, name } = facts(number);
	return { id, name, number };
}

function facts(number: string): SupplierFacts {
	const found = SUPPLIERS.find((supplier) => supplier.number === number);
	if (!found) throw new Error(`The data set has no supplier ${number}`);
	return found;
}

/** One supplier's record in full. */
export function supplier(facts: SupplierFacts): CoupaRecord {
	const { id, number, name, street1, city, postalCode } = facts;
	const updatedAt = facts.status === 'inactive' ? '2026-04-02T10:00:00-07:00' : '2026-03-01T08:30:00-08:00';
	const place = { street1, city, 'postal-code': postalCode };
	return {
		id,
		'created-at': SET_UP,
		'updated-at': updatedAt,
		name,
		'display-name': name,
		number,
		status: facts.status ?? 'active',
		'account-number': `CUST-${id % 100}`,
		duns: null,
		'tax-id': facts.taxId ?? null,
		'po-method': 'email',
		'po-email': `orders@${number.toLowerCase()}.example`,
		'payment-method': 'invoice',
		'invoice-matching-level': '3-way',
		'on-hold': false,
		'hold-invoices-for-ap-review': false,
		'cxml-secret': facts.secret ?? null,
		'payment-term': paymentTerm(facts.terms),
		'shipping-term': null,
		'primary-contact': { id: id - 5400, email: `billing@${number.toLowerCase()}.example`, 'name-given': 'Noor', 'name-family': 'Brook' },
		'primary-address': { id: id * 2, ...place, country: { code: facts.country } },
		'remit-to-addresses': facts.remitTo.map((code, index) => ({
			id: 9301 + (id - 5502) * 10 + index,
			'created-at': '2026-01-11T10:00:00-08:00',
			'updated-at': updatedAt,
			'remit-to-code': code,
			name: `${name} AP`,
			...place,
			street2: null,
			state: null,
			active: facts.remitTo.length === 1 || index < facts.remitTo.length - 1,
			'vat-number': index === 0 ? (facts.vatNumber ?? null) : null,
			'local-tax-number': null,
			country: country(facts.country),
			'vat-country': null,
		})),
		'account-types': [{ id: 3, name: CHART }],
		'custom-fields': { 'cf-region': facts.country === 'US' ? 'West' : 'Overseas' },
	};
}
