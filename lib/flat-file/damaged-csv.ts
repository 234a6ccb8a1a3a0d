import type { CsvRecord } from './csv';

/** Whether a line that begins with this first cell begins a row. */
export type StartsRow = (firstCell: string) => boolean;

/**
 * Splits CSV text whose quotes are not all sound: a record that cannot be split goes up to the next line that begins with the
 * first cell of a row, and is marked `damaged`. Its `cells` are those before the damage. Where no quote is wrong the records are those
 * of RFC 4180. Rows are counted as a spreadsheet shows them; in a damaged record each line counts, because nobody can tell which of
 * its line breaks stand inside a cell.
 */
export function splitDamaged(text: string, startsRow: StartsRow): CsvRecord[] {
	const starts = rowStarts(text, startsRow);
	const records: CsvRecord[] = [];
	let row = 1;
	let nextStart = 0;
	for (let at = 0; at < text.length;) {
		while ((starts[nextStart] ?? Infinity) <= at) nextStart++;
		const scanned = scanRecord(text, at, starts[nextStart] ?? text.length);
		if ('end' in scanned) {
			records.push({ row, cells: scanned.cells });
			row++;
			at = scanned.end;
			continue;
		}
		const end = starts[nextStart] ?? text.length;
		const source = text.slice(at, end);
		records.push({ row, cells: scanned.cells, damaged: source.replace(/[\r\n]+$/, '') });
		row += source.match(/\r\n|\r|\n/g)?.length ?? 1;
		at = end;
	}
	return records;
}

/** Places where a line begins with the first cell of a row, quoted or not, and more cells follow, in order. */
function rowStarts(text: string, startsRow: StartsRow): number[] {
	const starts: number[] = [];
	for (const match of text.matchAll(/(?<=^|[\r\n])(?:"([^",\r\n]*)"|([^",\r\n]*)),(?=[^\r\n]*,)/g)) {
		if (startsRow(match[1] ?? match[2] ?? '')) starts.push(match.index);
	}
	return starts;
}

/** Whether a cell holds the beginning of another row: a quote that is never closed has swallowed it. */
export function holdsRow(cell: string, startsRow: StartsRow): boolean {
	return /[\r\n]/.test(cell) && rowStarts(cell, startsRow).some((at) => at > 0);
}

/** One record from `at`: its cells and where the next one begins, or only the cells before a damaged one. */
function scanRecord(text: string, from: number, nextRow: number): { cells: string[]; end: number } | { cells: string[] } {
	const cells: string[] = [];
	for (let at = from; ;) {
		const cell = text[at] === '"' ? quotedCell(text, at, nextRow) : plainCell(text, at);
		if (cell === null) return { cells };
		cells.push(cell.value);
		if (text[cell.end] !== ',') return { cells, end: afterLineEnd(text, cell.end) };
		at = cell.end + 1;
	}
}

function plainCell(text: string, from: number): { value: string; end: number } | null {
	let end = from;
	while (end < text.length && !',\r\n'.includes(text.charAt(end))) {
		if (text[end] === '"') return null;
		end++;
	}
	return { value: text.slice(from, end), end };
}

/** A quoted cell that reaches into the next row has lost its closing quote. */
function quotedCell(text: string, from: number, nextRow: number): { value: string; end: number } | null {
	for (let at = from + 1; ; at += 2) {
		at = text.indexOf('"', at);
		if (at < 0 || at >= nextRow) return null;
		if (text[at + 1] === '"') continue;
		const end = at + 1;
		if (end < text.length && !',\r\n'.includes(text.charAt(end))) return null;
		return { value: text.slice(from + 1, at).replaceAll('""', '"'), end };
	}
}

function afterLineEnd(text: string, at: number): number {
	return text.startsWith('\r\n', at) ? at + 2 : at + 1;
}
