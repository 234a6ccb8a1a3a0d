import { decode, type EncodingChoice, isUtf8Text, type Problem } from '../../core';
import { parseCsv, type CsvRecord } from '../csv';
import type { DateFormat } from '../dates';
import type { CustomFieldColumn } from '../table';
import { bindHeader, kindOfHeader, kindOfRow, type BoundHeader } from './bind-header';
import { nestRows, type MasterDataEntry } from './nest-rows';
import { readRow, type ReadRow } from './read-row';
import type { MasterDataRowKind, MasterDataTable } from './table';

export interface MasterDataReadOptions {
	/** Default `auto`: UTF-8, else Windows-1252. */
	encoding?: EncodingChoice;
	/** Spelling of dates beside ISO 8601. Default `ISO`: nothing beside it. */
	dateFormat?: DateFormat;
	customFields?: CustomFieldColumn[];
}

/** A whole master data file. With an error among `fileProblems` parts of it could not be placed, or nothing at all. */
export interface MasterDataFile {
	encoding: 'utf-8' | 'windows-1252' | null;
	entries: MasterDataEntry[];
	/** Headers that the table does not know; their cells are among the entries' `extraColumns`. */
	unknownColumns: string[];
	fileProblems: Problem[];
}

/**
 * Reads a master data file into Coupa's records, the inverse of the writer: columns by header name in any order, blank cells
 * as absent fields, computed columns passed over, line and split rows back in their orders. Never throws for what stands in
 * the file: wrong cells are problems of their record, rows that belong nowhere are `fileProblems`.
 */
export function readMasterDataFile(bytes: Buffer, table: MasterDataTable, options: MasterDataReadOptions = {}): MasterDataFile {
	const refused = (problem: Problem, encoding: MasterDataFile['encoding'] = null): MasterDataFile => ({
		encoding,
		entries: [],
		unknownColumns: [],
		fileProblems: [problem],
	});
	const decoded =
		options.encoding !== 'windows-1252' && isUtf8Text(bytes)
			? { text: bytes, encoding: 'utf-8' as const }
			: decode(bytes, options.encoding);
	if ('problem' in decoded) return refused(decoded.problem);
	const csv = parseCsv(decoded.text);
	if ('problem' in csv) return refused(csv.problem, decoded.encoding);
	if (csv.records.length === 0)
		return refused({ severity: 'error', code: 'emptyFile', message: 'The file is empty: it has not even a header row.' }, decoded.encoding);

	const { headers, rows, problems } = sortAndRead(table, csv.records, options);
	const unusable = headerProblem(table, headers, csv.records);
	if (unusable) return refused(unusable, decoded.encoding);
	const { entries, strays } = nestRows(table, rows);
	return {
		encoding: decoded.encoding,
		entries,
		unknownColumns: [...new Set(headers.flatMap(({ aside }) => aside.filter(({ known }) => !known).map(({ name }) => name)))],
		fileProblems: [...headers.flatMap(columnProblems), ...problems, ...strays],
	};
}

function sortAndRead(
	table: MasterDataTable,
	records: CsvRecord[],
	options: MasterDataReadOptions,
): { headers: BoundHeader[]; rows: ReadRow[]; problems: Problem[] } {
	const headers = new Map<MasterDataRowKind, BoundHeader>();
	const rows: ReadRow[] = [];
	const problems: Problem[] = [];
	const [onlyKind] = table.rowKinds;
	for (const record of records) {
		const headed = kindOfHeader(table, record, headers.size === 0);
		if (headed) {
			headers.set(headed, bindHeader(table, headed, record, options.customFields ?? []));
			continue;
		}
		const kind = table.kindColumn === null ? onlyKind : kindOfRow(table, record.cells[0] ?? '');
		const header = kind ? headers.get(kind) : undefined;
		if (header) rows.push(readRow(header, record, options.dateFormat ?? 'ISO'));
		else problems.push(unplacedRow(table, record, kind ?? null));
	}
	return { headers: [...headers.values()], rows, problems };
}

function unplacedRow(table: MasterDataTable, { line, cells }: CsvRecord, kind: MasterDataRowKind | null): Problem {
	const kinds = table.rowKinds.map(({ name }) => name).join(', ');
	return {
		severity: 'error',
		code: kind ? 'dataBeforeHeader' : 'unknownRowKind',
		row: line,
		value: cells.join(',').slice(0, 200),
		message: kind
			? `This ${kind.name} row stands above the header row of its kind, so nobody can tell what its cells mean. Put all header rows on top.`
			: `The first cell of this row, “${cells[0] ?? ''}”, names no kind of row of this file (${kinds}). It is left out.`,
	};
}

/** A file whose first record is no header row of this table cannot be read at all. */
function headerProblem(table: MasterDataTable, headers: BoundHeader[], records: CsvRecord[]): Problem | null {
	const named = headers.some((header) => header.bound.some(({ column }) => header.kind.keyColumns.includes(column.name)));
	if (named) return null;
	const first = records[0];
	const separated = /[;\t]/.test(first?.cells[0] ?? '') ? ' Its cells seem to be separated by semicolons or tabs; commas are needed.' : '';
	const keys = table.rowKinds.map((kind) => `“${kind.keyColumns[0] ?? ''}”`).join(', ');
	return {
		severity: 'error',
		code: 'noHeader',
		row: first?.line,
		value: (first?.cells.join(',') ?? '').slice(0, 200),
		message: `This is no ${table.title} file: no header row names ${keys}.${separated}`,
	};
}

function columnProblems({ kind, row, missing, twice }: BoundHeader): Problem[] {
	return [
		...missing.map((column): Problem => ({
			severity: 'error',
			code: 'required',
			row,
			column: column.name,
			message: `The header row of the ${kind.name} rows lacks the column “${column.name}”. Add it and fill it.`,
		})),
		...twice.map((column): Problem => ({
			severity: 'error',
			code: 'duplicateColumn',
			row,
			column,
			message: `The column “${column}” stands twice in the header row of the ${kind.name} rows, so it is unclear which one counts. Keep one.`,
		})),
	];
}
