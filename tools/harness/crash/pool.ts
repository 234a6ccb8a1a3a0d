import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

import type { FlowResult } from '../engine/template-flow';
import { PROJECT } from '../project';
import type { Order, Report } from './child';

/** How an order ended: with a result, or with the death of the process. */
export type Ending = { kind: 'done'; result: FlowResult; peakMegabytes: number } | { kind: 'killed' };

/** One process with a loaded engine. */
export class Runner {
	private readonly child: ChildProcess;
	private readonly exited: Promise<unknown>;
	private errors = '';

	constructor(script: string, userFolder: string) {
		this.child = fork(script, [], {
			cwd: PROJECT,
			execArgv: [],
			env: { ...process.env, N8N_USER_FOLDER: userFolder, NODE_OPTIONS: '' },
			stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
			serialization: 'advanced',
		});
		this.child.stderr?.on('data', (chunk: Buffer) => {
			this.errors = (this.errors + chunk.toString()).slice(-4_000);
		});
		this.exited = once(this.child, 'exit');
	}

	get alive(): boolean {
		return this.child.exitCode === null && this.child.signalCode === null;
	}

	/** Resolves when the engine is loaded. */
	async ready(): Promise<this> {
		if ((await this.nextReport())?.kind !== 'ready') throw new Error(`The process ended before it was ready: ${this.errors}`);
		return this;
	}

	async run(order: Order): Promise<Ending> {
		this.child.send(order);
		const report = await this.nextReport();
		if (report?.kind === 'done') return report;
		if (this.child.signalCode !== 'SIGKILL') throw new Error(`The process ended by itself: ${this.errors}`);
		return { kind: 'killed' };
	}

	/** SIGKILL: nothing in the process runs any more when this returns. */
	kill(): void {
		this.child.kill('SIGKILL');
	}

	/** Puts the process to sleep in the middle of whatever it does, as a suspended machine would. */
	suspend(): void {
		this.child.kill('SIGSTOP');
	}

	resume(): void {
		this.child.kill('SIGCONT');
	}

	/** Ends it for good. */
	async end(): Promise<void> {
		if (this.alive) this.kill();
		await this.exited;
	}

	/** Null when the process ends first. */
	private async nextReport(): Promise<Report | null> {
		const report = new Promise<Report>((resolve) => this.child.once('message', resolve as (message: unknown) => void));
		return await Promise.race([report, this.exited.then(() => null)]);
	}
}

/** Processes started ahead, because loading n8n's engine takes a second: a killed one is replaced at once. */
export class RunnerPool {
	private readonly idle: Array<Promise<Runner>> = [];
	private readonly runners = new Set<Runner>();
	private started = 0;
	private stopped = false;

	private constructor(private readonly folder: string) {}

	/** `size` processes are kept loaded or loading; more are started when all of them work. */
	static async start(size: number): Promise<RunnerPool> {
		const folder = await mkdtemp(join(tmpdir(), 'crash-pool-'));
		await compileChild(folder);
		const pool = new RunnerPool(folder);
		for (let index = 0; index < size; index++) pool.idle.push(pool.startOne());
		return pool;
	}

	/** Lends a process to `use`; afterwards it goes back or, killed, another one takes its place. */
	async with<Result>(use: (runner: Runner) => Promise<Result>): Promise<Result> {
		const runner = await (this.idle.shift() ?? this.startOne());
		try {
			return await use(runner);
		} finally {
			if (runner.alive) this.idle.unshift(Promise.resolve(runner));
			else if (!this.stopped) this.idle.push(this.startOne());
			if (!runner.alive) this.runners.delete(runner);
		}
	}

	async stop(): Promise<void> {
		this.stopped = true;
		await Promise.all(
			[...this.runners].map(async (runner) => {
				await runner.end();
			}),
		);
		await Promise.allSettled(this.idle);
		await rm(this.folder, { recursive: true, force: true });
	}

	private startOne(): Promise<Runner> {
		const runner = new Runner(scriptIn(this.folder), join(this.folder, String(++this.started)));
		this.runners.add(runner);
		const ready = runner.ready();
		// Whoever is lent it hears of a failure.
		ready.catch(() => undefined);
		return ready;
	}
}

function scriptIn(folder: string): string {
	return join(folder, 'crash-child.js');
}

/** Compiled once, a process starts in half the time. It still loads n8n's packages and our dist from the project. */
async function compileChild(folder: string): Promise<void> {
	await build({
		entryPoints: [join(__dirname, 'child.ts')],
		outfile: scriptIn(folder),
		bundle: true,
		platform: 'node',
		packages: 'external',
		// What is bundled finds the project as from the harness's own folder (project.ts).
		define: { __dirname: JSON.stringify(dirname(__dirname)) },
		logLevel: 'error',
	});
	await symlink(join(PROJECT, 'node_modules'), join(folder, 'node_modules'), 'dir');
}
