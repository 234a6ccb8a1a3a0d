/*
 * The real n8n of demo/host: installed, with a community package of its own, run, killed and started again.
 * Run it with tsx. It prints one line per check and at the end `N passed, N failed`.
 */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { N8nApi, type Owner } from '../../tools/harness/host/api';
import { installCommunityPackage, packPackage, type PackedPackage } from '../../tools/harness/host/community-package';
import { installN8n, type N8nInstall } from '../../tools/harness/host/install';
import { startN8n, type N8nServer } from '../../tools/harness/host/server';
import { outputItems, type WorkflowFile } from '../../tools/harness/host/workflow-file';
import { check, conclude } from './checks';

const OWNER: Owner = { email: 'ap.analyst@example.com', firstName: 'Ánna', lastName: 'Müller', password: 'Lockbox-2026' };
const PACKAGE = 'n8n-nodes-host-fixture';
const CREDENTIAL = { name: 'Archive key – Zürich', type: 'httpHeaderAuth', data: { name: 'X-Archive-Key', value: 'geheim' } };

/** A package with one node that adds a word, given as a parameter, to every item. */
async function writeFixture(folder: string, word: string, version: string): Promise<void> {
	await mkdir(join(folder, 'dist'), { recursive: true });
	const packageJson = {
		name: PACKAGE,
		version,
		keywords: ['n8n-community-node-package'],
		files: ['dist'],
		n8n: { n8nNodesApiVersion: 1, nodes: ['dist/Stamp.node.js'] },
		peerDependencies: { 'n8n-workflow': '*' },
	};
	await writeFile(join(folder, 'package.json'), JSON.stringify(packageJson));
	const source = `
		class Stamp {
			constructor() {
				this.description = {
					displayName: 'Stamp', name: 'stamp', group: ['transform'], version: 1, description: 'Stamps items',
					defaults: { name: 'Stamp' }, inputs: ['main'], outputs: ['main'], properties: [],
					credentials: [{ name: 'httpHeaderAuth', required: true }],
				};
			}
			async execute() {
				const { value } = await this.getCredentials('httpHeaderAuth');
				return [this.getInputData().map((item, index) => ({ json: { ...item.json, stamp: '${word}', secret: value }, pairedItem: { item: index } }))];
			}
		}
		module.exports = { Stamp };`;
	await writeFile(join(folder, 'dist', 'Stamp.node.js'), source);
}

const MANUAL: WorkflowFile = {
	name: 'Stamp invoices',
	nodes: [
		{ id: '1', name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, position: [0, 0], parameters: {} },
		{
			id: '2',
			name: 'Invoice',
			type: 'n8n-nodes-base.set',
			typeVersion: 3.4,
			position: [200, 0],
			parameters: { mode: 'raw', jsonOutput: '{ "invoice-number": "INV-Ä1", "total": "10.10" }', options: {} },
		},
		{
			id: '3',
			name: 'Stamp',
			type: `${PACKAGE}.stamp`,
			typeVersion: 1,
			position: [400, 0],
			parameters: {},
			credentials: { httpHeaderAuth: { id: null, name: CREDENTIAL.name } },
		},
	],
	connections: {
		Start: { main: [[{ node: 'Invoice', type: 'main', index: 0 }]] },
		Invoice: { main: [[{ node: 'Stamp', type: 'main', index: 0 }]] },
	},
	settings: { executionOrder: 'v1' },
};

/** A poll trigger (RSS) that can be made to poll, and a node behind it. */
function polling(feed: string): WorkflowFile {
	return {
		name: 'Poll',
		nodes: [
			{
				id: '1',
				name: 'Feed',
				type: 'n8n-nodes-base.rssFeedReadTrigger',
				typeVersion: 1,
				position: [0, 0],
				parameters: { feedUrl: feed, pollTimes: { item: [{ mode: 'everyHour', minute: 59 }] } },
			},
			{ id: '2', name: 'Kept', type: 'n8n-nodes-base.noOp', typeVersion: 1, position: [200, 0], parameters: {} },
		],
		connections: { Feed: { main: [[{ node: 'Kept', type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	};
}

/** A feed that entries can be published in. They are of tomorrow: the trigger passes over what is older than its first poll. */
async function startFeed(): Promise<{ url: string; server: Server; publish: (title: string) => void }> {
	const titles: string[] = [];
	const tomorrow = new Date(Date.now() + 86_400_000).toUTCString();
	const entry = (title: string, index: number) =>
		`<item><title>${title}</title><link>http://127.0.0.1/${index}</link><guid>${index}</guid><pubDate>${tomorrow}</pubDate></item>`;
	const server = createServer((_request, response) => {
		const items = titles.map(entry).reverse().join('');
		response.setHeader('content-type', 'application/rss+xml');
		response.end(
			`<?xml version="1.0"?><rss version="2.0"><channel><title>Feed</title><link>http://127.0.0.1/</link><description>Feed</description>${items}</channel></rss>`,
		);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, server, publish: (title) => titles.push(title) };
}

async function main(): Promise<void> {
	const work = await mkdtemp(join(tmpdir(), 'n8n-host-'));
	const userFolder = join(work, 'user');
	const running: N8nServer[] = [];
	const feed = await startFeed();
	let install: N8nInstall | undefined;
	try {
		await check('installs n8n', async () => {
			install = await installN8n(process.env.HOST_FOLDER ?? join(__dirname, '..', '..', '.demo', 'n8n'), (line) => {
				console.log(`      ${line}`);
			});
			assert.equal(install.version, '2.41.1');
		});
		if (!install) return;
		const ready = install;
		console.log(`      database library: ${ready.database}`);

		await check('finds the installation again at once', async () => {
			const start = Date.now();
			assert.deepEqual(await installN8n(ready.folder, (line) => assert.fail(`did something: ${line}`)), ready);
			assert.ok(Date.now() - start < 1_000, 'a second look took longer than a second');
		});

		let packed: PackedPackage | undefined;
		await check('packs a package and replaces its older copy', async () => {
			for (const [word, version] of [
				['old', '1.0.0'],
				['Prüfung', '1.0.0'],
			] as const) {
				await writeFixture(join(work, 'fixture'), word, version);
				packed = await packPackage(join(work, 'fixture'), join(work, 'tarballs'));
				await installCommunityPackage(packed, userFolder);
			}
			assert.equal(packed?.name, PACKAGE);
		});

		let server: N8nServer | undefined;
		await check('starts n8n', async () => {
			server = await startN8n({
				install: ready,
				userFolder,
				report: (line) => {
					console.log(`      ${line}`);
				},
			});
			running.push(server);
		});
		if (!server) return;
		const host = server;
		const api = new N8nApi(host.url);

		await check('owns and signs in', async () => {
			await api.signIn(OWNER);
			await api.signIn(OWNER);
			await assert.rejects(new N8nApi(host.url).signIn({ ...OWNER, password: 'Wrong-2026' }), /401/);
		});

		await check('loads core nodes and the package', async () => {
			const types = await api.nodeTypes();
			for (const type of ['n8n-nodes-base.manualTrigger', 'n8n-nodes-base.dataTable', `${PACKAGE}.stamp`])
				assert.ok(types.includes(type), `${type} is missing`);
		});

		await check('stores a credential, once, with its latest value', async () => {
			const id = await api.saveCredential({ ...CREDENTIAL, data: { ...CREDENTIAL.data, value: 'alt' } });
			assert.equal(await api.saveCredential(CREDENTIAL), id);
			assert.equal((await api.credentials()).length, 1);
			assert.equal((await api.testCredential(id)).status, 'Error');
		});

		let workflowId = '';
		let executionId = '';
		await check('runs a workflow with it and reads the items', async () => {
			workflowId = await api.importWorkflow(MANUAL);
			executionId = await api.run(workflowId, 'Start');
			const execution = await api.waitForExecution(executionId);
			assert.equal(execution.status, 'success', JSON.stringify(execution.data.resultData.error));
			assert.deepEqual(
				outputItems(execution, 'Stamp').map((item) => item.json),
				[{ 'invoice-number': 'INV-Ä1', total: '10.10', stamp: 'Prüfung', secret: 'geheim' }],
			);
		});

		await check('makes a trigger poll when told to', async () => {
			const pollId = await api.importWorkflow(polling(feed.url));
			await api.activate(pollId);
			feed.publish('Lieferung №1');
			await api.pollNow(pollId);
			const { id, mode } = await api.waitForNewExecution(pollId, new Set());
			assert.equal(mode, 'trigger');
			assert.deepEqual(
				outputItems(await api.waitForExecution(id), 'Kept').map((item) => item.json.title),
				['Lieferung №1'],
			);
			await api.deactivate(pollId);
		});

		await check('runs beside a second n8n', async () => {
			const second = await startN8n({ install: ready, userFolder: join(work, 'second') });
			running.push(second);
			assert.notEqual(second.url, host.url);
			assert.equal((await api.executions(workflowId)).length, 1);
			await second.stop();
		});

		await check('keeps its data over a SIGKILL', async () => {
			const killed = host.pid;
			await host.kill();
			assert.equal(host.pid, undefined);
			await assert.rejects(api.executions(), /ECONNREFUSED/);
			await host.restart();
			assert.notEqual(host.pid, killed);
			assert.deepEqual(
				(await api.executions(workflowId)).map(({ id, status }) => ({ id, status })),
				[{ id: executionId, status: 'success' }],
			);
			assert.equal(outputItems(await api.execution(executionId), 'Stamp').length, 1);
		});

		await check('stops, and says why it cannot start', async () => {
			await host.stop();
			assert.equal(host.pid, undefined);
			await assert.rejects(
				startN8n({ install: { ...ready, node: '/nowhere/node' }, userFolder: join(work, 'third') }),
				/could not be started[^]*ENOENT/,
			);
			await assert.rejects(
				startN8n({
					install: ready,
					userFolder: join(work, 'third'),
					env: { DB_TYPE: 'postgresdb', DB_POSTGRESDB_HOST: '127.0.0.1', DB_POSTGRESDB_PORT: '1' },
				}),
				/ended while starting[^]*ECONNREFUSED/,
			);
		});
	} finally {
		for (const server of running) await server.kill();
		feed.server.close();
		await rm(work, { recursive: true, force: true });
		conclude();
	}
}

void main();
