import type { CoupaRecord, Problem } from '../../core';
import type { DateFormat } from '../dates';
import { nestDocument, type PlacedRow } from '../nest-rows';
import { headerProblems, readRow, type ReadRow } from '../read-row';
import { pathText, removeAt, stepsOfText } from '../record-path';
import { cellOf, type RawRow } from '../sort-rows';
import { invoiceChargeRows, invoiceLineRows, invoicesImport } from '../tables/invoices';
import type { RowGroup } from './documents';
import { formulaProblems, unknownColumnProblems } from './doubtful-cells';
import { finishRows } from './finish-rows';
import type { FileInvoice } from './invoice-file';
import { loadCells } from './load-cells';
import { repeatedLineNumbers, taxRowFault, unknownOwner } from './owners';
import { tellTaxLevel } from './tax-level';

/** Puts the rows of one invoice together to the record that Coupa's API takes. Never throws: what is wrong is in `problems`. */
export function assembleInvoice(group: RowGroup, dateFormat: DateFormat): FileInvoice {
	const doubted = new Set(group.doubts.map((doubt) => doubt.row));
	const read = (row: RawRow): ReadRow[] => (row.header ? [readRow(row, row.header, dateFormat)] : []);
	const [header] = read(group.header);
	const children = group.rows.filter((row) => row !== group.header && !doubted.has(row)).flatMap(read);
	const rows = header ? [header, ...children] : children;
	const invoice: CoupaRecord = header?.parts[0] ?? {};
	// A number that is too long is still the number that the file and its report speak of.
	if (invoice['invoice-number'] === undefined) invoice['invoice-number'] = group.number;

	const faults = children.map(taxRowFault);
	const nested = nestDocument(
		invoicesImport,
		invoice,
		children.filter((_, index) => faults[index] === null),
	);
	const placed: PlacedRow[] = [...(header ? [{ row: header, record: invoice, at: [] }] : []), ...nested.placed];
	for (const { row, record } of placed) leaveOutContradictions(row, record);
	finishRows(placed, invoice);
	for (const { row, at } of nested.placed) tellWhere(row, pathText(at));

	const extraColumns = rows.flatMap((row) => row.extraColumns);
	const load = header ? loadCells(header, extraColumns) : { submit: null, imageScan: null, attachments: [] };
	const problems = [
		// What a damaged header row lacks is no fault of its own.
		...(group.header.damaged === undefined
			? [...wholeInvoiceProblems(group, invoice, load.submit === true), ...tellTaxLevel(group.header, invoice, extraColumns)]
			: []),
		...group.doubts.map(doubtProblem),
		...[...new Set(group.rows.flatMap((row) => row.header ?? []))].flatMap(headerProblems),
		...faults.filter((fault) => fault !== null),
		...nested.unplaced.flatMap((row) => unknownOwner(row, invoice) ?? []),
		...rows.flatMap((row) => (row.raw.damaged === undefined ? [...row.problems, ...formulaProblems(row)] : [])),
		...unknownColumnProblems(rows),
	];
	return {
		record: invoice,
		...load,
		extraColumns,
		rows: group.rows.map((row) => row.row),
		rowOf: Object.fromEntries(placed.map(({ row, at }) => [pathText(at), row.raw.row])),
		rawRows: group.rows,
		problems: problems.sort((left, right) => (left.row ?? 0) - (right.row ?? 0)),
	};
}

/** Of two cells that contradict each other none counts: nobody knows which is right. */
function leaveOutContradictions({ problems }: ReadRow, record: CoupaRecord): void {
	for (const { code, path } of problems) if (code === 'conflictingCells' && path !== undefined) removeAt(record, stepsOfText(path));
}

/** Paths of a row's problems start at its own record; here they become those of the whole invoice. */
function tellWhere({ problems }: ReadRow, place: string): void {
	for (const problem of problems) if (problem.path !== undefined) problem.path = `${place}.${problem.path}`;
}

function wholeInvoiceProblems(group: RowGroup, invoice: CoupaRecord, submit: boolean): Problem[] {
	const problems: Problem[] = [];
	const tell = (problem: Omit<Problem, 'severity' | 'row'>): void => {
		problems.push({ severity: 'error', row: group.header.row, ...problem });
	};
	if (group.twinOf) {
		tell({
			code: 'duplicateInFile',
			column: 'Invoice Number',
			value: group.number,
			message: `Invoice number ${group.number} of this supplier is in the file more than once (first at row ${group.twinOf.row}): only the first one is imported. If this is another invoice, correct its number.`,
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
			message: `Invoice ${group.number} has no “${invoiceLineRows.name}” row and no “${invoiceChargeRows.name}” row. Add what is invoiced.`,
		});
	}
	for (const number of repeatedLineNumbers(invoice)) {
		tell({
			code: 'duplicateLineNumber',
			column: 'Line Number',
			value: number,
			message: `Line number ${number} is used more than once in this invoice. Give each line its own number.`,
		});
	}
	return problems;
}

function doubtProblem({ reason, row }: RowGroup['doubts'][number]): Problem {
	const value = (row.damaged ?? row.cells.join(',')).slice(0, 200);
	return { severity: 'error', code: reason, row: row.row, value, message: doubtText(reason, row) };
}

/** Why a row could not be read, in words; shared with rows that belong to no invoice. */
export function doubtText(reason: RowGroup['doubts'][number]['reason'], row: RawRow): string {
	const kind = row.rowKind === '' ? 'an empty first cell' : `“${row.rowKind}”`;
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
