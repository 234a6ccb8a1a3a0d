import type { CoupaRecord, Json, Problem } from '../../core';
import { readCell } from '../cells';
import type { ExtraColumn } from '../convert-row';
import type { CsvRecord } from '../csv';
import type { DateFormat } from '../dates';
import { claimAt, pathText } from '../record-path';
import type { BoundColumn, BoundHeader } from './bind-header';
import type { MasterDataColumn } from './table';

/** A data row, read: the part of each record that stands in it, outermost first. */
export interface ReadRow {
	header: BoundHeader;
	row: number;
	parts: CoupaRecord[];
	extraColumns: ExtraColumn[];
	problems: Problem[];
}

/** Reads the cells of a row. Blank cells say nothing; wrong ones are told and left out; texts are kept to the last blank. */
export function readRow(header: BoundHeader, { line, cells }: CsvRecord, dateFormat: DateFormat): ReadRow {
	const row: ReadRow = { header, row: line, parts: [], extraColumns: [], problems: [] };
	for (let level = 0; level <= header.kind.level; level++) row.parts.push({});
	for (const bound of header.bound) {
		const cell = cells[bound.place];
		if (cell !== undefined && cell !== '') readBound(row, bound, cell, dateFormat);
	}
	for (const { place, name } of header.aside) {
		const cell = cells[place];
		if (cell !== undefined && cell !== '') row.extraColumns.push({ row: line, rowKind: header.kind.name, column: name, value: cell });
	}
	for (const { place, column } of header.required) {
		if ((cells[place] ?? '').trim() === '')
			row.problems.push({
				severity: 'error',
				code: 'required',
				row: line,
				column: column.name,
				message: `“${column.name}” is empty, but a ${header.kind.name} row needs it. Fill it and send the file again.`,
			});
	}
	if (cells.length > header.cells.length) tellSurplus(row, cells);
	return row;
}

function readBound(row: ReadRow, { column, verbatim }: BoundColumn, cell: string, dateFormat: DateFormat): void {
	const part = row.parts[column.level];
	const trimmed = cell.trim();
	if (part === undefined || trimmed === '') return;
	if (verbatim) {
		put(row, part, column, cell, cell);
		return;
	}
	const reading = readCell(column, column.type.kind === 'text' && column.allowed === undefined ? cell : trimmed, dateFormat);
	if ('code' in reading) tell(row, column, cell, reading.code, reading.message);
	else put(row, part, column, cell, reading.value);
}

function put(row: ReadRow, part: CoupaRecord, column: MasterDataColumn, cell: string, value: Json): void {
	if (claimAt(part, column.steps, value) !== value)
		tell(
			row,
			column,
			cell,
			'conflictingCells',
			`“${column.name}” says something else than another column of this row that means the same. Fill only one of them.`,
		);
}

function tell(row: ReadRow, column: MasterDataColumn, cell: string, code: string, message: string): void {
	row.problems.push({ severity: 'error', code, row: row.row, column: column.name, path: pathText(column.steps), value: cell, message });
}

/** Rows may be padded with blank cells; filled ones behind the last header have lost their place. */
function tellSurplus(row: ReadRow, cells: string[]): void {
	const place = cells.findIndex((cell, index) => index >= row.header.cells.length && cell.trim() !== '');
	if (place < 0) return;
	row.problems.push({
		severity: 'error',
		code: 'tooManyCells',
		row: row.row,
		value: cells[place],
		message: `Cell ${place + 1} of this row has no header above it: its cells may have moved. Check for a missing quote or an extra comma.`,
	});
}
