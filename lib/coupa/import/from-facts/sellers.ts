import { textAt, type CoupaRecord, type EInvoiceParty } from '../../../core';
import { isActive, supplierKeyOf } from '../suppliers';
import type { ImportClient } from '../types';
import type { Candidate, SaidAt, SupplierFit } from './fit';
import { IdentifierTable, type IdentifierRow } from './identifier-table';
import { taxNumbersOf } from './party';
import { shownTaxNumbers } from './supplier-places';
import { saidAt } from './said-at';
import { SupplierSearch, type FittingSupplier } from './supplier-search';
import { isSameTaxNumber } from './tax-number';
import type { TaxRegistrations } from './tax-registrations';

/** One way to find suppliers: looked up for all sellers that the ways before it left open. */
interface Way {
	/** Whether what fits is a number that an authority has given. */
	isByNumber: boolean;
	load(sellers: EInvoiceParty[]): Promise<void>;
	find(seller: EInvoiceParty): FittingSupplier[];
}

/** Suppliers of e-invoices, which name themselves and not the number that the buyer gave them. Each seller is looked for once in a run. */
export class Sellers {
	private readonly aliases: IdentifierTable;
	private readonly ways: Way[];
	private readonly fits = new Map<string, SupplierFit>();

	constructor(client: ImportClient, registrations: TaxRegistrations, aliases: readonly IdentifierRow[], tell: (message: string) => void) {
		this.aliases = new IdentifierTable(aliases);
		const search = new SupplierSearch(client, registrations, tell);
		const byTax = (group: 'taxId' | 'vat'): Way => ({
			isByNumber: true,
			load: async (sellers) => {
				await search.loadByTax(group, sellers);
			},
			find: (seller) => search.byTax(group, seller),
		});
		const plain = (...groups: Parameters<SupplierSearch['byPlain']>[0]): Way => ({
			isByNumber: false,
			load: async (sellers) => {
				await search.loadPlain(groups, sellers);
			},
			find: (seller) => search.byPlain(groups, seller),
		});
		const byRegistration: Way = {
			isByNumber: true,
			load: async (sellers) => {
				await search.loadByRegistration(sellers);
			},
			find: (seller) => search.byRegistration(seller),
		};
		this.ways = [byTax('taxId'), byTax('vat'), byRegistration, plain('email', 'duns', 'cxml'), plain('name')];
	}

	/**
	 * Looks for those sellers that no alias names. The first way by which active suppliers fit decides; several are never told apart by the
	 * next one: that would be a guess.
	 *
	 * @throws CoupaError when Coupa cannot be reached
	 */
	async load(sellers: EInvoiceParty[]): Promise<void> {
		const distinct = new Map(sellers.map((seller) => [keyOf(seller), seller]));
		let open = [...distinct.values()].filter((seller) => !this.fits.has(keyOf(seller)) && this.aliases.match(seller).kind === 'none');
		const inactive = new Map<string, Candidate[]>();
		for (const way of this.ways) {
			if (open.length === 0) return;
			await way.load(open);
			open = open.filter((seller) => {
				const found = candidatesOf(way.find(seller));
				const [only, ...others] = found.filter(({ row }) => isActive(row));
				if (only === undefined) {
					inactive.set(keyOf(seller), [...(inactive.get(keyOf(seller)) ?? []), ...found.map(({ candidate }) => candidate)]);
					return true;
				}
				const fit = others.length === 0 ? foundFit(only, seller, way.isByNumber) : severalFit(found, seller);
				this.fits.set(keyOf(seller), fit);
				return false;
			});
		}
		for (const seller of open) {
			const candidates = [
				...new Map((inactive.get(keyOf(seller)) ?? []).map((one) => [JSON.stringify([one.number, one.name]), one])).values(),
			];
			this.fits.set(keyOf(seller), { kind: 'none', candidates, at: saidAt(seller), seller: seller.name ?? '' });
		}
	}

	/** The supplier of an invoice; a number or id that its record names wins. */
	of(invoice: CoupaRecord, seller: EInvoiceParty): SupplierFit {
		const key = supplierKeyOf(invoice);
		if (key !== null && key.by !== 'name') return { kind: 'given' };
		const alias = this.aliases.match(seller);
		if (alias.kind === 'found') return { kind: 'alias', number: alias.value, identifier: alias.identifier };
		if (alias.kind === 'rowsDiffer')
			return { kind: 'aliasesDiffer', numbers: alias.values, identifier: alias.identifier, at: saidAt(seller) };
		return this.fits.get(keyOf(seller)) ?? { kind: 'none', candidates: [], at: saidAt(seller), seller: seller.name ?? '' };
	}
}

interface Found {
	row: CoupaRecord;
	first: FittingSupplier;
	candidate: Candidate;
}

/** Each supplier once, with all that fits. */
function candidatesOf(fitting: FittingSupplier[]): Found[] {
	const byId = new Map<string, FittingSupplier[]>();
	for (const one of fitting) byId.set(textAt(one.supplier, 'id') ?? '', [...(byId.get(textAt(one.supplier, 'id') ?? '') ?? []), one]);
	return [...byId.values()].flatMap((fits) => {
		const [first] = fits;
		if (first === undefined) return [];
		const { supplier: row } = first;
		const candidate: Candidate = {
			number: textAt(row, 'number') ?? null,
			name: textAt(row, 'name') ?? '',
			status: textAt(row, 'status') ?? '',
			fits: [...new Set(fits.map(({ label }) => label))].join(', '),
		};
		return [{ row, first, candidate }];
	});
}

function foundFit({ row, first, candidate }: Found, seller: EInvoiceParty, isByNumber: boolean): SupplierFit {
	const { number, name, fits } = candidate;
	const others = isByNumber ? [] : contradicting(row, seller);
	return { kind: 'found', id: row.id ?? null, fits, isByNumber, at: saidBy(first, seller), name, number, others };
}

function severalFit(found: Found[], seller: EInvoiceParty): SupplierFit {
	return {
		kind: 'several',
		candidates: found.map(({ candidate }) => candidate),
		at: found[0] === undefined ? null : saidBy(found[0].first, seller),
	};
}

/** Numbers that Coupa has of the supplier in a country in which the seller gives another one; none where one of them is the seller's. */
function contradicting(row: CoupaRecord, seller: EInvoiceParty): string[] {
	const given = taxNumbersOf(seller).map(({ number }) => number);
	const shown = shownTaxNumbers(row);
	if (shown.some(({ number }) => given.some((own) => isSameTaxNumber(own, number)))) return [];
	return shown.filter(({ number }) => given.some(({ country }) => country === number.country)).map(({ value }) => value);
}

function saidBy({ identifier }: FittingSupplier, seller: EInvoiceParty): SaidAt {
	if (identifier === null) return { value: seller.name ?? '', term: 'BT-27', path: '' };
	return { value: identifier.value, term: identifier.term, path: identifier.path };
}

function keyOf({ name, country, identifiers }: EInvoiceParty): string {
	return JSON.stringify([name, country, identifiers.map(({ kind, scheme, value }) => [kind, scheme, value])]);
}
