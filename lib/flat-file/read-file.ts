import { inSlices, openText, shownName, type EncodingChoice, type FileEncoding, type Problem, type Sliced } from '../core';
import type { BoundHeader } from './bind-header';
import { splitFile, syntaxProblem } from './csv';
import { CSV_LIMITS, type CsvLimits, tooManyBytes, tooManyProblems } from './csv-limits';
import type { DateFormat } from './dates';
import { nestRows, type FlatFileEntry, type UnplacedRow } from './nest-rows';
import { headerProblems, note, readRow, type ReadRow } from './read-row';
import { FileRoom, type Room } from './room';
import { shownRow } from './shown-value';
import type { StartsRow } from './scan-record';
import { sortRows, type RawRow } from './sort-rows';
import type { CsvRecord } from './split-csv';
import type { CustomFieldColumn, FlatFileTable } from './table';

/** How a flat file is read. */
export interface ReadOptions {
	/** Default `auto`: UTF-8, else Windows-1252. */
	encoding?: EncodingChoice;
	/** Spelling of dates beside ISO 8601. Default `ISO`: nothing beside it. */
	dateFormat?: DateFormat;
	/** Columns of the customer's own that fill custom fields. */
	customFields?: CustomFieldColumn[];
	/** Reading is given up when it is aborted: then the promise rejects with its reason. */
	signal?: AbortSignal;
}

/** A whole flat file. With an error among `fileProblems` parts of it could not be placed, or nothing at all. */
export interface FlatFile {
	encoding: FileEncoding | null;
	entries: FlatFileEntry[];
	/** Headers that the table does not know; their cells are among the entries' `extraColumns`. */
	unknownColumns: string[];
	fileProblems: Problem[];
}

/** The records of a CSV with the encoding they were read in, or why there are none. */
export type OpenedFile = { encoding: FileEncoding; records: CsvRecord[] } | { encoding: FileEncoding | null; problem: Problem };

const markup: Problem = {
	severity: 'error',
	code: 'noHeader',
	message: 'The file is XML or a web page, and a CSV is needed. Have it exported as CSV with its header rows.',
};

const empty: Problem = {
	severity: 'error',
	code: 'emptyFile',
	message: 'The CSV file is empty: it does not even have a header row. Send it again with its header rows and data.',
};

/** Decodes a CSV and splits it into its records. */
export function* openFile(
	bytes: Buffer,
	encoding: EncodingChoice | undefined,
	limits: CsvLimits,
	startsRow?: StartsRow,
): Sliced<OpenedFile> {
	if (bytes.length > limits.maxBytes) return { encoding: null, problem: tooManyBytes(bytes.length, limits.maxBytes) };
	const opened = yield* openText(bytes, encoding);
	if ('problem' in opened) return { encoding: null, problem: opened.problem };
	const [first = ''] = opened.pieces();
	if (/^\ufeff?\s*<[?!a-z]/i.test(first)) return { encoding: opened.encoding, problem: markup };
	const csv = yield* splitFile(opened.pieces(), limits, startsRow);
	if ('problem' in csv) return { encoding: opened.encoding, problem: csv.problem };
	return csv.records.length > 0 ? { encoding: opened.encoding, records: csv.records } : { encoding: opened.encoding, problem: empty };
}

/**
 * Reads a flat file into Coupa's records, the inverse of the writer: columns by header name in any order, blank cells as
 * absent fields, computed columns passed over, line and split rows back in their records. Never throws for what is in the
 * file: wrong cells are problems of their record, rows that belong nowhere are `fileProblems`.
 * It reads in slices: the event loop turns meanwhile.
 */
export async function readFlatFile(bytes: Buffer, table: FlatFileTable, options: ReadOptions = {}): Promise<FlatFile> {
	return await inSlices(reading(bytes, table, options), options.signal);
}

function* reading(bytes: Buffer, table: FlatFileTable, options: ReadOptions): Sliced<FlatFile> {
	const opened = yield* openFile(bytes, options.encoding, CSV_LIMITS, table.everyLine && 'everyLine');
	const refused = (problem: Problem): FlatFile => ({ encoding: opened.encoding, entries: [], unknownColumns: [], fileProblems: [problem] });
	if ('problem' in opened) return refused(opened.problem);
	const sorted = yield* sortRows(table, opened.records, options.customFields);
	if ('problem' in sorted) return refused(sorted.problem);
	const { headers, rows } = sorted;
	const unusable = notThisTable(table, headers, opened.records);
	if (unusable) return refused(unusable);
	const read: ReadRow[] = [];
	const room = new FileRoom();
	const ofFile = { problems: headers.flatMap(headerProblems), room: room.next() };
	for (const row of rows) {
		if (row.header) read.push(readAlone(row, row.header, options.dateFormat, room.next()));
		else note(ofFile, unplacedKind(table, row));
		if (room.isFull) return refused(tooManyProblems(row.row));
		yield;
	}
	const { entries, unplaced } = yield* nestRows(table, read);
	for (const row of unplaced) note(ofFile, unplacedRow(row));
	return {
		encoding: opened.encoding,
		entries,
		unknownColumns: [...new Set(headers.flatMap(({ aside }) => aside.filter(({ known }) => !known).map(({ name }) => name)))],
		fileProblems: [...ofFile.problems, ...ofFile.room.closing()],
	};
}

/** A row whose problems are its own. */
function readAlone(raw: RawRow, header: BoundHeader, dateFormat: DateFormat = 'ISO', room: Room): ReadRow {
	const row = readRow(raw, header, dateFormat, room);
	// What a damaged row lacks is no fault of its own.
	if (raw.damaged !== undefined) row.problems = [{ ...syntaxProblem(raw), value: shownRow(raw) }];
	row.problems.push(...room.closing(raw.row));
	return row;
}

/** What a file begins with, for problems of the file as a whole. */
export function beginningOf(record: CsvRecord | undefined): Pick<Problem, 'row' | 'value'> & { hint: string } {
	return {
		row: record?.row,
		value: record === undefined ? '' : shownRow(record),
		hint: /[;\t]/.test(record?.cells[0] ?? '') ? ' Its cells seem to be separated by semicolons or tabs; commas are needed.' : '',
	};
}

/** A file of which no header row names a key column cannot be read at all. */
function notThisTable(table: FlatFileTable, headers: BoundHeader[], records: CsvRecord[]): Problem | null {
	if (headers.some((header) => header.bound.some(({ column }) => header.kind.keyColumns.includes(column.name)))) return null;
	const { hint, ...place } = beginningOf(records[0]);
	const keys = table.rowKinds.map((kind) => `“${kind.keyColumns[0] ?? ''}”`).join(', ');
	return {
		severity: 'error',
		code: 'noHeader',
		...place,
		message: `This is not a file of the layout ${table.title}: no header row has ${keys}.${hint} Have it exported in that layout, with its header rows.`,
	};
}

function unplacedKind(table: FlatFileTable, { kind, row, cells }: RawRow): Problem {
	const kinds = table.rowKinds.map(({ name }) => name).join(', ');
	return {
		severity: 'error',
		code: kind ? 'dataBeforeHeader' : 'unknownRowKind',
		row,
		value: shownRow({ cells }),
		message: kind
			? `This ${kind.name} row is above the header row of its kind, so it is not known what its cells mean. Put all header rows at the top.`
			: `The first cell of this row, “${shownName(cells[0] ?? '')}”, is not a row type of this file (${kinds}). The row is left out: correct its first cell.`,
	};
}

function unplacedRow({ row: { header, raw }, level, named }: UnplacedRow): Problem {
	const keys = header.kind.keyColumns.join(', ');
	return {
		severity: 'error',
		code: 'strayRows',
		row: raw.row,
		message: named
			? `This ${header.kind.name} row names a record (${keys}) that has no row of its own in the file${level > 0 ? ' under the one above it' : ''}. Send the file again with all its rows.`
			: `This ${header.kind.name} row does not say what it belongs to: fill in ${keys}.`,
	};
}
