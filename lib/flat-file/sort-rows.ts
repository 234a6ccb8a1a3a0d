import type { Problem, Sliced } from '../core';
import { Binder, kindOfHeader, type BoundHeader } from './bind-header';
import { tooManyHeaders } from './csv-limits';
import { LeanRow } from './lean-row';
import type { CsvRecord } from './split-csv';
import type { CustomFieldColumn, FlatFileTable, RowKind } from './table';

/** A data row as it is in the file. `header` is null where none of its kind is above it. */
export interface RawRow {
	row: number;
	/** First cell, in the documented spelling where the kind is known. */
	rowKind: string;
	kind: RowKind | null;
	header: BoundHeader | null;
	/** Verbatim cells, the row kind first where the file has one. */
	cells: string[];
	/** The whole row as text where its quotes are wrong: `cells` are those before the damage. */
	damaged?: string;
}

/** A row of a known kind that is above the header row of its kind. */
export function isHeaderless(row: RawRow): boolean {
	return row.kind !== null && row.header === null;
}

/** What header rows may weigh: one of its cells, and what each of them costs by itself, in cells. */
const MOST_HEADER_CELLS = 100_000;
const CELLS_OF_A_HEADER = 200;

/**
 * Sorts the records of a file into header rows and data rows, in file order. A header row may be repeated later in the file; the
 * same one once more says nothing new.
 */
export function* sortRows(
	table: FlatFileTable,
	records: CsvRecord[],
	customFields: CustomFieldColumn[] = [],
): Sliced<{ headers: BoundHeader[]; rows: RawRow[] } | { problem: Problem }> {
	const binder = new Binder(table, customFields);
	const current = new Map<RowKind, BoundHeader>();
	const headers: BoundHeader[] = [];
	const rows: RawRow[] = [];
	let headerCells = 0;
	for (const record of records) {
		yield;
		const first = record.cells[0] ?? '';
		const kind = binder.kindOfRow(first);
		const headed = record.damaged !== undefined ? null : kindOfHeader(table, record, kind, kind === null || !current.has(kind));
		if (headed) {
			if (isSame(current.get(headed)?.cells, record.cells)) continue;
			headerCells += record.cells.length + CELLS_OF_A_HEADER;
			if (headerCells > MOST_HEADER_CELLS) return { problem: tooManyHeaders(record.row) };
			const header = binder.bind(headed, record);
			current.set(headed, header);
			headers.push(header);
		} else {
			rows.push(sorted(record, kind, kind === null ? null : (current.get(kind) ?? null)));
		}
	}
	return { headers, rows };
}

/** A lean row stays the object that it is. */
function sorted(record: CsvRecord, kind: RowKind | null, header: BoundHeader | null): RawRow {
	if (record instanceof LeanRow) return Object.assign(record, { kind, header });
	return { ...record, rowKind: kind?.name ?? (record.cells[0] ?? '').trim(), kind, header };
}

function isSame(left: string[] | undefined, right: string[]): boolean {
	return left?.length === right.length && left.every((cell, place) => cell === right[place]);
}

/** The trimmed text of a row's cell by column name, in the documented spelling; blank where the row has no such column. */
export function cellOf(row: RawRow, column: string): string {
	const place = row.header?.places.get(column.toLowerCase());
	return place === undefined ? '' : (row.cells[place] ?? '').trim();
}
