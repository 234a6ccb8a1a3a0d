import { stringify } from 'csv-stringify/sync';

import { CHART } from '../../../tools/sandbox/dataset';
import { windows1252 } from '../../../tools/sandbox/scan-one/windows-1252';

/** One invoice with one line, as a file of Coupa's Invoices Import; columns may be added or changed. */
export interface CsvInvoice {
	number: string;
	date?: string;
	note?: string;
	/** More columns of the invoice row, or other values for the usual ones. */
	own?: Record<string, string>;
	/** The same for its line row. */
	lineOwn?: Record<string, string>;
}

/** The bytes of a bare CSV: header rows in lines 1 and 2, the invoice in lines 3 and 4. */
export function csv(
	{ number, date = '2026-05-04', note = '', own = {}, lineOwn = {} }: CsvInvoice,
	encoding: 'utf8' | 'windows-1252' = 'utf8',
): Buffer {
	const header = {
		'Invoice Number*': number,
		'Supplier Number': 'V-20011',
		'Invoice Date*': date,
		'Submit For Approval?': 'Yes',
		'Line Level Taxation*': 'No',
		'Chart of Accounts*': CHART,
		Currency: 'USD',
		'Supplier Note': note,
		'Invoice Control Total': '50.00',
		...own,
	};
	const line = {
		'Invoice Number*': number,
		'Supplier Number': 'V-20011',
		'Line Number': '1',
		Description: 'Assorted screws',
		'Price*': '12.50',
		Quantity: '4',
		'Unit of Measure*': 'EA',
		'Account Code': '10-6200-HS',
		...lineOwn,
	};
	const text = stringify([
		['Invoice', ...Object.keys(header)],
		['Invoice Line', ...Object.keys(line)],
		['Invoice', ...Object.values(header)],
		['Invoice Line', ...Object.values(line)],
	]);
	return encoding === 'utf8' ? Buffer.from(text) : windows1252(text);
}

export function csvFile(fileName: string, content: Buffer): { fileName: string; content: Buffer } {
	return { fileName, content };
}
