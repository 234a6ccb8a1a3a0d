import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { deliver, sampleDelivery } from '../sandbox/scan-one';
import { type Standing, standings } from './counts';
import type { N8nApi } from '../harness/host/api';
import type { N8nServer } from '../harness/host/server';
import type { WorkflowFile } from '../harness/host/workflow-file';
import { BUYER } from './e-invoice-scene';
import { LockBoxFolders } from './lock-box';
import { line, printStandings } from '../harness/print';
import type { World } from './world';

/** A crash is noticed after this time instead of the template's 30 minutes, so that the demo stays short. */
const RECLAIM_SECONDS = 18;

const CHART_OF_BUYER = { identifier: BUYER, name: 'Demo Chart' };

/** Where the import is shown: the sandboxes, n8n, and the imported template in it. */
export interface Stage {
	world: World;
	n8n: N8nServer;
	api: N8nApi;
	workflowId: string;
}

/** The template as it is shipped, but for the times: a demo does not wait half an hour. */
export function importTemplate(workflows: string): WorkflowFile {
	const template = JSON.parse(readFileSync(join(workflows, 'import-invoices.json'), 'utf8')) as WorkflowFile;
	const times = { settlingTime: 1, reclaimAfter: RECLAIM_SECONDS / 60 };
	for (const node of template.nodes) {
		if (node.name === 'Watch lock-box' || node.name === 'Claim and read invoices') (node.parameters as { options: object }).options = times;
		// The e-invoices name the buyer by a number that no chart of accounts of the sandbox has.
		if (node.name === 'Import into Coupa')
			(node.parameters as { options: object }).options = { eInvoiceCharts: { chart: [CHART_OF_BUYER] } };
	}
	return { ...template, settings: { ...template.settings, executionTimeout: RECLAIM_SECONDS - 2 } };
}

/** Delivers the sample, lets the trigger find it, waits until every package is settled, and looks where the invoices stand. */
export async function imported(stage: Stage, known: ReadonlySet<number>): Promise<Standing[]> {
	const { world, api, workflowId } = stage;
	world.coupa.clearRequests();
	const packages = await deliverSample(world);
	if (known.size > 0) await api.deactivate(workflowId);
	await api.activate(workflowId);
	await settled(world, packages * (known.size > 0 ? 2 : 1));
	const all = await standings(
		world,
		(await sampleDelivery()).flatMap(({ invoices }) => invoices),
		known,
	);
	printStandings(all);
	return all;
}

async function deliverSample(world: World): Promise<number> {
	const packages = await sampleDelivery();
	for (const file of packages) await deliver(world.lockBox.root, file);
	line(`Delivered ${packages.map(({ fileName }) => fileName).join(', ')}`);
	return packages.length;
}

async function settled(world: World, archived: number, pollNow?: () => Promise<void>): Promise<void> {
	const folders = new LockBoxFolders(world.lockBox.root);
	const started = Date.now();
	for (let told = 5; folders.archived().length < archived || !folders.isSettled();) {
		const seconds = (Date.now() - started) / 1000;
		if (seconds > 120)
			throw new Error(`The packages were not settled within 2 minutes: ${folders.archived().length} of ${archived} are archived.`);
		if (seconds > told) {
			line(
				`  ${Math.round(seconds)} s: ${world.coupa.rows('invoices').length} invoices in Coupa, ${folders.archived().length} of ${archived} packages archived`,
			);
			told += 5;
		}
		await pollNow?.();
		await sleep(300);
	}
}

/** Kills n8n with SIGKILL after the tenth invoice is posted, starts it again and waits for the rest; gives the seconds its start took. */
export async function killedInTheMiddle({ world, n8n, api, workflowId }: Stage): Promise<number> {
	let posts = 0;
	const killed = new Promise<void>((resolveKilled, reject) => {
		world.coupa.intercept(async ({ operation }, phase) => {
			if (operation !== 'post' || phase !== 'answering' || ++posts !== 10) return posts >= 10 ? 'drop' : 'continue';
			await n8n.kill().then(resolveKilled, reject);
			return 'drop';
		});
	});
	const packages = await deliverSample(world);
	await api.activate(workflowId);
	await killed;
	world.coupa.intercept(null);
	line(`Killed with ${world.coupa.rows('invoices').length} invoices in Coupa, the answer to the last one lost`);
	const started = Date.now();
	await n8n.start();
	const startSeconds = (Date.now() - started) / 1000;
	line(`n8n is back after ${Math.round(startSeconds)} s; the claims are taken over when they are ${RECLAIM_SECONDS} s old`);
	let polled = Date.now();
	await settled(world, packages, async () => {
		if (Date.now() - polled < 5_000) return;
		await api.pollNow(workflowId);
		polled = Date.now();
	});
	printStandings(
		await standings(
			world,
			(await sampleDelivery()).flatMap(({ invoices }) => invoices),
			new Set(),
		),
	);
	return startSeconds;
}

export async function originalsArchived({ lockBox }: World): Promise<number> {
	const archived = new LockBoxFolders(lockBox.root).archivedPackages();
	return (await sampleDelivery()).filter(({ fileName, content }) =>
		archived.some(({ name, bytes }) => name === fileName && bytes.equals(content)),
	).length;
}
