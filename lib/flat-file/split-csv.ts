import type { Problem, Sliced } from '../core';
import { type CsvLimits, LONGEST_ROW, MOST_COLUMNS, rowTooLong, tooManyCells, tooManyColumns, tooManyRows } from './csv-limits';
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

/**
 * The same kept as the text it was: its cells one by one take several times as much, and an invoice file is held until its invoices are
 * imported.
 */
class LeanRecord implements CsvRecord {
	/** The cells that were asked for last: whoever looks at a row does so several times. */
	private static last: { of: LeanRecord; cells: string[] } | null = null;
	readonly damaged?: string;

	/** @param sound its text as far as it can be split; null where not even its first cell can */
	constructor(
		readonly row: number,
		private readonly sound: string | null,
		damaged?: string,
	) {
		if (damaged !== undefined) this.damaged = damaged;
	}

	get cells(): string[] {
		if (this.sound === null) return [];
		if (LeanRecord.last?.of !== this) LeanRecord.last = { of: this, cells: scanRecord(this.sound, 0).cells };
		return LeanRecord.last.cells;
	}
}

/** Whether a line that begins with this first cell begins a row. */
export type StartsRow = (firstCell: string) => boolean;

const QUOTE = 34;
const COMMA = 44;
const LINE_FEED = 10;
const RETURN = 13;

/** Instead of the end of a record: it has a wrong quote, or one that is not closed before the text ends. */
const DAMAGED = -1;
const OPEN = -2;

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
	const text = new TextWindow(pieces);
	let cellCount = 0;
	for (let row = 1; !text.isOver;) {
		yield;
		const blank = text.skipLineEnds();
		row += blank;
		if (blank > 0) continue;
		const scanned = nextRecord(text, row, startsRow);
		if ('problem' in scanned) return scanned.problem;
		const { cells, sound, damaged } = scanned;
		if (damaged !== undefined) {
			const whole = withoutLineEnds(damaged);
			records.push(startsRow === undefined ? { row, cells, damaged: whole } : new LeanRecord(row, sound, whole));
			if (startsRow === undefined) return records;
			// Nobody can tell which of its line breaks are inside a cell.
			row += damaged.match(/\r\n|\n|\r/g)?.length ?? 0;
			continue;
		}
		if (isFilled(cells)) records.push(startsRow === undefined ? { row, cells } : new LeanRecord(row, sound));
		if (records.length > limits.maxRows) return tooManyRows(row, limits.maxRows);
		if ((cellCount += cells.length) > limits.maxCells) return tooManyCells(row, limits.maxCells);
		row++;
	}
	return records;
}

function isFilled(cells: string[]): boolean {
	return cells.some((cell) => cell !== '' && cell.trim() !== '');
}

/** A record with its text, and how far that is sound: null where not even its first cell is. */
interface SplitOff {
	cells: string[];
	sound: string | null;
	damaged?: string;
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
		const soundLength = soundEnd - text.at;
		const taken = text.take(next ?? text.text.length);
		return end >= 0 ? { cells, sound: taken } : { cells, sound: cells.length === 0 ? null : taken.slice(0, soundLength), damaged: taken };
	}
}

/** Where a record that cannot be split ends, as far as the text goes; null where that is not in it. */
function endOfDamaged({ text, at }: TextWindow, end: number, startsRow?: StartsRow): number | null {
	if (startsRow !== undefined) return nextRow(text, at, startsRow);
	return end === DAMAGED ? text.length - 1 : null;
}

/**
 * One record: its cells and where the next one begins; DAMAGED or OPEN, and the cells before it, where a cell is damaged. `soundEnd` is
 * behind the last cell.
 */
function scanRecord(text: string, from: number, startsRow?: StartsRow): { cells: string[]; end: number; soundEnd: number } {
	const cells: string[] = [];
	let soundEnd = from;
	for (let at = from; cells.length <= MOST_COLUMNS; at++) {
		const isQuoted = text.charCodeAt(at) === QUOTE;
		const end = isQuoted ? endOfQuoted(text, at) : endOfPlain(text, at);
		if (end < 0) return { cells, end, soundEnd };
		const cell = isQuoted ? text.slice(at + 1, end - 1) : text.slice(at, end);
		if (isQuoted && startsRow && /[\r\n]/.test(cell) && nextRow(cell, 0, startsRow) !== null) return { cells, end: DAMAGED, soundEnd };
		cells.push(isQuoted && cell.includes('"') ? cell.replaceAll('""', '"') : cell);
		at = soundEnd = end;
		if (text.charCodeAt(at) !== COMMA) return { cells, end: text.startsWith('\r\n', at) ? at + 2 : at + 1, soundEnd };
	}
	return { cells, end: DAMAGED, soundEnd };
}

/** Place behind the closing quote; OPEN where there is none, DAMAGED where something else than the end of the cell follows it. */
function endOfQuoted(text: string, from: number): number {
	for (let at = from + 1; ; at += 2) {
		at = text.indexOf('"', at);
		if (at < 0) return OPEN;
		if (text.charCodeAt(at + 1) !== QUOTE) return isEnd(text, at + 1) ? at + 1 : DAMAGED;
	}
}

/** Place behind an unquoted cell; DAMAGED where a quote is in it. */
function endOfPlain(text: string, from: number): number {
	let at = from;
	while (!isEnd(text, at)) if (text.charCodeAt(at++) === QUOTE) return DAMAGED;
	return at;
}

function isEnd(text: string, at: number): boolean {
	const code = text.charCodeAt(at);
	return code === COMMA || code === LINE_FEED || code === RETURN || at >= text.length;
}

/** The next place behind `from` where a line begins with the first cell of a row, quoted or not, and more cells follow. */
function nextRow(text: string, from: number, startsRow: StartsRow): number | null {
	const start = /(?<=[\r\n])(?:"([^",\r\n]*)"|([^",\r\n]*)),(?=[^\r\n]*,)/g;
	start.lastIndex = from + 1;
	for (let match = start.exec(text); match !== null; match = start.exec(text)) {
		if (startsRow(match[1] ?? match[2] ?? '')) return match.index;
	}
	return null;
}

/** By hand: a pattern for it looks from each of many line ends to the last one. */
function withoutLineEnds(text: string): string {
	let end = text.length;
	while (end > 0 && (text.charCodeAt(end - 1) === LINE_FEED || text.charCodeAt(end - 1) === RETURN)) end--;
	return text.slice(0, end);
}
