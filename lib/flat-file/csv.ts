import { CsvError, parse, type Options } from 'csv-parse/sync';
import type { Problem } from '../core';
import { holdsRow, splitDamaged, type StartsRow } from './damaged-csv';

/**
 * One CSV record and its 1-based row as a spreadsheet numbers it: a blank line is a row, and line breaks inside a quoted cell
 * are not.
 */
export interface CsvRecord {
	row: number;
	cells: string[];
	/** The text of a record whose quotes are wrong; `cells` are those before the damage. */
	damaged?: string;
}

/** A cell that a spreadsheet would run as a formula: it starts with `=`, `+`, `-`, `@`, tab or return, and is not a number. */
export function isFormula(cell: string): boolean {
	return /^[=+\-@\t\r]/.test(cell) && !/^[+-]?[\d.,\s]*\d[\d.,\s]*%?$/.test(cell);
}

const syntax: Options = { bom: true, relax_column_count: true, record_delimiter: ['\r\n', '\n', '\r'] };

/**
 * Splits CSV text, or the bytes of UTF-8 text, into records (RFC 4180, any line ends, quoted newlines); blank ones are left out.
 * @param startsRow tells the first cells of rows: with it a wrong quote damages its own record only
 */
export function parseCsv(text: string | Buffer, startsRow?: StartsRow): { records: CsvRecord[] } | { problem: Problem } {
	try {
		const rows = withoutStackTraces(() => parse(text, syntax));
		if (startsRow && !hasNoBreaksInCells(text, rows.length) && rows.some((cells) => cells.some((cell) => holdsRow(cell, startsRow))))
			return { records: split(text, startsRow) };
		return { records: rows.map((cells, index) => ({ row: index + 1, cells })).filter(isFilled) };
	} catch (error) {
		if (!(error instanceof CsvError)) throw error;
		return startsRow ? { records: split(text, startsRow) } : { problem: syntaxProblem(error) };
	}
}

function split(text: string | Buffer, startsRow: StartsRow): CsvRecord[] {
	return splitDamaged(text.toString().replace(/^\ufeff/, ''), startsRow).filter(isFilled);
}

function isFilled({ cells, damaged }: CsvRecord): boolean {
	return damaged !== undefined || cells.some((cell) => cell !== '' && cell.trim() !== '');
}

/** Whether every line of the text is one record; then looking into each cell for line breaks can be saved. */
function hasNoBreaksInCells(text: string | Buffer, records: number): boolean {
	const ends = text.lastIndexOf('\n') === text.length - 1;
	return countOf(text, '\n') === (ends ? records : records - 1) && countOf(text, '\r') === countOf(text, '\r\n');
}

function countOf(text: string | Buffer, wanted: string): number {
	let count = 0;
	for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) count++;
	return count;
}

/**
 * csv-parse makes an error object for each record whose length differs from the first one's, even where that is allowed; row
 * kinds differ in length, so in a large file the stack traces of these unused errors would cost most of the time.
 */
function withoutStackTraces<T>(work: () => T): T {
	const limit = Error.stackTraceLimit;
	Error.stackTraceLimit = 0;
	try {
		return work();
	} finally {
		Error.stackTraceLimit = limit;
	}
}

/** What is wrong with the record behind the sound ones that the error counts. */
function syntaxProblem(error: CsvError): Problem {
	const about =
		error.code === 'CSV_QUOTE_NOT_CLOSED'
			? 'A cell opens with a double quote that is never closed, so that rows run into each other.'
			: 'A double quote inside a cell is not doubled.';
	return {
		severity: 'error',
		code: 'csvSyntax',
		row: Number(error.records) + 1,
		message: `${about} Quote every cell and write a quote inside it twice (""), then send the file again.`,
	};
}

/**
 * Writes records as CSV: every cell quoted, CRLF, no BOM unless asked for; formulas get a leading `'` when asked for. By hand,
 * because an export writes millions of cells: a library makes objects for each of them, some 400 bytes.
 */
export function toCsv(
	records: string[][],
	{ bom = false, defuseFormulas = false }: { bom?: boolean; defuseFormulas?: boolean } = {},
): Buffer {
	const written = defuseFormulas ? (cell: string) => quoted(isFormula(cell) ? `'${cell}` : cell) : quoted;
	const lines = records.map((cells) => `${cells.map(written).join(',')}\r\n`);
	return Buffer.from(`${bom ? '\uFEFF' : ''}${lines.join('')}`, 'utf8');
}

/** A cell quoted only where a reader would need it: around commas, quotes, line ends and outer blanks. */
export function quotedIfNeeded(cell: string): string {
	return /[",\r\n]|^\s|\s$/.test(cell) ? quoted(cell) : cell;
}

function quoted(cell: string): string {
	return cell.includes('"') ? `"${cell.replaceAll('"', '""')}"` : `"${cell}"`;
}
