import { keysOf, textAt, type CoupaRecord } from '../../lib/core';
import { invoiceStatus } from '../../lib/flat-file';
import type { N8nApi } from '../harness/host/api';
import { line, printTable } from '../harness/print';
import { type ReferenceFile, referenceFiles, referenceRows } from './reference-data';
import { onSchedule } from './sync-scene';
import type { SyncWorkflow } from './sync-workflows';
import type { World } from './world';

/** What the runs of the status template put into the lock-box. */
export interface StatusCounts {
	/** Files of the first run, of one without changes, and of one after an invoice was paid. */
	files: [first: number, again: number, afterPayment: number];
	/** Rows of the first file, and how many of them are not as in Coupa. */
	rows: number;
	wrongRows: number;
	/** Invoices that Coupa holds and a file should tell of. */
	expected: number;
	/** Rows of the last file: `number status paid`. */
	afterPayment: string[];
}

const FOLDER = 'InvoiceUpdates';
const SHOWN = ['invoice-number', 'supplier-number', 'status-in-words', 'hold-reasons', 'paid', 'payment-date'];

/** What became of the imported invoices goes back to Scan One: all of them, then nothing, then the one that was paid. */
export async function statusScene(world: World, api: N8nApi, workflow: SyncWorkflow): Promise<StatusCounts> {
	const seen = new Set<string>();
	const round = async (title: string): Promise<ReferenceFile[]> => {
		line(title);
		await onSchedule(api, [workflow]);
		const arrived = referenceFiles(world.lockBox.root, FOLDER, invoiceStatus).filter(({ name }) => !seen.has(name));
		for (const { name, bytes } of arrived) {
			seen.add(name);
			line(`  Outgoing/${FOLDER}/${name}: ${rowsOf([{ bytes }]).length} rows`);
		}
		if (arrived.length === 0) line('  no file');
		return arrived;
	};
	const first = await round('First run: every delivered invoice that is no draft');
	const rows = rowsOf(first);
	printTable(
		SHOWN,
		rows.map((cells) => SHOWN.map((column) => cells[column] ?? '')),
	);
	const told = toldOf(world);
	const again = await round('Again, nothing has changed');
	pay(world, told[0]);
	const last = await round('One invoice was approved and paid');
	return {
		files: [first.length, again.length, last.length],
		rows: rows.length,
		wrongRows: rows.filter((cells, index) => !isAsInCoupa(cells, told[index])).length,
		expected: told.length,
		afterPayment: rowsOf(last).map((cells) => `${cells.status ?? ''} ${cells.paid ?? ''} ${cells['payment-date'] ?? ''}`),
	};
}

/** Invoices that Scan One delivered and that are neither new nor drafts. */
function toldOf({ coupa }: World): CoupaRecord[] {
	return coupa
		.rows('invoices')
		.filter((invoice) => keysOf(invoice).current.length > 0 && !['new', 'draft'].includes(textAt(invoice, 'status') ?? ''));
}

function isAsInCoupa(cells: Record<string, string>, invoice: CoupaRecord | undefined): boolean {
	const held = invoice ?? {};
	return (
		cells.id === textAt(held, 'id') &&
		cells['invoice-number'] === textAt(held, 'invoice-number') &&
		cells['supplier-number'] === textAt(held, 'supplier', 'number') &&
		cells.status === textAt(held, 'status') &&
		cells['gross-total'] === textAt(held, 'gross-total') &&
		cells['delivery-key'] === keysOf(held).current[0] &&
		(cells.status === 'ap_hold') === (cells['hold-reasons'] !== '')
	);
}

function pay({ coupa }: World, invoice: CoupaRecord = {}): void {
	coupa.put('invoices', { ...invoice, status: 'approved', paid: true, 'payment-date': '2026-06-03T00:00:00-07:00' });
}

function rowsOf(files: Array<Pick<ReferenceFile, 'bytes'>>): Array<Record<string, string>> {
	return files.flatMap(({ bytes }) => referenceRows(invoiceStatus, bytes).map(({ cells }) => cells));
}
