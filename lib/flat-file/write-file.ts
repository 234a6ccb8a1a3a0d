import type { CoupaRecord, Problem } from '../core';
import { recordXml, xmlHead, xmlTail } from '../xml';
import { toCsv } from './csv';
import { chooseColumns, type ColumnChoice } from './choose-columns';
import { FlatFileError } from './flat-file-error';
import { headerRows, identityCheck, lineOf, rowMaker } from './out-rows';
import type { FlatFileTable } from './table';
import { chosenPart, valueTypes } from './xml-record';

export interface WriteOptions extends ColumnChoice {
	/** Default `csv`. */
	format?: 'csv' | 'xml';
	/** CSV only; default true. */
	header?: boolean;
	/** CSV only: puts `'` before cells that a spreadsheet would run as formulas. Default false: the data stays exact. */
	defuseFormulas?: boolean;
}

/** A file in the making. Its memory does not grow with the number of records. */
export interface FlatFileWriter {
	/** The next part of the file. */
	write(records: CoupaRecord[]): Buffer;
	/** The last part: what closes the file, and its head when there was no record. */
	end(): Buffer;
	/** Records and data rows written so far. In XML each record counts as a row. */
	readonly written: { records: number; rows: number };
	/** What those who read the file will stumble over, e.g. a remit-to whose supplier has no number; the first hundred. */
	readonly problems: Problem[];
}

const MOST_PROBLEMS = 100;

/**
 * Writes Coupa records as a flat file, part by part.
 *
 * CSV: UTF-8 without BOM, comma, every cell quoted, CRLF as RFC 4180 has it (csv/_conventions.json names RFC 4180 and no line
 * end of its own); in files of several row kinds all rows have the same number of cells. Numbers stand as in Coupa's JSON, yes
 * and no as Yes and No, absent values blank. XML: Coupa's own shape; whole records without secrets, or the chosen columns.
 *
 * @throws FlatFileError at once, for a choice of columns that cannot be followed
 */
export function createFlatFileWriter(table: FlatFileTable, options: WriteOptions = {}): FlatFileWriter {
	return options.format === 'xml' ? xmlWriter(table, options) : csvWriter(table, options);
}

/** The same as a stream of file parts, one for each page of records; nothing is read ahead. */
export async function* flatFileParts(
	pages: AsyncIterable<CoupaRecord[]> | Iterable<CoupaRecord[]>,
	table: FlatFileTable,
	options: WriteOptions = {},
): AsyncGenerator<Buffer> {
	const writer = createFlatFileWriter(table, options);
	for await (const records of pages) {
		const part = writer.write(records);
		if (part.length > 0) yield part;
	}
	const last = writer.end();
	if (last.length > 0) yield last;
}

function csvWriter(table: FlatFileTable, options: WriteOptions): FlatFileWriter {
	const chosen = chooseColumns(table, options);
	const headers = headerRows(table, chosen);
	const width = table.kindColumn === 'type' ? Math.max(...headers.map((header) => header.length)) : 0;
	const padded = (cells: string[]): string[] =>
		cells.length >= width ? cells : [...cells, ...Array<string>(width - cells.length).fill('')];
	const rowsOf = rowMaker(table, chosen);
	const identityProblems = identityCheck(table, chosen);
	const written = { records: 0, rows: 0 };
	const problems: Problem[] = [];
	let head: Buffer = options.header === false ? Buffer.alloc(0) : toCsv(headers.map(padded));
	const part = (records: CoupaRecord[]): Buffer => {
		const rows = records.flatMap(rowsOf);
		written.records += records.length;
		written.rows += rows.length;
		if (problems.length < MOST_PROBLEMS) {
			const found = rows.flatMap(identityProblems);
			problems.push(...found.slice(0, MOST_PROBLEMS - problems.length));
		}
		const data =
			rows.length === 0
				? [head]
				: [
						head,
						toCsv(
							rows.map((row) => padded(lineOf(table, row))),
							{ defuseFormulas: options.defuseFormulas },
						),
					];
		head = Buffer.alloc(0);
		return Buffer.concat(data);
	};
	return { write: part, end: () => part([]), written, problems };
}

function xmlWriter(table: FlatFileTable, options: WriteOptions): FlatFileWriter {
	const { xml } = table;
	if (xml === null) throw new FlatFileError(`${table.title} is written as CSV only.`, 'Choose CSV as format.');
	const part = chosenPart(table, options);
	const types = valueTypes(table);
	const written = { records: 0, rows: 0 };
	let head = xmlHead(xml.list);
	const take = (): string => {
		const taken = head;
		head = '';
		return taken;
	};
	return {
		write: (records) => {
			written.records += records.length;
			written.rows += records.length;
			return Buffer.from(
				take() + records.map((record) => recordXml(part(table.adopt?.(record) ?? record), xml.record, types)).join(''),
				'utf8',
			);
		},
		end: () => Buffer.from(take() + xmlTail(xml.list), 'utf8'),
		written,
		problems: [],
	};
}
