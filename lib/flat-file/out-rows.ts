import { recordsAt, textAt, valueAt, type CoupaRecord, type Json, type Problem, ownValue } from '../core';
import { formatCell } from './cells';
import type { ChosenRows } from './choose-columns';
import { getAt, leafPaths, pathText } from './record-path';
import { homesOf, type Column, type FlatFileTable, type Home, type RowRecords } from './table';

/** The cells of one row to write. */
export interface OutRow {
	rows: ChosenRows;
	home: Home;
	/** Outermost first; its own record last. */
	records: RowRecords;
	/** 1-based places of all but the outermost record in their lists. */
	places: readonly number[];
	/** One for each chosen column. */
	cells: string[];
}

/** Which rows the members of lists have: a tree of lists from the outermost record down. */
interface Branch {
	own: Array<{ rows: ChosenRows; home: Home; inlined: ReadonlySet<string> }>;
	lists: Map<string, Branch>;
}

/** The header rows of a file: one, or one for each row kind, each beginning with its name or that of the kind column. */
export function headerRows(table: FlatFileTable, chosen: ChosenRows[]): string[][] {
	return chosen.map(({ kind, columns }) =>
		withKind(
			table,
			table.kindColumn === 'kind' ? kind.name : (table.kindColumn ?? ''),
			columns.map(({ header }) => header),
		),
	);
}

/** A whole data row, its kind first where the file has a column for that. */
export function lineOf(table: FlatFileTable, { rows, cells }: OutRow): string[] {
	return withKind(table, rows.kind.name, cells);
}

function withKind(table: FlatFileTable, first: string, cells: string[]): string[] {
	return table.kindColumn === null ? cells : [first, ...cells];
}

/**
 * Gives every row of one record: its own, then for each member of its lists that member's rows (a header, a line, the line's
 * splits, the next line).
 */
export function rowMaker(table: FlatFileTable, chosen: ChosenRows[]): (record: CoupaRecord) => OutRow[] {
	const tree = treeOf(table, chosen);
	return (record) => rowsBelow(table, tree, [table.adopt?.(record) ?? record], []);
}

function treeOf(table: FlatFileTable, chosen: ChosenRows[]): Branch {
	const tree: Branch = { own: [], lists: new Map() };
	for (const rows of chosen) {
		for (const home of homesOf(table, rows.kind)) {
			let branch = tree;
			for (const list of home.lists) {
				const next: Branch = branch.lists.get(list) ?? { own: [], lists: new Map() };
				branch.lists.set(list, next);
				branch = next;
			}
			branch.own.push({ rows, home, inlined: inlinedPaths(table, rows) });
		}
	}
	return tree;
}

function rowsBelow(table: FlatFileTable, { own, lists }: Branch, records: CoupaRecord[], places: number[]): OutRow[] {
	const innermost = records[records.length - 1];
	const fits = own.some(({ inlined }) => inlined.size > 0 && fitsInRow(table, inlined, innermost));
	const rows = own.map(({ rows: chosen, home, inlined }): OutRow => ({
		rows: chosen,
		home,
		records,
		places,
		cells: chosen.columns.map((column) =>
			inlined.size > 0 && !fits && column.steps[0] === table.inlined?.list
				? ''
				: cellOf(table, column, { level: chosen.kind.level, home, records, places }),
		),
	}));
	if (lists.size === 0) return rows;
	for (const [list, branch] of lists) {
		for (const [index, member] of recordsAt(innermost, list).entries()) {
			if (fits && index === 0 && list === table.inlined?.list) continue;
			rows.push(...rowsBelow(table, branch, [...records, member], [...places, index + 1]));
		}
	}
	return rows;
}

/** Places in the first member of the inlined list that the row has a column for. */
export function inlinedPaths({ inlined }: FlatFileTable, { columns }: { columns: readonly Column[] }): ReadonlySet<string> {
	return new Set(columns.flatMap(({ steps }) => (inlined !== undefined && steps[0] === inlined.list ? [pathText(steps.slice(2))] : [])));
}

/** Whether all that the first member of the inlined list holds has a column in its owner's row. */
export function fitsInRow({ inlined }: FlatFileTable, known: ReadonlySet<string>, owner: CoupaRecord | undefined): boolean {
	const first = inlined === undefined ? undefined : recordsAt(owner, inlined.list)[0];
	if (inlined === undefined || first === undefined) return false;
	const { path, is } = inlined.implied;
	if ((textAt(first, path) ?? is) !== is) return false;
	const paths = leafPaths(first).filter((leaf) => leaf !== path);
	return paths.length > 0 && paths.every((leaf) => known.has(leaf));
}

type Around = Pick<OutRow, 'home' | 'records' | 'places'> & { level: number };

function cellOf(table: FlatFileTable, column: Column, around: Around): string {
	const { records, places } = around;
	if (column.computed) return column.computed.cell(records, places[places.length - 1] ?? 1);
	if (column.path === null) return '';
	if (column.use === 'key') return keyCell(table, column, around);
	// A record of a kind with several homes is the innermost one, however deep it stands.
	const own = column.level === around.level;
	const value = getAt(records[own ? records.length - 1 : column.level], column.steps);
	const cell = column.custom ? customFieldCell(column, value) : formatCell(column, value);
	const { where } = around.home;
	return cell === '' && own && where?.path === column.path ? where.is : cell;
}

/** What names a record further out; a member of a numbered list without number goes by its place. */
function keyCell(table: FlatFileTable, column: Column, { home: { lists }, records, places }: Around): string {
	if (column.level === 0) return formatCell(column, getAt(records[0], column.steps));
	const list = lists.length > column.level ? lists[column.level - 1] : undefined;
	if (list === undefined || ownValue(table.numbered, list) !== column.path) return '';
	return textAt(records[column.level], column.path) ?? String(places[column.level - 1] ?? '');
}

/** A custom field that is a lookup comes as an object (rules.md §2): its name is written, and of several all names. */
function customFieldCell(column: Column, value: Json | undefined): string {
	if (Array.isArray(value))
		return formatCell(
			{ type: { kind: 'list', of: 'name' } },
			value.map((member) => (typeof member === 'object' ? member : { name: member })),
		);
	return formatCell(column, valueAt(value, 'name') ?? value);
}

/** Columns that say which record a row is about, for each level of its records, and the places of their cells. */
type NamingColumns = Array<Array<{ column: Column; place: number }>>;

/** The check of rows that do not say which record they are, or which one they belong to: they go out as they are, and it is reported. */
export function identityCheck(table: FlatFileTable, chosen: ChosenRows[]): (row: OutRow) => Problem[] {
	const naming = new Map(chosen.map((rows) => [rows, namingColumns(table, rows)]));
	return (row) => identityProblems(row, naming.get(row.rows) ?? []);
}

function namingColumns(table: FlatFileTable, { kind, columns }: ChosenRows): NamingColumns {
	return Array.from({ length: kind.level + 1 }, (_, level) =>
		columns.flatMap((column, place) =>
			column.level === level && (table.identity[level] ?? []).includes(column.path ?? '') ? [{ column, place }] : [],
		),
	);
}

function identityProblems({ rows, records, cells }: OutRow, naming: NamingColumns): Problem[] {
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
				message: `A ${rows.kind.name} row of the Coupa record ${id ?? 'without id'} has no “${first.column.name}”: whoever reads the file cannot tell where it belongs. Fill in the field in Coupa, or add a column that identifies it.`,
			},
		];
	});
}
