import { textAt, type CoupaRecord } from '../../core';
import { givenDetails, INFORMATION_FIELDS } from './bank-details';
import { BANK_CHECK_LABEL, isInInformation, type BankSource } from './bank-source';
import { OptionalLookUp } from './optional-look-up';
import type { ImportSettings } from './settings';
import type { Suppliers } from './suppliers';
import type { ImportClient, ImportInput } from './types';

const ADDRESS_FIELDS = [
	...['id', 'active', 'location-code', 'address-name', 'street-address', 'postal-code'],
	...Object.values(INFORMATION_FIELDS).flat(),
];

/**
 * Supplier information records with their bank accounts, looked up by supplier for all invoices of a batch at once, and only for suppliers whose
 * invoices give bank details that are compared with them.
 */
export class SupplierInformation {
	private readonly known: OptionalLookUp;
	private readonly sources: BankSource[];

	constructor(
		client: ImportClient,
		{ bankDetails, checks }: Pick<ImportSettings, 'bankDetails' | 'checks'>,
		tell: (message: string) => void,
	) {
		const fields = ['id', 'supplier-id', 'status', ...ADDRESS_FIELDS.map((field) => `supplier-information-addresses.${field}`)];
		const lookUp = { path: '/api/supplier_information', field: 'supplier-id', label: 'supplier ID', fields };
		this.known = new OptionalLookUp(client, { ...lookUp, valueOf: (row) => textAt(row, 'supplier-id') }, BANK_CHECK_LABEL, tell);
		this.sources = checks.bankDetails === 'off' ? [] : bankDetails.filter(isInInformation);
	}

	/** @throws CoupaError when Coupa cannot be reached */
	async load(batch: Array<{ input: ImportInput; invoice: CoupaRecord }>, suppliers: Suppliers): Promise<void> {
		const ids = batch.flatMap(({ input, invoice }) => {
			const match = givenDetails(input, this.sources).length > 0 ? suppliers.match(invoice) : null;
			return match?.kind === 'found' ? [textAt(match.supplier, 'id') ?? ''] : [];
		});
		await this.known.load([...new Set(ids)].filter((id) => id !== ''));
	}

	/** Records of a supplier; none where Coupa has none, null where it could not be asked. */
	of(supplier: CoupaRecord): CoupaRecord[] | null {
		const match = this.known.match(textAt(supplier, 'id') ?? '');
		if (match.kind === 'found') return match.rows;
		return match.kind === 'unknown' ? [] : null;
	}
}
