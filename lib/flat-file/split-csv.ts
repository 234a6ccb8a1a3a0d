import type { Problem, Sliced } from '../core';
import { type CsvLimits, LONGEST_ROW, MOST_COLUMNS, rowTooLong, tooManyCells, tooManyColumns, tooManyRows } from './csv-limits';
import { LeanRow } from './lean-row';
import { DAMAGED, nextRow, scanRecord, type StartsRow } from './scan-record';
import { TextWindow } from './text-window';

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

const LINE_FEED = 10;
const RETURN = 13;

/**
 * Splits CSV text into its records (RFC 4180, any line ends, quoted line breaks), blank ones left out. A record that cannot be
 * split goes up to the next line that begins with the first cell of a row, and is marked `damaged`; so is one that a missing
 * quote has made to swallow such a line. Without `startsRow` a damaged one is the last. A text that is beyond the limits is refused.
 *
 * By hand: a file of 100,000 lines has millions of cells, and a CSV library takes four times as long, which was half the time
 * of reading an invoice file; it also makes an error object for each row whose length differs from the first one's.
 *
 * @param pieces the text, cut anywhere
 */
export function* splitCsv(pieces: Iterator<string, void>, limits: CsvLimits, startsRow?: StartsRow): Sliced<CsvRecord[] | Problem> {
	const records: CsvRecord[] = [];
	const window = new TextWindow(pieces);
	let cellCount = 0;
	for (let row = 1; !window.isOver;) {
		yield;
		const blank = window.skipLineEnds();
		row += blank;
		if (blank > 0) continue;
		const scanned = nextRecord(window, row, startsRow);
		if ('problem' in scanned) return scanned.problem;
		const { cells, text: taken, soundLength } = scanned;
		if (soundLength !== null) {
			const damaged = withoutLineEnds(taken);
			records.push(startsRow === undefined ? { row, cells, damaged } : new LeanRow(row, damaged, cells.length === 0 ? 0 : soundLength));
			if (startsRow === undefined) return records;
			// Nobody can tell which of its line breaks are inside a cell.
			row += taken.match(/\r\n|\n|\r/g)?.length ?? 0;
			continue;
		}
		if (isFilled(cells)) records.push(startsRow === undefined ? { row, cells } : new LeanRow(row, taken, null));
		if (records.length > limits.maxRows) return tooManyRows(row, limits.maxRows);
		if ((cellCount += cells.length) > limits.maxCells) return tooManyCells(row, limits.maxCells);
		row++;
	}
	return records;
}

function isFilled(cells: string[]): boolean {
	return cells.some((cell) => cell !== '' && cell.trim() !== '');
}

/** A record with its text, and how much of that can be split; null where all of it can. */
interface SplitOff {
	cells: string[];
	text: string;
	soundLength: number | null;
}

/** The record at the beginning of the text, which is taken out of it. Where it is not whole, the text grows. */
function nextRecord(text: TextWindow, row: number, startsRow?: StartsRow): SplitOff | { problem: Problem } {
	for (;;) {
		const { cells, end, soundEnd } = scanRecord(text.text, text.at, startsRow);
		if (cells.length > MOST_COLUMNS) return { problem: tooManyColumns(row) };
		const next = end >= 0 ? end : endOfDamaged(text, end, startsRow);
		const isWhole = next !== null && next < text.text.length;
		if ((isWhole ? next : text.text.length) - text.at > LONGEST_ROW) return { problem: rowTooLong(row) };
		if (!isWhole && text.grow()) continue;
		const soundLength = end >= 0 ? null : soundEnd - text.at;
		return { cells, text: text.take(next ?? text.text.length), soundLength };
	}
}

/** Where a record that cannot be split ends, as far as the text goes; null where that is not in it. */
function endOfDamaged({ text, at }: TextWindow, end: number, startsRow?: StartsRow): number | null {
	if (startsRow !== undefined) return nextRow(text, at, startsRow);
	return end === DAMAGED ? text.length - 1 : null;
}

/** By hand: a pattern for it looks from each of many line ends to the last one. */
function withoutLineEnds(text: string): string {
	let end = text.length;
	while (end > 0 && (text.charCodeAt(end - 1) === LINE_FEED || text.charCodeAt(end - 1) === RETURN)) end--;
	return text.slice(0, end);
}
