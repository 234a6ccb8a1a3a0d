import { isRecord, type CoupaRecord, type DeliveredInvoice, type Json, type Problem, valueAt } from '../core';
import { readCell } from './cells';
import { isFormula } from './csv';
import type { DateFormat } from './dates';
import type { HeaderRow, RawRow } from './raw-rows';
import { pathText, setAt, type Step } from './record-path';
import type { Column } from './table';

export type ExtraColumn = DeliveredInvoice['extraColumns'][number];

/** A data row, read by its column table. */
export interface RowContent {
	raw: RawRow;
	/** The part of the record that stands in this row, e.g. one invoice line. */
	part: CoupaRecord;
	/** Values of key and control columns, by column name; invalid and blank ones are absent. */
	values: Map<string, Json>;
	/** `Account Segment` cells by number. */
	segments: Map<number, string>;
	extraColumns: ExtraColumn[];
	/** Filled cells of columns that Coupa does not document. */
	unknownColumns: Array<{ column: string; value: string }>;
	problems: Problem[];
}

export interface ConvertOptions {
	dateFormat: DateFormat;
	/** Place of this row's part in the whole record, for the problems' paths. */
	at: readonly Step[];
}

/** Turns the cells of a row into its part of the record. Wrong cells are told and left out; unknown columns are kept aside. */
export function convertRow(raw: RawRow, header: HeaderRow, options: ConvertOptions): RowContent {
	const content: RowContent = { raw, part: {}, values: new Map(), segments: new Map(), extraColumns: [], unknownColumns: [], problems: [] };
	raw.cells.forEach((cell, place) => {
		if (place === 0 || cell.trim() === '') return;
		const name = (header.cells[place] ?? '').trim();
		if (name === '') {
			tellTooManyCells(content, cell, place);
			return;
		}
		const column = header.columns[place];
		if (column) readKnown(content, column, cell, options);
		else keepAside(content, name.replace(/\s*\*$/, ''), cell);
	});
	tellMissingCells(content, header);
	return content;
}

/** What is wrong with a header row, told once for each invoice that has rows under it. */
export function headerProblems(header: HeaderRow): Problem[] {
	return [
		...header.missing.map((column): Problem => ({
			severity: 'error',
			code: 'required',
			row: header.row,
			column: column.name,
			message: `The header row for “${header.rowKind}” lacks the column “${column.name}”, which Coupa requires. Add it and fill it.`,
		})),
		...header.twice.map((column): Problem => ({
			severity: 'error',
			code: 'duplicateColumn',
			row: header.row,
			column,
			message: `The column “${column}” stands twice in the header row for “${header.rowKind}”, so it is unclear which one counts. Keep one.`,
		})),
	];
}

function readKnown(content: RowContent, column: Column, cell: string, options: ConvertOptions): void {
	if (column.use === 'extra') {
		keepExtra(content, column.name, cell);
		return;
	}
	const value = cell.trim();
	if (column.use === 'segment') {
		content.segments.set(Number(column.name.replace(/\D/g, '')), value);
		return;
	}
	// Names and numbers of the document itself are checked once, in its own row.
	if (column.use === 'key' && column.type.kind === 'text') return;
	const reading = readCell(column, value, options.dateFormat);
	const where = column.use === 'field' ? { path: pathText([...options.at, ...column.steps]) } : {};
	if ('code' in reading) {
		content.problems.push({
			severity: 'error',
			code: reading.code,
			row: content.raw.row,
			column: column.name,
			...where,
			value: cell,
			message: reading.message,
		});
		return;
	}
	if (column.type.kind === 'text') tellFormula(content, column.name, cell);
	if (column.use !== 'field') {
		content.values.set(column.name, reading.value);
		return;
	}
	const existing = valueAt(content.part, ...column.steps);
	if (existing !== undefined && !isRecord(existing) && existing !== reading.value) {
		content.problems.push({
			severity: 'error',
			code: 'conflictingCells',
			row: content.raw.row,
			column: column.name,
			...where,
			value: cell,
			message: `“${column.name}” says something else than another column of this row that means the same. Fill only one of them.`,
		});
		return;
	}
	setAt(content.part, column.steps, reading.value);
}

function keepAside(content: RowContent, name: string, cell: string): void {
	keepExtra(content, name, cell);
	tellFormula(content, name, cell);
	content.unknownColumns.push({ column: name, value: cell });
}

function keepExtra(content: RowContent, name: string, cell: string): void {
	content.extraColumns.push({ row: content.raw.row, rowKind: content.raw.rowKind, column: name, value: cell });
}

function tellFormula(content: RowContent, name: string, cell: string): void {
	if (!isFormula(cell)) return;
	content.problems.push({
		severity: 'warning',
		code: 'formulaCell',
		row: content.raw.row,
		column: name,
		value: cell,
		message: 'The text begins like a spreadsheet formula. It is taken as plain text; check it before you open it in a spreadsheet.',
	});
}

function tellTooManyCells(content: RowContent, cell: string, place: number): void {
	content.problems.push({
		severity: 'error',
		code: 'tooManyCells',
		row: content.raw.row,
		value: cell,
		message: `Cell ${place + 1} of this row has no header above it: the row is longer than its header row, so its cells may have moved. Check for a missing quote or an extra comma.`,
	});
}

function tellMissingCells(content: RowContent, header: HeaderRow): void {
	const blank = (place: number | undefined): boolean => place === undefined || (content.raw.cells[place] ?? '').trim() === '';
	for (const { column, place, onlyWith } of header.needed) {
		if (!blank(place) || (onlyWith && blank(onlyWith.place))) continue;
		content.problems.push({
			severity: 'error',
			code: 'required',
			row: content.raw.row,
			column: column.name,
			message: onlyWith
				? `“${column.name}” is empty, but “${onlyWith.column}” is filled: Coupa needs both.`
				: `“${column.name}” is empty, but Coupa requires it. Fill it and send the invoice again.`,
		});
	}
}
