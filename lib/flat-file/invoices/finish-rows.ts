import { codeFromSegments, isRecord, recordsAt, shownName, textAt, type CoupaRecord, type Problem, type Sliced } from '../../core';
import type { PlacedRow } from '../nest-rows';
import { note, type ReadRow } from '../read-row';
import { removeAt, stepsOfText } from '../record-path';
import { shownValue } from '../shown-value';
import { accountAllocationRows, invoiceChargeRows, invoiceLineRows, invoiceTaxLineRows, segmentColumn } from '../tables/invoices';

/**
 * Fills in what Coupa wants of the parts of an invoice and no cell says (rules.md §9); what does not fit together is left out and
 * reported.
 */
export function* finishRows(placed: PlacedRow[], invoice: CoupaRecord): Sliced<void> {
	for (const { row, record } of placed) {
		leaveOutContradictions(row, record);
		yield;
	}
	const chart = textAt(invoice, 'account-type', 'name');
	const currency = textAt(invoice, 'currency', 'code');
	for (const { row, record } of placed) {
		yield;
		switch (row.header.kind) {
			case invoiceLineRows:
				finishAccount(row, record, chart);
				finishInlineTax(record);
				record.type = record.quantity === undefined ? 'InvoiceAmountLine' : 'InvoiceQuantityLine';
				tellPoLine(row, record);
				break;
			case invoiceChargeRows:
				finishAccount(row, record, chart);
				finishInlineTax(record);
				if (currency !== undefined) record.currency = { code: currency };
				break;
			case accountAllocationRows:
				finishAccount(row, record, chart);
				break;
			case invoiceTaxLineRows:
				record.type ??= 'TaxLine';
				break;
		}
	}
}

/** Of two cells that contradict each other none counts: nobody knows which is right. */
function leaveOutContradictions({ problems }: ReadRow, record: CoupaRecord): void {
	for (const { code, path } of problems) if (code === 'conflictingCells' && path !== undefined) removeAt(record, stepsOfText(path));
}

/** Fills the account's code from its segments where it is blank, and names its chart. */
function finishAccount(row: ReadRow, record: CoupaRecord, chart: string | undefined): void {
	const fromSegments = row.values === null ? null : codeFromSegments((number) => textAt(row.values?.get(segmentColumn(number))));
	const code = textAt(record, 'account', 'code');
	const account = isRecord(record.account) ? record.account : {};
	if (fromSegments !== null && fromSegments.gap !== null) {
		const column = segmentColumn(fromSegments.gap);
		tell(row, {
			code: 'accountSegments',
			column,
			message: `“${column}” is empty while a later segment is filled, so the account code is incomplete. Fill it in, or send “Account Code”.`,
		});
	} else if (fromSegments !== null) {
		if (code !== undefined && fromSegments.code !== code) {
			tell(row, {
				code: 'conflictingCells',
				column: 'Account Code',
				path: 'account.code',
				value: shownValue(code),
				message: `The account segments give ${shownName(fromSegments.code)}, but “Account Code” is ${shownName(code)}. Fill in only one of them, or make them agree.`,
			});
			Reflect.deleteProperty(account, 'code');
			Reflect.deleteProperty(record, 'account');
		} else account.code = fromSegments.code;
	}
	if (Object.keys(account).length === 0) return;
	// In place: the engine describes the form of each copy anew, which takes more memory than the account.
	if (chart !== undefined) account['account-type'] = { name: chart };
	record.account = account;
}

/** The tax in the row itself is a tax line of Coupa's type TaxLine. Tax rows that hang on the same part come behind it. */
function finishInlineTax(record: CoupaRecord): void {
	for (const taxLine of recordsAt(record, 'tax-lines')) taxLine.type ??= 'TaxLine';
}

function tellPoLine(row: ReadRow, line: CoupaRecord): void {
	const po = textAt(line, 'order-header-num');
	if (po === undefined || line['order-line-num'] !== undefined || line['source-part-num'] !== undefined) return;
	tell(row, {
		code: 'poLineMissing',
		column: 'PO Line Number',
		path: 'order-line-num',
		message: `The line names purchase order ${shownName(po)}, but neither “PO Line Number” nor “Supplier Part Number” says which of its lines. Fill in one of them.`,
	});
}

function tell(row: ReadRow, problem: Omit<Problem, 'severity' | 'row'>): void {
	note(row, { severity: 'error', row: row.raw.row, ...problem });
}
