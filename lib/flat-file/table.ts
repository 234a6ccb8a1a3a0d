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
 * What a column is for: `field` has a place in Coupa's API record; `key` ties the row to its document or line; `control`
 * steers the load (submit, image scan, attachments); `segment` is a part of the account code; `extra` has no twin in
 * Coupa's API and is kept beside the record; `marker` is the first cell, which names the row kind.
 */
export type ColumnUse = 'marker' | 'field' | 'key' | 'control' | 'segment' | 'extra';

/** One column of a flat file, as Coupa documents it. Reader, writer, checks and documentation all read this. */
export interface Column {
	/** Name without the `*`. */
	name: string;
	/** Header exactly as the document prints it, `*` included. */
	header: string;
	/** 1-based place in the documented order; null for columns that stand only in the older lists. */
	position: number | null;
	use: ColumnUse;
	/** Place in the record of this row kind, dotted, e.g. `tax-lines.0.amount`; null where Coupa's API has no input for it. */
	path: string | null;
	/** The same place, ready to walk. */
	steps: readonly Step[];
	type: CellType;
	required: boolean;
	/** Name of the column that makes this one required as soon as it is filled. */
	requiredWith?: string;
	/** The only accepted values; compared without regard to case. */
	allowed?: readonly string[];
	/** Where the fact comes from, and what is special about it. */
	source: string;
	note?: string;
}

/** The columns of one row kind. */
export interface RowKind {
	/** First cell of its header row and of each of its data rows. */
	name: string;
	/** Name of the column that holds the document number: no row of this kind can be placed without it. */
	keyColumn: string;
	columns: readonly Column[];
}

/** A flat file with one header row per row kind. */
export interface FlatFileFormat {
	name: string;
	rowKinds: readonly RowKind[];
	/** Row kinds that belong to another loader: name and what to do about them. */
	foreignKinds: Readonly<Record<string, string>>;
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

export type ColumnDraft = Omit<Column, 'name' | 'position' | 'steps' | 'source'> & { source?: string };
type Extras = Partial<Pick<Column, 'required' | 'requiredWith' | 'allowed' | 'note' | 'source'>>;

export const text = (max?: number): CellType => (max === undefined ? { kind: 'text' } : { kind: 'text', max });
export const decimal = (precision?: number, scale?: number): CellType => ({ kind: 'decimal', precision, scale });
export const integer: CellType = { kind: 'integer' };
export const date: CellType = { kind: 'date' };
export const dateTime: CellType = { kind: 'dateTime' };
export const boolean: CellType = { kind: 'boolean' };
export const list = (of: string): CellType => ({ kind: 'list', of });
export const phone: CellType = { kind: 'phone' };

export const marker = (header: string): ColumnDraft => ({ header, use: 'marker', path: null, type: text(), required: false });

export const field = (header: string, path: string, type: CellType, extras: Extras = {}): ColumnDraft => ({
	header,
	use: 'field',
	path,
	type,
	required: header.endsWith('*'),
	...extras,
});

export const key = (header: string, type: CellType, extras: Extras = {}): ColumnDraft => ({
	header,
	use: 'key',
	path: null,
	type,
	required: header.endsWith('*'),
	...extras,
});

export const control = (header: string, type: CellType, extras: Extras = {}): ColumnDraft => ({
	header,
	use: 'control',
	path: null,
	type,
	required: false,
	...extras,
});

export const extra = (header: string, type: CellType = text(), note = 'no input of this name in Coupa’s API'): ColumnDraft => ({
	header,
	use: 'extra',
	path: null,
	type,
	required: false,
	note,
});

/** `Account Segment 1` to `20`, documented on every row kind that carries an account. */
export const accountSegments = (): ColumnDraft[] =>
	Array.from({ length: 20 }, (_, index) => ({
		header: `Account Segment ${index + 1}`,
		use: 'segment',
		path: null,
		type: text(100),
		required: false,
	}));

/** A row kind from its documented columns in order, and from those that only older lists or other sections name. */
export function rowKind(name: string, keyColumn: string, documented: ColumnDraft[], alsoListed: ColumnDraft[], source: string): RowKind {
	return {
		name,
		keyColumn,
		columns: [
			...documented.map((draft, index) => finished(draft, index + 1, source)),
			...alsoListed.map((draft) => finished(draft, null, source)),
		],
	};
}

/** A column from its draft: its place in the documented order and the source it is known from. */
export function finished(draft: ColumnDraft, position: number | null, source: string): Column {
	return {
		...draft,
		name: draft.header.replace(/\*$/, ''),
		position,
		steps: draft.path === null ? [] : stepsOf(draft.path),
		source: draft.source ?? source,
	};
}

/** Compares headers: without the `*`, outer and double blanks, and case. */
export function headerKey(header: string): string {
	return header
		.trim()
		.replace(/\s*\*$/, '')
		.replace(/\s+/g, ' ')
		.toLowerCase();
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
