import type { CoupaRecord } from '../core';
import { stepsOf, type Step } from './record-path';

/** What a cell of a column may hold. `max` counts characters; `precision`/`scale` are those of Coupa's `decimal(p,s)`. */
export type CellType =
	| { kind: 'text'; max?: number }
	| { kind: 'decimal'; precision?: number; scale?: number }
	| { kind: 'integer' }
	/** Only the day counts; a time of day in the cell is dropped. */
	| { kind: 'date' }
	| { kind: 'dateTime' }
	/** Written Yes or No; with `digits` 1 or 0, where Coupa documents the column as a number. */
	| { kind: 'boolean'; digits?: true }
	/** Members of a list in one cell, separated by commas; `of` is the place of their name, e.g. `email` or `account.code`. */
	| { kind: 'list'; of: string }
	/** A phone number, which Coupa's API holds in parts. */
	| { kind: 'phone' }
	/** True as soon as the cell is not blank (csv/invoices_import.json, `Is Credit Note`). */
	| { kind: 'flag' };

/**
 * What a column is for: `field` has a place in Coupa's API record; `key` names a record further out that the row belongs to;
 * `control` steers the load (submit, image scan, attachments); `segment` is a part of the account code; `extra` has no twin in
 * Coupa's API and is kept beside the record.
 */
type ColumnUse = 'field' | 'key' | 'control' | 'segment' | 'extra';

/** The records a row is in, outermost first: a purchase order, one of its lines, one of the line's account allocations. */
export type RowRecords = readonly CoupaRecord[];

/** A cell that is worked out from other fields, which `needs` names as paths at the column's level. */
export interface Computed {
	needs: string[];
	/** @param position 1-based place of the row's innermost record in its list */
	cell: (records: RowRecords, position: number) => string;
}

/** One column of a flat file, as Coupa documents it. Reader, writer, checks and documentation all read this. */
export interface Column {
	/** Name without the `*`. */
	name: string;
	/** Header exactly as the document prints it, `*` included. */
	header: string;
	/** 1-based place in the documented order; null for columns that are read and written only when they are named. */
	position: number | null;
	use: ColumnUse;
	/** Level of the record that holds the value: 0 for the outermost, that of the row kind for the row's own record. */
	level: number;
	/** Place in that record, dotted, e.g. `tax-lines.0.amount`; null where Coupa's API has no input for it. */
	path: string | null;
	/** The same place, ready to walk. */
	steps: readonly Step[];
	type: CellType;
	required: boolean;
	/** Name of the column that makes this one required as soon as it is filled. */
	requiredWith?: string;
	/** The only accepted values; compared without regard to case. */
	allowed?: readonly string[];
	/** Shared secret or password: written only by name and with `includeSecrets`. */
	secret?: true;
	/** Coupa's API takes it and does not answer with it (fields/supplier.json): never asked for. */
	inputOnly?: true;
	computed?: Computed;
	/** The customer's own column, filled from `custom-fields`. */
	custom?: true;
	/** Where the fact comes from, and what is special about it. */
	source: string;
	note?: string;
}

/** Lists from the outermost record down to the records of a row kind. */
export interface Home {
	lists: readonly string[];
	/** Only records that hold this value, e.g. withholding taxes, which have a list of their own. */
	where?: { path: string; is: string };
}

/** The columns of one kind of row. */
export interface RowKind {
	/** First cell of its rows, e.g. `Line Split`; also names the kind in column choices (`Line: price`). */
	name: string;
	/** Other first cells that mean this kind. */
	alsoNamed: readonly string[];
	/** Level of the record that has a row of this kind. */
	level: number;
	/** Where its records stand, when not in the table's own lists: the first home whose owner the row names counts. */
	homes?: readonly Home[];
	/** Columns that tie the row to its record: in a file of several kinds always written, and a header row is recognised by them. */
	keyColumns: readonly string[];
	columns: readonly Column[];
}

/** Stable names of the tables, for settings. */
export type FlatFileName =
	| 'accountImport'
	| 'supplierExport'
	| 'suppliersImport'
	| 'remitToExport'
	| 'remitToImport'
	| 'purchaseOrdersExport'
	| 'purchaseOrderLines'
	| 'lookupValuesExport'
	| 'invoicesExport'
	| 'invoicesImport'
	| 'invoiceStatus'
	| 'invoicePaymentImport';

/** One kind of flat file: what is where, for writer, reader, `fields` selection and documentation. */
export interface FlatFileTable {
	name: FlatFileName;
	/** For analysts, e.g. `Suppliers (Supplier Export)`. */
	title: string;
	/** First part of file names, e.g. `Suppliers`. */
	fileStem: string;
	/**
	 * How the first column of a header row names itself: a word of its own (`type`), or `kind` where it repeats the name of the
	 * row kind; null where all rows are of one kind and have no such column.
	 */
	kindColumn: 'type' | 'kind' | null;
	/** Lists down to the innermost records, e.g. `order-lines`, `account-allocations`. */
	lists: readonly string[];
	/** For each level, the paths that tell one record from another, the surest first. */
	identity: ReadonlyArray<readonly string[]>;
	/** Lists whose members count by their place where this field is blank; `#` where they have no number but their place. */
	numbered?: Readonly<Record<string, string>>;
	/**
	 * A list whose first member is in its owner's own row (columns `tax-lines.0.…`) where it fits in there; `implied` is what
	 * every such member holds.
	 */
	inlined?: { list: string; implied: { path: string; is: string } };
	/** Root and record element in Coupa XML (rules.md §2); null where only the CSV is written. */
	xml: { list: string; record: string } | null;
	/** Blanks around texts are capture noise and count for nothing; elsewhere a text is kept to the last blank. */
	trimmed?: true;
	/** Cells hold no line breaks: each line is a row, and a wrong quote costs its own row only. */
	everyLine?: true;
	rowKinds: readonly RowKind[];
	/** Row kinds that belong to another loader: name and what to do about them. */
	foreignKinds?: Readonly<Record<string, string>>;
	/** Turns another record that the same file can hold into one the columns know, e.g. a single order line. */
	adopt?: (record: CoupaRecord) => CoupaRecord;
}

/** A column of the customer's own, and the custom field it fills. */
export interface CustomFieldColumn {
	/** Header in the file: the English prompt of the field (csv/_conventions.json). */
	column: string;
	/** Row kind whose column is meant; every row kind that has such a column when left out. */
	rowKind?: string;
	/** Name of the field under `custom-fields`, as Coupa's API spells it. */
	field: string;
}

/** Where the records of a row kind stand. */
export function homesOf(table: FlatFileTable, kind: RowKind): readonly Home[] {
	return kind.homes ?? [{ lists: table.lists.slice(0, kind.level) }];
}

/**
 * Lists down to the record that holds a column's value, of a row that stands in `lists`: those above it end where its level does, its own record is the
 * innermost one, however deep. Null where the row has no record at that level: the taxes of an invoice have no line.
 */
export function listsTo(column: Column, kind: RowKind, lists: readonly string[]): readonly string[] | null {
	if (column.level === kind.level) return lists;
	return column.level < lists.length ? lists.slice(0, column.level) : null;
}

/** Compares headers: without the `*`, outer and double blanks, and case. */
export function headerKey(header: string): string {
	return headerName(header).replace(/\s+/g, ' ').toLowerCase();
}

/** A header without the `*` of a required column. By hand: a pattern for it looks from each of many blanks to the last one. */
export function headerName(header: string): string {
	const trimmed = header.trim();
	return trimmed.endsWith('*') ? trimmed.slice(0, -1).trimEnd() : trimmed;
}

const columnMaps = new WeakMap<RowKind, Map<string, Column>>();

/** Finds a documented column by any spelling of its header. */
export function columnOf(kind: RowKind, header: string): Column | undefined {
	let map = columnMaps.get(kind);
	if (!map) {
		map = new Map(kind.columns.map((column) => [headerKey(column.header), column]));
		columnMaps.set(kind, map);
	}
	return map.get(headerKey(header));
}

/** Every column of a row kind: the documented ones, with custom fields in their place or behind them. */
export function columnsOf(kind: RowKind, customFields: CustomFieldColumn[]): readonly Column[] {
	if (customFields.length === 0) return kind.columns;
	const own = customFields
		.filter((custom) => custom.rowKind === undefined || headerKey(custom.rowKind) === headerKey(kind.name))
		.map((custom) => customFieldColumn(custom, kind.level));
	const byName = new Map(own.map((column) => [headerKey(column.header), column]));
	const replaced = kind.columns.map((column) => (column.path === null ? (byName.get(headerKey(column.header)) ?? column) : column));
	return [...replaced, ...own.filter((column) => !replaced.includes(column))];
}

/** The table entry of a custom field, as reader and writer use it. A dot in its name is part of the name. */
function customFieldColumn(custom: CustomFieldColumn, level: number): Column {
	return {
		name: custom.column,
		header: custom.column,
		position: null,
		use: 'field',
		level,
		path: `custom-fields.${custom.field}`,
		steps: ['custom-fields', custom.field],
		type: { kind: 'text' },
		required: false,
		custom: true,
		source: 'custom field',
	};
}

/** A column from its draft: its place in the documented order and the source it is known from. */
export function finished(draft: ColumnDraft, position: number | null, facts: { level: number; source: string }): Column {
	return {
		...draft,
		name: draft.header.replace(/\*$/, ''),
		position,
		level: draft.level ?? facts.level,
		steps: draft.path === null ? [] : stepsOf(draft.path),
		source: draft.source ?? facts.source,
	};
}

/** A column as the tables write it down. */
export type ColumnDraft = Omit<Column, 'name' | 'position' | 'steps' | 'source' | 'level'> & { source?: string; level?: number };
