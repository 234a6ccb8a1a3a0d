import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { keysOf, textAt, type CoupaRecord } from '../../lib/core';
import type { N8nApi } from '../harness/host/api';
import type { WorkflowFile } from '../harness/host/workflow-file';
import { line, printTable } from '../harness/print';
import type { World } from './world';

/** What the OK-to-pay template did with four approved invoices. */
export interface OkToPayCounts {
	/** Files in the ERP's drop: of the first run, and of the one after its answers. */
	files: [first: number, second: number];
	/** Final state of each row of the Data table, by invoice in the order of their ids. */
	states: string[];
	/** Marked as exported in Coupa though no file tells of them. */
	markedUnseen: number;
}

const OUT = ['Outgoing', 'Invoices'];
const ANSWERS = ['Incoming', 'InvoiceAnswers'];
const KEY = /\b(\d+)-(?:void|ok-[0-9a-f]{8})\b/g;
const SHOWN = ['document_key', 'number', 'total', 'state', 'erp_number', 'reason'];

/**
 * Approved invoices go to the ERP; it accepts one, refuses one, and one is voided while it waits. The refused one is corrected in Coupa: it and the void
 * go next.
 */
export async function okToPayScene(world: World, api: N8nApi, template: WorkflowFile): Promise<OkToPayCounts> {
	const { coupa, lockBox } = world;
	const workflowId = await api.importWorkflow(whereTheErpAnswers(template));
	const run = async (trigger: string): Promise<void> => {
		const { status, data } = await api.waitForExecution(await api.run(workflowId, trigger));
		if (status !== 'success') throw new Error(`"${template.name}" failed: ${data.resultData.error?.message ?? status}`);
	};
	const send = async (title: string): Promise<number> => {
		line(title);
		const before = files(world).length;
		await run('Every hour: OK to pay');
		const arrived = files(world).slice(before);
		for (const { name, keys } of arrived) line(`  ${OUT.join('/')}/${name}: ${keys.join(', ')}`);
		return arrived.length;
	};
	const [accepted, refused, voided] = approve(world);
	const first = await send('Three more invoices were approved');
	const keys = files(world).flatMap((file) => file.keys);
	const keyOf = (invoice: CoupaRecord | undefined) => keys.find((key) => key.startsWith(`${textAt(invoice ?? {}, 'id') ?? ''}-`)) ?? '';
	coupa.put('invoices', { ...voided, status: 'voided' });
	line('One is voided meanwhile; the ERP accepts two and refuses one; the one that was paid before waits');
	const lines = ['document-key,result,erp-document-number,reason', `${keyOf(accepted)},accepted,5105600001,`];
	lines.push(`${keyOf(refused)},refused,,Vendor is blocked`, `${keyOf(voided)},accepted,5105600002,`, '');
	writeFileSync(join(lockBox.root, ...ANSWERS, 'answers.csv'), lines.join('\n'));
	await run('Every 15 minutes: answers');
	coupa.put('invoices', { ...refused, 'net-due-date': '2026-07-01T00:00:00-07:00' });
	const second = await send('The refused one is corrected in Coupa');
	const rows = ((await api.dataTableRows('OK to pay')) ?? []).sort((left, right) => Number(left.id) - Number(right.id));
	printTable(
		SHOWN,
		rows.map((row) => SHOWN.map((column) => String(row[column] ?? ''))),
	);
	const seen = new Set(files(world).flatMap((file) => file.keys.map((key) => parseInt(key, 10))));
	const marked = coupa.rows('invoices').filter(({ exported }) => exported === true);
	return {
		files: [first, second],
		states: rows.map(({ state }) => String(state)),
		markedUnseen: marked.filter(({ id }) => !seen.has(Number(id))).length,
	};
}

/** The template as an analyst sets it up for an ERP that answers. */
function whereTheErpAnswers(template: WorkflowFile): WorkflowFile {
	const text = JSON.stringify(template.nodes).replace('"name":"landing_is_taken","value":true', '"name":"landing_is_taken","value":false');
	const nodes = JSON.parse(text) as WorkflowFile['nodes'];
	return { ...template, nodes: nodes.map((node) => (node.name.startsWith('Every 15 minutes') ? { ...node, disabled: false } : node)) };
}

/** Three of the imported invoices that wait for approval. */
function approve({ coupa }: World): CoupaRecord[] {
	const waiting = coupa.rows('invoices').filter((invoice) => keysOf(invoice).current.length > 0 && invoice.status === 'pending_approval');
	return waiting.slice(0, 3).map((invoice) => {
		const approved = { ...invoice, status: 'approved' };
		coupa.put('invoices', approved);
		return approved;
	});
}

function files({ lockBox }: World): Array<{ name: string; keys: string[] }> {
	const folder = join(lockBox.root, ...OUT);
	return readdirSync(folder)
		.sort()
		.map((name) => ({ name, keys: [...new Set(readFileSync(join(folder, name), 'utf8').match(KEY) ?? [])] }));
}
