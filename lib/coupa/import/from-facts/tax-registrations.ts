import { textAt, type CoupaRecord } from '../../../core';
import { queryPairs } from '../../query';
import type { ImportClient } from '../types';
import { OpenList } from './open-list';
import type { GivenTaxNumber } from './party';
import { isSameTaxNumber, taxNumber, taxNumberSpellings, type TaxNumber } from './tax-number';

/** What a tax registration belongs to (page 0441: “Examples are Address and SupplierRemitTo”). */
export interface RegistrationOwner {
	type: string;
	id: string;
}

/** Active tax registrations by number (page 0095), for suppliers and for our own legal entities. */
export class TaxRegistrations {
	private readonly list: OpenList;
	private readonly byNational = new Map<string, Array<{ number: TaxNumber; owner: RegistrationOwner }>>();

	constructor(client: ImportClient, tell: (message: string) => void) {
		this.list = new OpenList(
			client,
			{
				path: '/api/tax_registrations',
				field: 'number',
				label: 'Tax registrations by number',
				fields: ['id', 'number', 'country.code', 'active', 'owner-type', 'owner-id'],
				where: queryPairs([{ field: 'active', value: true }]),
				valuesOf: (row) => [textAt(row, 'number') ?? ''],
			},
			tell,
		);
	}

	/** @throws CoupaError when Coupa cannot be reached */
	async load(numbers: GivenTaxNumber[]): Promise<void> {
		const rows = await this.list.load(numbers.flatMap(({ identifier, country }) => taxNumberSpellings(identifier.value, country)));
		for (const row of rows) this.keep(row);
	}

	ownersOf({ number }: GivenTaxNumber): RegistrationOwner[] {
		const same = (this.byNational.get(number.national) ?? []).filter((one) => isSameTaxNumber(one.number, number));
		return same.map(({ owner }) => owner);
	}

	private keep(row: CoupaRecord): void {
		const number = taxNumber(textAt(row, 'number') ?? '', textAt(row, 'country', 'code') ?? null);
		const owner = { type: textAt(row, 'owner-type') ?? '', id: textAt(row, 'owner-id') ?? '' };
		if (number === null || owner.id === '' || textAt(row, 'active') === 'false') return;
		this.byNational.set(number.national, [...(this.byNational.get(number.national) ?? []), { number, owner }]);
	}
}
