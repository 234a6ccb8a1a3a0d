// npm for scripts that run before anything is installed. Plain JavaScript, for any Node from 20.
import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's top folder. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Runs npm in a folder: npm's own script where npm started us, so that the same npm is used; else the one on the path. */
export function npm(cwd, ...args) {
	const script = process.env.npm_execpath;
	// Not the Node that runs this, which may be the project's own: installing anew takes that one away.
	const node = process.env.npm_node_execpath ?? process.execPath;
	const [command, first] = script && script.endsWith('.js') ? [node, [script]] : ['npm', []];
	execFileSync(command, [...first, ...args], {
		cwd,
		stdio: ['ignore', 'inherit', 'inherit'],
		shell: command === 'npm' && process.platform === 'win32',
	});
}
