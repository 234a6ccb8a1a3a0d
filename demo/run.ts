/**
 * The demo: a real n8n with the built package, a sandbox Coupa and a sandbox lock-box; the sample delivery imported,
 * delivered again, and imported with n8n killed in the middle. `--keep` leaves everything running, `--report FILE` writes
 * the figures as JSON. Exit code 1 when a check fails.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { deliver, sampleDelivery } from '../sandbox/scan-one';
import { demoChecks } from './checks';
import { crashCounts, importCounts, standings, type Standing } from './counts';
import { N8nApi } from './host/api';
import { installCommunityPackage, packPackage } from './host/community-package';
import { installN8n } from './host/install';
import { type N8nServer, startN8n } from './host/server';
import type { WorkflowFile } from './host/workflow-file';
import { LockBoxFolders } from './lock-box';
import { line, printStandings, section } from './print';
import { CLIENT, startWorld, type World } from './world';

const PROJECT = resolve(__dirname, '..');
const DEMO = join(PROJECT, '.demo');
const OWNER = { email: 'ap@example.test', firstName: 'Ana', lastName: 'Lyst', password: 'Sandbox-Only-1' };
/** A crash is noticed after this time instead of the template's 30 minutes, so that the demo stays short. */
const RECLAIM_SECONDS = 18;

const { values: options } = parseArgs({ options: { keep: { type: 'boolean', default: false }, report: { type: 'string' } } });

interface Stage {
	world: World;
	n8n: N8nServer;
	api: N8nApi;
	workflowId: string;
}

async function main(): Promise<boolean> {
	section('n8n and the package');
	const install = await installN8n(join(DEMO, 'n8n'), line);
	const packed = await packPackage(PROJECT, DEMO);
	line(`Packed ${packed.name} ${packed.version}: ${Math.round(packed.size / 1024)} kB`);
	const userFolder = join(DEMO, 'user');
	await rm(userFolder, { recursive: true, force: true });
	await mkdir(userFolder, { recursive: true });
	await installCommunityPackage(packed, userFolder);
	const first = await startWorld(DEMO);
	line(`Sandbox Coupa at ${first.coupa.url}, sandbox lock-box at sftp://${first.lockBox.host}:${first.lockBox.port}`);
	const n8n = await startN8n({ install, userFolder, report: line });
	line(`n8n ${install.version} at ${n8n.url}`);
	const api = new N8nApi(n8n.url);
	await api.signIn(OWNER);

	section('Credentials and template');
	await connect(api, first);
	const workflowId = await api.importWorkflow(demoTemplate());
	line('Imported workflows/import-invoices.json');

	const stage: Stage = { world: first, n8n, api, workflowId };
	let work = Date.now();
	section('Import of the sample delivery: 3 packages, 25 invoices');
	const firstStandings = await imported(stage, new Set());
	const firstCounts = importCounts(first, firstStandings);
	const originals = await originalsArchived(first);

	section('The same packages delivered again');
	const known = new Set(firstStandings.flatMap(({ coupaId }) => (coupaId === null ? [] : [coupaId])));
	const again = importCounts(first, await imported(stage, known));
	let workSeconds = (Date.now() - work) / 1000;

	section('n8n killed in the middle of an import');
	await api.deactivate(workflowId);
	await first.stop();
	stage.world = await startWorld(DEMO, first);
	work = Date.now();
	const restartSeconds = await killedInTheMiddle(stage);
	const afterKill = crashCounts(await standings(stage.world, (await sampleDelivery()).flatMap(({ invoices }) => invoices), new Set()));
	workSeconds += (Date.now() - work) / 1000 - restartSeconds;

	const report = { import: { first: firstCounts, again, afterKill }, invoices: firstStandings, originalsArchived: originals, workSeconds: Math.round(workSeconds), tarballBytes: packed.size };
	section('Figures');
	line(JSON.stringify(report.import, null, 2));
	if (options.report) writeFileSync(options.report, `${JSON.stringify(report, null, 2)}\n`);
	const passed = demoChecks(report);
	if (options.keep) {
		line(`Kept running. n8n: ${n8n.url} (${OWNER.email} / ${OWNER.password}); Coupa: ${stage.world.coupa.url}; lock-box: sftp://${stage.world.lockBox.username}:${stage.world.lockBox.password}@${stage.world.lockBox.host}:${stage.world.lockBox.port}, on disk ${stage.world.lockBox.root}. Ctrl+C ends it.`);
		process.exitCode = passed ? 0 : 1;
		await new Promise((end) => process.once('SIGINT', end));
	}
	await n8n.stop();
	await stage.world.stop();
	return passed;
}

/** Stores the two credentials and runs n8n's own test on each. */
async function connect(api: N8nApi, { coupa, lockBox }: World): Promise<void> {
	const credentials = [
		{ name: 'Coupa', type: 'coupaOAuth2Api', data: { instance: coupa.url, clientId: CLIENT.clientId, clientSecret: CLIENT.clientSecret } },
		{
			name: 'Scan One lock-box',
			type: 'scanOneSftpApi',
			data: { host: lockBox.host, port: lockBox.port, username: lockBox.username, authenticateWith: 'password', password: lockBox.password, hostFingerprint: lockBox.hostKeyFingerprint },
		},
	];
	for (const credential of credentials) {
		const { status, message } = await api.testCredential(await api.saveCredential(credential));
		line(`Credential "${credential.name}": ${message}`);
		if (status !== 'OK') throw new Error(`The credential "${credential.name}" does not work: ${message}`);
	}
}

/** The template as it is shipped, but for the times: a demo does not wait half an hour. */
function demoTemplate(): WorkflowFile {
	const template = JSON.parse(readFileSync(join(PROJECT, 'workflows', 'import-invoices.json'), 'utf8')) as WorkflowFile;
	const times = { settlingTime: 1, reclaimAfter: RECLAIM_SECONDS / 60 };
	for (const node of template.nodes) {
		if (node.name === 'Watch lock-box' || node.name === 'Claim and read invoices') (node.parameters as { options: object }).options = times;
	}
	return { ...template, settings: { ...template.settings, executionTimeout: RECLAIM_SECONDS - 2 } };
}

/** Delivers the sample, lets the trigger find it, waits until every package is settled, and looks where the invoices stand. */
async function imported(stage: Stage, known: ReadonlySet<number>): Promise<Standing[]> {
	const { world, api, workflowId } = stage;
	world.coupa.clearRequests();
	const packages = await deliverSample(world);
	if (known.size > 0) await api.deactivate(workflowId);
	await api.activate(workflowId);
	await settled(world, packages * (known.size > 0 ? 2 : 1));
	const all = await standings(world, (await sampleDelivery()).flatMap(({ invoices }) => invoices), known);
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
	for (let told = 5; folders.archived().length < archived || !folders.isSettled(); ) {
		const seconds = (Date.now() - started) / 1000;
		if (seconds > 120) throw new Error(`The packages were not settled within 2 minutes: ${folders.archived().length} of ${archived} are archived.`);
		if (seconds > told) {
			line(`  ${Math.round(seconds)} s: ${world.coupa.rows('invoices').length} invoices in Coupa, ${folders.archived().length} of ${archived} packages archived`);
			told += 5;
		}
		await pollNow?.();
		await sleep(300);
	}
}

/** Kills n8n with SIGKILL after the tenth invoice is posted, starts it again and waits for the rest; gives the seconds its start took. */
async function killedInTheMiddle({ world, n8n, api, workflowId }: Stage): Promise<number> {
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
	printStandings(await standings(world, (await sampleDelivery()).flatMap(({ invoices }) => invoices), new Set()));
	return startSeconds;
}

async function originalsArchived({ lockBox }: World): Promise<number> {
	const archived = new LockBoxFolders(lockBox.root).archivedPackages();
	return (await sampleDelivery()).filter(({ fileName, content }) => archived.some(({ name, bytes }) => name === fileName && bytes.equals(content))).length;
}

main().then(
	(passed) => process.exit(passed ? 0 : 1),
	(error: unknown) => {
		console.error(error instanceof Error ? (error.stack ?? error.message) : error);
		process.exit(1);
	},
);
