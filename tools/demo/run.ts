/**
 * The demo: a real n8n with the built package, a sandbox Coupa and a sandbox lock-box; reference data sent to the lock-box
 * and kept current; the sample delivery imported, delivered again, its status sent back, held invoices reviewed, approved ones sent to an
 * ERP and paid, every one accounted for, e-invoices taken, and imported with n8n killed in the middle. `--keep` opens a page on it and leaves everything running, `--report FILE` writes the figures as JSON. Exit code 1 when a check fails.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { sampleDelivery } from '../sandbox/scan-one';
import { demoChecks } from './checks';
import { crashCounts, importCounts, standings } from './counts';
import { eInvoiceScene } from './e-invoice-scene';
import { N8nApi } from '../harness/host/api';
import { installCommunityPackage, packPackage } from '../harness/host/community-package';
import { installN8n } from '../harness/host/install';
import { startN8n } from '../harness/host/server';
import { imported, importTemplate, killedInTheMiddle, originalsArchived, type Stage } from './import-scene';
import type { WorkflowFile } from '../harness/host/workflow-file';
import { DemoPage } from './kept';
import { importLog } from './log-scene';
import { line, section } from '../harness/print';
import { PROJECT } from '../harness/project';
import { paymentsScene } from './payments-scene';
import { preflightScene } from './preflight-scene';
import { reconciliationScene } from './reconciliation-scene';
import { reviewScene } from './review-scene';
import { syncScene } from './sync-scene';
import { okToPayScene } from './ok-to-pay-scene';
import { statusScene } from './status-scene';
import { syncTemplate, type SyncWorkflow } from './sync-workflows';
import { CLIENT, startWorld, type World } from './world';

const DEMO = join(PROJECT, '.demo');
const OWNER = { email: 'ap@example.test', firstName: 'Ana', lastName: 'Lyst', password: 'Sandbox-Only-1' };
const WORKFLOWS = join(PROJECT, 'workflows');

const { values: options } = parseArgs({ options: { keep: { type: 'boolean', default: false }, report: { type: 'string' } } });

async function main(): Promise<boolean> {
	const first = await startWorld(DEMO);
	const page = options.keep ? await DemoPage.start(first, OWNER) : null;
	section('n8n and the package');
	const install = await installN8n(join(DEMO, 'n8n'), line);
	const packed = await packPackage(PROJECT, DEMO);
	line(`Packed ${packed.name} ${packed.version}: ${Math.round(packed.size / 1024)} kB`);
	const userFolder = join(DEMO, 'user');
	await rm(userFolder, { recursive: true, force: true });
	await mkdir(userFolder, { recursive: true });
	await installCommunityPackage(packed, userFolder);
	line(`Sandbox Coupa at ${first.coupa.url}, sandbox lock-box at sftp://${first.lockBox.host}:${first.lockBox.port}`);
	const n8n = await startN8n({ install, userFolder, report: line });
	line(`n8n ${install.version} at ${n8n.url}`);
	const api = new N8nApi(n8n.url);
	await api.signIn(OWNER);

	section('Credentials and templates');
	await connect(api, first);
	const workflowId = await api.importWorkflow(importTemplate(WORKFLOWS));
	const importSync = async (name: string): Promise<SyncWorkflow> => {
		const { template, ...workflow } = syncTemplate(join(WORKFLOWS, name));
		return { ...workflow, id: await api.importWorkflow(template) };
	};
	const syncs = [await importSync('sync-master-data.json'), await importSync('export-purchase-orders.json')];
	const statusWorkflow = await importSync('invoice-status.json');
	line('Imported import-invoices.json, sync-master-data.json, export-purchase-orders.json and invoice-status.json from workflows/');

	const stage: Stage = { world: first, n8n, api, workflowId };
	let work = Date.now();
	section('Does it work with these systems?');
	const preflight = await preflightScene(api, WORKFLOWS, DEMO);

	section('Reference data for capture: accounts, suppliers, remit-to addresses, purchase orders');
	const sync = await syncScene(first, api, syncs);

	section('Import of the sample delivery: 3 packages, 25 invoices');
	const firstStandings = await imported(stage, new Set());
	const firstCounts = importCounts(first, firstStandings);
	const originals = await originalsArchived(first);
	const firstLog = await importLog(api, firstStandings);

	section('The same packages delivered again');
	const known = new Set(firstStandings.flatMap(({ coupaId }) => (coupaId === null ? [] : [coupaId])));
	const againStandings = await imported(stage, known);
	const again = importCounts(first, againStandings);
	const log = { first: firstLog, again: await importLog(api, againStandings) };

	section('What became of the invoices, back to Scan One');
	const status = await statusScene(first, api, statusWorkflow);

	section('A reviewer decides about an invoice that a tolerance holds');
	const review = await reviewScene(first, api, n8n.url, join(WORKFLOWS, 'review-tolerances.json'), OWNER);

	section('Approved invoices to the ERP, and its answers');
	const okToPay = await okToPayScene(
		first,
		api,
		JSON.parse(readFileSync(join(WORKFLOWS, 'export-ok-to-pay.json'), 'utf8')) as WorkflowFile,
	);

	section('What the ERP paid, on the invoices in Coupa');
	const payments = await paymentsScene(first, api, WORKFLOWS);

	section('Every delivered invoice accounted for');
	const reconciliation = await reconciliationScene(first, api, WORKFLOWS, DEMO);

	section('One Factur-X and one XRechnung in the lock-box');
	const eInvoices = await eInvoiceScene(stage);
	let workSeconds = (Date.now() - work) / 1000;

	section('n8n killed in the middle of an import');
	await api.deactivate(workflowId);
	await first.stop();
	stage.world = await startWorld(DEMO, first);
	page?.follow(stage.world);
	work = Date.now();
	const restartSeconds = await killedInTheMiddle(stage);
	const afterKill = crashCounts(
		await standings(
			stage.world,
			(await sampleDelivery()).flatMap(({ invoices }) => invoices),
			new Set(),
		),
	);
	workSeconds += (Date.now() - work) / 1000 - restartSeconds;

	const report = {
		preflight,
		sync,
		status,
		log,
		review,
		okToPay,
		payments,
		reconciliation,
		eInvoices,
		import: { first: firstCounts, again, afterKill },
		invoices: firstStandings,
		originalsArchived: originals,
		workSeconds: Math.round(workSeconds),
		tarballBytes: packed.size,
	};
	section('Figures');
	line(JSON.stringify(report.import, null, 2));
	if (options.report) writeFileSync(options.report, `${JSON.stringify(report, null, 2)}\n`);
	const passed = demoChecks(report);
	if (page) {
		await page.open(stage, [...syncs, statusWorkflow]);
		process.exitCode = passed ? 0 : 1;
		await new Promise((end) => process.once('SIGINT', end));
		await page.stop();
	}
	await n8n.stop();
	await stage.world.stop();
	return passed;
}

/** Stores the credentials and runs n8n's own test on each. */
async function connect(api: N8nApi, { coupa, lockBox }: World): Promise<void> {
	const server = {
		host: lockBox.host,
		port: lockBox.port,
		username: lockBox.username,
		authenticateWith: 'password',
		password: lockBox.password,
		hostFingerprint: lockBox.hostKeyFingerprint,
	};
	const credentials = [
		{ name: 'Coupa', type: 'coupaOAuth2Api', data: { serverUrl: coupa.url, clientId: CLIENT.clientId, clientSecret: CLIENT.clientSecret } },
		{ name: 'Scan One lock-box', type: 'scanOneSftpApi', data: server },
		// The ERP's drop is on the same server here.
		{ name: 'ERP drop', type: 'coupaSftpApi', data: server },
	];
	for (const credential of credentials) {
		const { status, message } = await api.testCredential(await api.saveCredential(credential));
		line(`Credential "${credential.name}": ${message}`);
		if (status !== 'OK') throw new Error(`The credential "${credential.name}" does not work: ${message}`);
	}
}

main().then(
	(passed) => process.exit(passed ? 0 : 1),
	(error: unknown) => {
		console.error(error instanceof Error ? (error.stack ?? error.message) : error);
		process.exit(1);
	},
);
