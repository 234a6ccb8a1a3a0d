import type { CoupaRecord } from '../../core';
import { finished, type Column, type ColumnDraft } from '../table';

/** Stable names of the tables, for settings. */
export type MasterDataName =
	| 'accountImport'
	| 'supplierExport'
	| 'suppliersImport'
	| 'remitToExport'
	| 'remitToImport'
	| 'purchaseOrdersExport'
	| 'purchaseOrderLines'
	| 'lookupValuesExport';

/** The records a row stands in, outermost first: a purchase order, one of its lines, one of the line's account allocations. */
export type RowRecords = readonly CoupaRecord[];

/** A cell that is worked out from other fields, which `needs` names as paths at the column's level. */
export interface Computed {
	needs: string[];
	/** @param position 1-based place of the row's innermost record in its list */
	cell: (records: RowRecords, position: number) => string;
}

/** One column of a master data file; `path` starts at the record of its `level`. */
export interface MasterDataColumn extends Column {
	/** 0 for the record itself, 1 for a member of its list (remit-to, order line), 2 for a member of that one's. */
	level: number;
	/** Shared secret or password: written only by name and with `includeSecrets`. */
	secret?: true;
	/** Coupa's API takes it and does not answer with it (fields/supplier.json): never asked for. */
	inputOnly?: true;
	computed?: Computed;
	/** The customer's own column, filled from `custom-fields`. */
	custom?: true;
}

/** The columns of one kind of row. */
export interface MasterDataRowKind {
	/** First cell of its rows, e.g. `Line Split`; also names the kind in column choices (`Line: price`). */
	name: string;
	/** Other first cells that mean this kind. */
	alsoNamed: readonly string[];
	/** Level of the record that has a row of this kind. */
	level: number;
	/** Columns that tie the row to its record: in a file of several kinds always written, and one of them is how a header row is told. */
	keyColumns: readonly string[];
	columns: readonly MasterDataColumn[];
}

/** One kind of master data file: what stands where, for writer, reader, `fields` selection and documentation. */
export interface MasterDataTable {
	name: MasterDataName;
	/** For analysts, e.g. `Suppliers (Supplier Export)`. */
	title: string;
	/** First part of file names, e.g. `Suppliers`. */
	fileStem: string;
	/** Header of the first column, whose cell names the row kind; null where all rows are of one kind and have no such column. */
	kindColumn: string | null;
	/** Lists down to the innermost records, e.g. `order-lines`, `account-allocations`. */
	lists: readonly string[];
	/** For each level, the paths that tell one record from another, the surest first. */
	identity: ReadonlyArray<readonly string[]>;
	/** Root and record element in Coupa XML (rules.md §2). */
	xml: { list: string; record: string };
	rowKinds: readonly MasterDataRowKind[];
	/** Turns another record that the same file can hold into one the columns know, e.g. a single order line. */
	adopt?: (record: CoupaRecord) => CoupaRecord;
}

export type Draft = ColumnDraft & Partial<Pick<MasterDataColumn, 'level' | 'secret' | 'inputOnly' | 'computed'>>;

/** A column of a record further out, e.g. the supplier's number in a remit-to row. */
export const at = (level: number, draft: Draft): Draft => ({ ...draft, level });

export const secret = (draft: Draft): Draft => ({ ...draft, secret: true });

export const inputOnly = (draft: Draft): Draft => ({ ...draft, inputOnly: true });

export const computed = (header: string, needs: string[], cell: Computed['cell'], note: string): Draft => ({
	header,
	use: 'extra',
	path: null,
	type: { kind: 'text' },
	required: false,
	note,
	computed: { needs, cell },
});

type KindFacts = Pick<MasterDataRowKind, 'name' | 'level' | 'keyColumns'> & {
	alsoNamed?: string[];
	/** Documented columns before the listed ones: 1 where the row kind has a column of its own. */
	before?: number;
	source: string;
};

/** A row kind from its documented columns in order, and from those that are written and read only when they are named. */
export function masterDataRows(facts: KindFacts, documented: Draft[], byName: Draft[] = []): MasterDataRowKind {
	const column = (draft: Draft, position: number | null): MasterDataColumn => ({
		...draft,
		...finished(draft, position, facts.source),
		level: draft.level ?? facts.level,
	});
	return {
		name: facts.name,
		alsoNamed: facts.alsoNamed ?? [],
		level: facts.level,
		keyColumns: facts.keyColumns,
		columns: [
			...documented.map((draft, index) => column(draft, index + 1 + (facts.before ?? 0))),
			...byName.map((draft) => column(draft, null)),
		],
	};
}
