import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { prepareDatabase, type DatabaseLibrary } from './database-library';
import { lastLines, runNpm, runToEnd, secondsSince, type Report } from './process';

/** An n8n ready to start. `node` is the Node that runs it, `command` its start script. */
export interface N8nInstall {
	folder: string;
	node: string;
	command: string;
	version: string;
	database: DatabaseLibrary;
}

interface Marker {
	fingerprint: string;
	database: DatabaseLibrary;
}

/** A pinned n8n: where its package.json and lock lie, and the oldest Node it starts on. */
interface PinnedN8n {
	template: string;
	nodeMajor: number;
}

/** What demo and tests run: the newest n8n 2 whose packages are all on the registry (tools/scripts/newest-n8n.ts says which that is). */
export const NEWEST: PinnedN8n = { template: join(__dirname, 'n8n'), nodeMajor: 24 };
/** The oldest n8n that the README promises, on the oldest Node that package.json promises. */
export const OLDEST: PinnedN8n = { template: join(__dirname, 'n8n-1.123'), nodeMajor: 22 };

const MARKER = 'installed.json';

/**
 * Installs a pinned n8n into a folder of its own and keeps it there: a second call finds it and returns at once. An
 * installation that was cut off, or one of another version or platform, is done again from the start.
 * Takes 2 to 4 minutes and 2.8 GB the first time; needs nothing but the npm registry.
 *
 * @param folder where n8n lives, created when missing
 * @param report takes progress lines; silent when n8n is already there
 * @throws Error with npm's last lines when the packages cannot be had
 */
export async function installN8n(folder: string, report: Report, pinned: PinnedN8n = NEWEST): Promise<N8nInstall> {
	const fingerprint = await templateFingerprint(pinned);
	const known = await readMarker(folder);
	if (known?.fingerprint === fingerprint && existsSync(commandIn(folder))) return await describe(folder, known.database, pinned);

	const start = Date.now();
	await mkdir(folder, { recursive: true });
	await rm(join(folder, MARKER), { force: true });
	for (const name of ['package.json', 'package-lock.json']) await copyFile(join(pinned.template, name), join(folder, name));
	await installPackages(folder, report);
	const node = await nodeFor(folder, pinned);
	const database = await prepareDatabase(folder, node, report);
	await writeFile(join(folder, MARKER), `${JSON.stringify({ fingerprint, database } satisfies Marker, null, '\t')}\n`);
	report(`n8n installed in ${secondsSince(start)} s; it is kept in ${folder} for the next run`);
	return await describe(folder, database, pinned);
}

async function installPackages(folder: string, report: Report): Promise<void> {
	report('Installing n8n from the npm registry: about 2,200 packages and 2.8 GB, 1 to 4 minutes, this first time only');
	const doing = 'Installing n8n';
	// Install scripts stay off: of them all n8n needs only the one of sqlite3, and that runs in its own step.
	const ended = await runNpm(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
		cwd: folder,
		progress: { doing, report },
	});
	if (ended.code === 0) return;
	throw new Error(
		`npm could not install n8n into ${folder} (exit code ${ended.code}). Check that the npm registry can be reached and that the disk has 4 GB free, then run this again.\n${lastLines(ended.stderr || ended.stdout, 15)}`,
	);
}

/** The Node that came with n8n where one is published for this platform, else the Node we run on. */
async function nodeFor(folder: string, { nodeMajor }: PinnedN8n): Promise<string> {
	const platform = process.platform === 'win32' ? 'win' : process.platform;
	const packaged = join(folder, 'node_modules', `node-${platform}-${process.arch}`, 'bin', platform === 'win' ? 'node.exe' : 'node');
	// It may be there and still not run: the published Linux build needs glibc, and Alpine has musl.
	if (existsSync(packaged) && (await runsHere(packaged))) return packaged;
	if (Number.parseInt(process.versions.node, 10) >= nodeMajor) return process.execPath;
	throw new Error(
		`n8n needs Node ${nodeMajor} or newer and this is ${process.version}. Start it with npm run, which brings its own Node, or install Node ${nodeMajor}.`,
	);
}

async function runsHere(node: string): Promise<boolean> {
	try {
		return (await runToEnd(node, ['--version'], { cwd: process.cwd() })).code === 0;
	} catch {
		return false;
	}
}

async function describe(folder: string, database: DatabaseLibrary, pinned: PinnedN8n): Promise<N8nInstall> {
	const packageJson = JSON.parse(await readFile(join(folder, 'node_modules', 'n8n', 'package.json'), 'utf8')) as { version: string };
	return { folder, node: await nodeFor(folder, pinned), command: commandIn(folder), version: packageJson.version, database };
}

function commandIn(folder: string): string {
	return join(folder, 'node_modules', 'n8n', 'bin', 'n8n');
}

async function readMarker(folder: string): Promise<Marker | undefined> {
	try {
		return JSON.parse(await readFile(join(folder, MARKER), 'utf8')) as Marker;
	} catch {
		return undefined;
	}
}

/** Changes with the pinned packages and with the platform, whose binaries an installation holds. */
async function templateFingerprint({ template }: PinnedN8n): Promise<string> {
	const hash = createHash('sha256').update(`${process.platform}-${process.arch}`);
	for (const name of ['package.json', 'package-lock.json']) hash.update(await readFile(join(template, name)));
	return hash.digest('hex');
}
