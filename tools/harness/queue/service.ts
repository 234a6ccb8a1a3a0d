import { spawn, type ChildProcess } from 'node:child_process';

import { lastLines } from '../host/process';
import { killWithUs } from '../host/process-end';

/** How a server program is started, and how one sees that it serves. */
export interface ServiceProgram {
	/** For people. */
	name: string;
	command: string;
	args: string[];
	/** Folder it runs in. */
	folder: string;
	/** Whom it runs as; ourselves when left out. */
	user?: { uid: number; gid: number };
	/** What it writes when it serves. */
	ready: RegExp;
	/** What makes it end as its administrator ends it. */
	stopSignal: NodeJS.Signals;
}

const START_MS = 60_000;
const STOP_MS = 20_000;
const KEPT_OUTPUT = 50_000;

/** A server program that can be restarted, and that does not outlive this process. */
export class Service {
	private child: ChildProcess | undefined;
	private liveOn: (() => void) | undefined;
	private said = '';

	constructor(private readonly program: ServiceProgram) {}

	/** @throws Error with what it wrote last when it ends or stays silent instead of serving */
	async start(): Promise<void> {
		const { name, command, args, folder, user, ready } = this.program;
		// A process group of its own: the terminal's Ctrl-C does not reach it, and a kill takes its children along.
		const child = spawn(command, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], detached: true, ...user });
		this.child = child;
		this.liveOn = killWithUs(() => {
			signalGroup(child, 'SIGKILL');
		});
		child.once('close', () => {
			this.liveOn?.();
			if (this.child === child) this.child = undefined;
		});
		let since = '';
		try {
			await new Promise<void>((resolve, reject) => {
				const fail = (what: string) => {
					reject(new Error(`${name} ${what}. What it wrote last:\n${lastLines(this.said, 15)}`));
				};
				const timer = setTimeout(() => {
					fail(`did not serve within ${START_MS / 1000} s`);
				}, START_MS);
				for (const stream of [child.stdout, child.stderr])
					stream.setEncoding('utf8').on('data', (text: string) => {
						this.said = (this.said + text).slice(-KEPT_OUTPUT);
						since = (since + text).slice(-KEPT_OUTPUT);
						if (!ready.test(since)) return;
						clearTimeout(timer);
						resolve();
					});
				child.once('error', ({ message }) => {
					clearTimeout(timer);
					fail(`could not be started: ${message}`);
				});
				child.once('close', (code, signal) => {
					clearTimeout(timer);
					fail(`ended while starting (${signal ?? `exit code ${code}`})`);
				});
			});
		} catch (error) {
			signalGroup(child, 'SIGKILL');
			throw error;
		}
	}

	/** Waits until it has ended by itself. */
	async ended(): Promise<void> {
		const child = this.child;
		if (child) await new Promise((resolve) => child.once('close', resolve));
	}

	/** Ends it as its administrator does, and kills it where that takes longer than 20 s. */
	async stop(): Promise<void> {
		const child = this.child;
		if (!child) return;
		const closed = new Promise((resolve) => child.once('close', resolve));
		child.kill(this.program.stopSignal);
		const timer = setTimeout(() => {
			signalGroup(child, 'SIGKILL');
		}, STOP_MS);
		await closed;
		clearTimeout(timer);
	}

	/** Starts it again on the same data and port. */
	async restart(): Promise<void> {
		await this.stop();
		await this.start();
	}
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
	if (pid === undefined) return;
	try {
		process.kill(-pid, signal);
	} catch (error) {
		// Nobody left in the group.
		if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
	}
}
