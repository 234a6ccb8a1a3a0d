import type { Problem } from '../core';
import { splitCsv, type CsvRecord, type StartsRow } from './split-csv';

/** A cell that a spreadsheet would run as a formula: it starts with `=`, `+`, `-`, `@`, tab or return, and is not a number. */
export function isFormula(cell: string): boolean {
	return /^[=+\-@\t\r]/.test(cell) && !/^[+-]?[\d.,\s]*\d[\d.,\s]*%?$/.test(cell);
}

/**
 * Splits CSV text into records (RFC 4180, any line ends, quoted line breaks); blank ones are left out.
 * @param startsRow tells the first cells of rows: with it a wrong quote damages its own record only
 */
export function parseCsv(text: string, startsRow?: StartsRow): { records: CsvRecord[] } | { problem: Problem } {
	const records = splitCsv(text.replace(/^\ufeff/, ''), startsRow).filter(isFilled);
	const damaged = startsRow ? undefined : records.find((record) => record.damaged !== undefined);
	return damaged ? { problem: syntaxProblem(damaged) } : { records };
}

function isFilled({ cells, damaged }: CsvRecord): boolean {
	return damaged !== undefined || cells.some((cell) => cell !== '' && cell.trim() !== '');
}

function syntaxProblem({ row, damaged = '' }: CsvRecord): Problem {
	const about =
		(damaged.split('"').length - 1) % 2 === 1
			? 'A cell opens with a double quote that is never closed, so that rows run into each other.'
			: 'A double quote inside a cell is not doubled.';
	return {
		severity: 'error',
		code: 'csvSyntax',
		row,
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
