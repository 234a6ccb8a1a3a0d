import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { keysOf } from '../../lib/core';
import { originalName } from '../../lib/lock-box';
import type { N8nApi } from '../harness/host/api';
import { outputItems, type WorkflowFile } from '../harness/host/workflow-file';
import { line, printTable } from '../harness/print';
import type { World } from './world';

/** One report: whether it adds up, how many invoices came in, where they stand, and what it wants somebody to look at. */
interface ReconciliationRound {
	addsUp: boolean;
	received: number;
	standings: Record<string, number>;
	/** Codes of what has to be looked at, with how often. */
	attention: Record<string, number>;
}

export interface ReconciliationCounts {
	/** Of the demo's world, and after a package was deleted, an invoice voided, and a payment taken back. */
	whole: ReconciliationRound;
	withGaps: ReconciliationRound;
}

const REPORT_NODE = 'Reconcile with Coupa';
const DAY_MS = 24 * 3_600_000;

/** The template as it is shipped; credentials of nodes that are switched off are left open, as analysts leave them. */
function template(workflows: string): WorkflowFile {
	const workflow = JSON.parse(readFileSync(join(workflows, 'daily-reconciliation.json'), 'utf8')) as WorkflowFile;
	const nodes = workflow.nodes.map(({ credentials, ...node }) => (credentials && node.disabled !== true ? { ...node, credentials } : node));
	return { ...workflow, nodes };
}

/** Every delivered invoice accounted for; then three gaps are made, and found. The reports are written to `folder`. */
export async function reconciliationScene(world: World, api: N8nApi, workflows: string, folder: string): Promise<ReconciliationCounts> {
	const id = await api.importWorkflow(template(workflows));
	const round = async (title: string, file: string): Promise<ReconciliationRound> => {
		const { data, status } = await api.waitForExecution(await api.run(id, 'Every morning'));
		const [report] = outputItems({ data } as Parameters<typeof outputItems>[0], REPORT_NODE);
		if (!report) throw new Error(`No report (${status}): ${data.resultData.error?.message ?? 'no reason given'}`);
		const path = join(folder, file);
		writeFileSync(path, String(report.json.html));
		line(`${title}: ${String(report.json.subject)}`);
		line(`  ${path}`);
		return roundOf(report.json);
	};
	const whole = await round('As it is', 'reconciliation.html');
	printTable(
		['Standing', 'Invoices'],
		Object.entries(whole.standings).map(([standing, count]) => [standing, String(count)]),
		{ right: 1 },
	);
	makeGaps(world);
	const withGaps = await round('A package deleted, an invoice voided, a payment missing', 'reconciliation-with-gaps.html');
	return { whole, withGaps };
}

/** A package is deleted from the archive, an invoice in approval is voided, and another was exported long ago and is not paid. */
export function makeGaps({ coupa, lockBox }: World): void {
	// The latest ones are of the last package; credit notes come after all invoices.
	const [unpaid, voided] = coupa
		.rows('invoices')
		.filter((invoice) => keysOf(invoice).current.length > 0 && invoice.status === 'pending_approval')
		.filter((invoice) => invoice['is-credit-note'] !== true && invoice['document-type'] !== 'Credit Note')
		.slice(-2);
	const old = new Date(Date.now() - 40 * DAY_MS).toISOString();
	coupa.put('invoices', { ...voided, status: 'voided' });
	coupa.put('invoices', { ...unpaid, status: 'approved', paid: false, exported: true, 'last-exported-at': old });
	const archive = join(lockBox.root, 'Incoming', 'Archive', 'Invoices');
	const names = readdirSync(archive).sort();
	const [first = ''] = names;
	// Each was delivered twice.
	for (const name of names.filter((other) => originalName(other) === originalName(first))) rmSync(join(archive, name));
}

function roundOf(report: Record<string, unknown>): ReconciliationRound {
	const counted = new Map<string, number>();
	for (const { code } of report.attention as Array<{ code: string }>) counted.set(code, (counted.get(code) ?? 0) + 1);
	const standings = report.standings as Array<{ standing: string; count: number }>;
	return {
		addsUp: report.addsUp === true,
		received: Number(report.received),
		standings: Object.fromEntries(standings.map(({ standing, count }) => [standing, count])),
		attention: Object.fromEntries(counted),
	};
}
