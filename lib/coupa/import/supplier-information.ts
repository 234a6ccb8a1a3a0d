import { textAt, type CoupaRecord } from '../../core';
import { givenDetails, INFORMATION_FIELDS } from './bank-details';
import { BANK_CHECK_LABEL, isInInformation } from './bank-source';
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
	private readonly wanted = new Set<CoupaRecord>();

	/** `inputs`: all of the run. */
	constructor(
		client: ImportClient,
		{ bankDetails, checks }: Pick<ImportSettings, 'bankDetails' | 'checks'>,
		tell: (message: string) => void,
		inputs: ImportInput[],
	) {
		const fields = ['id', 'supplier-id', 'status', ...ADDRESS_FIELDS.map((field) => `supplier-information-addresses.${field}`)];
		const lookUp = { path: '/api/supplier_information', field: 'supplier-id', label: 'supplier ID', fields };
		this.known = new OptionalLookUp(client, { ...lookUp, valueOf: (row) => textAt(row, 'supplier-id') }, BANK_CHECK_LABEL, tell);
		const sources = checks.bankDetails === 'off' ? [] : bankDetails.filter(isInInformation);
		for (const input of inputs) if (input.invoice !== null && givenDetails(input, sources).length > 0) this.wanted.add(input.invoice);
	}

	/** @throws CoupaError when Coupa cannot be reached */
	async load(invoices: CoupaRecord[], suppliers: Suppliers): Promise<void> {
		const ids = invoices.flatMap((invoice) => {
			const match = this.wanted.has(invoice) ? suppliers.match(invoice) : null;
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
