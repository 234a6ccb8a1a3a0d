import { stringify } from 'csv-stringify/sync';
import { CHART, controlTotal, lineAmount, money, supplierName, taxOn, taxRate } from '../dataset';
import type { AttachmentFacts, InvoiceFacts, InvoiceLineFacts } from '../dataset';
import { windows1252 } from './windows-1252';

/** How one capture line writes its CSV files. */
export interface CsvLayout {
	encoding: 'utf8' | 'utf8-bom' | 'windows-1252';
	newline: '\n' | '\r\n';
	/** Write `Invoice Number*` (true) or `Invoice Number` (false). */
	asterisks: boolean;
	/** Columns from the number on, or the other way round, with the number last. */
	columns: 'usual' | 'reversed';
	/** Write Supplier Name beside Supplier Number. */
	supplierNames: boolean;
	/** A column that Coupa does not know, on every invoice row. */
	ownColumn?: { name: string; value: string };
}

/** The plainest layout: as the documents have it, in UTF-8. */
export const PLAIN_LAYOUT: CsvLayout = { encoding: 'utf8', newline: '\n', asterisks: true, columns: 'usual', supplierNames: false };

/** One CSV record: its row kind and the cells that are not blank, by column name without asterisk. */
export interface CsvRow {
	kind: string;
	cells: Record<string, string>;
}

const KINDS = ['Invoice', 'Invoice Line', 'Invoice Charge', 'Account Allocation', 'Invoice Tax Line', 'Tag'];

/** Columns that carry an asterisk in the documents (csv/invoices_import.json). */
const REQUIRED = [
	'Invoice Number',
	'Invoice Date',
	'Line Level Taxation',
	'Chart of Accounts',
	'Price',
	'Unit of Measure',
	'Type',
	'Total',
	'Invoice Line Number',
	'Object Number',
	'Name',
];

/** The invoices as one Invoices Import file: a header row for every row kind in use, then each invoice with its rows. */
export function invoicesCsv(invoices: InvoiceFacts[], layout: CsvLayout): Buffer {
	return csvOf(
		invoices.flatMap((invoice) => rowsOf(invoice, layout)),
		layout,
	);
}

/** Rows as a file: the header rows hold every column that some row of the kind fills. */
export function csvOf(rows: CsvRow[], layout: CsvLayout): Buffer {
	const kinds = [...new Set([...KINDS, ...rows.map(({ kind }) => kind)])].filter((kind) => rows.some((row) => row.kind === kind));
	const columns = new Map(
		kinds.map((kind) => [
			kind,
			columnsOf(
				rows.filter((row) => row.kind === kind),
				layout,
			),
		]),
	);
	const header = kinds.map((kind) => [kind, ...(columns.get(kind) ?? []).map((name) => heading(kind, name, layout))]);
	const body = rows.map(({ kind, cells }) => [kind, ...(columns.get(kind) ?? []).map((name) => cells[name] ?? '')]);
	const text = stringify([...header, ...body], { quoted: true, quoted_empty: true, record_delimiter: layout.newline });
	return encode(text, layout.encoding);
}

function columnsOf(rows: CsvRow[], layout: CsvLayout): string[] {
	const names = [...new Set(rows.flatMap(({ cells }) => Object.keys(cells)))];
	return layout.columns === 'usual' ? names : names.reverse();
}

function heading(kind: string, name: string, layout: CsvLayout): string {
	// Tax rows share column names with other kinds, but only their number is required.
	const required = REQUIRED.includes(name) && (kind !== 'Invoice Tax Line' || name === 'Invoice Number');
	return layout.asterisks && required ? `${name}*` : name;
}

/** The rows of one invoice. */
export function rowsOf(invoice: InvoiceFacts, layout: CsvLayout): CsvRow[] {
	const name = layout.supplierNames ? supplierName(invoice.supplierNumber) : undefined;
	const key = filled({ 'Invoice Number': invoice.number, 'Supplier Name': name, 'Supplier Number': invoice.supplierNumber });
	return [
		{
			kind: 'Invoice',
			cells: { ...key, ...headerCells(invoice), ...(layout.ownColumn ? { [layout.ownColumn.name]: layout.ownColumn.value } : {}) },
		},
		...invoice.lines.flatMap((line, index) => lineRows(invoice, line, index + 1, key)),
		...chargeRows(invoice, key),
		...(invoice.tags ?? []).map((name) => ({ kind: 'Tag', cells: { 'Object Number': invoice.number, Name: name } })),
	];
}

function headerCells(invoice: InvoiceFacts): Record<string, string> {
	const tax = invoice.headerTaxCode;
	const taxed = invoice.lines.map(lineAmount).reduce((sum, amount) => sum.plus(amount));
	return filled({
		'Invoice Date': invoice.date,
		'Submit For Approval?': invoice.submit,
		'Shipping Amount': invoice.shippingAmount,
		'Line Level Taxation': invoice.lineLevelTaxation ? 'Yes' : 'No',
		'Tax Amount': tax === undefined ? undefined : money(taxOn(taxed, tax, invoice.currency), invoice.currency),
		'Tax Rate': tax === undefined ? undefined : taxRate(tax),
		'Tax Code': tax,
		'Supplier Note': invoice.supplierNote,
		'Payment Terms': invoice.terms,
		'Requester Email': invoice.requesterEmail,
		'Chart of Accounts': CHART,
		Currency: invoice.currency,
		'Image Scan Filename': invoice.image.fileName,
		'Invoice Control Total': controlTotal(invoice),
		'Bill To Address Id': invoice.billToId,
		'Remit To Code': invoice.remitTo,
		'Original invoice number': invoice.original?.number,
		'Original invoice date': invoice.original?.date,
		'Is Credit Note': invoice.creditNote,
		...Object.fromEntries((invoice.attachments ?? []).map((attachment, index) => [`Attachment ${index + 1}`, attachmentCell(attachment)])),
	});
}

function lineRows(invoice: InvoiceFacts, line: InvoiceLineFacts, number: number, key: Record<string, string>): CsvRow[] {
	const lineTax = line.taxCode;
	const row = {
		kind: 'Invoice Line',
		cells: filled({
			...key,
			'Line Number': String(number),
			Description: line.description,
			'Supplier Part Number': line.order?.part,
			Price: line.price,
			Quantity: line.quantity,
			'Line Tax Amount': lineTax === undefined ? undefined : money(taxOn(lineAmount(line), lineTax, invoice.currency), invoice.currency),
			'Line Tax Rate': lineTax === undefined ? undefined : taxRate(lineTax),
			'Line Tax Code': lineTax,
			'Unit of Measure': line.quantity === undefined ? undefined : (line.uom ?? 'EA'),
			'PO Number': line.order?.number,
			'PO Line Number': line.order?.line,
			'Account Code': line.account,
		}),
	};
	const shares = (line.allocations ?? []).map(({ account, percent, amount }) => ({
		kind: 'Account Allocation',
		cells: filled({
			'Invoice Number': invoice.number,
			'Invoice Line Number': String(number),
			Amount: amount,
			Percent: percent,
			'Account Code': account,
		}),
	}));
	const taxes = (line.taxRows ?? []).map((code, index) =>
		taxRow(invoice, { 'Invoice Line Number': String(number) }, index + 1, code, lineAmount(line)),
	);
	return [row, ...shares, ...taxes];
}

function chargeRows(invoice: InvoiceFacts, key: Record<string, string>): CsvRow[] {
	return (invoice.charges ?? []).flatMap((charge, index) => {
		const number = String(index + 1);
		const amount = lineAmount({ description: charge.description, price: charge.total });
		return [
			{
				kind: 'Invoice Charge',
				cells: {
					...key,
					'Line Number': number,
					Type: charge.type,
					Description: charge.description,
					Total: charge.total,
					'Account Code': charge.account,
				},
			},
			...(charge.taxRows ?? []).map((code, place) => taxRow(invoice, { 'Invoice Charge Number': number }, place + 1, code, amount)),
		];
	});
}

function taxRow(
	invoice: InvoiceFacts,
	owner: Record<string, string>,
	place: number,
	code: string,
	base: ReturnType<typeof lineAmount>,
): CsvRow {
	const amount = money(taxOn(base, code, invoice.currency), invoice.currency);
	return {
		kind: 'Invoice Tax Line',
		cells: {
			'Invoice Number': invoice.number,
			...owner,
			'Line Number': String(place),
			'Tax Amount': amount,
			'Tax Rate': taxRate(code),
			'Tax Code': code,
			Type: 'TaxLine',
		},
	};
}

function attachmentCell(attachment: AttachmentFacts): string {
	if (attachment.kind === 'file') return `file://${attachment.path}`;
	return attachment.kind === 'link' ? attachment.url : attachment.text;
}

function filled(cells: Record<string, string | undefined>): Record<string, string> {
	return Object.fromEntries(Object.entries(cells).filter((cell): cell is [string, string] => cell[1] !== undefined));
}

function encode(text: string, encoding: CsvLayout['encoding']): Buffer {
	if (encoding === 'utf8') return Buffer.from(text, 'utf8');
	if (encoding === 'utf8-bom') return Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text, 'utf8')]);
	return windows1252(text);
}
