import { mkdir } from 'node:fs/promises';
import { hostEnvironment } from './environment';
import type { N8nInstall } from './install';
import { lastLines, runToEnd } from './process';
import { freePort } from './server';

/**
 * Runs one command of n8n's own command line (`export:nodes`, `import:workflow`, `execute` …) on a user folder that no
 * server uses, and returns what it printed.
 *
 * @param env variables on top of ours
 * @throws Error with the end of its output when it fails
 */
export async function runN8nCommand(
	{ install, userFolder, env }: { install: N8nInstall; userFolder: string; env?: Record<string, string> },
	args: string[],
): Promise<string> {
	await mkdir(userFolder, { recursive: true });
	const settings = { node: install.node, userFolder, port: await freePort(), brokerPort: await freePort() };
	const ended = await runToEnd(install.node, [install.command, ...args], {
		cwd: userFolder,
		env: hostEnvironment(process.env, settings, env),
	});
	if (ended.code !== 0)
		throw new Error(`n8n ${args.join(' ')} ended with exit code ${ended.code}:\n${lastLines(ended.stdout + ended.stderr, 30)}`);
	return ended.stdout;
}
