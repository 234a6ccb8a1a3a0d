import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { delimiter, join } from 'node:path';
import { build } from 'esbuild';
import { runNpm, runToEnd, type Report } from './process';

/** What n8n reads and writes its SQLite database with: the sqlite3 package, or Node's own SQLite standing in for it. */
export type DatabaseLibrary = 'sqlite3' | 'node:sqlite';

const BUILD_LOG = 'sqlite3-build.log';
const SMOKE_TEST = "new (require('sqlite3').Database)(':memory:', (error) => process.exit(error ? 1 : 0))";

/**
 * Gives n8n a working `sqlite3`, the one package of n8n that has to be fetched as a binary or compiled. Its own install
 * script does either. Where neither works (no compiler, and the binary's download site out of reach) Node's own SQLite
 * takes its place, so that a machine with Node and npm alone can run n8n; it says so.
 */
export async function prepareDatabase(folder: string, node: string, report: Report): Promise<DatabaseLibrary> {
	report('Building the SQLite library of n8n: about a minute');
	const ended = await runNpm(['rebuild', 'sqlite3', '--foreground-scripts', '--loglevel=error'], {
		cwd: folder,
		node,
		env: buildEnvironment(folder, node),
		progress: { doing: 'Building the SQLite library', report },
	});
	await writeFile(join(folder, BUILD_LOG), `${ended.stdout}\n${ended.stderr}`);
	if (await opensDatabase(folder, node)) return 'sqlite3';

	const missing = missingBuildTools();
	report(
		missing.length > 0
			? `The SQLite library cannot be built: ${missing.join(', ')} not found`
			: `The SQLite library could not be built, see ${join(folder, BUILD_LOG)}`,
	);
	report('n8n will use the SQLite that is part of Node instead; the database file is the same');
	await installBuiltIn(folder);
	if (await opensDatabase(folder, node)) return 'node:sqlite';
	throw new Error(
		`n8n has no SQLite library that works here. Install a compiler (on Debian or Ubuntu: apt-get install -y make g++ python3) and run this again. What the build said: ${join(folder, BUILD_LOG)}`,
	);
}

/** Puts our stand-in where n8n looks for the sqlite3 package. */
async function installBuiltIn(folder: string): Promise<void> {
	const outfile = join(folder, 'node_modules', 'sqlite3', 'lib', 'sqlite3.js');
	await rm(outfile, { force: true });
	await build({
		entryPoints: [join(__dirname, 'built-in-sqlite.ts')],
		outfile,
		bundle: true,
		platform: 'node',
		format: 'cjs',
		target: 'node24',
		keepNames: true,
		logLevel: 'silent',
	});
}

async function opensDatabase(folder: string, node: string): Promise<boolean> {
	return (await runToEnd(node, ['-e', SMOKE_TEST], { cwd: folder })).code === 0;
}

function buildEnvironment(folder: string, node: string): NodeJS.ProcessEnv {
	const env: NodeJS.ProcessEnv = { ...process.env, npm_config_jobs: String(availableParallelism()) };
	const packageOfNode = join(node, '..', '..');
	// The packaged Node brings its headers; without them node-gyp downloads them.
	if (packageOfNode.startsWith(folder) && existsSync(join(packageOfNode, 'include', 'node', 'node_api.h')))
		env.npm_config_nodedir = packageOfNode;
	return env;
}

function missingBuildTools(): string[] {
	if (process.platform === 'win32') return [];
	const folders = (process.env.PATH ?? '').split(delimiter);
	const found = (tool: string) => folders.some((folder) => existsSync(join(folder, tool)));
	const compiler = found('g++') || found('c++') || found('clang++') ? [] : ['a C++ compiler (g++)'];
	return [...compiler, ...['make', 'python3'].filter((tool) => !found(tool))];
}
