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
	/** Files of the first run, of one without changes, and of one after three invoices were decided. */
	files: [first: number, again: number, decided: number];
	/** Rows of the first file, and how many of them are not as in Coupa. */
	rows: number;
	wrongRows: number;
	/** Invoices that Coupa holds and a file should tell of. */
	expected: number;
	/** Rows of the last file: status, reasons, payment. */
	decided: string[];
}

const FOLDER = 'InvoiceUpdates';
const SHOWN = ['invoice-number', 'status-in-words', 'hold-reasons', 'paid', 'payment-date'];

/** What became of the imported invoices goes back to Scan One: all of them, then nothing, then those that were decided. */
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
	decide(world, told);
	const last = await round('One invoice was paid, one held, one disputed');
	return {
		files: [first.length, again.length, last.length],
		rows: rows.length,
		wrongRows: rows.filter((cells, index) => !isAsInCoupa(cells, told[index])).length,
		expected: told.length,
		decided: rowsOf(last).map((cells) =>
			['status-in-words', 'hold-reasons', 'dispute-reasons', 'payment-date'].flatMap((column) => cells[column] || []).join(', '),
		),
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

/** What people in Coupa decide about three invoices. */
function decide({ coupa }: World, [paid, held, disputed]: CoupaRecord[]): void {
	const tolerance = { id: 1, code: 'price_percent', resolved: false, 'breach-amount': '12.5', 'breach-limit': '10' };
	coupa.put('invoices', { ...paid, status: 'approved', paid: true, 'payment-date': '2026-06-03T00:00:00-07:00' });
	coupa.put('invoices', { ...held, status: 'ap_hold', 'failed-tolerances': [tolerance] });
	coupa.put('invoices', { ...disputed, status: 'disputed', 'dispute-reasons': [{ id: 4, code: 'QTY', description: 'Wrong quantity' }] });
}

function rowsOf(files: Array<Pick<ReferenceFile, 'bytes'>>): Array<Record<string, string>> {
	return files.flatMap(({ bytes }) => referenceRows(invoiceStatus, bytes).map(({ cells }) => cells));
}
