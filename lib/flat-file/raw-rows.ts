import type { Problem } from '../core';
import type { CsvRecord } from './csv';
import { columnOf, headerKey, text, type Column, type CustomFieldColumn, type FlatFileFormat, type RowKind } from './table';

/** A header row as it stands in the file, and what its columns mean. */
export interface HeaderRow {
	rowKind: string;
	kind: RowKind;
	row: number;
	/** Verbatim cells, the row kind first. */
	cells: string[];
	/** Meaning of each cell: a documented column or a custom field; null for the marker and for unknown columns. */
	columns: Array<Column | null>;
	/** Place of each header, found by `headerKey`. */
	places: Map<string, number>;
	/** Headers that stand there more than once. */
	twice: string[];
	/** Required columns that the header row does not have. */
	missing: Column[];
	/** Columns whose cells must be filled: always, or as soon as the cell at `onlyWith` is. */
	needed: Array<{ column: Column; place: number | undefined; onlyWith?: { column: string; place: number } }>;
}

/** A data row as it stands in the file. `header` is null where none of its kind stands above it. */
export interface RawRow {
	row: number;
	/** First cell, in the documented spelling where the kind is known. */
	rowKind: string;
	kind: RowKind | null;
	header: HeaderRow | null;
	/** Verbatim cells, the row kind first. */
	cells: string[];
}

/** A row of a known kind that stands above the header row of its kind. */
export function isHeaderless(row: RawRow): boolean {
	return row.kind !== null && row.header === null;
}

/** Sorts the records of a file into header rows and data rows, in file order. A header row may be repeated later in the file. */
export function sortRows(
	records: CsvRecord[],
	format: FlatFileFormat,
	customFields: CustomFieldColumn[],
): { headers: HeaderRow[]; rows: RawRow[] } {
	const kinds = new Map(format.rowKinds.map((kind) => [kind.name.toLowerCase(), kind]));
	const current = new Map<RowKind, HeaderRow>();
	const headers: HeaderRow[] = [];
	const rows: RawRow[] = [];
	for (const { line, cells } of records) {
		const first = (cells[0] ?? '').trim();
		const kind = kinds.get(first.toLowerCase().replace(/\s+/g, ' ')) ?? null;
		if (kind && isHeader(kind, cells, !current.has(kind))) {
			const header = headerRow(kind, line, cells, customFields);
			current.set(kind, header);
			headers.push(header);
		} else {
			rows.push({ row: line, rowKind: kind?.name ?? first, kind, header: kind ? (current.get(kind) ?? null) : null, cells });
		}
	}
	return { headers, rows };
}

/** A header row names its key column; the first of its kind is also known by half of its names being documented. */
function isHeader(kind: RowKind, cells: string[], first: boolean): boolean {
	const keyName = columnKey(kind.keyColumn);
	if (cells.some((cell, place) => place > 0 && cell.toLowerCase().includes(keyName) && headerKey(cell) === keyName)) return true;
	if (!first) return false;
	const named = cells.slice(1).filter((cell) => cell.trim() !== '');
	const known = named.filter((cell) => columnOf(kind, cell) !== undefined);
	return known.length > 0 && known.length * 2 >= named.length;
}

function headerRow(kind: RowKind, row: number, cells: string[], customFields: CustomFieldColumn[]): HeaderRow {
	const places = new Map<string, number>();
	const twice: string[] = [];
	const columns = cells.map((cell, place): Column | null => {
		const name = headerKey(cell);
		if (place === 0 || name === '') return null;
		if (places.has(name)) twice.push(cell.trim());
		else places.set(name, place);
		return columnOf(kind, cell) ?? customColumn(kind, cell, customFields);
	});
	const missing = kind.columns.filter((column) => column.required && !places.has(headerKey(column.header)));
	return { rowKind: kind.name, kind, row, cells, columns, places, twice, missing, needed: neededCells(kind, places) };
}

function neededCells(kind: RowKind, places: Map<string, number>): HeaderRow['needed'] {
	return kind.columns.flatMap((column): HeaderRow['needed'] => {
		const place = places.get(headerKey(column.header));
		if (column.required) return place === undefined ? [] : [{ column, place }];
		const withPlace = column.requiredWith === undefined ? undefined : places.get(headerKey(column.requiredWith));
		return withPlace === undefined ? [] : [{ column, place, onlyWith: { column: column.requiredWith ?? '', place: withPlace } }];
	});
}

function customColumn(kind: RowKind, header: string, customFields: CustomFieldColumn[]): Column | null {
	const custom = customFields.find((entry) => headerKey(entry.column) === headerKey(header) && (entry.rowKind ?? kind.name) === kind.name);
	return custom ? customFieldColumn(custom) : null;
}

/** The table entry of a custom field, as reader and writer use it. */
export function customFieldColumn(custom: CustomFieldColumn): Column {
	return {
		name: custom.column,
		header: custom.column,
		position: null,
		use: 'field',
		path: `custom-fields.${custom.field}`,
		steps: ['custom-fields', custom.field],
		type: text(),
		required: false,
		source: 'custom field',
	};
}

/** `headerKey` of a column name as the tables spell it; rows ask for it by the hundred thousand. */
const columnKey = (name: string): string => name.toLowerCase();

/** The trimmed text of a row's cell by column name; blank where the row has no such column. */
export function cellOf(row: RawRow, column: string): string {
	const place = row.header?.places.get(columnKey(column));
	return place === undefined ? '' : (row.cells[place] ?? '').trim();
}

/** What is wrong with the header rows as a whole, so that no row below them can be trusted; null when all is well. */
export function fileProblem(headers: HeaderRow[], rows: RawRow[], format: FlatFileFormat): Problem | null {
	const main = format.rowKinds[0];
	if (!main) return null;
	if (headers.length === 0 && rows.length > 0 && !rows.some((row) => row.kind)) return notThisFormat(rows, format);
	if (!headers.some((header) => header.kind === main)) {
		return refusal(
			'noHeader',
			`The file has no header row for “${main.name}”. Put one on top, its first cell being ${main.name}, then one for each other kind of row.`,
		);
	}
	if (!rows.some((row) => row.kind === main)) {
		return refusal(
			'headerWithoutData',
			`The file has header rows but no row of the kind “${main.name}”: there is nothing to import. Send it again with its data.`,
		);
	}
	const keyless = headers.find((header) => !header.places.has(headerKey(header.kind.keyColumn)));
	if (!keyless) return null;
	return {
		...refusal(
			'keyColumnMissing',
			`The header row for “${keyless.rowKind}” has no column “${keyless.kind.keyColumn}”, so nobody can tell which invoice its rows belong to.`,
		),
		row: keyless.row,
		column: keyless.kind.keyColumn,
	};
}

function notThisFormat(rows: RawRow[], format: FlatFileFormat): Problem {
	const first = rows[0]?.cells.join(',') ?? '';
	const separated = /[;\t]/.test(rows[0]?.cells[0] ?? '')
		? ' Its cells seem to be separated by semicolons or tabs; commas are needed.'
		: '';
	return {
		...refusal(
			'noHeader',
			`This is no ${format.name} file: no row starts with ${format.rowKinds.map((kind) => kind.name).join(', ')}.${separated}`,
		),
		row: rows[0]?.row,
		value: first.slice(0, 200),
	};
}

function refusal(code: string, message: string): Problem {
	return { severity: 'error', code, message };
}
