import { spawn } from 'node:child_process';
import { basename, delimiter, dirname } from 'node:path';

/** Takes one line of progress, in words for the person at the terminal. */
export type Report = (line: string) => void;

/** How a command ended: its exit code (null when a signal ended it) and what it wrote to stdout and stderr. */
export interface Finished {
	code: number | null;
	stdout: string;
	stderr: string;
}

export interface RunOptions {
	cwd: string;
	env?: NodeJS.ProcessEnv;
	/** What the command is doing, said again every ten seconds with the time it has taken. */
	progress?: { doing: string; report: Report };
}

const HEARTBEAT_MS = 10_000;
const KEPT_OUTPUT = 200_000;

/** Runs a command to its end. Rejects only when it cannot be started; a failing exit code is for the caller to judge. */
export async function runToEnd(command: string, args: string[], options: RunOptions): Promise<Finished> {
	const silence = options.progress ? heartbeat(options.progress.doing, options.progress.report) : () => {};
	try {
		return await new Promise<Finished>((resolve, reject) => {
			const child = spawn(command, args, { cwd: options.cwd, env: options.env ?? process.env, stdio: ['ignore', 'pipe', 'pipe'] });
			let stdout = '';
			let stderr = '';
			child.stdout.on('data', (chunk: Buffer) => (stdout = (stdout + chunk.toString()).slice(-KEPT_OUTPUT)));
			child.stderr.on('data', (chunk: Buffer) => (stderr = (stderr + chunk.toString()).slice(-KEPT_OUTPUT)));
			child.on('error', reject);
			child.on('close', (code) => {
				resolve({ code, stdout, stderr });
			});
		});
	} finally {
		silence();
	}
}

/** Says every ten seconds what is going on and for how long. The returned function ends it. */
export function heartbeat(doing: string, report: Report): () => void {
	const start = Date.now();
	const timer = setInterval(() => {
		report(`${doing}: ${secondsSince(start)} s so far`);
	}, HEARTBEAT_MS);
	return () => {
		clearInterval(timer);
	};
}

/** Whole seconds since a `Date.now()` value. */
export function secondsSince(start: number): number {
	return Math.round((Date.now() - start) / 1000);
}

/** The last lines of an output: enough to see why a command failed. */
export function lastLines(output: string, count: number): string {
	return output.trimEnd().split('\n').slice(-count).join('\n');
}

/**
 * Runs npm to its end, on this Node or on the one given. Inside `npm run` it is the very npm that runs us.
 * `npm_package_*` and `npm_lifecycle_*` are left out of its environment: they describe our own project.
 */
export async function runNpm(args: string[], options: RunOptions & { node?: string }): Promise<Finished> {
	const node = options.node ?? process.execPath;
	const own = process.env.npm_execpath;
	const env = withNodeFirst(withoutPrefixes(options.env ?? process.env, ['npm_package_', 'npm_lifecycle_']), node);
	if (own && basename(own) === 'npm-cli.js') return await runToEnd(node, [own, ...args], { ...options, env });
	// Windows starts npm through a command file, which spawn runs only by way of the shell that owns it.
	if (process.platform === 'win32') return await runToEnd('cmd.exe', ['/d', '/s', '/c', 'npm', ...args], { ...options, env });
	return await runToEnd('npm', args, { ...options, env });
}

/** A copy of an environment without the variables whose names begin so (letter case aside). */
export function withoutPrefixes(env: NodeJS.ProcessEnv, prefixes: string[]): NodeJS.ProcessEnv {
	const unwanted = (name: string) => prefixes.some((prefix) => name.toLowerCase().startsWith(prefix.toLowerCase()));
	return Object.fromEntries(Object.entries(env).filter(([name]) => !unwanted(name)));
}

/** A copy of an environment in which `node` means this binary. */
export function withNodeFirst(env: NodeJS.ProcessEnv, node: string): NodeJS.ProcessEnv {
	const pathName = Object.keys(env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
	return { ...env, [pathName]: [dirname(node), env[pathName]].filter(Boolean).join(delimiter) };
}
