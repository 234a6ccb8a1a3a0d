import { decode, type Problem } from '../core';
import { assembleInvoice, doubtText } from './assemble-invoice';
import { bindRows, type StrayGroup } from './bind-rows';
import { parseCsv } from './csv';
import { invoiceHeaderRows, invoicesImport } from './invoice-columns';
import type { InvoiceFile, ReadOptions, StrayRows } from './invoice-file';
import { fileProblem, sortRows, type RawRow } from './raw-rows';

/**
 * Reads a Coupa Invoices Import file (csv/invoices_import.json): one header row per row kind, columns by name in any order.
 * Never throws for what stands in the file: a file that cannot be trusted as a whole has an error in `fileProblems`, a bad
 * invoice has errors of its own and leaves its neighbours alone, rows of no invoice are strays. Time and memory grow with
 * the size of the file only.
 */
export function readInvoiceFile(bytes: Buffer, options: ReadOptions = {}): InvoiceFile {
	const dateFormat = options.dateFormat ?? 'ISO';
	const refused = (problem: Problem, encoding: InvoiceFile['encoding'] = null): InvoiceFile => ({
		encoding,
		dateFormat,
		headers: [],
		invoices: [],
		strays: [],
		fileProblems: [problem],
	});

	const decoded = decode(bytes, options.encoding);
	if ('problem' in decoded) return refused(decoded.problem);
	const csv = parseCsv(decoded.text);
	if ('problem' in csv) return refused(csv.problem, decoded.encoding);
	if (csv.records.length === 0)
		return refused(
			{ severity: 'error', code: 'emptyFile', message: 'The CSV file is empty. Send it again with its header rows and invoices.' },
			decoded.encoding,
		);

	const { headers, rows } = sortRows(csv.records, invoicesImport, options.customFields ?? []);
	const whole = fileProblem(headers, rows, invoicesImport);
	if (whole) return { ...refused(whole, decoded.encoding), headers };
	const { groups, strays } = bindRows(rows, invoiceHeaderRows, invoicesImport.foreignKinds);
	return {
		encoding: decoded.encoding,
		dateFormat,
		headers,
		invoices: groups.map((group) => assembleInvoice(group, dateFormat)),
		strays: strays.map(strayRows),
		fileProblems: [],
	};
}

function strayRows(group: StrayGroup): StrayRows {
	return {
		rows: group.rows.map((row) => row.row),
		rawRows: group.rows,
		problems: group.rows.map((row): Problem => ({
			severity: 'error',
			code: 'strayRows',
			row: row.row,
			value: row.cells.join(',').slice(0, 200),
			message: strayText(group, row),
		})),
	};
}

function strayText(group: StrayGroup, row: RawRow): string {
	switch (group.reason) {
		case 'noSuchInvoice':
			return `This “${row.rowKind}” row belongs to invoice ${group.number}, but the file has no “${invoiceHeaderRows.name}” row with that number and supplier. Send the invoice with all its rows.`;
		case 'foreignKind':
			return `“${row.rowKind}” ${invoicesImport.foreignKinds[foreignName(row.rowKind)] ?? ''}.`;
		default:
			return doubtText(group.reason, row);
	}
}

function foreignName(rowKind: string): string {
	return Object.keys(invoicesImport.foreignKinds).find((name) => name.toLowerCase() === rowKind.toLowerCase()) ?? rowKind;
}
