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

/** Whether a line that begins with this first cell begins a row. */
export type StartsRow = (firstCell: string) => boolean;

const QUOTE = 34;
const COMMA = 44;
const LINE_FEED = 10;
const RETURN = 13;

/**
 * Splits CSV text into records (RFC 4180, any line ends, quoted line breaks), blank ones among them. A record that cannot be
 * split goes up to the next line that begins with the first cell of a row, and is marked `damaged`; so is one that a missing
 * quote has made to swallow such a line. Without `startsRow` a damaged one goes up to the end.
 *
 * By hand: a file of 100,000 lines has millions of cells, and a CSV library takes four times as long, which was half the time
 * of reading an invoice file; it also makes an error object for each row whose length differs from the first one's.
 */
export function splitCsv(text: string, startsRow: StartsRow = () => false): CsvRecord[] {
	const records: CsvRecord[] = [];
	let row = 1;
	for (let at = 0; at < text.length;) {
		const { cells, end } = scanRecord(text, at, startsRow);
		if (end >= 0) {
			records.push({ row, cells });
			row++;
			at = end;
			continue;
		}
		const next = nextRow(text, at, startsRow) ?? text.length;
		const damaged = text.slice(at, next);
		records.push({ row, cells, damaged: damaged.replace(/[\r\n]+$/, '') });
		// Nobody can tell which of its line breaks are inside a cell.
		row += damaged.match(/\r\n|\n|\r/g)?.length ?? 0;
		at = next;
	}
	return records;
}

/** One record: its cells and where the next one begins; -1, and the cells before it, where a cell is damaged. */
function scanRecord(text: string, from: number, startsRow: StartsRow): { cells: string[]; end: number } {
	const cells: string[] = [];
	for (let at = from; ; at++) {
		const isQuoted = text.charCodeAt(at) === QUOTE;
		const end = isQuoted ? endOfQuoted(text, at) : endOfPlain(text, at);
		if (end < 0) return { cells, end };
		const cell = isQuoted ? text.slice(at + 1, end - 1) : text.slice(at, end);
		if (isQuoted && /[\r\n]/.test(cell) && nextRow(cell, 0, startsRow) !== null) return { cells, end: -1 };
		cells.push(isQuoted && cell.includes('"') ? cell.replaceAll('""', '"') : cell);
		at = end;
		if (text.charCodeAt(at) !== COMMA) return { cells, end: text.startsWith('\r\n', at) ? at + 2 : at + 1 };
	}
}

/** Place behind the closing quote; -1 where there is none, or something else than the end of the cell follows it. */
function endOfQuoted(text: string, from: number): number {
	for (let at = from + 1; ; at += 2) {
		at = text.indexOf('"', at);
		if (at < 0) return -1;
		if (text.charCodeAt(at + 1) !== QUOTE) return isEnd(text, at + 1) ? at + 1 : -1;
	}
}

/** Place behind an unquoted cell; -1 where a quote is in it. */
function endOfPlain(text: string, from: number): number {
	let at = from;
	while (!isEnd(text, at)) if (text.charCodeAt(at++) === QUOTE) return -1;
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
