/*
 * The oldest n8n that the README promises, on the oldest Node that package.json promises: the tarball's nodes and
 * credentials load, the sample delivery is imported and settled. What of the templates it has no node version for is
 * printed as skipped, and has to be what docs/n8n-versions.md says.
 * Run it with tsx. It prints one line per check and at the end `N passed, N failed`.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LockBoxFolders } from '../../tools/demo/lock-box';
import { startWorld, type World } from '../../tools/demo/world';
import { runN8nCommand } from '../../tools/harness/host/command-line';
import { installCommunityPackage, packPackage } from '../../tools/harness/host/community-package';
import { installN8n, type N8nInstall, OLDEST } from '../../tools/harness/host/install';
import { bindCredentials, type WorkflowFile } from '../../tools/harness/host/workflow-file';
import { PROJECT } from '../../tools/harness/project';
import { deliver, sampleDelivery } from '../../tools/sandbox/scan-one';
import { check, conclude, skip } from './checks';
import { importSteps, SAMPLE, sampleCredentials } from './support/sample-import';

const PACKAGE = 'n8n-nodes-coupa-scan-one';
const PROMISE = /n8n (1\.123)(?:\.0)? or newer/;

/** A node type as `export:nodes` writes it: one line per version of the type, or a list of versions. */
interface ExportedType {
	name: string;
	version: number | number[];
}

const { n8n: registered } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as { n8n: { nodes: string[] } };
const OWN = registered.nodes.map((path) =>
	path.replace(/^.*\/(\w)(\w*)\..*$/, (_all, first: string, rest: string) => first.toLowerCase() + rest),
);

let install: N8nInstall;
let userFolder: string;
let world: World;

// Its modules have other names than those our harness switches off in newer ones.
const run = async (...args: string[]) => await runN8nCommand({ install, userFolder, env: { N8N_DISABLED_MODULES: '' } }, args);

async function file(name: string, content: unknown): Promise<string> {
	const path = join(userFolder, name);
	await writeFile(path, JSON.stringify(content));
	return path;
}

/** Core node types of a template in a version that this n8n lacks, e.g. `dataTable 1.1 (has 1)`. */
function lacking(template: WorkflowFile, versions: ReadonlyMap<string, Set<number>>): string[] {
	const missing = template.nodes.flatMap((node) => {
		if (node.type.startsWith(`${PACKAGE}.`)) return [];
		const known = versions.get(node.type);
		const { typeVersion } = node as unknown as { typeVersion: number };
		const name = node.type.replace('n8n-nodes-base.', '');
		return known?.has(typeVersion) ? [] : [`${name} ${typeVersion} (has ${known ? Math.max(...known) : 'none'})`];
	});
	return [...new Set(missing)].sort();
}

async function checks(): Promise<void> {
	await check('it is the n8n and the Node that are promised', () => {
		const [, promised] = PROMISE.exec(readFileSync(join(PROJECT, 'docs', 'n8n-versions.md'), 'utf8')) ?? [];
		assert.ok(promised && install.version === `${promised}.0`, `installed is ${install.version}`);
	});

	const versions = new Map<string, Set<number>>();
	await check('every node loads', async () => {
		const path = join(userFolder, 'nodes.json');
		await run('export:nodes', `--output=${path}`);
		for (const { name, version } of JSON.parse(readFileSync(path, 'utf8')) as ExportedType[]) {
			const known = versions.get(name) ?? new Set<number>();
			for (const one of [version].flat()) known.add(one);
			versions.set(name, known);
		}
		for (const name of OWN) assert.ok(versions.get(`${PACKAGE}.${name}`)?.has(1), `${name} is missing`);
	});

	await check('credentials and templates can be imported', async () => {
		const credentials = sampleCredentials(world).map((credential, index) => ({ id: `credential${index}`, ...credential }));
		await run('import:credentials', `--input=${await file('credentials.json', credentials)}`);
		// Its command line, unlike its editor, gives an imported workflow no version.
		const workflow = { id: 'sampleImport0001', versionId: randomUUID(), active: false, ...bindCredentials(importSteps(), credentials) };
		await run('import:workflow', `--input=${await file('workflow.json', [workflow])}`);
	});

	await check('the sample delivery is imported and settled', async () => {
		for (const one of await sampleDelivery()) await deliver(world.lockBox.root, one);
		await run('execute', '--id=sampleImport0001');
		assert.equal(world.coupa.rows('invoices').length, SAMPLE.inCoupa);
		assert.equal(new LockBoxFolders(world.lockBox.root).archived().length, SAMPLE.packages);
		assert.ok(new LockBoxFolders(world.lockBox.root).isSettled());
	});

	await check('the table in docs/n8n-versions.md says which templates need a newer n8n', () => {
		const rows = readdirSync(join(PROJECT, 'workflows'))
			.filter((entry) => entry.endsWith('.json'))
			.sort()
			.map((name) => {
				const missing = lacking(JSON.parse(readFileSync(join(PROJECT, 'workflows', name), 'utf8')) as WorkflowFile, versions);
				if (missing.length > 0) skip(`${name} as it is`, `this n8n lacks ${missing.join(', ')}`);
				return `| \`${name}\` | ${missing.join(', ') || 'nothing'} |`;
			});
		const document = readFileSync(join(PROJECT, 'docs', 'n8n-versions.md'), 'utf8').split('\n');
		assert.deepEqual(
			document.filter((line) => line.startsWith('| `')),
			rows,
		);
	});
}

async function main(): Promise<void> {
	userFolder = await mkdtemp(join(tmpdir(), 'oldest-n8n-'));
	world = await startWorld(join(userFolder, 'world'));
	try {
		install = await installN8n(join(PROJECT, '.demo', 'n8n-1.123'), console.log, OLDEST);
		await installCommunityPackage(await packPackage(PROJECT, userFolder), userFolder);
		await checks();
	} finally {
		await world.stop();
		await rm(userFolder, { recursive: true, force: true });
		conclude();
	}
}

void main();
