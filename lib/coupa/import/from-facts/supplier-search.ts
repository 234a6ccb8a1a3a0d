import { lookUpKey, recordsAt, textAt, type CoupaRecord, type EInvoiceParty, type PartyIdentifier } from '../../../core';
import type { ImportClient } from '../types';
import { OpenList } from './open-list';
import { identifiersOf, taxNumbersOf, type GivenTaxNumber } from './party';
import { FOUND_FIELDS, SUPPLIER_PLACES, taxNumbersIn, type SupplierGroup, type SupplierPlace } from './supplier-places';
import { isSameTaxNumber, taxNumberSpellings, type TaxNumber } from './tax-number';
import type { RegistrationOwner, TaxRegistrations } from './tax-registrations';

/** A supplier of Coupa that fits a seller, and by what of it. */
export interface FittingSupplier {
	supplier: CoupaRecord;
	/** Null for the seller's name. */
	identifier: PartyIdentifier | null;
	/** What fits, in words. */
	label: string;
}

type Tax = 'taxId' | 'vat';
type Plain = Exclude<SupplierGroup, Tax>;

const WORDS: Record<SupplierGroup, string> = {
	taxId: 'tax ID',
	vat: 'VAT number',
	email: 'e-mail address',
	duns: 'DUNS number',
	cxml: 'cXML identity',
	name: 'name',
};

const DUNS = '0060';

/** Suppliers of Coupa by what sellers are called by. Each way loads for all sellers at once, and finds for one. */
export class SupplierSearch {
	private readonly places: ReadonlyArray<{ place: SupplierPlace; list: OpenList; rows: Map<string, CoupaRecord[]> }>;
	private readonly owners: Record<'remit-to-addresses.id' | 'primary-address.id' | 'id', OpenList>;
	private readonly ownerRows = new Map<string, CoupaRecord[]>();

	constructor(
		client: ImportClient,
		private readonly registrations: TaxRegistrations,
		tell: (message: string) => void,
	) {
		this.places = SUPPLIER_PLACES.map((place) => ({ place, list: new OpenList(client, place, tell), rows: new Map() }));
		const byOwner = (field: string, valuesOf: (row: CoupaRecord) => string[]) =>
			new OpenList(
				client,
				{
					path: '/api/suppliers',
					field,
					label: `Suppliers by owner of a tax registration (${field})`,
					fields: [...FOUND_FIELDS, 'primary-address.id'],
					valuesOf,
				},
				tell,
			);
		this.owners = {
			'remit-to-addresses.id': byOwner('remit-to-addresses.id', (row) =>
				recordsAt(row, 'remit-to-addresses').map((entry) => textAt(entry, 'id') ?? ''),
			),
			'primary-address.id': byOwner('primary-address.id', (row) => [textAt(row, 'primary-address', 'id') ?? '']),
			id: byOwner('id', (row) => [textAt(row, 'id') ?? '']),
		};
	}

	/** @throws CoupaError when Coupa cannot be reached */
	async loadByTax(group: Tax, sellers: EInvoiceParty[]): Promise<void> {
		const numbers = sellers.flatMap(taxNumbersOf);
		const spellings = numbers.flatMap(({ identifier, country }) => taxNumberSpellings(identifier.value, country));
		await Promise.all(
			this.of(group).map(async ({ place, list, rows }) => {
				for (const row of await list.load(spellings)) for (const { national } of taxNumbersIn(row, place)) keep(rows, national, row);
			}),
		);
	}

	byTax(group: Tax, seller: EInvoiceParty): FittingSupplier[] {
		return taxNumbersOf(seller).flatMap((given) =>
			this.of(group).flatMap(({ place, rows }) =>
				(rows.get(given.number.national) ?? [])
					.filter((row) => taxNumbersIn(row, place).some((number: TaxNumber) => isSameTaxNumber(number, given.number)))
					.map((supplier) => fitting(supplier, given.identifier, WORDS[group])),
			),
		);
	}

	/** @throws CoupaError when Coupa cannot be reached */
	async loadByRegistration(sellers: EInvoiceParty[]): Promise<void> {
		const numbers = sellers.flatMap(taxNumbersOf);
		await this.registrations.load(numbers);
		const owners = numbers.flatMap((number) => this.registrations.ownersOf(number));
		await Promise.all(
			Object.entries(this.owners).map(async ([field, list]) => {
				const ids = owners.filter((owner) => fieldOf(owner) === field).map(({ id }) => id);
				for (const row of await list.load(ids)) for (const id of idsIn(row, field)) keep(this.ownerRows, `${field} ${id}`, row);
			}),
		);
	}

	byRegistration(seller: EInvoiceParty): FittingSupplier[] {
		return taxNumbersOf(seller).flatMap((given: GivenTaxNumber) =>
			this.registrations
				.ownersOf(given)
				.flatMap((owner) => this.ownerRows.get(`${fieldOf(owner)} ${owner.id}`) ?? [])
				.map((supplier) => fitting(supplier, given.identifier, 'tax registration')),
		);
	}

	/** @throws CoupaError when Coupa cannot be reached */
	async loadPlain(groups: Plain[], sellers: EInvoiceParty[]): Promise<void> {
		await Promise.all(
			groups.flatMap((group) => {
				const values = sellers.flatMap((seller) => valuesFor(group, seller).map(({ value }) => value));
				return this.of(group).map(async ({ place, list, rows }) => {
					for (const row of await list.load(values)) for (const value of place.valuesOf(row)) keep(rows, lookUpKey(value), row);
				});
			}),
		);
	}

	byPlain(groups: Plain[], seller: EInvoiceParty): FittingSupplier[] {
		return groups.flatMap((group) =>
			valuesFor(group, seller).flatMap(({ value, identifier }) =>
				this.of(group).flatMap(({ rows }) =>
					(rows.get(lookUpKey(value)) ?? []).map((supplier) => fitting(supplier, identifier, WORDS[group])),
				),
			),
		);
	}

	private of(group: SupplierGroup) {
		return this.places.filter(({ place }) => place.group === group);
	}
}

/** What a seller has of that kind. A name or an e-mail address is looked for in the two spellings that people write. */
function valuesFor(group: Plain, seller: EInvoiceParty): Array<{ value: string; identifier: PartyIdentifier | null }> {
	if (group === 'name') return seller.name === null || seller.name.trim() === '' ? [] : [{ value: seller.name.trim(), identifier: null }];
	return identifiersOf(seller).flatMap((identifier) => {
		const { kind, scheme, value } = identifier;
		if (groupOf(kind, scheme, value) !== group) return [];
		const text = value.trim();
		return group === 'email'
			? [...new Set([text, text.toLowerCase()])].map((spelt) => ({ value: spelt, identifier }))
			: [{ value: text, identifier }];
	});
}

function groupOf(kind: PartyIdentifier['kind'], scheme: string | null, value: string): Plain | null {
	if (kind !== 'electronicAddress' && kind !== 'identifier') return null;
	const named = scheme?.trim().toUpperCase() ?? '';
	if (named === DUNS || named === 'DUNS') return 'duns';
	if (/^[^\s@]+@[^\s@]+$/.test(value.trim())) return 'email';
	// Schemes of ISO 6523 and of the EAS list are four digits, domains of cXML are names.
	return named === '' || /^\d{4}$/.test(named) || named === 'EM' ? null : 'cxml';
}

/** Which field of a supplier holds the owner of a registration. Ids of different kinds of addresses are never mixed up. */
function fieldOf({ type }: RegistrationOwner): string | null {
	switch (type) {
		case 'Supplier':
			return 'id';
		case 'RemitToAddress':
		case 'SupplierRemitTo':
			return 'remit-to-addresses.id';
		case 'Address':
		case 'SupplierAddress':
			return 'primary-address.id';
		default:
			return null;
	}
}

function idsIn(row: CoupaRecord, field: string): string[] {
	if (field === 'remit-to-addresses.id') return recordsAt(row, 'remit-to-addresses').map((entry) => textAt(entry, 'id') ?? '');
	return [textAt(row, ...field.split('.')) ?? ''];
}

function keep(rows: Map<string, CoupaRecord[]>, key: string, row: CoupaRecord): void {
	const known = rows.get(key) ?? [];
	if (!known.some(({ id }) => id === row.id)) rows.set(key, [...known, row]);
}

function fitting(supplier: CoupaRecord, identifier: PartyIdentifier | null, word: string): FittingSupplier {
	return { supplier, identifier, label: identifier === null ? 'same name' : `${word} ${identifier.value.trim()}` };
}
