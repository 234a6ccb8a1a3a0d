import { eachOf, shownName, type CoupaRecord, type Problem, type Sliced } from '../../core';
import { counted, tooManyInvoiceRows } from '../csv-limits';
import type { DateFormat } from '../dates';
import { nestDocument, type PlacedRow } from '../nest-rows';
import { headerProblems, note, readRow, type ReadRow } from '../read-row';
import { pathText } from '../record-path';
import type { Room } from '../room';
import { shownRow, shownValue } from '../shown-value';
import { cellOf, type RawRow } from '../sort-rows';
import { invoiceChargeRows, invoiceLineRows, invoicesImport } from '../tables/invoices';
import type { RowGroup } from './documents';
import { formulaProblems, unknownColumnProblems } from './doubtful-cells';
import { finishRows } from './finish-rows';
import type { FileInvoice } from './invoice-file';
import { loadCells } from './load-cells';
import { repeatedLineNumbers, taxRowFault, unknownOwner } from './owners';
import { tellTaxLevel } from './tax-level';

/**
 * Puts the rows of one invoice together to the record that Coupa's API takes. Never throws: what is wrong is in `problems`, as much as
 * there is room for. Of an invoice with more than `maxRows` rows only its header row is read.
 */
export function* assembleInvoice(group: RowGroup, dateFormat: DateFormat, room: Room, maxRows: number): Sliced<FileInvoice> {
	if (group.rows.length > maxRows) return oversized(group, dateFormat, room, maxRows);
	const doubted = new Set(group.doubts.map((doubt) => doubt.row));
	const read = (row: RawRow): ReadRow[] => (row.header ? [readRow(row, row.header, dateFormat, room)] : []);
	const [header] = read(group.header);
	const children = (yield* eachOf(group.rows, (row) => (row !== group.header && !doubted.has(row) ? read(row) : []))).flat();
	const rows = header ? [header, ...children] : children;
	const invoice = invoiceOf(group, header);

	const found: Pick<ReadRow, 'problems' | 'room'> = { problems: [], room };
	for (const doubt of group.doubts) note(found, doubtProblem(doubt));
	const faults = yield* eachOf(children, taxRowFault);
	for (const fault of faults) if (fault !== null) note(found, fault);
	const nested = yield* nestDocument(
		invoicesImport,
		invoice,
		children.filter((_, index) => faults[index] === null),
	);
	const placed: PlacedRow[] = [...(header ? [{ row: header, record: invoice, at: [] }] : []), ...nested.placed];
	yield* finishRows(placed, invoice);
	for (const row of nested.unplaced) {
		const unknown = unknownOwner(row, invoice);
		if (unknown !== null) note(found, unknown);
	}
	const rowOf = new Map<string, number>();
	for (const { row, at } of placed) {
		const place = pathText(at);
		if (at.length > 0) tellWhere(row, place);
		rowOf.set(place, row.raw.row);
		yield;
	}

	const extraColumns = rows.flatMap((row) => row.extraColumns);
	const { submit, imageScan, attachments } = header ? loadCells(header, extraColumns) : NOTHING_TO_LOAD;
	const isSound = group.header.damaged === undefined;
	const problems = [
		// What a damaged header row lacks is no fault of its own.
		...(isSound ? [...wholeInvoiceProblems(group, invoice, submit === true), ...tellTaxLevel(group.header, invoice, extraColumns)] : []),
		...[...new Set(group.rows.flatMap((row) => row.header ?? []))].flatMap(headerProblems),
		...found.problems,
		...(yield* eachOf(rows, rowProblems)).flat(),
		...(yield* unknownColumnProblems(rows, room)),
		...room.closing(group.header.row),
	];
	return {
		record: invoice,
		submit,
		imageScan,
		attachments,
		extraColumns,
		rows: group.rows.map((row) => row.row),
		rowOf: Object.fromEntries(rowOf),
		rawRows: group.rows,
		problems: problems.sort((left, right) => (left.row ?? 0) - (right.row ?? 0)),
	};
}

/** What the header row says of the invoice. A number that is too long is still the number that the file and its report speak of. */
function invoiceOf(group: RowGroup, header: ReadRow | undefined): CoupaRecord {
	const invoice = header?.parts[0] ?? {};
	if (invoice['invoice-number'] === undefined) invoice['invoice-number'] = group.number.slice(0, LONGEST_NUMBER);
	return invoice;
}

/** An invoice with so many rows that what they are read into would not be bounded. */
function oversized(group: RowGroup, dateFormat: DateFormat, room: Room, maxRows: number): FileInvoice {
	const { header: raw, number, rows } = group;
	const header = raw.header ? readRow(raw, raw.header, dateFormat, room) : undefined;
	const extraColumns = header?.extraColumns ?? [];
	return {
		record: invoiceOf(group, header),
		...(header ? loadCells(header, extraColumns) : NOTHING_TO_LOAD),
		extraColumns,
		rows: rows.map(({ row }) => row),
		rowOf: { '': raw.row },
		rawRows: rows,
		problems: [tooManyInvoiceRows(raw.row, number, rows.length, maxRows)],
	};
}

/** What a damaged row says is not counted against it: it is told as a whole. */
function rowProblems(row: ReadRow): Problem[] {
	return row.raw.damaged === undefined ? [...row.problems, ...formulaProblems(row)] : [];
}

/** Paths of a row's problems start at its own record; here they become those of the whole invoice. */
function tellWhere({ problems }: ReadRow, place: string): void {
	for (const problem of problems) if (problem.path !== undefined) problem.path = `${place}.${problem.path}`;
}

const NOTHING_TO_LOAD = { submit: null, imageScan: null, attachments: [] };

/** Characters of a number that is too long for Coupa, which takes 40. */
const LONGEST_NUMBER = 200;

/** Repeated line numbers that are told one by one. */
const MOST_REPEATED = 20;

function wholeInvoiceProblems(group: RowGroup, invoice: CoupaRecord, submit: boolean): Problem[] {
	const problems: Problem[] = [];
	const tell = (problem: Omit<Problem, 'severity' | 'row'>): void => {
		problems.push({ severity: 'error', row: group.header.row, ...problem });
	};
	if (group.twinOf) {
		tell({
			code: 'duplicateInFile',
			column: 'Invoice Number',
			value: shownValue(group.number),
			message: `Invoice number ${shownName(group.number)} of this supplier is in the file more than once (first at row ${group.twinOf.row}): only the first one is imported. If this is another invoice, correct its number.`,
		});
	}
	if (invoice.supplier === undefined && group.supplierNumber === '' && group.supplierName === '') {
		tell({
			code: 'required',
			column: 'Supplier Number',
			path: 'supplier',
			message: 'Neither “Supplier Number” nor “Supplier Name” is filled: Coupa needs one of them.',
		});
	}
	if (submit && cellOf(group.header, 'Currency') === '') {
		tell({
			code: 'required',
			column: 'Currency',
			path: 'currency',
			message: '“Currency” is empty, but Coupa requires it when “Submit For Approval?” is Yes. Fill it in.',
		});
	}
	if (invoice['invoice-lines'] === undefined && invoice['invoice-charges'] === undefined) {
		tell({
			code: 'noLines',
			path: 'invoice-lines',
			message: `Invoice ${shownName(group.number)} has no “${invoiceLineRows.name}” row and no “${invoiceChargeRows.name}” row. Add what is invoiced.`,
		});
	}
	const repeated = repeatedLineNumbers(invoice);
	for (const number of repeated.slice(0, MOST_REPEATED)) {
		tell({
			code: 'duplicateLineNumber',
			column: 'Line Number',
			value: number,
			message: `Line number ${number} is used more than once in this invoice. Give each line its own number.`,
		});
	}
	if (repeated.length > MOST_REPEATED) {
		tell({
			code: 'duplicateLineNumber',
			column: 'Line Number',
			message: `${counted(repeated.length - MOST_REPEATED)} more line numbers are used more than once in this invoice. Give each line its own number.`,
		});
	}
	return problems;
}

function doubtProblem({ reason, row }: RowGroup['doubts'][number]): Problem {
	return { severity: 'error', code: reason, row: row.row, value: shownRow(row), message: doubtText(reason, row) };
}

/** Why a row could not be read, in words; shared with rows that belong to no invoice. */
export function doubtText(reason: RowGroup['doubts'][number]['reason'], row: RawRow): string {
	const kind = row.rowKind === '' ? 'an empty first cell' : `“${shownName(row.rowKind)}”`;
	switch (reason) {
		case 'csvSyntax':
			return 'A double quote (or inch mark) in this row is wrong, so its cells cannot be told apart. Put every cell in double quotes and write a quote inside it twice (""), then send the invoice again.';
		case 'dataBeforeHeader':
			return `This row starts with ${kind}, but there is no header row for that kind above it, so its cells have no meaning. Put the header row above its data.`;
		case 'unknownRowKind':
			return `This row starts with ${kind}, which is not a row type of Coupa’s Invoices Import. Correct its first cell or remove the row.`;
		case 'numberMissing':
			return `This ${kind} row has no invoice number, so it is not clear which invoice it belongs to. Fill in the number.`;
	}
}
