import type { EInvoiceParty } from '../../../core';
import { tableKeys } from './party';
import { identifierKey } from './tax-number';

/** A row that people keep: what a party calls itself, and what Coupa has for it. */
export interface IdentifierRow {
	identifier: string;
	/** Number of the supplier, or name of the chart of accounts. */
	value: string;
}

export type TableMatch =
	| { kind: 'found'; value: string; identifier: string }
	/** Rows for the same party say different things. */
	| { kind: 'rowsDiffer'; values: string[]; identifier: string }
	| { kind: 'none' };

/** Rows by identifier, compared without blanks, dots and dashes; the strictest way in which a party fits a row counts. */
export class IdentifierTable {
	private readonly rows = new Map<string, Set<string>>();

	constructor(rows: readonly IdentifierRow[]) {
		for (const { identifier, value } of rows) {
			const key = identifierKey(identifier);
			if (key === '' || value.trim() === '') continue;
			this.rows.set(key, (this.rows.get(key) ?? new Set()).add(value.trim()));
		}
	}

	match(party: EInvoiceParty): TableMatch {
		if (this.rows.size === 0) return { kind: 'none' };
		for (const keys of tableKeys(party)) {
			const fits = keys.filter(({ key }) => this.rows.has(key));
			const values = [...new Set(fits.flatMap(({ key }) => [...(this.rows.get(key) ?? [])]))];
			const [value] = values;
			const identifier = fits[0]?.identifier?.value ?? party.name ?? '';
			if (values.length > 1) return { kind: 'rowsDiffer', values, identifier };
			if (value !== undefined) return { kind: 'found', value, identifier };
		}
		return { kind: 'none' };
	}
}
