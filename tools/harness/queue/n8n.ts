import { randomBytes } from 'node:crypto';
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { N8nApi } from '../host/api';
import { installCommunityPackage, type PackedPackage } from '../host/community-package';
import type { N8nInstall } from '../host/install';
import type { Report } from '../host/process';
import { freePort, N8nServer, startN8n } from '../host/server';
import type { Postgresql } from './postgresql';
import type { Redis } from './redis';

export interface QueueOptions {
	install: N8nInstall;
	packed: PackedPackage;
	/** Gets a user folder for each process. */
	folder: string;
	redis: Redis;
	postgresql: Postgresql;
	workers: number;
	/** Executions that a worker has at work at once. */
	concurrency: number;
	report: Report;
}

/** One n8n process: the main one, or a worker. */
export interface Member {
	name: string;
	server: N8nServer;
}

/** n8n in queue mode: each process with a user folder of its own, as on hosts of their own, and our package in each. */
export class QueueN8n {
	readonly api: N8nApi;
	/** How often a process had to be started again that ended by itself, by name. */
	readonly ended: string[] = [];
	private watching: Promise<void> | undefined;
	private readonly stopped = new AbortController();

	private constructor(
		readonly main: Member,
		readonly workers: Member[],
		private readonly report: Report,
	) {
		this.api = new N8nApi(main.server.url);
	}

	static async start({ install, packed, folder, redis, postgresql, workers, concurrency, report }: QueueOptions): Promise<QueueN8n> {
		const shared = {
			EXECUTIONS_MODE: 'queue',
			OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
			QUEUE_BULL_REDIS_HOST: '127.0.0.1',
			QUEUE_BULL_REDIS_PORT: String(redis.port),
			// A job of a worker that died is noticed after seconds instead of a minute.
			QUEUE_WORKER_LOCK_DURATION: '10000',
			QUEUE_WORKER_LOCK_RENEW_TIME: '3000',
			QUEUE_WORKER_STALLED_INTERVAL: '5000',
			N8N_EXECUTIONS_QUEUE_RECOVERY_INTERVAL: '1',
			N8N_DEFAULT_BINARY_DATA_MODE: 'database',
			N8N_ENCRYPTION_KEY: randomBytes(24).toString('hex'),
			N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
			...postgresql.environment,
		};
		const userFolder = (name: string): string => join(folder, name);
		const names = Array.from({ length: workers }, (_, index) => `worker-${index + 1}`);
		await installCommunityPackage(packed, userFolder('main'));
		for (const name of names) {
			await mkdir(join(userFolder(name), '.n8n'), { recursive: true });
			await cp(join(userFolder('main'), '.n8n', 'nodes'), join(userFolder(name), '.n8n', 'nodes'), { recursive: true });
		}
		const main = { name: 'main', server: await startN8n({ install, userFolder: userFolder('main'), env: shared, report }) };
		const n8n = new QueueN8n(main, [], report);
		// After the main process, which prepares the database.
		n8n.workers.push(
			...(await Promise.all(
				names.map(async (name): Promise<Member> => {
					const port = String(await freePort());
					const env = { ...shared, QUEUE_HEALTH_CHECK_ACTIVE: 'true', QUEUE_HEALTH_CHECK_PORT: port };
					return { name, server: await startN8n({ install, userFolder: userFolder(name), env, worker: { concurrency } }) };
				}),
			)),
		);
		return n8n;
	}

	get members(): Member[] {
		return [this.main, ...this.workers];
	}

	/** The worker that has an execution at work, by its log; undefined when none has. */
	workerWith(executionId: string): Member | undefined {
		return this.workers.find(({ server }) => {
			const log = server.logTail(2_000);
			return log.lastIndexOf(`Worker started execution ${executionId} `) > log.lastIndexOf(`Worker finished execution ${executionId} `);
		});
	}

	/** Executions that a worker has started so far, by its log. */
	startedBy({ server }: Member): number {
		return server.logTail(2_000).split('Worker started execution ').length - 1;
	}

	/** From now on a process that ends by itself is started again, as systemd and container engines do. */
	supervise(): void {
		this.watching ??= this.watch();
	}

	/** Ends everything, at once where `kill` says so. */
	async stop({ kill = false } = {}): Promise<void> {
		this.stopped.abort();
		const end = async ({ server }: Member): Promise<void> => {
			await (kill ? server.kill() : server.stop());
		};
		await Promise.all(this.members.map(end));
		await this.watching;
		// What the watch had just started when it was told to end.
		await Promise.all(this.members.map(end));
	}

	private async watch(): Promise<void> {
		while (!this.stopped.signal.aborted) {
			await Promise.all(this.members.map(async (member) => await this.keepRunning(member)));
			await sleep(500);
		}
	}

	private async keepRunning({ name, server }: Member): Promise<void> {
		if (server.pid !== undefined || this.stopped.signal.aborted) return;
		this.ended.push(name);
		this.report(`  ${name} has ended and is started again`);
		// It ends again where Redis or PostgreSQL is not back yet: the next round starts it once more.
		await server.start().catch(() => undefined);
	}
}
