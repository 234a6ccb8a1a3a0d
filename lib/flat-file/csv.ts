import { CsvError, parse, type Options } from 'csv-parse/sync';
import type { Problem } from '../core';
import { holdsRow, splitDamaged, type StartsRow } from './damaged-csv';

/** One CSV record and the 1-based line of the file on which it starts. */
export interface CsvRecord {
	line: number;
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
		if (hasNoBreaksInCells(text, rows.length))
			return { records: rows.map((cells, index) => ({ line: index + 1, cells })).filter(isFilled) };
		if (startsRow && rows.some((cells) => cells.some((cell) => holdsRow(cell, startsRow)))) return { records: split(text, startsRow) };
		return { records: numbered(rows).filter(isFilled) };
	} catch (error) {
		if (!(error instanceof CsvError)) throw error;
		return startsRow ? { records: split(text, startsRow) } : { problem: syntaxProblem(error, text) };
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

/** Counts lines by what stands in the cells: the line count of csv-parse takes a quoted CRLF twice. */
function numbered(rows: string[][]): CsvRecord[] {
	let line = 1;
	return rows.map((cells) => {
		const record = { line, cells };
		line += 1 + lineBreaksIn(cells);
		return record;
	});
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

function lineBreaksIn(cells: string[]): number {
	let breaks = 0;
	for (const cell of cells) {
		if (cell.includes('\n') || cell.includes('\r')) breaks += cell.split(/\r\n|\n|\r/).length - 1;
	}
	return breaks;
}

function syntaxProblem(error: CsvError, text: string | Buffer): Problem {
	const about =
		error.code === 'CSV_QUOTE_NOT_CLOSED'
			? 'A cell opens with a double quote that is never closed, so that rows run into each other.'
			: 'A double quote inside a cell is not doubled.';
	return {
		severity: 'error',
		code: 'csvSyntax',
		row: lineAfter(text, Number(error.records)),
		message: `${about} Quote every cell and write a quote inside it twice (""), then send the file again.`,
	};
}

/** First line of the record that follows the given number of good ones. */
function lineAfter(text: string | Buffer, records: number): number {
	if (records === 0) return 1;
	const last = numbered(parse(text, { ...syntax, to: records })).at(-1);
	return last ? last.line + 1 + lineBreaksIn(last.cells) : 1;
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
