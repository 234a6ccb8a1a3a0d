import { decode, shownName, shownNames } from '../core';
import { headerKey, parseCsv } from '../flat-file';

/** Headers of an answer file; upper and lower case and a `*` do not count. */
export interface AnswerColumns {
	key: string;
	result: string;
	number: string;
	reason: string;
}

/** Words in the result column, in lower case. */
export interface AnswerWords {
	accepted: string[];
	refused: string[];
}

/** What the ERP says about one document, or one row that says nothing. */
export interface ErpAnswer {
	/** 1-based row in the file. */
	row: number;
	documentKey: string | null;
	result: 'accepted' | 'refused' | 'unreadable';
	erpNumber: string | null;
	/** Why the ERP refused it, or why the row could not be read. */
	reason: string | null;
}

/**
 * Reads an ERP's answer file: CSV with a header row, one row per document. A row that cannot be read is an answer of its own that says so, and so is a
 * file of which nothing can be read; the others are given all the same.
 */
export function readErpAnswers(content: Buffer, columns: AnswerColumns, words: AnswerWords): ErpAnswer[] {
	const decoded = decode(content);
	if ('problem' in decoded) return [unreadable(1, decoded.problem.message)];
	const [header, ...rows] = recordsIn(decoded.text);
	if (header === undefined) return [unreadable(1, 'The file is empty.')];
	const places = placesOf(header.cells ?? [], columns);
	const missing = (['key', 'result'] as const).filter((name) => places[name] < 0).map((name) => `“${columns[name]}”`);
	if (missing.length > 0) {
		const found = shownNames(header.cells ?? [], MOST_NAMES);
		return [
			unreadable(
				header.row,
				`The first row has no column ${missing.join(' and no column ')}. It has: ${found === '' ? 'nothing' : found}.`,
			),
		];
	}
	return rows.map(({ row, cells }) =>
		cells === null ? unreadable(row, BROKEN) : answerOf(row, (name) => cells[places[name]]?.trim() ?? '', words),
	);
}

/** Whether the last line has no end, as in a file that somebody is still writing; not every ERP ends it. In UTF-16 the line end may have a zero behind it. */
export function isCutOff(content: Buffer): boolean {
	const last = content.at(-1) === 0 ? content.at(-2) : content.at(-1);
	return last !== LINE_FEED && last !== CARRIAGE_RETURN;
}

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** Headers that a text spells out. */
const MOST_NAMES = 20;
const BROKEN = 'The row has a wrong double quote. Quotes inside a cell are written twice ("").';

interface AnswerRow {
	row: number;
	/** Null where the row cannot be told into cells. */
	cells: string[] | null;
}

/** Where a wrong quote makes rows run into each other, each line is read by itself. */
function recordsIn(text: string): AnswerRow[] {
	const whole = parseCsv(text);
	if ('records' in whole) return whole.records.map(({ row, cells }) => ({ row, cells }));
	return text.split(/\r\n|\n|\r/).flatMap((line, index): AnswerRow[] => {
		if (line.trim() === '') return [];
		const alone = parseCsv(line);
		return [{ row: index + 1, cells: 'records' in alone ? (alone.records[0]?.cells ?? null) : null }];
	});
}

function placesOf(cells: string[], columns: AnswerColumns): Record<keyof AnswerColumns, number> {
	const keys = cells.map(headerKey);
	const place = (name: string) => (name.trim() === '' ? -1 : keys.indexOf(headerKey(name)));
	return { key: place(columns.key), result: place(columns.result), number: place(columns.number), reason: place(columns.reason) };
}

function answerOf(row: number, cell: (name: keyof AnswerColumns) => string, { accepted, refused }: AnswerWords): ErpAnswer {
	const [documentKey, word] = [cell('key'), cell('result')];
	if (documentKey === '') return unreadable(row, 'The row names no document.');
	const told = { row, documentKey, erpNumber: cell('number') || null, reason: cell('reason') || null };
	if (accepted.includes(word.toLowerCase())) return { ...told, result: 'accepted' };
	if (refused.includes(word.toLowerCase())) return { ...told, result: 'refused' };
	const known = [...accepted, ...refused].join(', ');
	const why = `The result is ${word === '' ? 'blank' : `“${shownName(word)}”`}; known are: ${known}.`;
	return { ...told, result: 'unreadable', reason: [why, told.reason].filter(Boolean).join(' ') };
}

function unreadable(row: number, reason: string): ErpAnswer {
	return { row, documentKey: null, result: 'unreadable', erpNumber: null, reason };
}
