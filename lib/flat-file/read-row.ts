import { shownName, type CoupaRecord, type DeliveredInvoice, type Json, type Problem } from '../core';
import { shownCell, shownValue } from './shown-value';
import type { BoundColumn, BoundHeader } from './bind-header';
import { readCell, type CellReading } from './cells';
import { counted } from './csv-limits';
import type { DateFormat } from './dates';
import { claimAt, pathText } from './record-path';
import type { Room } from './room';
import type { RawRow } from './sort-rows';
import type { Column } from './table';
import { unsoundCell } from './unsound-cell';

export type ExtraColumn = DeliveredInvoice['extraColumns'][number];

/** A data row, read: the part of each record that is in it, outermost first. */
export interface ReadRow {
	raw: RawRow;
	header: BoundHeader;
	parts: CoupaRecord[];
	/** Values of the columns that are no part of a record (`control`, `segment`), by column name; null where there are none. */
	values: Map<string, Json> | null;
	extraColumns: ExtraColumn[];
	problems: Problem[];
	/** For problems: shared by the rows of one record. */
	room: Room;
}

/** Reads the cells of a row. Blank cells say nothing; wrong ones are reported and left out; unknown columns are kept aside. */
export function readRow(raw: RawRow, header: BoundHeader, dateFormat: DateFormat, room: Room): ReadRow {
	const { cells } = raw;
	const row: ReadRow = { raw, header, parts: [], values: null, extraColumns: [], problems: [], room };
	for (let level = 0; level <= header.kind.level; level++) row.parts.push({});
	for (const bound of header.bound) {
		const cell = cells[bound.place];
		if (cell !== undefined && cell !== '') readBound(row, bound, cell, dateFormat);
	}
	for (const bound of header.beside) {
		const cell = cells[bound.place];
		if (cell !== undefined && cell.trim() !== '') readBeside(row, bound, cell, dateFormat);
	}
	for (const { place, name } of header.aside) {
		const cell = cells[place];
		if (cell !== undefined && cell.trim() !== '' && room.admitsExtraColumn())
			row.extraColumns.push({ row: raw.row, rowKind: header.kind.name, column: name, value: cell });
	}
	tellMissingCells(row);
	if (header.unnamed.length > 0 || cells.length > header.cells.length) tellSurplus(row);
	return row;
}

function readBound(row: ReadRow, bound: BoundColumn, cell: string, dateFormat: DateFormat): void {
	const part = row.parts[bound.column.level];
	const trimmed = cell.trim();
	if (part === undefined || trimmed === '') return;
	const text = bound.verbatim ? cell : trimmed;
	const unsound = unsoundCell(bound.column, trimmed, bound.capturedKey);
	if (unsound) {
		tell(row, bound.column, cell, unsound);
		return;
	}
	if (bound.free) {
		put(row, part, bound, cell, text);
		return;
	}
	const reading = readCell(bound.column, text, dateFormat);
	if ('code' in reading) tell(row, bound.column, cell, reading);
	else put(row, part, bound, cell, reading.value);
}

function put(row: ReadRow, part: CoupaRecord, { column, texts }: BoundColumn, cell: string, read: Json): void {
	const value = typeof read === 'string' ? texts.same(read) : read;
	if (claimAt(part, column.steps, value) === value) return;
	tell(row, column, cell, {
		code: 'conflictingCells',
		message: `“${column.name}” differs from another column of this row with the same meaning. Fill in only one of them.`,
	});
}

function readBeside(row: ReadRow, { column, free, capturedKey }: BoundColumn, cell: string, dateFormat: DateFormat): void {
	const reading =
		unsoundCell(column, cell.trim(), capturedKey) ?? (free ? { value: cell.trim() } : readCell(column, cell.trim(), dateFormat));
	if ('code' in reading) {
		tell(row, column, cell, reading);
		return;
	}
	row.values ??= new Map();
	row.values.set(column.name, reading.value);
}

function tell(row: ReadRow, column: Column, cell: string, { code, message }: Exclude<CellReading, { value: Json }>): void {
	const problem: Problem = { severity: 'error', code, row: row.raw.row, column: column.name, value: shownCell(column.name, cell), message };
	note(row, Object.assign(problem, placeOf(column)));
}

/** Adds a problem to those of a row, where there is room for it. */
export function note({ problems, room }: Pick<ReadRow, 'problems' | 'room'>, problem: Problem): void {
	if (room.admits(problem)) problems.push(problem);
}

/** Place in the record of the column's level; a key's is another row's. */
function placeOf({ use, steps }: Column): Pick<Problem, 'path'> {
	return use === 'field' ? { path: pathText(steps) } : {};
}

function tellMissingCells(row: ReadRow): void {
	const { raw, header } = row;
	for (const { column, place, onlyWith } of header.needed) {
		if (!isBlank(raw, place) || (onlyWith && isBlank(raw, onlyWith.place))) continue;
		note(row, {
			severity: 'error',
			code: 'required',
			row: raw.row,
			column: column.name,
			...placeOf(column),
			message: onlyWith
				? `“${column.name}” is empty, but “${onlyWith.column}” is filled: Coupa needs both.`
				: `“${column.name}” is empty, but Coupa requires it. Fill it in and send the file again.`,
		});
	}
}

function isBlank({ cells }: RawRow, place: number | undefined): boolean {
	return place === undefined || (cells[place] ?? '').trim() === '';
}

/** Rows may be padded with blank cells; a filled one without header above it has lost its place. */
function tellSurplus(row: ReadRow): void {
	const { raw, header } = row;
	const { cells } = raw;
	const beyond = cells.findIndex((cell, place) => place >= header.cells.length && cell.trim() !== '');
	const place = header.unnamed.find((unnamed) => !isBlank(raw, unnamed)) ?? beyond;
	if (place < 0) return;
	note(row, {
		severity: 'error',
		code: 'tooManyCells',
		row: raw.row,
		value: shownValue(cells[place] ?? ''),
		message: `Cell ${place + 1} of this row has no header above it, so its cells may have moved. Check for a missing quote or an extra comma.`,
	});
}

const toldOfHeaders = new WeakMap<BoundHeader, Problem[]>();

/** What is wrong with a header row itself: the same problems for each record below it. */
export function headerProblems(header: BoundHeader): Problem[] {
	const told = toldOfHeaders.get(header) ?? problemsOf(header);
	toldOfHeaders.set(header, told);
	return told;
}

/** Columns that are named one by one. */
const MOST_NAMED = 10;

function problemsOf({ kind, row, missing, twice }: BoundHeader): Problem[] {
	const names = [...twice];
	return [
		...missing.map((column): Problem => ({
			severity: 'error',
			code: 'required',
			row,
			column: column.name,
			...placeOf(column),
			message: `The header row of the “${kind.name}” rows lacks the column “${column.name}”, which Coupa requires. Add it and fill it in.`,
		})),
		...names.slice(0, MOST_NAMED).map((name): Problem => ({
			severity: 'error',
			code: 'duplicateColumn',
			row,
			column: shownName(name),
			message: `The column “${shownName(name)}” is twice in the header row of the “${kind.name}” rows, so it is unclear which one counts. Keep one.`,
		})),
		...(names.length > MOST_NAMED
			? [
					{
						severity: 'error' as const,
						code: 'duplicateColumn',
						row,
						message: `${counted(names.length - MOST_NAMED)} more columns are twice in the header row of the “${kind.name}” rows. Keep one of each.`,
					},
				]
			: []),
	];
}
