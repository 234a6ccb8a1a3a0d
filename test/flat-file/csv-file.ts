import type { FileInvoice, InvoiceFile } from '../../lib/flat-file';

/** Rows as CSV text, every cell quoted: what Scan One would send. */
export function csv(rows: string[][], newline = '\n'): string {
	return rows.map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join(newline) + newline;
}

export const invoiceHeader = [
	'Invoice',
	'Invoice Number*',
	'Supplier Number',
	'Invoice Date*',
	'Submit For Approval?',
	'Line Level Taxation*',
	'Tax Amount',
	'Chart of Accounts*',
	'Currency',
	'Image Scan Filename',
	'Invoice Control Total',
	'Attachment 1',
	'Attachment 2',
];
export const lineHeader = [
	'Invoice Line',
	'Invoice Number*',
	'Supplier Number',
	'Line Number',
	'Description',
	'Price*',
	'Quantity',
	'Unit of Measure*',
	'PO Number',
	'PO Line Number',
	'Account Code',
];

export const invoiceRow = (
	number: string,
	over: { supplier?: string; image?: string; attachment1?: string; attachment2?: string } = {},
): string[] => [
	'Invoice',
	number,
	over.supplier ?? 'V-20011',
	'2026-04-25',
	'Yes',
	'No',
	'20.60',
	'Demo Chart',
	'USD',
	over.image ?? '',
	'270.35',
	over.attachment1 ?? '',
	over.attachment2 ?? '',
];
export const lineRow = (number: string, over: { supplier?: string; line?: string; description?: string } = {}): string[] => [
	'Invoice Line',
	number,
	over.supplier ?? 'V-20011',
	over.line ?? '1',
	over.description ?? 'Hex bolts M8 box',
	'19.98',
	'12.5',
	'EA',
	'70315',
	'1',
	'',
];

/** A file of one row kind per header, with the given data rows. */
export const file = (...rows: string[][]): Buffer => Buffer.from(csv([invoiceHeader, lineHeader, ...rows]));

/** A file whose rows are given as objects, with headers made from their keys: `[{ Invoice: { … } }]`. */
export function fileOf(rows: Array<[kind: string, cells: Record<string, string>]>): Buffer {
	const kinds = [...new Set(rows.map(([kind]) => kind))];
	const headers = new Map(
		kinds.map((kind) => [kind, [...new Set(rows.flatMap(([other, cells]) => (other === kind ? Object.keys(cells) : [])))]]),
	);
	return Buffer.from(
		csv([
			...kinds.map((kind) => [kind, ...(headers.get(kind) ?? [])]),
			...rows.map(([kind, cells]) => [kind, ...(headers.get(kind) ?? []).map((column) => cells[column] ?? '')]),
		]),
	);
}

/** The least an invoice row holds. */
export const head = (number: string, more: Record<string, string> = {}): [string, Record<string, string>] => [
	'Invoice',
	{
		'Invoice Number*': number,
		'Supplier Number': 'V-1',
		'Invoice Date*': '2026-04-25',
		'Line Level Taxation*': 'Yes',
		'Chart of Accounts*': 'Demo Chart',
		Currency: 'USD',
		...more,
	},
];
export const line = (number: string, lineNumber: string, more: Record<string, string> = {}): [string, Record<string, string>] => [
	'Invoice Line',
	{
		'Invoice Number*': number,
		'Supplier Number': 'V-1',
		'Line Number': lineNumber,
		Description: 'Bolts',
		'Price*': '10.00',
		Quantity: '2',
		'Unit of Measure*': 'EA',
		...more,
	},
];

/** `code` of each problem with its row and column: `required 3 Description`. */
export const told = (problems: Array<{ severity: string; code: string; row?: number; column?: string }>): string[] =>
	problems.map((problem) =>
		[
			problem.severity === 'warning' ? '~' : '',
			problem.code,
			problem.row === undefined ? '' : ` ${problem.row}`,
			problem.column === undefined ? '' : ` ${problem.column}`,
		].join(''),
	);

/** The one invoice of a file without problems of its own. */
export const only = (result: InvoiceFile): FileInvoice => {
	expect(result.fileProblems).toEqual([]);
	expect(result.invoices).toHaveLength(1);
	const [invoice] = result.invoices;
	if (!invoice) throw new Error('no invoice');
	return invoice;
};
