import type { CsvRecord } from '../csv';
import { headerKey, type CustomFieldColumn } from '../table';
import { columnsOf } from './choose-columns';
import type { MasterDataColumn, MasterDataRowKind, MasterDataTable } from './table';

/** A header row of a master data file, and what stands where below it. */
export interface BoundHeader {
	kind: MasterDataRowKind;
	row: number;
	cells: string[];
	/** Known columns with a place in the record. Computed ones and repeats of a name are left out. */
	bound: BoundColumn[];
	/** Known columns without such a place, and unknown ones: kept aside by name. */
	aside: Array<{ place: number; name: string; known: boolean }>;
	/** Required columns that the file has. */
	required: BoundColumn[];
	/** Required columns that it lacks. */
	missing: MasterDataColumn[];
	/** Headers that stand there twice although the documents list them once. */
	twice: string[];
}

export interface BoundColumn {
	place: number;
	column: MasterDataColumn;
	/** A text that is taken as it stands, without limits to check. */
	verbatim: boolean;
}

/** First cells of a header row whose first column names the row kind (csv/_conventions.json, row_kinds). */
const KIND_COLUMN = new Set(['type', 'recordtype', 'record type']);

/**
 * The kind whose header row this is, or null for a data row. Innermost kinds first: their key columns stand in no other
 * kind. In files of one kind the first record is the header row.
 */
export function kindOfHeader(table: MasterDataTable, record: CsvRecord, isFirst: boolean): MasterDataRowKind | null {
	const [only] = table.rowKinds;
	if (table.kindColumn === null) return isFirst ? (only ?? null) : null;
	const first = headerKey(record.cells[0] ?? '');
	if (!KIND_COLUMN.has(first) && kindOfRow(table, first) === null) return null;
	const names = new Set(record.cells.slice(1).map(headerKey));
	return [...table.rowKinds].reverse().find((kind) => kind.keyColumns.every((key) => names.has(headerKey(key)))) ?? null;
}

/** The kind that the first cell of a data row names. */
export function kindOfRow(table: MasterDataTable, first: string): MasterDataRowKind | null {
	const key = headerKey(first);
	return table.rowKinds.find((kind) => [kind.name, ...kind.alsoNamed].some((name) => headerKey(name) === key)) ?? null;
}

export function bindHeader(
	table: MasterDataTable,
	kind: MasterDataRowKind,
	{ line, cells }: CsvRecord,
	customFields: CustomFieldColumn[],
): BoundHeader {
	const columns = columnsOf(kind, customFields);
	const byKey = new Map<string, MasterDataColumn[]>();
	for (const column of columns) byKey.set(headerKey(column.header), [...(byKey.get(headerKey(column.header)) ?? []), column]);
	const header: BoundHeader = { kind, row: line, cells, bound: [], aside: [], required: [], missing: [], twice: [] };
	const seen = new Map<string, number>();
	cells.forEach((cell, place) => {
		const key = headerKey(cell);
		if (key === '' || (table.kindColumn !== null && place === 0)) return;
		const found = byKey.get(key) ?? [];
		const times = (seen.get(key) ?? 0) + 1;
		seen.set(key, times);
		if (times > Math.max(1, found.length)) header.twice.push(cell.trim());
		bind(header, found[Math.min(times, found.length) - 1], place, cell.trim());
	});
	header.missing = columns.filter((column) => column.required && !seen.has(headerKey(column.header)));
	header.required = header.bound.filter(({ column }) => column.required);
	return header;
}

function bind(header: BoundHeader, column: MasterDataColumn | undefined, place: number, name: string): void {
	if (column === undefined) header.aside.push({ place, name, known: false });
	else if (column.computed) return;
	else if (column.path === null) header.aside.push({ place, name, known: true });
	else
		header.bound.push({
			place,
			column,
			verbatim: column.type.kind === 'text' && column.type.max === undefined && column.allowed === undefined,
		});
}
