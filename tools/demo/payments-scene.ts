import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { keysOf, recordsAt, textAt, type CoupaRecord } from '../../lib/core';
import type { N8nApi } from '../harness/host/api';
import type { WorkflowFile } from '../harness/host/workflow-file';
import { line, printTable } from '../harness/print';
import { publishedInTime } from './sync-scene';
import { syncTemplate } from './sync-workflows';
import type { World } from './world';

/** What the template of payments came to. */
export interface PaymentCounts {
	/** Outcomes of the rows, as the Data table has them. */
	outcomes: string[];
	/** Payments on the two invoices in Coupa, and which of them are paid. */
	payments: string[];
	/** Files in the archive of the drop, and those that are left. */
	archived: number;
	left: number;
}

const FOLDER = 'Payments';
const SHOWN = ['payment_id', 'invoice_number', 'amount', 'outcome', 'reason'];

/** Payments of the ERP go on two approved invoices; a file that repeats them changes nothing, and what fits no invoice is reported. */
export async function paymentsScene(world: World, api: N8nApi, workflows: string): Promise<PaymentCounts> {
	const folder = join(world.lockBox.root, FOLDER);
	await mkdir(folder);
	const { template, ...timed } = syncTemplate(join(workflows, 'import-payments.json'));
	takeAtOnce(template);
	const workflow = { ...timed, id: await api.importWorkflow(template) };
	const invoices = approveTwo(world);
	await dropFiles(folder, invoices);
	await publishedInTime(api, [workflow]);
	await archived(folder, 2);
	const rows = (await api.dataTableRows('Payments')) ?? [];
	await api.deactivate(workflow.id);
	printTable(
		SHOWN,
		rows.map((row) => SHOWN.map((column) => String(row[column] ?? ''))),
	);
	return {
		outcomes: rows.map(({ outcome }) => String(outcome)).sort(),
		payments: invoices.map((invoice) => standing(world, invoice)),
		archived: (await readdir(join(folder, 'Archive'))).length,
		left: (await readdir(folder)).length - 1,
	};
}

/** The files are there whole before the workflow is published: as where an ERP renames them, there is nothing to wait for. */
function takeAtOnce({ nodes }: WorkflowFile): void {
	for (const node of nodes) if (node.name === 'Payment files') node.parameters = { ...(node.parameters ?? {}), options: { settleTime: 0 } };
}

/** Two of the imported invoices, approved by people in Coupa. */
function approveTwo({ coupa }: World): CoupaRecord[] {
	const two = coupa
		.rows('invoices')
		.filter((invoice) => keysOf(invoice).current.length > 0 && invoice.status === 'pending_approval')
		.slice(0, 2);
	for (const invoice of two) coupa.put('invoices', { ...invoice, status: 'approved' });
	return two;
}

/** The first file pays one invoice in full and another in part; the second one repeats that, and pays what Coupa does not have. */
async function dropFiles(folder: string, [first, second]: CoupaRecord[]): Promise<void> {
	const header = 'Supplier Number,Invoice Number,Check Amount Paid,Check # / Note,Check Payment Date';
	const row = (invoice: CoupaRecord | undefined, amount: string, id: string) =>
		[textAt(invoice, 'supplier', 'number'), textAt(invoice, 'invoice-number'), amount, id, '2026-05-20'].join(',');
	const paid = [row(first, textAt(first, 'gross-total') ?? '', '4500012345'), row(second, '10.00', '4500012346')];
	const strays = ['V-20011,NO-SUCH-1,10.00,4500012347,2026-05-20', 'V-20011,"NO-SUCH-2,10.00,4500012348,2026-05-20'];
	const files = { 'payments-0520.csv': paid, 'payments-0521.csv': [...paid, ...strays] };
	for (const [name, rows] of Object.entries(files)) {
		await writeFile(join(folder, name), `${[header, ...rows].join('\r\n')}\r\n`);
		line(`  ${FOLDER}/${name}: ${rows.length} rows`);
	}
}

async function archived(folder: string, files: number): Promise<void> {
	const started = Date.now();
	while ((await readdir(join(folder, 'Archive')).catch(() => [])).length < files) {
		if (Date.now() - started > 60_000) throw new Error('The payment files were not archived within a minute.');
		await sleep(200);
	}
}

function standing({ coupa }: World, { id }: CoupaRecord): string {
	const invoice = coupa.rows('invoices').find((row) => row.id === id) ?? {};
	return `${recordsAt(invoice, 'payments').length} ${textAt(invoice, 'paid') === 'true' ? 'paid' : 'open'}`;
}
