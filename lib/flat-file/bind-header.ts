import { KnownTexts } from './known-texts';
import type { CsvRecord } from './split-csv';
import { columnOf, columnsOf, headerKey, headerName, type Column, type CustomFieldColumn, type FlatFileTable, type RowKind } from './table';

/** A header row of a file, and what is where below it. */
export interface BoundHeader {
	kind: RowKind;
	row: number;
	/** Verbatim, the name of the row kind first where the file has one. */
	cells: string[];
	/** Known columns with a place in a record. Computed ones are left out. */
	bound: BoundColumn[];
	/** Known columns that steer the load or are put together to a value: read by name. */
	beside: BoundColumn[];
	/** Known columns without a place in Coupa, and unknown ones: kept aside by name. */
	aside: Array<{ place: number; name: string; known: boolean }>;
	/** Place of each header, found by `headerKey`. */
	places: Map<string, number>;
	/** Places whose header is blank: what is below has lost its place. */
	unnamed: number[];
	/** Columns whose cells must be filled: always, or as soon as the cell at `onlyWith` is. */
	needed: Array<{ column: Column; place: number | undefined; onlyWith?: { column: string; place: number } }>;
	/** Required columns that the header row lacks. */
	missing: Column[];
	/** Headers that are there more often than the documents list them, each once. */
	twice: Set<string>;
}

export interface BoundColumn {
	place: number;
	column: Column;
	/** A text without limits to check. */
	free: boolean;
	/** Blanks around it belong to the text. */
	verbatim: boolean;
	/** Something is found by it, and capture wrote it: a changed character means another thing. */
	capturedKey: boolean;
	/** What has been read in it so far. */
	texts: KnownTexts;
}

/** Columns of a captured invoice by which it is found in the file and in Coupa. */
const KEYS = new Set(['Invoice Number', 'Supplier Number']);

/** First cells of a header row whose first column has a name of its own (csv/_conventions.json, row_kinds). */
const KIND_COLUMN = new Set(['type', 'recordtype', 'record type']);

/**
 * The kind whose header row this is, or null for a data row. In files of one kind the first record is the header row.
 *
 * @param kind the kind that the first cell names
 * @param isFirst whether no header row of that kind (of any kind, where rows have no kind) is above
 */
export function kindOfHeader(table: FlatFileTable, { cells }: CsvRecord, kind: RowKind | null, isFirst: boolean): RowKind | null {
	switch (table.kindColumn) {
		case null:
			return isFirst ? (table.rowKinds[0] ?? null) : null;
		case 'kind':
			return kind !== null && namesItsColumns(kind, cells, isFirst) ? kind : null;
		case 'type':
			return kind !== null || KIND_COLUMN.has(headerKey(cells[0] ?? '')) ? kindOfColumns(table, cells) : null;
	}
}

/** Innermost kinds first: their key columns are in no other kind. */
function kindOfColumns(table: FlatFileTable, cells: string[]): RowKind | null {
	const names = new Set(cells.slice(1).map(headerKey));
	return [...table.rowKinds].reverse().find((kind) => kind.keyColumns.every((key) => names.has(headerKey(key)))) ?? null;
}

/** A header row names its key column; the first of its kind is also known by half of its names being documented. */
function namesItsColumns(kind: RowKind, cells: string[], isFirst: boolean): boolean {
	const key = headerKey(kind.keyColumns[0] ?? '');
	if (cells.some((cell, place) => place > 0 && cell.toLowerCase().includes(key) && headerKey(cell) === key)) return true;
	if (!isFirst) return false;
	const named = cells.slice(1).filter((cell) => cell.trim() !== '');
	const known = named.filter((cell) => columnOf(kind, cell) !== undefined);
	return known.length > 0 && known.length * 2 >= named.length;
}

/** First cells that are remembered: a file of one kind of rows has a different one in each. */
const MOST_FIRST_CELLS = 1000;

/** Finds kinds and columns by the names in a file; one for a whole file, because names are looked up by the hundred thousand. */
export class Binder {
	private readonly kinds = new Map<string, RowKind>();
	private readonly byFirstCell = new Map<string, RowKind | null>();
	private readonly columns = new Map<RowKind, Map<string, Column[]>>();
	private readonly isCaptured: boolean;

	constructor(
		private readonly table: FlatFileTable,
		private readonly customFields: CustomFieldColumn[],
	) {
		this.isCaptured = table.rowKinds.some(({ keyColumns }) => keyColumns.includes('Invoice Number'));
		for (const kind of table.rowKinds) for (const name of [kind.name, ...kind.alsoNamed]) this.kinds.set(headerKey(name), kind);
	}

	/** The kind that the first cell of a row names. */
	kindOfRow(first: string): RowKind | null {
		if (this.table.kindColumn === null) return this.table.rowKinds[0] ?? null;
		const known = this.byFirstCell.get(first);
		if (known !== undefined) return known;
		const kind = this.kinds.get(headerKey(first)) ?? null;
		if (this.byFirstCell.size < MOST_FIRST_CELLS) this.byFirstCell.set(first, kind);
		return kind;
	}

	bind(kind: RowKind, { row, cells }: CsvRecord): BoundHeader {
		const header: BoundHeader = {
			kind,
			row,
			cells,
			bound: [],
			beside: [],
			aside: [],
			places: new Map(),
			unnamed: [],
			needed: [],
			missing: [],
			twice: new Set(),
		};
		const byKey = this.columnsByKey(kind);
		const seen = new Map<string, number>();
		cells.forEach((cell, place) => {
			if (this.table.kindColumn !== null && place === 0) return;
			const key = headerKey(cell);
			if (key === '') {
				header.unnamed.push(place);
				return;
			}
			const found = byKey.get(key) ?? [];
			const times = (seen.get(key) ?? 0) + 1;
			seen.set(key, times);
			if (times === 1) header.places.set(key, place);
			if (times > Math.max(1, found.length)) header.twice.add(cell.trim());
			this.put(header, found[Math.min(times, found.length) - 1], place, cell);
		});
		const columns = [...byKey.values()].flat();
		header.missing = columns.filter((column) => column.required && !header.places.has(headerKey(column.header)));
		header.needed = columns.flatMap((column) => neededCell(column, header.places));
		return header;
	}

	private columnsByKey(kind: RowKind): Map<string, Column[]> {
		const known = this.columns.get(kind);
		if (known !== undefined) return known;
		const byKey = new Map<string, Column[]>();
		for (const column of columnsOf(kind, this.customFields)) {
			const key = headerKey(column.header);
			byKey.set(key, [...(byKey.get(key) ?? []), column]);
		}
		this.columns.set(kind, byKey);
		return byKey;
	}

	private put(header: BoundHeader, column: Column | undefined, place: number, cell: string): void {
		const name = column?.name ?? headerName(cell);
		if (column === undefined) header.aside.push({ place, name, known: false });
		else if (column.computed) return;
		else if (column.use === 'control' || column.use === 'segment') header.beside.push(this.boundColumn(column, place));
		else if (column.path === null) header.aside.push({ place, name, known: true });
		else header.bound.push(this.boundColumn(column, place));
	}

	/** What a key may hold is said in the row of the record that it names. */
	private boundColumn(column: Column, place: number): BoundColumn {
		const { type, allowed, use, name } = column;
		const isText = type.kind === 'text' && allowed === undefined;
		return {
			place,
			column,
			free: isText && (use === 'key' || use === 'segment' || type.max === undefined),
			verbatim: isText && this.table.trimmed !== true,
			capturedKey: this.isCaptured && (use === 'key' || KEYS.has(name)),
			texts: new KnownTexts(),
		};
	}
}

function neededCell(column: Column, places: Map<string, number>): BoundHeader['needed'] {
	const place = places.get(headerKey(column.header));
	if (column.required) return place === undefined ? [] : [{ column, place }];
	if (column.requiredWith === undefined) return [];
	const withPlace = places.get(headerKey(column.requiredWith));
	return withPlace === undefined ? [] : [{ column, place, onlyWith: { column: column.requiredWith, place: withPlace } }];
}
