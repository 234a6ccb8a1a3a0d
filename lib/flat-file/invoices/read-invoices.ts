import { eachOf, inSlices, shownName, type Problem, type Sliced } from '../../core';
import type { BoundHeader } from '../bind-header';
import { type InvoiceLimits, invoiceLimits, tooManyInvoices, tooManyStrays } from '../csv-limits';
import { beginningOf, openFile, type ReadOptions } from '../read-file';
import { note, type ReadRow } from '../read-row';
import { FileRoom, type Room } from '../room';
import { shownRow } from '../shown-value';
import { sortRows, type RawRow } from '../sort-rows';
import { headerKey } from '../table';
import { invoiceHeaderRows, invoicesImport } from '../tables/invoices';
import { assembleInvoice, doubtText } from './assemble-invoice';
import { bindRows, type RowGroup, type StrayGroup } from './documents';
import type { FileInvoice, InvoiceFile, StrayRows } from './invoice-file';

export interface ReadInvoicesOptions extends ReadOptions {
	/** Size of the package that the file came in, where it was packed: limits follow from what was sent. Default the file's own. */
	packageBytes?: number;
	/** Default `invoiceLimits` of the package. */
	fileLimits?: Partial<InvoiceLimits>;
}

/**
 * Reads a Coupa Invoices Import file (csv/invoices_import.json): one header row per row kind, columns by name in any order.
 * Never throws for what is in the file: a file that cannot be trusted as a whole has an error in `fileProblems`, a bad
 * invoice has errors of its own and leaves its neighbours alone, rows of no invoice are strays. Time and memory grow with
 * the size of the file only, and it reads in slices: the event loop turns meanwhile.
 */
export async function readInvoiceFile(bytes: Buffer, options: ReadInvoicesOptions = {}): Promise<InvoiceFile> {
	return await inSlices(reading(bytes, options), options.signal);
}

function* reading(bytes: Buffer, options: ReadInvoicesOptions): Sliced<InvoiceFile> {
	const dateFormat = options.dateFormat ?? 'ISO';
	const limits = { ...invoiceLimits(options.packageBytes ?? bytes.length), ...options.fileLimits };
	const sorted = yield* sortedFile(bytes, options, limits);
	const nothing = { encoding: sorted.encoding, dateFormat, headers: sorted.headers, invoices: [], strays: [] };
	if ('problem' in sorted) return { ...nothing, fileProblems: [sorted.problem] };
	const { groups, strays } = sorted;
	const room = new FileRoom();
	const invoices: FileInvoice[] = [];
	for (const group of groups) invoices.push(yield* assembleInvoice(group, dateFormat, room.next(), limits.maxInvoiceRows));
	return { ...nothing, invoices, strays: yield* eachOf(strays, (stray) => strayRows(stray, room.next())), fileProblems: [] };
}

/** The rows of each invoice, or why nothing in the file can be trusted. */
type SortedFile = Pick<InvoiceFile, 'encoding' | 'headers'> & ({ groups: RowGroup[]; strays: StrayGroup[] } | { problem: Problem });

/** A function of its own, so that what the file was split into is let go before its invoices are assembled. */
function* sortedFile(bytes: Buffer, options: ReadInvoicesOptions, limits: InvoiceLimits): Sliced<SortedFile> {
	const opened = yield* openFile(bytes, options.encoding, limits, startsInvoiceRow);
	const { encoding } = opened;
	if ('problem' in opened) return { encoding, headers: [], problem: opened.problem };
	const sorted = yield* sortRows(invoicesImport, opened.records, options.customFields);
	if ('problem' in sorted) return { encoding, headers: [], problem: sorted.problem };
	const { headers, rows } = sorted;
	const untrusted = fileProblem(headers, rows) ?? tooMany(rows, limits);
	if (untrusted) return { encoding, headers, problem: untrusted };
	const { groups, strays } = yield* bindRows(rows, invoicesImport, limits);
	const problem = tooManyOutside(strays, limits);
	return problem ? { encoding, headers, problem } : { encoding, headers, groups, strays };
}

const ROW_NAMES = new Set(
	[
		...invoicesImport.rowKinds.flatMap(({ name, alsoNamed }) => [name, ...alsoNamed]),
		...Object.keys(invoicesImport.foreignKinds ?? {}),
	].map(headerKey),
);

function startsInvoiceRow(firstCell: string): boolean {
	return ROW_NAMES.has(headerKey(firstCell));
}

/** What is wrong with the header rows as a whole, so that no row below them can be trusted; null when all is well. */
function fileProblem(headers: BoundHeader[], rows: RawRow[]): Problem | null {
	const isHeaded = headers.some((header) => header.kind === invoiceHeaderRows);
	const lost = rows.find((row) => row.damaged !== undefined && (!isHeaded || (row.kind !== null && row.header === null)));
	if (lost) {
		const message = `A double quote in row ${lost.row} is wrong, and the row stands where a header row is needed: from row ${lost.row} on it is not known what the cells mean. Put every cell in double quotes and write a quote inside it twice (""), then send the file again.`;
		return { ...refusal('csvSyntax', message), row: lost.row };
	}
	if (headers.length === 0 && rows.length > 0 && !rows.some((row) => row.kind)) return notThisFormat(rows);
	if (!isHeaded) {
		return refusal(
			'noHeader',
			`The file has no header row for “${invoiceHeaderRows.name}”. Put one at the top whose first cell is ${invoiceHeaderRows.name}, then one for each other type of row.`,
		);
	}
	if (!rows.some((row) => row.kind === invoiceHeaderRows)) {
		return refusal(
			'headerWithoutData',
			`The file has header rows but no “${invoiceHeaderRows.name}” row: there is nothing to import. Send it again with its data.`,
		);
	}
	const keyless = headers.find((header) => !header.places.has(headerKey(keyColumnOf(header))));
	if (!keyless) return null;
	const message = `The header row for “${keyless.kind.name}” has no column “${keyColumnOf(keyless)}”, so it is not known which invoice its rows belong to. Add the column and fill it in.`;
	return { ...refusal('keyColumnMissing', message), row: keyless.row, column: keyColumnOf(keyless) };
}

/** Looked at before the rows are bound, which takes more memory for an invoice than its row. */
function tooMany(rows: RawRow[], { maxInvoices }: InvoiceLimits): Problem | null {
	const count = rows.filter(({ kind, header }) => kind === invoiceHeaderRows && header !== null).length;
	return count > maxInvoices ? tooManyInvoices(count, maxInvoices) : null;
}

/** Of rows that belong to no invoice; null when all is well. */
function tooManyOutside(strays: StrayGroup[], { maxStrays }: InvoiceLimits): Problem | null {
	const count = strays.reduce((sum, { rows }) => sum + rows.length, 0);
	return count > maxStrays ? tooManyStrays(strays[0]?.rows[0]?.row ?? 1, maxStrays) : null;
}

function keyColumnOf({ kind }: BoundHeader): string {
	return kind.keyColumns[0] ?? '';
}

function notThisFormat(rows: RawRow[]): Problem {
	const [first] = rows;
	const { hint, ...place } = beginningOf(first && { row: first.row, cells: first.cells });
	const kinds = invoicesImport.rowKinds.map((kind) => kind.name).join(', ');
	return {
		...refusal(
			'noHeader',
			`This is not an ${invoicesImport.title} file: no row starts with ${kinds}.${hint} Have it exported in that layout, with its header rows.`,
		),
		...place,
	};
}

function refusal(code: string, message: string): Problem {
	return { severity: 'error', code, message };
}

function strayRows(group: StrayGroup, room: Room): StrayRows {
	const told: Pick<ReadRow, 'problems' | 'room'> = { problems: [], room };
	for (const row of group.rows)
		note(told, { severity: 'error', code: 'strayRows', row: row.row, value: shownRow(row), message: strayText(group, row) });
	return { rows: group.rows.map((row) => row.row), rawRows: group.rows, problems: [...told.problems, ...room.closing(group.rows[0]?.row)] };
}

function strayText(group: StrayGroup, row: RawRow): string {
	switch (group.reason) {
		case 'noSuchInvoice':
			return `This “${shownName(row.rowKind)}” row belongs to invoice ${shownName(group.number)}, but the file has no “${invoiceHeaderRows.name}” row with that number and supplier. Send the invoice with all its rows.`;
		case 'foreignKind':
			return `“${shownName(row.rowKind)}” ${foreignText(row.rowKind)}.`;
		default:
			return doubtText(group.reason, row);
	}
}

function foreignText(rowKind: string): string {
	const kinds = Object.entries(invoicesImport.foreignKinds ?? {});
	return kinds.find(([name]) => name.toLowerCase() === rowKind.toLowerCase())?.[1] ?? '';
}
