import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { amountText, type PaymentInput, type PaymentResult } from '../../../../lib/coupa';
import { type CoupaRecord, parseDecimal, type Problem, readIsoDate, recordsAt, shownName, textAt } from '../../../../lib/core';
import { columnOf, type FlatFileEntry, invoicePaymentImport, readFlatFile } from '../../../../lib/flat-file';
import { binaryName } from '../../../common/binary';
import type { OutputItem } from '../../../common/operation';
import { ItemParameters } from '../../../common/parameters';
import { type FileReading, paymentProperties } from './paymentFields';

/** Where a payment stands in what came from the ERP. */
interface PaymentOrigin {
	/** Index of the input item. */
	from: number;
	/** Name of the file; null where it came as an item. */
	file: string | null;
	/** Row of the file as a spreadsheet shows it. */
	row: number | null;
}

/** A payment with its origin. */
export interface TakenPayment {
	input: PaymentInput;
	origin: PaymentOrigin;
}

/** The payment that the fields of an item describe; an item is refused only where a parameter cannot be read at all. */
export function paymentOfItem(context: IExecuteFunctions, itemIndex: number): TakenPayment {
	const parameters = new ItemParameters(context, itemIndex, paymentProperties);
	const text = (name: string): string => parameters.text(name);
	const invoice: CoupaRecord = {
		'invoice-number': text('invoiceNumber'),
		'invoice-date': text('invoiceDate'),
		id: text('invoiceId'),
		supplier: { number: text('supplierNumber'), name: text('supplierName') },
		currency: { code: text('currency') },
		paid: parameters.flag('fullyPaid'),
		payments: [{ 'amount-paid': text('amountPaid'), 'payment-date': text('paymentDate'), notes: text('notes') }],
	};
	return { input: { invoice, paymentId: text('paymentId'), problems: [] }, origin: { from: itemIndex, file: null, row: null } };
}

/** The payments of a file, or why it cannot be read. */
export type PaymentFile = { name: string; payments: TakenPayment[] } | { name: string; unreadable: string };

/** Reads the CSV file of an item: each row that is not blank is a payment, a broken one too. */
export async function paymentsOfFile(context: IExecuteFunctions, itemIndex: number, reading: FileReading): Promise<PaymentFile> {
	const property = new ItemParameters(context, itemIndex, paymentProperties).inputFile('binaryPropertyName');
	const content = await context.helpers.getBinaryDataBuffer(itemIndex, property);
	const { fileName: name } = binaryName(context.helpers.assertBinaryData(itemIndex, property), 'payments.csv');
	const { entries, fileProblems, unknownColumns } = await readFlatFile(content, invoicePaymentImport, {
		dateFormat: reading.dateFormat,
		signal: context.getExecutionCancelSignal(),
	});
	const fatal = fileProblems.find(isFatal);
	if (fatal !== undefined) return { name, unreadable: fatal.message };
	const column = reading.paymentIdColumn;
	if (column !== '' && entries.length > 0 && !unknownColumns.some((other) => isSameColumn(other, column)))
		return {
			name,
			unreadable: `The file has no column “${shownName(column)}”, which the option ERP Payment ID Column names. Correct the option or the header row.`,
		};
	return {
		name,
		payments: entries.map((entry) => paymentOfRow(entry, column, { from: itemIndex, file: name, row: entry.rows[0] ?? null })),
	};
}

/** Of columns that are not read it does not matter which one counts. */
function isFatal({ severity, code, column = '' }: Problem): boolean {
	const [kind] = invoicePaymentImport.rowKinds;
	return severity === 'error' && (code !== 'duplicateColumn' || (kind !== undefined && columnOf(kind, column) !== undefined));
}

function paymentOfRow({ record, extraColumns, problems }: FlatFileEntry, idColumn: string, origin: PaymentOrigin): TakenPayment {
	const extra = (name: string): string => extraColumns.find(({ column }) => isSameColumn(column, name))?.value.trim() ?? '';
	const paymentId = idColumn === '' ? (textAt(record, 'payments', 0, 'notes') ?? '') : extra(idColumn);
	return { input: { invoice: record, paymentId, expenseReport: extra('Expense Report Id'), problems }, origin };
}

function isSameColumn(left: string, right: string): boolean {
	return left.trim().toLowerCase() === right.trim().toLowerCase();
}

/** The item that leaves: flat what AP wants to see, and under `details` what branches may need. */
export function paymentItem({ input, origin }: TakenPayment, result: PaymentResult, instance: string): OutputItem {
	const { invoice, paymentId } = input;
	const [payment = {}] = recordsAt(invoice, 'payments');
	const { file, row, from } = origin;
	const given = (...keys: string[]): string | null => textAt(invoice, ...keys) || null;
	const json: IDataObject = {
		paymentId: paymentId.trim(),
		invoiceNumber: result.invoice?.number ?? given('invoice-number'),
		supplierNumber: result.invoice?.supplierNumber ?? given('supplier', 'number'),
		supplierName: result.invoice?.supplierName ?? given('supplier', 'name'),
		amount: textAt(payment, 'amount-paid') || null,
		currency: result.invoice?.currency ?? given('currency', 'code'),
		paymentDate: dayOf(textAt(payment, 'payment-date') ?? ''),
		outcome: result.outcome,
		code: result.code,
		reason: result.reason,
		paid: result.isPaid,
		open: result.open,
		status: result.invoice?.status ?? null,
		link: result.invoice?.url ?? null,
		file,
		row,
		details: {
			key: keyOf(input, origin),
			instance,
			invoiceId: result.invoice?.id ?? null,
			candidates: result.candidates,
			problems: result.problems,
		},
	};
	return { json, from };
}

/** What stands for a file without payments, one that cannot be read, and one that was not come to: nothing of it was written. */
export function fileItem(from: number, file: string | null, outcome: 'noPayments' | 'refused' | 'undecided', reason: string): OutputItem {
	const code = outcome === 'refused' ? 'unreadableFile' : null;
	const details = { key: file ?? `item ${from}`, invoiceId: null, candidates: [], problems: [] };
	return { json: { paymentId: null, outcome, code, reason, file, row: null, details }, from };
}

/**
 * Names the payment by what the ERP says of it, in every run and in every file the same: the key of a row in a table. One without ID is named
 * by its place as well; what else it says keeps the next file of that name from taking its row.
 */
function keyOf({ invoice, paymentId }: PaymentInput, { file, row, from }: PaymentOrigin): string {
	const place = file === null ? `item ${from}` : `${file}, row ${row ?? '?'}`;
	const [payment = {}] = recordsAt(invoice, 'payments');
	const supplier = textAt(invoice, 'supplier', 'number') || textAt(invoice, 'supplier', 'name');
	const number = textAt(invoice, 'invoice-number') || textAt(invoice, 'id');
	const said = [supplier, number, amountKey(textAt(payment, 'amount-paid') ?? ''), dayOf(textAt(payment, 'payment-date') ?? '')];
	const id = paymentId.trim();
	return [id === '' ? place : id, ...(id === '' ? said.filter(Boolean) : said)].join(' | ');
}

/** One amount has many spellings: 50, 50.0 and 50.00. */
function amountKey(text: string): string {
	const amount = parseDecimal(text.trim());
	return amount === null ? text : amountText(amount);
}

function dayOf(date: string): string | null {
	const read = readIsoDate(date);
	return typeof read === 'string' ? date || null : read.day;
}
