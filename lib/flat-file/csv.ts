import { atOnce, inSlices, type Problem, type Sliced } from '../core';
import { CSV_LIMITS, type CsvLimits } from './csv-limits';
import type { StartsRow } from './scan-record';
import { splitCsv, type CsvRecord } from './split-csv';

/** A cell that a spreadsheet would run as a formula: it starts with `=`, `+`, `-`, `@`, tab or return, and is not a number. */
export function isFormula(cell: string): boolean {
	return /^[=+\-@\t\r]/.test(cell) && !(/^[+-]?[\d.,\s]*%?$/.test(cell) && /\d/.test(cell));
}

/**
 * Splits CSV text into records (RFC 4180, any line ends, quoted line breaks); blank ones are left out.
 * @param pieces the text, cut anywhere
 * @param startsRow tells the first cells of rows: with it a wrong quote damages its own record only
 */
export function* splitFile(
	pieces: Iterator<string, void>,
	limits: CsvLimits,
	startsRow?: StartsRow,
): Sliced<{ records: CsvRecord[] } | { problem: Problem }> {
	const split = yield* splitCsv(pieces, limits, startsRow);
	if (!Array.isArray(split)) return { problem: split };
	const last = startsRow ? undefined : split.at(-1);
	return last?.damaged === undefined ? { records: split } : { problem: syntaxProblem(last) };
}

/** The same for a text that is known to be small, in one go. */
export function parseCsv(text: string): { records: CsvRecord[] } | { problem: Problem } {
	return atOnce(splitFile([text].values(), CSV_LIMITS));
}

/** What is wrong with a record whose quotes are wrong. */
export function syntaxProblem({ row, damaged = '' }: Pick<CsvRecord, 'row' | 'damaged'>): Problem {
	const about =
		quotesIn(damaged) % 2 === 1
			? 'A cell opens with a double quote that is never closed, so that rows run into each other.'
			: 'A double quote inside a cell is not doubled.';
	return {
		severity: 'error',
		code: 'csvSyntax',
		row,
		message: `${about} Quote every cell and write a quote inside it twice (""), then send the file again.`,
	};
}

function quotesIn(text: string): number {
	let quotes = 0;
	for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) quotes++;
	return quotes;
}

interface CsvStyle {
	bom?: boolean;
	/** Puts `'` before cells that a spreadsheet would run as formulas. */
	defuseFormulas?: boolean;
}

/**
 * Writes records as CSV: every cell quoted, CRLF, no BOM unless asked for; formulas get a leading `'` when asked for. By hand,
 * because an export writes millions of cells: a library makes objects for each of them, some 400 bytes. In one go, so for a page of
 * records at most; `writeCsv` takes any number.
 */
export function toCsv(records: string[][], style: CsvStyle = {}): Buffer {
	return atOnce(written(records, style));
}

/** The same for any number of records, in slices: the event loop turns meanwhile. */
export async function writeCsv(records: string[][], style: CsvStyle = {}, signal?: AbortSignal): Promise<Buffer> {
	return await inSlices(written(records, style), signal);
}

function* written(records: string[][], { bom = false, defuseFormulas = false }: CsvStyle): Sliced<Buffer> {
	const parts = new CsvParts();
	if (bom) parts.add('\uFEFF');
	for (const cells of records) {
		parts.add(lineText(cells, defuseFormulas));
		yield;
	}
	return parts.toBuffer();
}

/** One record as a line of CSV. */
export function lineText(cells: string[], defuseFormulas = false): string {
	return `${cells.map(defuseFormulas ? (cell: string) => quoted(isFormula(cell) ? `'${cell}` : cell) : quoted).join(',')}\r\n`;
}

/** A file in the making: lines become bytes by the batch, so that neither each of them nor the whole text is an object of its own. */
export class CsvParts {
	private readonly parts: Buffer[] = [];
	private lines: string[] = [];
	private length = 0;

	add(line: string): void {
		this.lines.push(line);
		this.length += line.length;
		if (this.length >= BATCH_CHARACTERS) this.flush();
	}

	toBuffer(): Buffer {
		this.flush();
		const [only] = this.parts;
		return this.parts.length === 1 && only ? only : Buffer.concat(this.parts);
	}

	private flush(): void {
		if (this.length > 0) this.parts.push(Buffer.from(this.lines.join('')));
		this.lines = [];
		this.length = 0;
	}
}

const BATCH_CHARACTERS = 256 * 1024;

/** A cell quoted only where a reader would need it: around commas, quotes, line ends and outer blanks. */
export function quotedIfNeeded(cell: string): string {
	return /[",\r\n]|^\s|\s$/.test(cell) ? quoted(cell) : cell;
}

function quoted(cell: string): string {
	return cell.includes('"') ? `"${cell.replaceAll('"', '""')}"` : `"${cell}"`;
}
