import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { lastLines, runNpm, runToEnd } from './process';

/** A package as `npm pack` made it: what a registry would hold. */
export interface PackedPackage {
	name: string;
	version: string;
	/** Absolute path of the .tgz. */
	tarball: string;
	/** Size of the .tgz in bytes. */
	size: number;
}

/**
 * Packs a built package. Nothing is compiled here: what is in its `dist` is what goes in.
 *
 * @param project folder with the package.json
 * @param into folder that receives the .tgz, created when missing
 */
export async function packPackage(project: string, into: string): Promise<PackedPackage> {
	await mkdir(into, { recursive: true });
	const ended = await runNpm(['pack', '--json', '--ignore-scripts', '--loglevel=error', '--pack-destination', resolve(into)], {
		cwd: project,
	});
	if (ended.code !== 0) throw new Error(`npm pack failed in ${project}:\n${lastLines(ended.stderr, 15)}`);
	const [packed] = JSON.parse(ended.stdout) as Array<{ name: string; version: string; filename: string; size: number }>;
	if (!packed) throw new Error(`npm pack made nothing in ${project}`);
	return { name: packed.name, version: packed.version, tarball: join(resolve(into), packed.filename), size: packed.size };
}

/**
 * Installs a packed package where n8n keeps its community packages, without install scripts and without its peers: the
 * command of the README. An older copy of it goes first. n8n loads it at its next start, as `<package name>.<node name>`.
 *
 * @param env what npm runs in; ours when left out
 */
export async function installCommunityPackage(packed: PackedPackage, userFolder: string, env?: NodeJS.ProcessEnv): Promise<void> {
	const nodesFolder = join(userFolder, '.n8n', 'nodes');
	await mkdir(nodesFolder, { recursive: true });
	await removeOlderCopy(nodesFolder, packed.name);
	// No lock file: the next tarball has the same name and other contents.
	const args = [
		'install',
		'--legacy-peer-deps',
		'--omit=peer',
		'--ignore-scripts',
		'--no-package-lock',
		'--no-audit',
		'--no-fund',
		'--loglevel=error',
		packed.tarball,
	];
	const ended = await runNpm(args, { cwd: nodesFolder, ...(env && { env }) });
	if (ended.code !== 0 || !existsSync(join(nodesFolder, 'node_modules', packed.name, 'package.json'))) {
		throw new Error(`${packed.name} could not be installed into ${nodesFolder}:\n${lastLines(ended.stderr, 15)}`);
	}
}

/**
 * Does what n8n's own installer does after it has fetched a tarball (Settings → Community nodes, n8n 2.41,
 * community-packages.service): unpacks it, strikes its peer, dev and optional dependencies, has npm install what is left
 * without scripts, and notes the version. n8n loads the package at its next start.
 *
 * @param env what npm runs in
 */
export async function installAsN8nDoes(packed: PackedPackage, userFolder: string, env: NodeJS.ProcessEnv): Promise<void> {
	const nodesFolder = join(userFolder, '.n8n', 'nodes');
	const folder = join(nodesFolder, 'node_modules', packed.name);
	await mkdir(folder, { recursive: true });
	const unpacked = await runToEnd('tar', ['-xzf', packed.tarball, '-C', folder, '--strip-components=1'], { cwd: nodesFolder });
	if (unpacked.code !== 0) throw new Error(`tar could not unpack ${packed.tarball}:\n${lastLines(unpacked.stderr, 15)}`);
	const file = join(folder, 'package.json');
	const struck = ['devDependencies', 'peerDependencies', 'optionalDependencies'];
	const manifest = Object.entries(JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>);
	await writeFile(file, JSON.stringify(Object.fromEntries(manifest.filter(([field]) => !struck.includes(field))), null, 2));
	const args = ['--audit=false', '--fund=false', '--bin-links=false', '--install-strategy=shallow', '--ignore-scripts=true'];
	const ended = await runNpm(['install', ...args, '--package-lock=false'], { cwd: folder, env });
	if (ended.code !== 0) throw new Error(`npm install failed in ${folder}:\n${lastLines(ended.stderr, 15)}`);
	const ledger = { name: 'installed-nodes', private: true, dependencies: { [packed.name]: packed.version } };
	await writeFile(join(nodesFolder, 'package.json'), JSON.stringify(ledger, null, 2));
}

async function removeOlderCopy(nodesFolder: string, name: string): Promise<void> {
	const file = join(nodesFolder, 'package.json');
	const present = existsSync(file) ? (JSON.parse(await readFile(file, 'utf8')) as { dependencies?: Record<string, string> }) : {};
	const dependencies = Object.fromEntries(Object.entries(present.dependencies ?? {}).filter(([installed]) => installed !== name));
	await writeFile(file, `${JSON.stringify({ name: 'installed-nodes', private: true, ...present, dependencies }, null, '\t')}\n`);
	await rm(join(nodesFolder, 'node_modules', name), { recursive: true, force: true });
}
