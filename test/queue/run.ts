/*
 * n8n in queue mode: Redis, PostgreSQL, a main process and two workers, each with the packed package in a folder of its
 * own. A thousand invoices are imported and master data is synced while a worker is killed, Redis loses all it holds and
 * PostgreSQL is restarted: exactly once. Redis and PostgreSQL come from the distribution's packages; where they cannot be
 * had, the test is skipped by name. Run it with tsx after a build. Options: `--invoices 300`, and `--undisturbed`, which
 * lets nothing happen and prints what an invoice costs. It ends with `N passed, N failed`.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { LockBoxFolders } from '../../tools/demo/lock-box';
import { packPackage } from '../../tools/harness/host/community-package';
import { installN8n } from '../../tools/harness/host/install';
import { line } from '../../tools/harness/print';
import { PROJECT } from '../../tools/harness/project';
import { queuePrograms, type QueuePrograms } from '../../tools/harness/queue/distribution';
import { QueueN8n } from '../../tools/harness/queue/n8n';
import { Postgresql } from '../../tools/harness/queue/postgresql';
import { type Redis, startRedis } from '../../tools/harness/queue/redis';
import { check, conclude, skip } from '../e2e/checks';
import { checkCalls, checkExactlyOnce, checkSynced } from './end-state';
import { Disturbance, type Fault, killWorkerOf } from './faults';
import { printFigures, processorTimes } from './figures';
import { importSync, syncAllTheTime, synced } from './sync';
import { connect, importTemplate, type QueueWorld, startQueueWorld } from './world';

const TEST = 'import and sync in queue mode, with a worker killed and Redis and PostgreSQL restarted';
const OWNER = { email: 'ap@example.test', firstName: 'Ana', lastName: 'Lyst', password: 'Sandbox-Only-1' };
const WORKERS = 2;
const CONCURRENCY = 5;
/** A minute and a half on a quiet machine. */
const IMPORTED_MS = 480_000;
/** Between two polls of the import; n8n's own clock polls once a minute besides. */
const POLL_MS = 8_000;
const SIGNALS: NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

const { values: options } = parseArgs({
	options: { invoices: { type: 'string', default: '1000' }, undisturbed: { type: 'boolean', default: false } },
});

/** Everything that was started, to be ended on every way out: the last one first. */
const endings: Array<(inHaste: boolean) => Promise<void> | void> = [];

async function endAll(inHaste: boolean): Promise<void> {
	for (let end = endings.pop(); end; end = endings.pop()) await end(inHaste);
}

const folders: string[] = [];

function folder(): string {
	const path = mkdtempSync(join(tmpdir(), 'queue-'));
	folders.push(path);
	return path;
}

function removeFolders(): void {
	for (const path of folders) rmSync(path, { recursive: true, force: true, maxRetries: 5 });
}

interface Stage {
	world: QueueWorld;
	n8n: QueueN8n;
	redis: Redis;
	postgresql: Postgresql;
}

async function start({ redisServer, postgresqlBin }: QueuePrograms, invoices: number): Promise<Stage> {
	const install = await installN8n(join(PROJECT, '.demo', 'n8n'), line);
	const work = folder();
	const packed = await packPackage(PROJECT, work);
	const redis = await startRedis(redisServer, folder());
	endings.push(async () => await redis.service.stop());
	const postgresql = await Postgresql.start(postgresqlBin, folder());
	endings.push(async () => await postgresql.service.stop());
	const world = await startQueueWorld(invoices, folder());
	endings.push(async () => await world.stop());
	const n8n = await QueueN8n.start({
		...{ install, packed, redis, postgresql, workers: WORKERS, concurrency: CONCURRENCY, report: line },
		folder: join(work, 'n8n'),
	});
	endings.push(async (inHaste) => await n8n.stop({ kill: inHaste }));
	await n8n.api.signIn(OWNER);
	await connect(n8n.api, world, WORKERS);
	return { world, n8n, redis, postgresql };
}

/** Lets the trigger look again and again until every package is in the archive and nothing is under way. */
async function imported({ world, n8n }: Stage, workflowId: string): Promise<void> {
	const folders = new LockBoxFolders(world.lockBox.root);
	const end = Date.now() + IMPORTED_MS;
	for (let polled = 0; folders.archived().length < world.packages.length || !folders.isSettled();) {
		await sleep(200);
		if (Date.now() > end)
			throw new Error(
				`After ${IMPORTED_MS / 1000} s ${folders.archived().length} of ${world.packages.length} packages are archived, with ${world.coupa.rows('invoices').length} invoices in Coupa`,
			);
		if (Date.now() - polled < POLL_MS) continue;
		// Refused while n8n is without its database.
		await n8n.api.pollNow(workflowId).catch(() => undefined);
		polled = Date.now();
	}
}

/** Waits until the runs have written their log, which they do after their packages are settled. */
async function quiet({ api }: QueueN8n, workflowId: string): Promise<void> {
	const end = Date.now() + IMPORTED_MS;
	while ((await api.executions(workflowId)).some(({ status }) => status === 'running' || status === 'new')) {
		if (Date.now() > end) throw new Error('The runs do not end');
		await sleep(500);
	}
}

function faultsOf({ n8n, redis, postgresql }: Stage, syncId: string): Fault[] {
	return [
		{ name: 'a worker is killed', after: 0.1, happen: async () => await killWorkerOf(n8n, syncId) },
		{ name: 'Redis is restarted and has lost its queue', after: 0.35, happen: async () => await redis.service.restart() },
		{ name: 'PostgreSQL is restarted', after: 0.6, happen: async () => await postgresql.service.restart() },
	];
}

async function run(programs: QueuePrograms): Promise<void> {
	const invoices = Number(options.invoices);
	const stage = await start(programs, invoices);
	const { world, n8n } = stage;
	line(`n8n in queue mode at ${n8n.main.server.url}, ${WORKERS} workers; ${invoices} invoices in ${world.packages.length} packages`);
	const sync = await importSync(n8n.api);
	await check('the sync delivers everything', async () => {
		await synced(n8n.api, sync, world);
	});
	await checkSynced(world);
	n8n.supervise();
	const workflowId = await n8n.api.importWorkflow(importTemplate(!options.undisturbed));
	world.coupa.clearRequests();
	world.lockBox.clearRequests();
	const before = processorTimes(n8n);
	const startedAt = Date.now();
	await n8n.api.activate(workflowId);
	const disturbance = new Disturbance(world);
	await check('everything is imported', async () => {
		if (options.undisturbed) return await imported(stage, workflowId);
		await syncAllTheTime(n8n.api, sync);
		await Promise.all([imported(stage, workflowId), disturbance.run(faultsOf(stage, sync.id), invoices)]);
	});
	const seconds = (Date.now() - startedAt) / 1000;
	await n8n.api.deactivate(workflowId);
	await checkExactlyOnce(world);
	await check('both workers had a share', () => {
		for (const worker of n8n.workers) assert(n8n.startedBy(worker) > 0, `${worker.name} has started no execution`);
	});
	if (options.undisturbed) {
		await checkCalls(world);
		await quiet(n8n, workflowId);
	}
	await check('the sync delivers what has changed meanwhile', async () => {
		await synced(n8n.api, sync, world);
	});
	await checkSynced(world);
	await printFigures({ ...stage, seconds, before });
}

async function main(): Promise<void> {
	const programs = queuePrograms(line);
	if (typeof programs === 'string') skip(TEST, programs);
	else await run(programs);
}

let interrupted = false;
for (const signal of SIGNALS)
	// Not "once": as long as somebody listens, the harness leaves it to us how to end.
	process.on(signal, () => {
		if (interrupted) return;
		interrupted = true;
		// After whatever was just being started has been killed, which "exit" does.
		process.once('exit', removeFolders);
		void endAll(true).finally(() => process.exit(130));
	});

void main()
	.catch((error: unknown) =>
		check('the test came to its end', () => {
			throw error;
		}),
	)
	.then(async () => {
		if (interrupted) return;
		await endAll(false);
		removeFolders();
		conclude();
	});
