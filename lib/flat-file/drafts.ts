import { finished, type CellType, type Column, type ColumnDraft, type Computed, type RowKind } from './table';

/** The words that column tables are written in. */
type Extras = Partial<Pick<Column, 'required' | 'requiredWith' | 'allowed' | 'note' | 'source'>>;

export const text = (max?: number): CellType => (max === undefined ? { kind: 'text' } : { kind: 'text', max });
export const decimal = (precision?: number, scale?: number): CellType => ({ kind: 'decimal', precision, scale });
export const integer: CellType = { kind: 'integer' };
export const date: CellType = { kind: 'date' };
export const dateTime: CellType = { kind: 'dateTime' };
export const boolean: CellType = { kind: 'boolean' };
export const list = (of: string): CellType => ({ kind: 'list', of });
export const phone: CellType = { kind: 'phone' };

export const field = (header: string, path: string, type: CellType, extras: Extras = {}): ColumnDraft => ({
	header,
	use: 'field',
	path,
	type,
	required: header.endsWith('*'),
	...extras,
});

/** A column of a record further out, e.g. the supplier's number in a remit-to row. */
export const at = (level: number, draft: ColumnDraft): ColumnDraft => ({ ...draft, level });

/** A column that only names the record further out: what it may hold is said in that record's own row. */
export const key = (level: number, header: string, path: string, type: CellType, extras: Extras = {}): ColumnDraft => ({
	...at(level, field(header, path, type, extras)),
	use: 'key',
});

export const control = (header: string, type: CellType, extras: Extras = {}): ColumnDraft => ({
	header,
	use: 'control',
	path: null,
	type,
	required: false,
	...extras,
});

export const extra = (header: string, type: CellType = text(), note = 'not an input of Coupa’s API under this name'): ColumnDraft => ({
	header,
	use: 'extra',
	path: null,
	type,
	required: false,
	note,
});

export const secret = (draft: ColumnDraft): ColumnDraft => ({ ...draft, secret: true });

export const inputOnly = (draft: ColumnDraft): ColumnDraft => ({ ...draft, inputOnly: true });

export const computed = (header: string, needs: string[], cell: Computed['cell'], note: string): ColumnDraft => ({
	header,
	use: 'extra',
	path: null,
	type: { kind: 'text' },
	required: false,
	note,
	computed: { needs, cell },
});

type KindFacts = Pick<RowKind, 'name' | 'level' | 'keyColumns' | 'homes'> & {
	alsoNamed?: string[];
	/** Documented columns before the listed ones: 1 where the row kind has a column of its own. */
	before?: number;
	source: string;
};

/** A row kind from its documented columns in order, and from those that are written and read only when they are named. */
export function rowKind(facts: KindFacts, documented: ColumnDraft[], byName: ColumnDraft[] = []): RowKind {
	return {
		name: facts.name,
		alsoNamed: facts.alsoNamed ?? [],
		level: facts.level,
		...(facts.homes === undefined ? {} : { homes: facts.homes }),
		keyColumns: facts.keyColumns,
		columns: [
			...documented.map((draft, index) => finished(draft, index + 1 + (facts.before ?? 0), facts)),
			...byName.map((draft) => finished(draft, null, facts)),
		],
	};
}
