import { MOST_COLUMNS } from './csv-limits';

/** Whether a line that begins with this first cell begins a row; `everyLine` where cells hold no line breaks, so that each line is a row. */
export type StartsRow = ((firstCell: string) => boolean) | 'everyLine';

const QUOTE = 34;
const COMMA = 44;
const LINE_FEED = 10;
const RETURN = 13;

/** Instead of the end of a record: it has a wrong quote, or one that is not closed before the text ends. */
export const DAMAGED = -1;
const OPEN = -2;

/**
 * One record: its cells and where the next one begins; DAMAGED or OPEN, and the cells before it, where a cell is damaged. `soundEnd` is
 * behind the last cell.
 */
export function scanRecord(text: string, from: number, startsRow?: StartsRow): { cells: string[]; end: number; soundEnd: number } {
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

/** The next place behind `from` where a row begins: any line, or one that begins with the first cell of a row, quoted or not, with more cells behind it. */
export function nextRow(text: string, from: number, startsRow: StartsRow): number | null {
	if (startsRow === 'everyLine') return nextLine(text, from);
	const start = /(?<=[\r\n])(?:"([^",\r\n]*)"|([^",\r\n]*)),(?=[^\r\n]*,)/g;
	start.lastIndex = from + 1;
	for (let match = start.exec(text); match !== null; match = start.exec(text)) {
		if (startsRow(match[1] ?? match[2] ?? '')) return match.index;
	}
	return null;
}

function nextLine(text: string, from: number): number | null {
	const end = /\r\n|\n|\r/g;
	end.lastIndex = from;
	const match = end.exec(text);
	return match === null ? null : match.index + match[0].length;
}
