import { MB, shownName, sizeText, type Problem } from '../core';

/**
 * What one CSV may hold at most. Far above what a delivery or an export is: a run of Get Many takes 2,000 invoices, a spreadsheet
 * holds 1,048,576 rows of 16,384 columns.
 */
export interface CsvLimits {
	maxBytes: number;
	/** Rows that are not blank. */
	maxRows: number;
	/** Cells of all rows, blank ones among them. */
	maxCells: number;
}

export const CSV_LIMITS: CsvLimits = { maxBytes: 100 * MB, maxRows: 1_000_000, maxCells: 20_000_000 };

/** What a file of invoices may hold besides. */
export interface InvoiceLimits extends CsvLimits {
	maxInvoices: number;
	/** Rows of one invoice, its own and those of its lines and their parts; a larger one is refused alone. */
	maxInvoiceRows: number;
	/** Rows that belong to no invoice. */
	maxStrays: number;
}

/**
 * Limits that keep the memory which reading takes below 100 MB and eight times the package for what is sent to fill it: a row is some
 * 300 bytes in memory, a cell 30, a wrong invoice 3,000, and a packed CSV can be a two hundredth of what it unpacks to. A real row takes
 * ten bytes packed, so that a ZIP of a delivery may have more rows than it can hold.
 * @param packageBytes of the CSV, or of the ZIP that it came in
 */
export function invoiceLimits(packageBytes: number): InvoiceLimits {
	return {
		maxBytes: Math.min(CSV_LIMITS.maxBytes, 20 * MB + 4 * packageBytes),
		maxRows: Math.min(CSV_LIMITS.maxRows, Math.floor(40_000 + packageBytes / 30)),
		maxCells: Math.min(CSV_LIMITS.maxCells, Math.floor(2_000_000 + packageBytes / 5)),
		maxInvoices: Math.floor(5_000 + packageBytes / 400),
		maxInvoiceRows: 10_000,
		maxStrays: 20_000,
	};
}

/** Cells of one row: as many columns as a spreadsheet has. */
export const MOST_COLUMNS = 16_384;

/** Characters of one row; a longer one is a quote that is never closed. */
export const LONGEST_ROW = 1_000_000;

/** Characters of one cell: a spreadsheet takes 32,767. */
export const LONGEST_CELL = 100_000;

const SPLIT = 'Have it divided into several files, each with its header rows.';

export function tooManyBytes(bytes: number, limit: number): Problem {
	return refusal('fileTooLarge', `The CSV has ${sizeText(bytes)}; the limit is ${sizeText(limit)}. Nothing in it was read. ${SPLIT}`);
}

export function tooManyRows(row: number, limit: number): Problem {
	return refusal('tooManyRows', `The CSV has more than ${counted(limit)} rows. Nothing in it was read. ${SPLIT}`, row);
}

export function tooManyCells(row: number, limit: number): Problem {
	const message = `The CSV has more than ${counted(limit)} cells, blank ones among them. Nothing in it was read. Leave out the columns that nobody fills, or divide it into several files, each with its header rows.`;
	return refusal('tooManyCellsInFile', message, row);
}

export function tooManyColumns(row: number): Problem {
	const message = `Row ${row} has more than ${counted(MOST_COLUMNS)} cells, more than a spreadsheet has columns. Nothing in the file was read. Have it exported again, and check that each row is on a line of its own.`;
	return refusal('tooManyColumns', message, row);
}

export function rowTooLong(row: number): Problem {
	const message = `Row ${row} goes on for more than ${counted(LONGEST_ROW)} characters, so nothing in the file was read. A double quote at the start of a cell is probably never closed: quote every cell and write a quote inside it twice (""), then send the file again.`;
	return refusal('rowTooLong', message, row);
}

export function tooManyHeaders(row: number): Problem {
	const message = `Header rows are repeated with ever other columns; the one in row ${row} is too many. Nothing in the file was read. Put one header row for each type of row at the top.`;
	return refusal('tooManyHeaders', message, row);
}

export function tooManyInvoices(count: number, limit: number): Problem {
	return refusal(
		'tooManyInvoices',
		`The CSV has ${counted(count)} invoices; the limit is ${counted(limit)}. None of them was taken. ${SPLIT}`,
	);
}

/** Coupa has a limit of its own for the lines of an invoice (“maximum lines exceeded”, rules.md §4) without saying which. */
export function tooManyInvoiceRows(row: number, number: string, count: number, limit: number): Problem {
	return refusal(
		'tooManyInvoiceRows',
		`Invoice ${shownName(number)} has ${counted(count)} rows; the limit for one invoice is ${counted(limit)}. Its lines were not read, and it is not imported; other invoices of the file are. Have its lines summed up, or the invoice divided into several with numbers of their own.`,
		row,
	);
}

export function tooManyStrays(row: number, limit: number): Problem {
	const message = `More than ${counted(limit)} rows belong to no invoice of the file, the first of them is row ${row}. Nothing in the file was taken: it is probably not whole, or not the file it is meant to be. Send it again with the “Invoice” row of each invoice.`;
	return refusal('tooManyStrays', message, row);
}

export function tooManyProblems(row: number): Problem {
	const message = `Up to row ${row} so much is wrong that the rest was not looked at, and nothing in the file was taken. It is probably not in the layout that was chosen: check a few of its rows, and have it exported again.`;
	return refusal('tooManyProblems', message, row);
}

/** `1,000,000`. */
export function counted(count: number): string {
	return count.toLocaleString('en-US');
}

function refusal(code: string, message: string, row?: number): Problem {
	return { severity: 'error', code, ...(row === undefined ? {} : { row }), message };
}
