/*
 * The tarball in a clean n8n without a network: installed by the steps of n8n's own installer and by the command of the
 * README, scripts ignored; nodes, credentials and templates load, n8n's own report for version 3 has nothing against the
 * templates, and the sample delivery goes through with the settings that n8n 3 has as its defaults.
 * Run it with tsx. It prints one line per check and at the end `N passed, N failed`.
 */
import assert from 'node:assert/strict';
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LockBoxFolders } from '../../tools/demo/lock-box';
import { startWorld, type World } from '../../tools/demo/world';
import { N8nApi, type Owner } from '../../tools/harness/host/api';
import { installAsN8nDoes, installCommunityPackage, packPackage, type PackedPackage } from '../../tools/harness/host/community-package';
import { installN8n, type N8nInstall } from '../../tools/harness/host/install';
import { startN8n, type N8nServer } from '../../tools/harness/host/server';
import { outputItems, type WorkflowFile } from '../../tools/harness/host/workflow-file';
import { PROJECT } from '../../tools/harness/project';
import { deliver, sampleDelivery } from '../../tools/sandbox/scan-one';
import { check, conclude } from './checks';
import { startRefusingRegistry, type RefusingRegistry } from './support/refusing-registry';
import { importSteps, SAMPLE, sampleCredentials, STEPS } from './support/sample-import';

const OWNER: Owner = { email: 'ap.analyst@example.com', firstName: 'Ada', lastName: 'Miller', password: 'Lockbox-2026' };
const PACKAGE = 'n8n-nodes-coupa-scan-one';
const { n8n: registered } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as {
	n8n: Record<'nodes' | 'credentials', string[]>;
};
const names = (paths: string[]) =>
	paths.map((path) => path.replace(/^.*\/(\w)(\w*)\..*$/, (_all, first: string, rest: string) => first.toLowerCase() + rest)).sort();
const templates = readdirSync(join(PROJECT, 'workflows'))
	.filter((file) => file.endsWith('.json'))
	.map((file) => JSON.parse(readFileSync(join(PROJECT, 'workflows', file), 'utf8')) as WorkflowFile);

/** What n8n 3 has as its defaults, and what its admin sets for us (docs/n8n-3.md). */
const AS_N8N_3 = {
	N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
	N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem',
	N8N_RUNNERS_TASK_TIMEOUT: '60',
	N8N_COMPRESSION_NODE_MAX_DECOMPRESSED_SIZE_BYTES: String(256 * 1024 * 1024),
	N8N_COMPRESSION_NODE_MAX_ZIP_ENTRIES: '1000',
	N8N_SSRF_PROTECTION_ENABLED: 'true',
	// n8n's report for version 3 is one of the modules that our harness switches off.
	N8N_DISABLED_MODULES: 'mcp-registry,mcp,instance-ai,agents,chat-hub,workflow-builder,quick-connect',
};

let registry: RefusingRegistry;
let install: N8nInstall;
let packed: PackedPackage;
let world: World;
let n8n: N8nServer | undefined;

/** Starts n8n on a user folder, in place of the one that runs. */
async function started(userFolder: string, env: Record<string, string>): Promise<N8nApi> {
	await n8n?.stop();
	n8n = await startN8n({ install, userFolder, env, report: console.log });
	const api = new N8nApi(n8n.url);
	await api.signIn(OWNER);
	return api;
}

/** Of n8n's own types: named by the template for an inbox. */
const MAILBOX = { name: 'Mailbox', type: 'imap', data: { user: 'a', password: 'a', host: '127.0.0.1', port: 993, secure: true } };

async function saveCredentials(api: N8nApi): Promise<void> {
	for (const credential of sampleCredentials(world)) await api.saveCredential(credential);
	await api.saveCredential(MAILBOX);
}

function installed(userFolder: string): void {
	const folder = join(userFolder, '.n8n', 'nodes', 'node_modules');
	assert.deepEqual(
		readdirSync(folder).filter((name) => !name.startsWith('.')),
		[PACKAGE],
	);
	assert.equal(existsSync(join(folder, PACKAGE, 'node_modules')), false);
	assert.deepEqual(globSync('**/*.node', { cwd: join(folder, PACKAGE) }), []);
}

async function checks(folder: string): Promise<void> {
	const byInstaller = join(folder, 'by-installer');
	const byReadme = join(folder, 'by-readme');

	await check("the steps of n8n's own installer need no registry and install nothing else", async () => {
		await installAsN8nDoes(packed, byInstaller, registry.env);
		installed(byInstaller);
		assert.deepEqual(registry.asked, []);
	});

	await check('nor does the command of the README', async () => {
		await installCommunityPackage(packed, byReadme, registry.env);
		installed(byReadme);
		assert.deepEqual(registry.asked, []);
	});

	await check('there are no scripts that an installation would run', () => {
		const { scripts = {} } = JSON.parse(readFileSync(join(byReadme, '.n8n', 'nodes', 'node_modules', PACKAGE, 'package.json'), 'utf8')) as {
			scripts?: Record<string, string>;
		};
		assert.deepEqual(
			Object.keys(scripts).filter((name) => /^(pre|post)?install$|^prepare$/.test(name)),
			[],
		);
	});

	let api = await started(byReadme, {});
	await check('installed by the command, n8n loads every node', async () => {
		const types = (await api.nodeTypes()).filter((type) => type.startsWith(`${PACKAGE}.`));
		assert.deepEqual(
			types.filter((type) => !type.endsWith('Tool')).sort(),
			names(registered.nodes).map((name) => `${PACKAGE}.${name}`),
		);
	});

	await check('with unverified packages off (the default of n8n 3) a package that is already there still loads in this n8n', async () => {
		api = await started(byReadme, { N8N_UNVERIFIED_PACKAGES_ENABLED: 'false' });
		assert.ok((await api.nodeTypes()).includes(`${PACKAGE}.coupa`));
	});

	api = await started(byInstaller, AS_N8N_3);
	await check('installed by the installer, n8n loads every node and credential', async () => {
		const types = (await api.nodeTypes()).filter((type) => type.startsWith(`${PACKAGE}.`));
		assert.deepEqual(
			types.filter((type) => !type.endsWith('Tool')).sort(),
			names(registered.nodes).map((name) => `${PACKAGE}.${name}`),
		);
		for (const name of names(registered.credentials)) assert.ok(await api.credentialType(name), `${name} is missing`);
	});

	await check("n8n's protection against requests into the own network stops the Coupa credential, and not the lock-box", async () => {
		const credentials = sampleCredentials(world);
		const tested = await Promise.all(
			credentials.slice(0, 2).map(async (credential) => api.testCredential(await api.saveCredential(credential))),
		);
		assert.deepEqual(
			tested.map(({ status }) => status),
			['Error', 'OK'],
			JSON.stringify(tested),
		);
		console.log(`      what the Coupa test says: ${tested[0]?.message}`);
	});

	await check('a Coupa address that the admin allows passes it', async () => {
		api = await started(byInstaller, { ...AS_N8N_3, N8N_SSRF_ALLOWED_IP_RANGES: '127.0.0.0/8' });
		for (const credential of sampleCredentials(world))
			assert.equal((await api.testCredential(await api.saveCredential(credential))).status, 'OK', credential.name);
	});

	await check('every template can be imported', async () => {
		await saveCredentials(api);
		for (const template of templates) await api.importWorkflow(template);
	});

	await check("n8n's own report for version 3 has nothing against them", async () => {
		const { workflowResults } = await api.migrationReport('v3');
		assert.deepEqual(
			workflowResults.map(({ ruleId, nbAffectedWorkflows }) => ({ ruleId, nbAffectedWorkflows })),
			[],
		);
	});

	await check('the sample delivery goes through, with files in the storage folder', async () => {
		for (const file of await sampleDelivery()) await deliver(world.lockBox.root, file);
		const execution = await api.waitForExecution(await api.run(await api.importWorkflow(importSteps()), STEPS.start));
		assert.equal(execution.status, 'success', JSON.stringify(execution.data.resultData.error));
		assert.equal(outputItems(execution, STEPS.claim).length, SAMPLE.invoices);
		assert.equal(world.coupa.rows('invoices').length, SAMPLE.inCoupa);
		assert.equal(new LockBoxFolders(world.lockBox.root).archived().length, SAMPLE.packages);
		assert.ok(['storage', 'binaryData'].some((name) => existsSync(join(byInstaller, '.n8n', name))));
	});
	assert.deepEqual(registry.asked, []);
}

async function main(): Promise<void> {
	const folder = await mkdtemp(join(tmpdir(), 'tarball-e2e-'));
	registry = await startRefusingRegistry(folder);
	world = await startWorld(folder);
	try {
		install = await installN8n(join(PROJECT, '.demo', 'n8n'), console.log);
		packed = await packPackage(PROJECT, folder);
		await checks(folder);
	} finally {
		await n8n?.stop();
		await world.stop();
		registry.stop();
		await rm(folder, { recursive: true, force: true });
		conclude();
	}
}

void main();
