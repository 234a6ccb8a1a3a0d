import { recordsAt, textAt, valueAt, isRecord, type CoupaRecord } from '../../../core';
import type { ListPlace } from './open-list';
import { taxNumber, type TaxNumber } from './tax-number';

/** Of a supplier, in every look-up; a connector in production reads all of them (proven-fields.json). */
export const FOUND_FIELDS = [
	...['id', 'number', 'name', 'status', 'tax-id'],
	...['vat-number', 'country.code', 'vat-country.code'].map((field) => `primary-address.${field}`),
	...['id', 'vat-number', 'country.code'].map((field) => `remit-to-addresses.${field}`),
];

/** A list of suppliers by one thing, and what people call that thing. */
export interface SupplierPlace extends ListPlace {
	/** The group in which it is tried; groups go one after the other. */
	group: SupplierGroup;
}

export type SupplierGroup = 'taxId' | 'vat' | 'email' | 'duns' | 'cxml' | 'name';

const suppliers = (
	group: SupplierGroup,
	field: string,
	label: string,
	valuesOf: ListPlace['valuesOf'],
	more: string[] = [],
): SupplierPlace => ({
	...{ group, path: '/api/suppliers', field, label: `Suppliers by ${label}`, fields: [...FOUND_FIELDS, ...more], valuesOf },
	...(group === 'name' && { isName: true, isProven: true }),
});

const plain = (group: SupplierGroup, field: string, label: string) =>
	suppliers(group, field, label, (row) => texts([textAt(row, field)]), FOUND_FIELDS.includes(field) ? [] : [field]);

/**
 * Where Coupa's suppliers have what a seller is called by. Conditions on a supplier's own fields and on those of a record below it are
 * documented in general (pages 0007, 0009); of these `tax-id`, `name` and the addresses' VAT numbers are fields that a running Coupa is
 * known to show, the others stand in the R39 definitions only.
 */
export const SUPPLIER_PLACES: readonly SupplierPlace[] = [
	plain('taxId', 'tax-id', 'tax ID'),
	suppliers('vat', 'remit-to-addresses.vat-number', 'VAT number of remit-to addresses', (row) =>
		texts(below(row, 'remit-to-addresses', 'vat-number')),
	),
	suppliers('vat', 'primary-address.vat-number', 'VAT number of the primary address', (row) =>
		texts([textAt(row, 'primary-address', 'vat-number')]),
	),
	suppliers(
		'vat',
		'supplier-addresses.vat-number',
		'VAT number of supplier addresses',
		(row) => texts(below(row, 'supplier-addresses', 'vat-number')),
		['supplier-addresses.vat-number', 'supplier-addresses.country.code'],
	),
	plain('email', 'po-email', 'e-mail address for orders'),
	suppliers(
		'email',
		'invoice-emails.email',
		'e-mail address that invoices come from',
		(row) => texts(below(row, 'invoice-emails', 'email')),
		['invoice-emails.email'],
	),
	plain('duns', 'duns', 'DUNS number'),
	plain('cxml', 'cxml-invoice-supplier-identity', 'cXML identity for invoices'),
	plain('cxml', 'cxml-supplier-identity', 'cXML identity'),
	plain('name', 'name', 'name'),
];

/** The tax numbers that a row shows in the field of a place, with the country of whom they are. */
export function taxNumbersIn(row: CoupaRecord, place: Pick<SupplierPlace, 'field'>): TaxNumber[] {
	const [object = '', key = object] = place.field.split('.');
	const owners =
		object === key
			? [row]
			: [valueAt(row, object)].flatMap((value) => (Array.isArray(value) ? value : [value])).filter((value) => isRecord(value));
	const own = textAt(row, 'primary-address', 'country', 'code') ?? null;
	return owners.flatMap((owner) => {
		const value = textAt(owner, key) ?? '';
		const country = textAt(owner, 'vat-country', 'code') ?? textAt(owner, 'country', 'code') ?? own;
		return taxNumber(value, country) ?? [];
	});
}

/** Every tax number that a look-up shows of a supplier, as Coupa has it. */
export function shownTaxNumbers(row: CoupaRecord): Array<{ value: string; number: TaxNumber }> {
	const places = SUPPLIER_PLACES.filter(({ group }) => group === 'taxId' || group === 'vat');
	const shown = places.flatMap((place) => {
		const numbers = taxNumbersIn(row, place);
		return numbers.map((number) => ({ value: `${number.country ?? ''}${number.national}`, number }));
	});
	return [...new Map(shown.map((one) => [one.value, one])).values()];
}

function below(row: CoupaRecord, list: string, key: string): Array<string | undefined> {
	return recordsAt(row, list).map((entry) => textAt(entry, key));
}

function texts(values: Array<string | undefined>): string[] {
	return values.filter((value) => value !== undefined && value.trim() !== '') as string[];
}
