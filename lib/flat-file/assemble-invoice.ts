import { textAt, type AttachmentSource, type CoupaRecord, type Problem } from '../core';
import { addAllocation, addTag, addTaxLine, linesByNumber } from './assemble-details';
import { invoiceCharge, invoiceLine, type Surroundings } from './assemble-lines';
import type { RowGroup } from './bind-rows';
import { convertRow, headerProblems, type RowContent } from './convert-row';
import type { DateFormat } from './dates';
import {
	accountAllocationRows,
	invoiceChargeRows,
	invoiceHeaderRows,
	invoiceLineRows,
	invoiceTaxLineRows,
	tagRows,
} from './invoice-columns';
import type { FileInvoice } from './invoice-file';
import { cellOf, type RawRow } from './raw-rows';
import { rowsByPath } from './origins';
import type { Step } from './record-path';
import type { RowKind } from './table';
import { tellTaxLevel } from './tax-level';

/** Puts the rows of one invoice together to the record that Coupa's API takes. Never throws: what is wrong stands in `problems`. */
export function assembleInvoice(group: RowGroup, dateFormat: DateFormat): FileInvoice {
	const doubted = new Set(group.doubts.map((doubt) => doubt.row));
	const contents: RowContent[] = [];
	const read = (row: RawRow, at: Step[]): RowContent[] => {
		if (!row.header) return [];
		const content = convertRow(row, row.header, { dateFormat, at });
		contents.push(content);
		return [content];
	};
	const rowsOf = (kind: RowKind): RawRow[] => group.rows.filter((row) => row.kind === kind && !doubted.has(row));

	const [header] = read(group.header, []);
	const invoice: CoupaRecord = header?.part ?? {};
	const around: Surroundings = { chart: textAt(invoice, 'account-type', 'name'), currency: textAt(invoice, 'currency', 'code') };
	const origins = new Map<CoupaRecord, number>([[invoice, group.header.row]]);
	const from = (content: RowContent, part: CoupaRecord): CoupaRecord => {
		origins.set(part, content.raw.row);
		return part;
	};
	const lines = rowsOf(invoiceLineRows)
		.flatMap((row, index) => read(row, ['invoice-lines', index]))
		.map((content) => from(content, invoiceLine(content, around)));
	const charges = rowsOf(invoiceChargeRows)
		.flatMap((row, index) => read(row, ['invoice-charges', index]))
		.map((content) => from(content, invoiceCharge(content, around)));
	if (lines.length > 0) invoice['invoice-lines'] = lines;
	if (charges.length > 0) invoice['invoice-charges'] = charges;

	const numbered = linesByNumber(invoice);
	const targets = { invoice, lines: numbered.lines, charges, origins };
	rowsOf(accountAllocationRows)
		.flatMap((row) => read(row, []))
		.forEach((content) => {
			addAllocation(content, targets, around);
		});
	rowsOf(invoiceTaxLineRows)
		.flatMap((row) => read(row, []))
		.forEach((content) => {
			addTaxLine(content, targets);
		});
	rowsOf(tagRows)
		.flatMap((row) => read(row, []))
		.forEach((content) => {
			addTag(content, targets);
		});

	const extraColumns = contents.flatMap((content) => content.extraColumns);
	const problems = [
		...wholeInvoiceProblems(group, invoice, numbered.twice, header?.values.get('Submit For Approval?') === true),
		...(header ? tellTaxLevel(header.raw, invoice, extraColumns) : []),
		...[...new Set(group.rows.flatMap((row) => row.header ?? []))].flatMap(headerProblems),
		...contents.flatMap((content) => content.problems),
		...unknownColumnProblems(contents),
	];
	return {
		record: invoice,
		...steering(header, extraColumns, problems),
		extraColumns,
		rows: group.rows.map((row) => row.row),
		rowOf: rowsByPath(invoice, origins),
		rawRows: group.rows,
		problems: problems.sort((left, right) => (left.row ?? 0) - (right.row ?? 0)),
	};
}

function wholeInvoiceProblems(group: RowGroup, invoice: CoupaRecord, linesTwice: Set<number>, submit: boolean): Problem[] {
	const problems: Problem[] = [];
	const tell = (code: string, column: string | undefined, value: string | undefined, message: string, row = group.header.row): void => {
		problems.push({ severity: 'error', code, row, ...(column ? { column } : {}), ...(value ? { value } : {}), message });
	};
	if (group.duplicate) {
		tell(
			'duplicateInFile',
			'Invoice Number',
			group.number,
			`Invoice ${group.number} of this supplier stands more than once in the file. Nobody can tell which one is right, so none is imported: send the right one alone.`,
		);
	}
	if (invoice.supplier === undefined && group.supplierNumber === '' && group.supplierName === '') {
		tell('required', 'Supplier Number', undefined, 'Neither “Supplier Number” nor “Supplier Name” is filled: Coupa needs one of them.');
	}
	if (submit && cellOf(group.header, 'Currency') === '') {
		tell('required', 'Currency', undefined, '“Currency” is empty, but Coupa requires it when “Submit For Approval?” says Yes. Fill it.');
	}
	if (invoice['invoice-lines'] === undefined && invoice['invoice-charges'] === undefined) {
		tell(
			'noLines',
			undefined,
			undefined,
			`Invoice ${group.number} has no “${invoiceLineRows.name}” row and no “${invoiceChargeRows.name}” row. Add what is invoiced.`,
		);
	}
	for (const number of linesTwice) {
		tell(
			'duplicateLineNumber',
			'Line Number',
			String(number),
			`Line number ${number} stands more than once in this invoice. Give each line its own number.`,
		);
	}
	for (const doubt of group.doubts)
		tell(doubt.reason, undefined, doubt.row.cells.join(',').slice(0, 200), doubtText(doubt.reason, doubt.row), doubt.row.row);
	return problems;
}

/** Why a row could not be read, in words; shared with rows that belong to no invoice. */
export function doubtText(reason: 'dataBeforeHeader' | 'unknownRowKind' | 'numberMissing', row: RawRow): string {
	const kind = row.rowKind === '' ? 'an empty first cell' : `“${row.rowKind}”`;
	switch (reason) {
		case 'dataBeforeHeader':
			return `This row starts with ${kind}, but no header row for that kind stands above it, so its cells have no meaning. Put the header row above its data.`;
		case 'unknownRowKind':
			return `This row starts with ${kind}, which is no row kind of Coupa’s Invoices Import. Correct its first cell or take the row out.`;
		case 'numberMissing':
			return `This ${kind} row names no invoice number, so it is not certain which invoice it belongs to. Fill the number.`;
	}
}

/** One warning for each column that Coupa does not document. */
function unknownColumnProblems(contents: RowContent[]): Problem[] {
	const told = new Set<string>();
	return contents.flatMap(({ raw, unknownColumns }) =>
		unknownColumns.flatMap(({ column, value }): Problem[] => {
			const key = `${raw.rowKind}\n${column.toLowerCase()}`;
			if (told.has(key)) return [];
			told.add(key);
			return [
				{
					severity: 'warning',
					code: 'unknownColumn',
					row: raw.row,
					column,
					value,
					message: `Coupa documents no column “${column}” for “${raw.rowKind}”. Its cells are kept with the invoice but not sent; if it is a custom field, map it in the settings.`,
				},
			];
		}),
	);
}

/** What the header row says about submitting, the page image and attachments. */
function steering(
	header: RowContent | undefined,
	extraColumns: FileInvoice['extraColumns'],
	problems: Problem[],
): Pick<FileInvoice, 'submit' | 'imageScan' | 'attachments'> {
	if (!header) return { submit: null, imageScan: null, attachments: [] };
	const textOf = (column: string): string => String(header.values.get(column) ?? '');
	const submit = header.values.get('Submit For Approval?');
	const keep = (column: string): void =>
		void extraColumns.push({ row: header.raw.row, rowKind: header.raw.rowKind, column, value: cellOf(header.raw, column) });
	if (cellOf(header.raw, 'Status') !== '') keep('Status');
	const fileName = textOf('Image Scan Filename');
	const url = textOf('Image Scan URL');
	if (url !== '' && fileName !== '') keep('Image Scan URL');
	if (url !== '' && !/^https?:\/\/\S+$/i.test(url)) {
		problems.push({
			severity: 'error',
			code: 'imageUrl',
			row: header.raw.row,
			column: 'Image Scan URL',
			value: url,
			message: '“Image Scan URL” takes a link that starts with http:// or https://. Correct it, or send the image in the ZIP.',
		});
	}
	return {
		submit: typeof submit === 'boolean' ? submit : null,
		imageScan: fileName !== '' ? { fileName } : url !== '' ? { url } : null,
		attachments: invoiceHeaderRows.columns
			.filter((column) => /^Attachment \d+$/.test(column.name) && textOf(column.name) !== '')
			.map((column) => ({ column: column.name, source: attachmentSource(textOf(column.name)) })),
	};
}

/** What an `Attachment` cell means (csv/invoices_import.json, `zip`): a file of the ZIP, a link, or a text. */
function attachmentSource(cell: string): AttachmentSource {
	if (/^file:\/\//i.test(cell)) return { kind: 'file', fileName: cell.slice('file://'.length), binary: null };
	return /^https?:\/\//i.test(cell) ? { kind: 'link', url: cell } : { kind: 'text', text: cell };
}
