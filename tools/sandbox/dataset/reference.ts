import type { CoupaRecord } from '../../../lib/core';

/** When the invented company was set up: `created-at` of everything that nobody touched since. */
export const SET_UP = '2025-11-30T16:20:10-08:00';

export const CHART = 'Demo Chart';
export const SECOND_CHART = 'Demo Chart Europe';

const CURRENCIES: Array<[id: number, code: string, name: string, symbol: string, decimals: number]> = [
	[1, 'USD', 'US Dollar', '$', 2],
	[2, 'EUR', 'Euro', '€', 2],
	[3, 'CAD', 'Canadian Dollar', 'C$', 2],
	[4, 'JPY', 'Japanese Yen', '¥', 0],
	[5, 'PLN', 'Polish Złoty', 'zł', 2],
	[6, 'DKK', 'Danish Krone', 'kr', 2],
	[7, 'GBP', 'Pound Sterling', '£', 2],
];

const COUNTRIES: Record<string, [id: number, name: string]> = {
	US: [223, 'United States'],
	DE: [79, 'Germany'],
	FR: [72, 'France'],
	PL: [171, 'Poland'],
	JP: [107, 'Japan'],
	CA: [37, 'Canada'],
	DK: [56, 'Denmark'],
	IE: [101, 'Ireland'],
	SE: [203, 'Sweden'],
	NL: [150, 'Netherlands'],
	IT: [106, 'Italy'],
};

const UOMS: Array<[id: number, code: string, name: string]> = [
	[1, 'EA', 'Each'],
	[2, 'BX', 'Box'],
	[3, 'HUR', 'Hour'],
	[4, 'KGM', 'Kilogram'],
	[5, 'RM', 'Ream'],
];

const PAYMENT_TERMS: Array<[id: number, code: string, description: string, days: number]> = [
	[4, 'NET30', 'Net 30 days', 30],
	[5, 'NET45', 'Net 45 days', 45],
	[6, 'NET60', 'Net 60 days', 60],
	[7, '2/10 NET30', '2 % within 10 days, net 30', 30],
];

/** What a tax rate is marked as. */
type RateMark = 'exempt' | 'reverse-charge';

const TAX_CODES: Array<[id: number, code: string, country: string, percentage: string, description: string, mark?: RateMark]> = [
	[12, 'OR-STD', 'US', '8.25', 'Sales tax, Hill Site'],
	[13, 'DE-19', 'DE', '19.0', 'Umsatzsteuer 19 %'],
	[14, 'DE-7', 'DE', '7.0', 'Umsatzsteuer 7 %'],
	[15, 'FR-20', 'FR', '20.0', 'TVA 20 %'],
	[16, 'PL-23', 'PL', '23.0', 'VAT 23 %'],
	[17, 'JP-10', 'JP', '10.0', '消費税 10 %'],
	[18, 'CA-GST', 'CA', '5.0', 'Goods and services tax'],
	[19, 'CA-PST-BC', 'CA', '7.0', 'Provincial sales tax, British Columbia'],
	[20, 'DK-25', 'DK', '25.0', 'Moms 25 %'],
	[21, 'IE-23', 'IE', '23.0', 'VAT 23 %'],
	[22, 'DE-0-EX', 'DE', '0.0', 'Steuerfrei', 'exempt'],
	[23, 'DE-0-RC', 'DE', '0.0', 'Reverse Charge', 'reverse-charge'],
	[24, 'FR-10', 'FR', '10.0', 'TVA 10 %'],
	[25, 'FR-55', 'FR', '5.5', 'TVA 5,5 %'],
	[26, 'PL-8', 'PL', '8.0', 'VAT 8 %'],
	[27, 'PL-ZW', 'PL', '0.0', 'Zwolnione', 'exempt'],
	[28, 'IT-22', 'IT', '22.0', 'IVA 22 %'],
	[29, 'IT-10', 'IT', '10.0', 'IVA 10 %'],
	[30, 'IT-N3', 'IT', '0.0', 'Non imponibile', 'exempt'],
];

/** Of the remit-to addresses of two suppliers, and of our legal entity in Europe (its primary address). */
const TAX_REGISTRATIONS: Array<[id: number, number: string, country: string, ownerType: string, ownerId: number]> = [
	[1, 'SE556677889901', 'SE', 'SupplierRemitTo', 9401],
	[2, 'DK 12 34 56 74', 'DK', 'RemitToAddress', 9411],
	[3, 'NL004495445B01', 'NL', 'Address', 303],
];

export function currency(code: string): CoupaRecord {
	const found = CURRENCIES.find((row) => row[1] === code);
	if (!found) throw new Error(`The data set has no currency ${code}`);
	return { id: found[0], code, decimals: found[4] };
}

/** Decimals of a currency's amounts: 2, and 0 for the yen. */
export function decimalsOf(code: string): number {
	return Number(currency(code).decimals);
}

export function country(code: string): CoupaRecord {
	const found = COUNTRIES[code];
	if (!found) throw new Error(`The data set has no country ${code}`);
	return { id: found[0], code, name: found[1] };
}

export function uom(code: string): CoupaRecord {
	const found = UOMS.find((row) => row[1] === code);
	if (!found) throw new Error(`The data set has no unit of measure ${code}`);
	return { id: found[0], code, name: found[2] };
}

export function paymentTerm(code: string): CoupaRecord {
	const found = PAYMENT_TERMS.find((row) => row[1] === code);
	if (!found) throw new Error(`The data set has no payment term ${code}`);
	return { id: found[0], code };
}

/** The percentage of a tax code as decimal text. */
export function taxRate(code: string): string {
	const found = TAX_CODES.find((row) => row[1] === code);
	if (!found) throw new Error(`The data set has no tax code ${code}`);
	return found[3];
}

export function chart(name: string): CoupaRecord {
	return { id: name === CHART ? 3 : 4, name, active: true, 'dynamic-flag': false, currency: currency(name === CHART ? 'USD' : 'EUR') };
}

const touched = { 'created-at': SET_UP, 'updated-at': SET_UP };

/** The reference data that the rest of the data set hangs on, by API resource name. */
export function referenceData(): Record<string, CoupaRecord[]> {
	return {
		currencies: CURRENCIES.map(([id, code, name, symbol, decimals]) => ({ id, code, name, symbol, decimals, enabled: true })),
		uoms: UOMS.map(([id, code, name]) => ({ id, ...touched, code, name, 'allowable-precision': 6, active: true })),
		payment_terms: PAYMENT_TERMS.map(([id, code, description, days]) => ({
			id,
			...touched,
			code,
			description,
			active: true,
			type: 'DaysAfterNetPaymentTerm',
			'days-for-net-payment': days,
			'days-for-discount-payment': code.startsWith('2/10') ? 10 : 0,
			'discount-rate': code.startsWith('2/10') ? '2.0' : null,
		})),
		shipping_terms: [{ id: 2, ...touched, code: 'FOB', description: 'Free on board', active: true }],
		tags: [{ id: 5, ...touched, name: 'Lake Site refit', active: true }],
		tax_codes: TAX_CODES.map(([id, code, land, percentage, description, mark]) => ({
			id,
			...touched,
			code,
			description,
			percentage,
			active: true,
			country: country(land),
			...(mark && { 'tax-rate': { id: id + 100, [mark]: true } }),
		})),
		tax_registrations: TAX_REGISTRATIONS.map(([id, number, land, ownerType, ownerId]) => ({
			id,
			...touched,
			number,
			country: country(land),
			active: true,
			local: false,
			'owner-type': ownerType,
			'owner-id': ownerId,
		})),
		account_types: [CHART, SECOND_CHART].map((name) => ({
			...chart(name),
			...touched,
			'legal-entity-name': name === CHART ? 'Demo Company, Inc.' : 'Demo Company Europe B.V.',
			...(name === SECOND_CHART && { 'primary-address': { id: 303, city: 'Utrecht', 'vat-number': null, country: country('NL') } }),
		})),
		addresses: [
			address(300, 'Demo HQ', '500 Capitol Street', 'Salem', 'OR', '97301', 'HQ'),
			address(301, 'Hill Site', '1 Hill Rd', 'Salem', 'OR', '97302', 'HS'),
			address(302, 'Lake Site', '77 Lakeshore Dr', 'Bend', 'OR', '97701', 'LS'),
		],
		users: [user(77, 'int.batch', 'Ines', 'Tegrator'), user(78, 'ana.lyst', 'Ana', 'Lyst'), user(79, 'bo.yer', 'Bo', 'Yér')],
	};
}

function address(
	id: number,
	name: string,
	street1: string,
	city: string,
	state: string,
	postalCode: string,
	locationCode: string,
): CoupaRecord {
	return {
		id,
		...touched,
		name,
		'location-code': locationCode,
		street1,
		street2: null,
		city,
		state,
		'postal-code': postalCode,
		attention: null,
		active: true,
		country: country('US'),
	};
}

function user(id: number, login: string, firstname: string, lastname: string): CoupaRecord {
	return {
		id,
		...touched,
		login,
		email: `${login}@example.test`,
		'employee-number': `E-00${id}`,
		firstname,
		lastname,
		fullname: `${firstname} ${lastname}`,
		active: true,
	};
}
