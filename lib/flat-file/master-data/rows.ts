import { recordsAt, textAt, valueAt, type CoupaRecord, type Problem } from '../../core';
import { formatCell } from '../cells';
import { getAt } from '../record-path';
import type { ChosenRows } from './choose-columns';
import type { MasterDataColumn, MasterDataTable, RowRecords } from './table';

/** The cells of one row, its kind first where the file has a column for that. */
export interface FileRow {
	rows: ChosenRows;
	records: RowRecords;
	cells: string[];
}

/** The header rows of a file: one, or one for each row kind, each beginning with the name of the kind column. */
export function headerRows(table: MasterDataTable, chosen: ChosenRows[]): string[][] {
	return chosen.map(({ columns }) => [...(table.kindColumn === null ? [] : [table.kindColumn]), ...columns.map((column) => column.header)]);
}

/** Every row of one record: its own, then for each member of its list that member's rows (a header, a line, the line's splits, the next line). */
export function rowsOf(table: MasterDataTable, chosen: ChosenRows[], record: CoupaRecord): FileRow[] {
	return rowsBelow(table, chosen, [table.adopt?.(record) ?? record], 1);
}

function rowsBelow(table: MasterDataTable, chosen: ChosenRows[], records: CoupaRecord[], position: number): FileRow[] {
	const level = records.length - 1;
	const innermost = records[level];
	const list = table.lists[level];
	const own = chosen
		.filter(({ kind }) => kind.level === level)
		.map((rows) => ({ rows, records, cells: cellsOf(table, rows, records, position) }));
	if (list === undefined) return own;
	return [...own, ...recordsAt(innermost, list).flatMap((member, index) => rowsBelow(table, chosen, [...records, member], index + 1))];
}

function cellsOf(table: MasterDataTable, { kind, columns }: ChosenRows, records: RowRecords, position: number): string[] {
	const cells = columns.map((column) => cellOf(column, records, position));
	return table.kindColumn === null ? cells : [kind.name, ...cells];
}

function cellOf(column: MasterDataColumn, records: RowRecords, position: number): string {
	if (column.computed) return column.computed.cell(records, position);
	if (column.path === null) return '';
	const value = getAt(records[column.level], column.steps);
	return column.custom ? customFieldCell(column, value) : formatCell(column, value);
}

/** A custom field that is a lookup comes as an object (rules.md §2): its name is written, and of several all names. */
function customFieldCell(column: MasterDataColumn, value: ReturnType<typeof valueAt>): string {
	if (Array.isArray(value))
		return formatCell(
			{ type: { kind: 'list', of: 'name' } },
			value.map((member) => (typeof member === 'object' ? member : { name: member })),
		);
	return formatCell(column, valueAt(value, 'name') ?? value);
}

/** Columns that say which record a row is about, for each level of its records, and the places of their cells. */
type NamingColumns = Array<Array<{ column: MasterDataColumn; place: number }>>;

/** The check of rows that do not say which record they are, or which one they belong to: they go out as they are, and the reader is told. */
export function identityCheck(table: MasterDataTable, chosen: ChosenRows[]): (row: FileRow) => Problem[] {
	const naming = new Map(chosen.map((rows) => [rows, namingColumns(table, rows)]));
	return (row) => identityProblems(row, naming.get(row.rows) ?? []);
}

function namingColumns(table: MasterDataTable, { kind, columns }: ChosenRows): NamingColumns {
	const offset = table.kindColumn === null ? 0 : 1;
	return Array.from({ length: kind.level + 1 }, (_, level) =>
		columns.flatMap((column, place) =>
			column.level === level && (table.identity[level] ?? []).includes(column.path ?? '') ? [{ column, place: place + offset }] : [],
		),
	);
}

function identityProblems({ rows, records, cells }: FileRow, naming: NamingColumns): Problem[] {
	return naming.flatMap((columns): Problem[] => {
		const [first] = columns;
		if (first === undefined || columns.some(({ place }) => cells[place] !== '')) return [];
		const id = textAt(records[0], 'id');
		return [
			{
				severity: 'warning',
				code: 'required',
				column: first.column.name,
				...(id === undefined ? {} : { value: id }),
				message: `A ${rows.kind.name} row of the Coupa record ${id ?? 'without id'} has no “${first.column.name}”: who reads the file cannot place it. Fill the field in Coupa, or choose a further column that names it.`,
			},
		];
	});
}
