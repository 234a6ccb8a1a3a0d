import { valueAt, type CoupaRecord } from '../core';
import { formatCell } from './cells';
import { toCsv } from './csv';
import { customFieldColumn, isHeaderless, type HeaderRow, type RawRow } from './raw-rows';
import { pathText, type Step } from './record-path';
import type { Column, CustomFieldColumn, RowKind } from './table';

/** One row to write: its part of the record, and the cells that are no part of it (keys, submit, attachments) by column name. */
export interface OutRow {
	kind: RowKind;
	/** Place of the part in the whole record. */
	at: readonly Step[];
	part: CoupaRecord;
	cells?: Readonly<Record<string, string>>;
}

export interface WriteRowsOptions {
	customFields?: CustomFieldColumn[];
	/** Puts `'` before cells that a spreadsheet would run as formulas: only for files that people open, the text is changed. */
	defuseFormulas?: boolean;
}

/**
 * Writes rows as a flat file: UTF-8 without BOM, every cell quoted, CRLF, one header row per used row kind on top, and of its
 * columns the required and the used ones. `written` holds for each row the record places that it carries, as problem paths.
 */
export function writeRows(rows: OutRow[], options: WriteRowsOptions = {}): { csv: Buffer; written: string[][] } {
	const kinds = [...new Set(rows.map((row) => row.kind))];
	const writable = new Map(kinds.map((kind) => [kind, writableColumns(kind, options.customFields ?? [])]));
	const filled = rows.map((row) => ({ row, cells: cellsOf(row, writable.get(row.kind) ?? []) }));
	const used = new Set(filled.flatMap(({ cells }) => [...cells.keys()]));
	const columns = new Map(kinds.map((kind) => [kind, (writable.get(kind) ?? []).filter((column) => column.required || used.has(column))]));
	const headers = kinds.map((kind) => [kind.name, ...(columns.get(kind) ?? []).map((column) => column.header)]);
	const data = filled.map(({ row, cells }) => [row.kind.name, ...(columns.get(row.kind) ?? []).map((column) => cells.get(column) ?? '')]);
	return {
		csv: toCsv([...headers, ...data], { defuseFormulas: options.defuseFormulas }),
		written: filled.map(({ row, cells }) =>
			[...cells.keys()].filter((column) => column.use === 'field').map((column) => pathText([...row.at, ...column.steps])),
		),
	};
}

/** Columns that carry something of their own: of two spellings of one place only the first. */
function writableColumns(kind: RowKind, customFields: CustomFieldColumn[]): Column[] {
	const paths = new Set<string>();
	const documented = kind.columns.filter((column) => {
		if (column.use === 'key' || column.use === 'control') return true;
		if (column.path === null || paths.has(column.path)) return false;
		paths.add(column.path);
		return true;
	});
	return [...documented, ...customFields.filter((custom) => (custom.rowKind ?? kind.name) === kind.name).map(customFieldColumn)];
}

function cellsOf(row: OutRow, columns: Column[]): Map<Column, string> {
	const cells = new Map<Column, string>();
	for (const column of columns) {
		const cell = row.cells?.[column.name] ?? (column.use === 'field' ? formatCell(column, valueAt(row.part, ...column.steps)) : '');
		if (cell !== '') cells.set(column, cell);
	}
	return cells;
}

/**
 * Writes rows exactly as they were read, under the header rows they had: a rejected package has the same headers and cells.
 * Rows that had no header row above them stand above all headers, so that they are read the same way again.
 */
export function writeRawRows(rows: RawRow[]): Buffer {
	const current = new Map<RowKind, HeaderRow>();
	const headers = rows.flatMap(({ header }) => {
		if (!header || current.has(header.kind)) return [];
		current.set(header.kind, header);
		return [header.cells];
	});
	const data = rows
		.filter((row) => !isHeaderless(row))
		.flatMap(({ header, cells }) => {
			if (!header || current.get(header.kind) === header) return [cells];
			current.set(header.kind, header);
			return [header.cells, cells];
		});
	return toCsv([...rows.filter(isHeaderless).map((row) => row.cells), ...headers, ...data]);
}
