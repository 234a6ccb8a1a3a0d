import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { hostEnvironment } from './environment';
import type { N8nInstall } from './install';
import { heartbeat, type Report } from './process';
import { killWithUs } from './process-end';

export interface StartOptions {
	install: N8nInstall;
	/** Holds this n8n's database, encryption key and community packages (in `.n8n/`); created when missing. */
	userFolder: string;
	/** TCP port of the editor; a free one when left out. A restart keeps it. */
	port?: number;
	/** Environment variables on top of ours. */
	env?: Record<string, string>;
	/** How long n8n may take to open its editor, in milliseconds; default 180,000. A cold start takes up to 50 s on 2 cores. */
	startTimeout?: number;
	/** Takes a line every ten seconds while n8n starts. */
	report?: Report;
}

// n8n answers /healthz before its migrations end: only this line says that it can be used.
const READY = 'Editor is now accessible';
const DEFAULT_START_TIMEOUT_MS = 180_000;
const STOP_TIMEOUT_MS = 20_000;
const KEPT_LINES = 2_000;

/** Starts an n8n and waits until its editor can be used. It ends with this process at the latest. */
export async function startN8n(options: StartOptions): Promise<N8nServer> {
	const server = new N8nServer(options, options.port ?? (await freePort()));
	await server.start();
	return server;
}

/** One n8n process on one user folder. Writes its log to `n8n.log` there and prints nothing. */
export class N8nServer {
	/** Address of the editor and the API, without a slash at the end. */
	readonly url: string;

	private child: ChildProcess | undefined;
	private log: WriteStream | undefined;
	private readonly lines: string[] = [];
	private liveOn: (() => void) | undefined;

	constructor(
		private readonly options: StartOptions,
		private readonly port: number,
	) {
		this.url = `http://127.0.0.1:${port}`;
	}

	/** Path of the log, appended to by every start. */
	get logFile(): string {
		return join(this.options.userFolder, 'n8n.log');
	}

	/** Process id of the running n8n, undefined when it does not run. */
	get pid(): number | undefined {
		return this.child?.pid;
	}

	/** The last lines n8n wrote, of all starts of this object. */
	logTail(count = 40): string {
		return this.lines.slice(-count).join('\n');
	}

	/** @throws Error with the end of n8n's log when it ends or stays silent instead of opening its editor */
	async start(): Promise<void> {
		if (this.child) throw new Error('This n8n is running already');
		const { install, userFolder, env } = this.options;
		await mkdir(userFolder, { recursive: true });
		const settings = { node: install.node, userFolder, port: this.port, brokerPort: await freePort() };
		this.log = createWriteStream(this.logFile, { flags: 'a' });
		// A process group of its own, so that a kill takes the task runners with it.
		const child = spawn(install.node, [install.command, 'start'], {
			cwd: userFolder,
			env: hostEnvironment(process.env, settings, env),
			stdio: ['ignore', 'pipe', 'pipe'],
			detached: process.platform !== 'win32',
		});
		this.child = child;
		this.liveOn = killWithUs(() => {
			this.signalGroup('SIGKILL');
		});
		child.once('close', () => {
			this.forget(child);
		});
		await this.waitUntilReady(child);
	}

	/** Asks n8n to end (it finishes what it writes), and kills it after 20 s. Nothing happens when it does not run. */
	async stop(): Promise<void> {
		const child = this.child;
		if (!child) return;
		const closed = closing(child);
		child.kill('SIGTERM');
		const timer = setTimeout(() => {
			this.signalGroup('SIGKILL');
		}, STOP_TIMEOUT_MS);
		await closed;
		clearTimeout(timer);
		// A task runner that outlived its n8n would keep its port and the CPU.
		if (child.pid) signalGroup(child.pid, 'SIGKILL');
	}

	/** Ends n8n and its task runners at once, as a power cut would: SIGKILL to the whole process group. */
	async kill(): Promise<void> {
		const child = this.child;
		if (!child) return;
		const closed = closing(child);
		this.signalGroup('SIGKILL');
		await closed;
	}

	/** Starts n8n again on the same data and port, stopping it first when it runs. */
	async restart(): Promise<void> {
		await this.stop();
		await this.start();
	}

	private async waitUntilReady(child: ChildProcess): Promise<void> {
		const silence = this.options.report ? heartbeat('Starting n8n', this.options.report) : () => {};
		const limit = this.options.startTimeout ?? DEFAULT_START_TIMEOUT_MS;
		let timer: NodeJS.Timeout | undefined;
		try {
			await new Promise<void>((resolve, reject) => {
				const fail = (what: string) => {
					reject(new Error(`${what}. The end of its log:\n${this.logTail()}`));
				};
				timer = setTimeout(() => {
					fail(`n8n did not open its editor within ${limit / 1000} s`);
				}, limit);
				child.once('error', (error) => {
					fail(`n8n could not be started: ${error.message}`);
				});
				child.once('close', (code, signal) => {
					fail(`n8n ended while starting (${signal ?? `exit code ${code}`})`);
				});
				this.follow(child, (line) => {
					if (line.includes(READY)) resolve();
				});
			});
		} catch (error) {
			await this.kill();
			throw error;
		} finally {
			clearTimeout(timer);
			silence();
		}
	}

	private follow(child: ChildProcess, onLine: (line: string) => void): void {
		for (const stream of [child.stdout, child.stderr]) {
			let rest = '';
			stream?.setEncoding('utf8').on('data', (chunk: string) => {
				this.log?.write(chunk);
				const lines = (rest + chunk).split('\n');
				rest = lines.pop() ?? '';
				for (const line of lines) {
					this.lines.push(line);
					onLine(line);
				}
				this.lines.splice(0, this.lines.length - KEPT_LINES);
			});
		}
	}

	private forget(child: ChildProcess): void {
		if (this.child !== child) return;
		this.child = undefined;
		this.liveOn?.();
		this.log?.end();
	}

	private signalGroup(signal: NodeJS.Signals): void {
		if (this.child?.pid) signalGroup(this.child.pid, signal);
	}
}

/** A TCP port on loopback that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
	return await new Promise((resolve, reject) => {
		const probe = createServer();
		probe.once('error', reject);
		probe.listen(0, '127.0.0.1', () => {
			const { port } = probe.address() as AddressInfo;
			probe.close(() => {
				resolve(port);
			});
		});
	});
}

function closing(child: ChildProcess): Promise<void> {
	return new Promise((resolve) =>
		child.once('close', () => {
			resolve();
		}),
	);
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
	if (process.platform === 'win32') {
		spawnSync('taskkill', ['/pid', String(pid), '/T', '/F']);
		return;
	}
	try {
		process.kill(-pid, signal);
	} catch (error) {
		// Nobody left in the group.
		if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
	}
}
