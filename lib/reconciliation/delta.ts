import { keysOf } from '../core';
import { type CoupaState, filled, flagOf } from './coupa-state';

/** What a file of invoice changes gave. */
export interface DeltaFile {
	states: CoupaState[];
	/** Why nothing of it could be used; null where it could. */
	problem: string | null;
}

/**
 * The invoices of a file with the columns of Coupa's Invoices Export (csv/invoices_export.json; Coupa writes `Outgoing/InvoiceUpdates` so),
 * from its records. Only rows of kind Header count where there is a column `type`; columns go by their names, in any order.
 */
export function readDelta(records: string[][]): DeltaFile {
	const at = records.findIndex((cells) => ['invoice-number', 'status'].every((name) => cells.map(columnName).includes(name)));
	const header = records[at]?.map(columnName);
	if (header === undefined)
		return { states: [], problem: 'No header row names the columns “invoice-number” and “status” of the Invoices Export.' };
	const states = records.slice(at + 1).flatMap((cells) => {
		return deltaState(header.map((name, place) => [name, cells[place] ?? ''])) ?? [];
	});
	return { states, problem: null };
}

/** One row by the names of its columns, however they are spelled; null where it names no invoice, as rows of lines and other header rows do. */
export function deltaState(cells: Array<[name: string, value: string]>): CoupaState | null {
	const row = new Map(cells.map(([name, value]) => [columnName(name), value]));
	const cell = (name: string) => filled(row.get(name));
	if (!['', 'header', 'invoice'].includes((cell('type') ?? '').toLowerCase())) return null;
	const number = cell('invoice-number');
	const status = cell('status');
	if (number === null || status === null || columnName(number) === 'invoice-number') return null;
	const note = row.get('internal-note');
	const key = cell('delivery-key');
	return {
		source: 'delta',
		id: cell('id') ?? '',
		number,
		supplierNumber: cell('supplier-number'),
		supplierName: cell('supplier-name'),
		status: status.toLowerCase().replaceAll(' ', '_'),
		statedTotal: null,
		computedTotals: ['gross-total', 'gross-total-less-discount'].flatMap((name) => cell(name) ?? []),
		currency: cell('currency'),
		exported: flagOf(row.get('exported')),
		paid: flagOf(row.get('paid')),
		amountPaid: cell('amount-paid'),
		createdAt: cell('created-at'),
		updatedAt: cell('updated-at'),
		approvedAt: null,
		exportedAt: null,
		paidAt: cell('payment-date'),
		dueDate: cell('net-due-date'),
		note: cell('hold-reasons') ?? cell('dispute-reasons'),
		keys: key !== null ? { current: key.split(','), replaced: [] } : note === undefined ? null : keysOf({ 'internal-note': note }),
		link: null,
	};
}

/** `Invoice Number*` and `net_due_date` as Coupa's own files spell them elsewhere. */
function columnName(cell: string): string {
	return cell.trim().replace(/\*$/, '').toLowerCase().replace(/[_ ]/g, '-');
}
